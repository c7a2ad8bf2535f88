import BroadsheetKernels
import BroadsheetTestSupport
import Testing

/// Numbers in which the smallest, the largest and those in the middle come often.
private func extremes(_ count: Int, _ random: inout SeededGenerator) -> [UInt16] {
    (0..<count).map { _ in
        switch random.below(6) {
        case 0: 0
        case 1: 1
        case 2: .max
        case 3: 0x8000 - UInt16(random.below(2))
        default: UInt16(random.below(65_536))
        }
    }
}

/// A segment's sums, rows and norms as a scan meets them.
private struct Tiles {
    var tileCount: Int
    var sums: [UInt16]
    var norms: [UInt16]
    var rows: [UInt64] = []
    var selection = RowSelection()
    var slack: UInt16
    var threshold: UInt16

    init(rowCount: Int, _ random: inout SeededGenerator) {
        tileCount = random.below(5)
        let count = tileCount * TileScan.tile
        // Mostly zeros, so that whole tiles are passed over.
        sums = extremes(count, &random).map { random.below(3) == 0 ? $0 : 0 }
        norms = extremes(count, &random)
        slack = extremes(1, &random)[0]
        threshold = extremes(1, &random)[0]
        let rowWords = tileCount * TileScan.tileWords + 8
        for weight in extremes(rowCount, &random) {
            selection.append(start: UInt32(rows.count), weight: weight)
            let sparse = random.below(2) == 0
            rows += (0..<rowWords).map { _ in
                sparse ? random.next() & random.next() & random.next() : random.next()
            }
        }
    }

    /// The sums with all rows added, modulo 65,536.
    var totals: [UInt16] {
        var totals = sums
        for (start, weight) in zip(selection.starts, selection.weights) {
            for document in totals.indices
            where rows[Int(start) + document / 64] >> UInt64(document % 64) & 1 == 1 {
                totals[document] &+= weight
            }
        }
        return totals
    }

    /// Documents whose sum plus slack, at most 65,535, is more than the share of their norm.
    var passing: [Int] {
        zip(totals, norms).enumerated().filter { _, pair in
            min(65_535, Int(pair.0) + Int(slack)) > Int(pair.1) * Int(threshold) / 65_536
        }.map(\.offset)
    }

    /// Runs a scan to its end: the documents that pass and their sums.
    mutating func scan(isPlain: Bool) -> (passing: [Int], sums: [UInt16]) {
        var (scan, next) = (TileScan(isPlain: isPlain), 0)
        var found: (passing: [Int], sums: [UInt16]) = ([], [])
        while let tile = scan.next(
            from: next, of: tileCount, sums: &sums, rows: rows, selection: selection,
            norms: norms, slack: slack, threshold: threshold)
        {
            for lane in 0..<TileScan.tile where scan.passed[lane / 64] >> UInt64(lane % 64) & 1 == 1
            {
                found.passing.append(tile * TileScan.tile + lane)
            }
            found.sums += sums[tile * TileScan.tile..<(tile + 1) * TileScan.tile]
            next = tile + 1
        }
        return found
    }
}

@Suite struct KernelTests {
    @Test(arguments: [0, 1, 2, 3, 40], [false, true])
    func `a scan of tiles finds what the rule says and leaves no sum behind`(
        rowCount: Int, isPlain: Bool
    ) {
        for seed in UInt64(1)...25 {
            var random = SeededGenerator(seed: seed)
            var tiles = Tiles(rowCount: rowCount, &random)
            let (totals, passing) = (tiles.totals, tiles.passing)
            let found = tiles.scan(isPlain: isPlain)
            #expect(found.passing == passing, "seed \(seed)")
            let stops = Set(passing.map { $0 / TileScan.tile }).sorted()
            let expected = stops.flatMap {
                totals[$0 * TileScan.tile..<($0 + 1) * TileScan.tile]
            }
            #expect(found.sums == expected, "seed \(seed)")
            #expect(tiles.sums.allSatisfy { $0 == 0 }, "seed \(seed)")
        }
    }

    @Test(arguments: [0, 1, 3, 4, 5, 63, 1000])
    func `a scattered weight is the plain one, modulo 65,536`(count: Int) {
        var random = SeededGenerator(seed: UInt64(count))
        let start = extremes(ScatterAdd.sumCount, &random)
        for weight in extremes(8, &random) + [0, 1, .max] {
            let ids = extremes(count + 6, &random)
            let range = 3..<count + 3
            var (fast, plain) = (start, start)
            var sums = fast.mutableSpan
            ScatterAdd.add(weight, to: ids.span, range: range, into: &sums)
            var plainSums = plain.mutableSpan
            ScatterAdd.addPlain(weight, to: ids.span, range: range, into: &plainSums)
            #expect(fast == plain, "weight \(weight), seed \(count)")
            var expected = start
            for id in ids[range] { expected[Int(id)] &+= weight }
            #expect(fast == expected, "weight \(weight), seed \(count)")
        }
    }

    @Test(arguments: [0, 1, 2, 10, 63, 500, Int.max])
    func `the bar is the k-th best score, and 0 while there are fewer`(count: Int) {
        var (random, best) = (SeededGenerator(seed: 7), BestScores())
        for round in 0..<8 {
            best.reset(count: count)
            #expect(best.bar == 0)
            var scores: [Double] = []
            for _ in 0..<200 {
                // Few different values, so that many are equal; some below 0.
                let score = Double(random.below(round < 4 ? 20 : 10_000) - 3)
                scores.append(score)
                best.insert(score)
                let sorted = scores.sorted(by: >)
                let expected = count > 0 && count <= sorted.count ? sorted[count - 1] : 0
                #expect(best.bar == expected, "round \(round), seed 7")
            }
        }
    }

    @Test func `before it is reset, nothing has a place among the best`() {
        var best = BestScores()
        best.insert(1)
        #expect(best.bar == 0)
        best.reset(count: -1)
        best.insert(1)
        #expect(best.bar == 0)
    }
}

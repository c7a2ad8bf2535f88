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

/// The variants that this processor runs.
private let variants = TileScan.Variant.allCases.filter { $0.rawValue <= TileScan.best.rawValue }

/// A segment's sums, rows and norms as a scan meets them.
private struct Tiles {
    var tileCount: Int
    var sums: [UInt16]
    var norms: [UInt16]
    var words: [UInt64] = []
    var rowWords: Int
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
        rowWords = tileCount * TileScan.tileWords + 8
        for (row, weight) in extremes(rowCount, &random).enumerated() {
            // Every other row is not selected.
            selection.append(row: 2 * row, weight: weight)
            let sparse = random.below(2) == 0
            words += (0..<2 * rowWords).map { _ in
                sparse ? random.next() & random.next() & random.next() : random.next()
            }
        }
    }

    /// The sums with all rows added, modulo 65,536.
    var totals: [UInt16] {
        var totals = sums
        for (row, weight) in selection.selected {
            for document in totals.indices
            where words[row * rowWords + document / 64] >> UInt64(document % 64) & 1 == 1 {
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
    mutating func scan(_ variant: TileScan.Variant) -> (passing: [Int], sums: [UInt16]) {
        var (scan, next) = (TileScan(variant: variant), 0)
        var found: (passing: [Int], sums: [UInt16]) = ([], [])
        while let tile = scan.next(
            from: next, of: tileCount, sums: &sums, bits: AlignedWords(words), rowWords: rowWords,
            selection: selection, norms: norms, slack: slack, threshold: threshold)
        {
            found.passing += scan.marked.map { tile * TileScan.tile + $0 }
            found.sums += sums[tile * TileScan.tile..<(tile + 1) * TileScan.tile]
            next = tile + 1
        }
        return found
    }
}

extension TileScan {
    /// The documents marked, by their place in the tile.
    fileprivate var marked: [Int] {
        (0..<Self.tile).filter { passed[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
    }
}

/// Lists of all forms, as a segment's stream holds them, and what they say.
private struct Lists {
    var stream: [UInt16] = [9, 9, 9]
    var lists = QueryLists()
    /// For each term its factor, and each document's count.
    var terms: [(factor: Double, postings: [(document: Int, count: UInt32)])] = []
    /// For each row the factor and the count.
    var rows: [(factor: Double, count: UInt32)] = []

    init(terms termCount: Int, large: Double, _ random: inout SeededGenerator) {
        for _ in 0..<termCount {
            let start = stream.count
            // Factors from far below one unit to more than a sum holds.
            let factor = large * Double(1 + random.below(1000)) / Double(1 + random.below(1000))
            terms.append((factor, []))
            for _ in 0..<random.below(5) { appendList(&random) }
            lists.append(start..<stream.count, factor: factor)
        }
    }

    private mutating func appendList(_ random: inout SeededGenerator) {
        let size = [0, 1, 3, 4, 5, 40][random.below(6)]
        let documents = extremes(size, &random)
        switch random.below(4) {
        case 0:
            stream += [0, UInt16(size)]
            for document in documents {
                let count = UInt32(1 + random.below(random.below(2) == 0 ? 3 : 65_535))
                stream += [document, UInt16(count)]
                note(document, count)
            }
        case 1:
            stream += [ListSums.wideHead, UInt16(size)]
            for document in documents {
                let count = UInt32(65_536 + random.below(9)) << UInt32(random.below(15))
                stream += [document, UInt16(truncatingIfNeeded: count), UInt16(count >> 16)]
                note(document, count)
            }
        case 2:
            let count = UInt32(1 + random.below(random.below(2) == 0 ? 3 : 32_766))
            stream += [ListSums.rowFlag | UInt16(count), UInt16(rows.count)]
            rows.append((terms[terms.count - 1].factor, count))
        default:
            let count = UInt32(1 + random.below(random.below(2) == 0 ? 3 : 32_766))
            stream += [UInt16(count), UInt16(size)] + documents
            for document in documents { note(document, count) }
        }
    }

    private mutating func note(_ document: UInt16, _ count: UInt32) {
        terms[terms.count - 1].postings.append((Int(document), count))
    }
}

@Suite struct KernelTests {
    @Test(arguments: [0, 1, 2, 3, 40], variants)
    func `a scan of tiles finds what the rule says and leaves no sum behind`(
        rowCount: Int, variant: TileScan.Variant
    ) {
        for seed in UInt64(1)...25 {
            var random = SeededGenerator(seed: seed)
            var tiles = Tiles(rowCount: rowCount, &random)
            let (totals, passing) = (tiles.totals, tiles.passing)
            let found = tiles.scan(variant)
            #expect(found.passing == passing, "seed \(seed)")
            let stops = Set(passing.map { $0 / TileScan.tile }).sorted()
            let expected = stops.flatMap {
                totals[$0 * TileScan.tile..<($0 + 1) * TileScan.tile]
            }
            #expect(found.sums == expected, "seed \(seed)")
            #expect(tiles.sums.allSatisfy { $0 == 0 }, "seed \(seed)")
        }
    }

    @Test(arguments: variants)
    func `the documents of one tile are marked by the same rule, and no sum changes`(
        variant: TileScan.Variant
    ) {
        for seed in UInt64(1)...25 {
            var random = SeededGenerator(seed: seed)
            var tiles = Tiles(rowCount: 0, &random)
            let sums = tiles.sums
            var scan = TileScan(variant: variant)
            var passing: [Int] = []
            for tile in 0..<tiles.tileCount {
                scan.mark(
                    tile, sums: &tiles.sums, norms: tiles.norms, slack: tiles.slack,
                    threshold: tiles.threshold)
                passing += scan.marked.map { tile * TileScan.tile + $0 }
            }
            #expect(passing == tiles.passing, "seed \(seed)")
            #expect(tiles.sums == sums, "seed \(seed)")
        }
    }

    @Test(arguments: [1, 10, 64, 512], variants)
    func `the largest of a tile are at least as many as wanted, and those of one threshold`(
        wanted: Int, variant: TileScan.Variant
    ) {
        for seed in UInt64(1)...25 {
            var random = SeededGenerator(seed: seed)
            let norms = (0..<TileScan.tile).map { _ in UInt16(20_000 + random.below(40_000)) }
            var sums = norms.map { UInt16(random.below(Int($0))) }
            var scan = TileScan(variant: variant)
            scan.markLargest(wanted, of: 0, sums: &sums, norms: norms, threshold: 9000)
            let shares = zip(sums, norms).map { Double($0) / Double($1) }
            let all = shares.filter { $0 > 9010.0 / 65_536 }.count
            #expect(scan.passedCount == scan.marked.count)
            #expect(scan.passedCount >= min(wanted, all), "seed \(seed)")
            let least = scan.marked.map { shares[$0] }.min() ?? 1
            let marked = Set(scan.marked)
            let most = shares.indices.filter { !marked.contains($0) }.map { shares[$0] }.max()
            #expect(least + 1e-3 >= most ?? 0, "seed \(seed)")
            #expect(scan.passedCount <= max(2 * wanted, wanted + 24), "seed \(seed)")
            scan.unmark(scan.passed)
            #expect(scan.marked.isEmpty)
        }
    }

    @Test(arguments: [0, 1, 7, 40], [0.01, 20, 1e6])
    func `added lists are those of the plain version, in sums, rows and error`(
        termCount: Int, large: Double
    ) {
        for seed in UInt64(1)...12 {
            var random = SeededGenerator(seed: seed)
            let lists = Lists(terms: termCount, large: large, &random)
            let scaled = ScaledFrequencies(isLogarithmic: seed.isMultiple(of: 2))
            let start = extremes(ListSums.sumCount, &random)
            var (fast, plain) = (start, start)
            var (rows, plainRows) = (RowSelection(), RowSelection())
            rows.append(row: 3, weight: 3)
            let error = ListSums.add(
                lists.lists, unit: 0.7, stream: lists.stream, rowCount: lists.rows.count,
                scaled: scaled, sums: &fast, rows: &rows)
            let plainError = ListSums.addPlain(
                lists.lists, unit: 0.7, stream: lists.stream, scaled: scaled, sums: &plain,
                rows: &plainRows)
            #expect(fast == plain, "seed \(seed)")
            #expect(rows.selected.map(\.row) == plainRows.selected.map(\.row), "seed \(seed)")
            #expect(rows.selected.map(\.weight) == plainRows.selected.map(\.weight))
            #expect(rows.selected.map(\.row) == Array(lists.rows.indices), "seed \(seed)")
            #expect(error.lack == plainError.lack && error.excess == plainError.excess)
            #expect(error.hidesMatches == plainError.hidesMatches)
        }
    }

    @Test func `added lists are what each document's counts say, within the error`() {
        for seed in UInt64(1)...12 {
            var random = SeededGenerator(seed: seed)
            let lists = Lists(terms: 9, large: 2, &random)
            let scaled = ScaledFrequencies(isLogarithmic: true)
            var sums = Array(repeating: UInt16(0), count: ListSums.sumCount)
            var rows = RowSelection()
            let error = ListSums.add(
                lists.lists, unit: 0.5, stream: lists.stream, rowCount: lists.rows.count,
                scaled: scaled, sums: &sums, rows: &rows)
            var (truth, entries) = ([Int: Double](), [Int: Double]())
            for (factor, postings) in lists.terms {
                for (document, count) in postings {
                    truth[document, default: 0] += factor * 0.5 * scaled[count]
                    entries[document, default: 0] += 1
                }
            }
            // A list may name a document again here, so each entry has an error of its own.
            for (document, value) in truth where value < 60_000 {
                let distance = value - Double(sums[document])
                #expect(distance <= (entries[document] ?? 0) + 1e-6, "seed \(seed)")
                #expect(distance >= -(entries[document] ?? 0) - 1e-6, "seed \(seed)")
            }
            for (row, (factor, count)) in zip(rows.selected, lists.rows) {
                let value = factor * 0.5 * scaled[count]
                #expect(abs(Double(row.weight) - value) <= 1 || value >= 65_535, "seed \(seed)")
            }
            #expect(error.lack < 9 && error.excess < 9 && !error.hidesMatches)
        }
    }

    @Test func `once rounding has added 4,095, weights are rounded down and may hide matches`() {
        for terms in [5460, 5461] {
            var (stream, lists) = ([UInt16](), QueryLists())
            for term in 0..<terms {
                stream += [1, 1, UInt16(term)]
                lists.append(stream.count - 3..<stream.count, factor: 0.25)
            }
            var sums = Array(repeating: UInt16(0), count: ListSums.sumCount)
            var rows = RowSelection()
            let error = ListSums.add(
                lists, unit: 1, stream: stream, rowCount: 0,
                scaled: ScaledFrequencies(isLogarithmic: false), sums: &sums, rows: &rows)
            #expect(error.hidesMatches == (terms == 5461))
            #expect(error.excess == 4095)
            #expect(error.lack == (terms == 5461 ? 0.25 : 0))
            #expect(sums.prefix(terms).map(Int.init).reduce(0, +) == 5460)
        }
    }

    @Test(arguments: [0, 1, 7, 8, 9, 5000])
    func `aligned words are those that were put in`(count: Int) {
        var random = SeededGenerator(seed: UInt64(count))
        let words = (0..<count).map { _ in random.next() }
        let aligned = AlignedWords(words)
        #expect(aligned.count == count)
        #expect((0..<count).map { aligned[$0] } == words, "seed \(count)")
    }

    @Test(arguments: [0, 1, 3, 4, 5, 8, 63, 100, 512, 513, 1500])
    func `a sparse product is the plain one, bit for bit`(count: Int) {
        var random = SeededGenerator(seed: UInt64(count))
        var weights = TermWeights()
        weights.fit(termCount: 50)
        let known: [UInt32] = Array(5..<38)
        let values = known.map { _ in Double(random.below(1000)) / 7 }
        weights.spread(known.span, values.span)
        let table = ScaledFrequencies(isLogarithmic: true).table
        let terms = (0..<count + 6).map { _ in UInt32(random.below(50)) }
        let counts = terms.map { _ in UInt8(random.below(256)) }
        let product = SparseProduct.sum(
            terms, counts, in: 3..<3 + count, weights: weights, table: table)
        let plain = SparseProduct.sumPlain(
            terms, counts, in: 3..<3 + count, weights: weights, table: table)
        #expect(product == plain, "seed \(count)")
        let expected = (3..<3 + count).reduce(0) {
            $0 + weights.values[Int(terms[$1])] * table[Int(counts[$1])]
        }
        #expect(abs(product - expected) <= 1e-9 * max(1, expected), "seed \(count)")
    }

    @Test func `terms that share a bit keep weights of their own, and lose them`() {
        var weights = TermWeights()
        weights.fit(termCount: 100_000)
        // The second is the first plus 2¹⁵, so that a look at one may be a look at the other.
        let terms: [UInt32] = [7, 32_775, 99_999]
        let values = [1.0, 2.0, 3.0]
        weights.spread(terms.span, values.span)
        #expect(terms.map { weights.values[Int($0)] } == [1, 2, 3])
        #expect(terms.allSatisfy(weights.mayHold) && weights.mayHold(65_543))
        #expect(!weights.mayHold(8) && weights.values[65_543] == 0)
        weights.clear(terms.span)
        #expect(weights.values.allSatisfy { $0 == 0 })
        #expect((0..<100_000).allSatisfy { !weights.mayHold(UInt32($0)) })
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

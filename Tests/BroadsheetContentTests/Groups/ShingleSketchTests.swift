import BroadsheetTestSupport
import Testing

@testable import BroadsheetContent

private func sketch(_ text: String) -> ShingleSketch {
    var sketcher = ShingleSketcher()
    return sketcher.sketch(of: text, for: .plain)
}

/// Text of invented words, `count` of them.
private func text(_ count: Int, seed: UInt64) -> [String] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in "w\(random.below(100_000))" }
}

@Suite struct ShingleSketchTests {
    @Test
    func `a sketch takes 128 bytes`() {
        #expect(MemoryLayout<ShingleSketch>.stride == 128)
    }

    @Test(arguments: ["", "one", "one two", "?! …"])
    func `texts of fewer than three words share nothing, not even with themselves`(_ text: String) {
        #expect(sketch(text).overlap(with: sketch(text)).containment == 0)
    }

    @Test(arguments: [3, 10, 44, 46, 200, 5_000])
    func `a text contains itself, whatever its length`(_ count: Int) {
        let words = text(count, seed: 1).joined(separator: " ")
        let overlap = sketch(words).overlap(with: sketch(words.uppercased()))
        #expect(overlap == .init(containment: 1, factAgreement: 1))
    }

    @Test(arguments: [300, 800, 1_500])
    func `a short text inside a long one is seen`(_ length: Int) {
        let long = text(length, seed: 2)
        let short = long.prefix(250).joined(separator: " ")
        let overlap = sketch(short).overlap(with: sketch(long.joined(separator: " ")))
        #expect(overlap.containment > 0.9)
    }

    @Test
    func `other texts share next to nothing`() {
        for seed in UInt64(10)..<40 {
            let left = sketch(text(400, seed: seed).joined(separator: " "))
            let right = sketch(text(400, seed: seed + 100).joined(separator: " "))
            #expect(left.overlap(with: right).containment < 0.15, "seed \(seed)")
        }
    }

    @Test
    func `the estimate of the containment is off by what the sketch says`() {
        var errors: [Double] = []
        for seed in UInt64(1)...60 {
            let shared = text(300, seed: seed)
            let left = shared + text(200, seed: seed + 1_000)
            let right = shared + text(200, seed: seed + 2_000)
            let overlap = sketch(left.joined(separator: " "))
                .overlap(with: sketch(right.joined(separator: " ")))
            errors.append(overlap.containment - 298.0 / 498)
        }
        let mean = errors.reduce(0, +) / Double(errors.count)
        let deviation = (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
        let stated = (0.6 * 0.4 / 44).squareRoot()
        #expect((0...0.06).contains(mean))
        #expect(deviation < 0.06 + stated)
    }

    @Test
    func `comparing is symmetric`() {
        for seed in UInt64(1)...20 {
            let words = text(600, seed: seed)
            let left = sketch(words.prefix(200).joined(separator: " "))
            let right = sketch(words.dropFirst(80).joined(separator: " "))
            #expect(left.overlap(with: right) == right.overlap(with: left))
        }
    }

    @Test
    func `a report to a template that changes its figures agrees in few facts`() {
        let template = Array(repeating: "the level of the lake was", count: 12)
        func report(_ seed: UInt64) -> String {
            zip(template, text(12, seed: seed)).map { "\($0) \($1.dropFirst())" }
                .joined(separator: " and at the other gauge of the same water it was said that ")
        }
        let overlap = sketch(report(1)).overlap(with: sketch(report(2)))
        #expect(overlap.factAgreement < 0.3)
        #expect(overlap.containment > 0.3)
    }

    @Test
    func `where letters have no case the containment speaks for the facts`() {
        let text = text(100, seed: 3).map { "x\($0)" }.joined(separator: " ")
        #expect(sketch(text).overlap(with: sketch(text)).factAgreement == 1)
    }

    @Test
    func `codes keep the order of the hashes`() {
        var random = SeededGenerator(seed: 4)
        let hashes = (0..<2_000).map { _ in random.next() >> UInt64(random.below(64)) }.sorted()
        let codes = hashes.map(ShingleSketch.code)
        #expect(zip(codes, codes.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(codes.last.map { $0 < ShingleSketch.empty } == true)
        #expect(ShingleSketch.code(of: .max) == ShingleSketch.empty - 1)
        #expect(ShingleSketch.code(of: 0) == 0)
    }

    @Test
    func `the smallest codes of a stream are those of its sorted set`() {
        var random = SeededGenerator(seed: 5)
        var stream = SmallestCodes(capacity: 44)
        for length in [0, 1, 44, 45, 88, 89, 3_000] {
            let codes = (0..<length).map { _ in UInt16(random.below(900)) }
            for code in codes { stream.insert(code) }
            #expect(stream.take() == Array(Set(codes).sorted().prefix(44)))
        }
    }

    @Test
    func `a sketch comes back from its codes, and damaged codes do not`() {
        let original = sketch(text(30, seed: 6).joined(separator: " "))
        #expect(ShingleSketch(codes: original.codes) == original)
        var damaged = original.codes
        damaged.swapAt(0, 1)
        #expect(ShingleSketch(codes: damaged) == nil)
        #expect(ShingleSketch(codes: original.codes.dropLast()) == nil)
        var hole = original.codes
        hole[3] = ShingleSketch.empty
        #expect(ShingleSketch(codes: hole) == nil)
    }
}

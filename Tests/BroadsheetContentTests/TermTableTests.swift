import BroadsheetTestSupport
import Testing

@testable import BroadsheetContent

@Suite struct ByteInternerTests {
    @Test(arguments: [UInt64(1), 2, 3])
    func `numbers are those of first occurrence, as in a dictionary`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var interner = ByteInterner()
        var oracle: [[UInt8]: UInt32] = [:]
        var wrong = 0
        for _ in 0..<20_000 {
            let length = Int.random(in: 0...20, using: &random)
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...1, using: &random) }
            let expected = oracle[bytes] ?? UInt32(oracle.count)
            oracle[bytes] = expected
            if interner.intern(bytes.span) != expected { wrong += 1 }
            if interner.find(bytes.span) != expected { wrong += 1 }
            if Array(interner[expected]) != bytes { wrong += 1 }
        }
        #expect(wrong == 0, "seed \(seed)")
        #expect(interner.count == oracle.count)
    }

    @Test func `bytes that differ only behind eight zeros are told apart`() {
        let zeros = [UInt8](repeating: 0, count: 8)
        let letters = [UInt8]("abcdefgh".utf8)
        var interner = ByteInterner()
        #expect(interner.intern((zeros + letters).span) == 0)
        #expect(interner.intern((letters + letters).span) == 1)
        #expect(interner.find(zeros.span) == nil)
    }
}

@Suite struct TermCounterTests {
    @Test(arguments: [UInt64(1), 2, 3])
    func `terms come out rising with their sums, and nothing stays behind`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var counter = TermCounter()
        for top in [UInt32(1), 63, 64, 5000, 300_000, 70] {
            var oracle: [UInt32: UInt32] = [:]
            for _ in 0..<500 {
                let term = UInt32.random(in: 0...top, using: &random)
                let amount = UInt32.random(in: 1...9, using: &random)
                counter.add(term, amount)
                oracle[term, default: 0] += amount
            }
            let expected = oracle.map { TermFrequency(term: $0.key, frequency: $0.value) }
                .sorted { $0.term < $1.term }
            #expect(counter.take() == expected, "seed \(seed), terms up to \(top)")
            #expect(counter.take().isEmpty)
        }
    }
}

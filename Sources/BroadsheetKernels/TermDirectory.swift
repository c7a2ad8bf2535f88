/// Where the lists of each term of a segment begin.
///
/// One bit for each term of the index, and an offset only for the terms that the segment holds: a
/// bit says whether it does, the number of bits before it which offset is its own.
package struct TermDirectory: Sendable {
    private var bits: [UInt64]
    /// Number of bits set before each word.
    private var ranks: [UInt32]
    /// Where the lists of each term of the segment begin, and at the end where the last ends.
    private var offsets: [UInt32] = []

    /// - Parameter terms: the terms that the segment holds.
    package init(termCount: Int, terms: some Sequence<Int>) {
        bits = Array(repeating: 0, count: (termCount + 63) / 64)
        for term in terms { bits[term / 64] |= 1 << UInt64(term % 64) }
        ranks = []
        ranks.reserveCapacity(bits.count)
        var rank: UInt32 = 0
        for word in bits {
            ranks.append(rank)
            rank += UInt32(word.nonzeroBitCount)
        }
        offsets.reserveCapacity(Int(rank) + 1)
    }

    /// Bytes of memory.
    package var byteCount: Int { 8 * bits.capacity + 4 * ranks.capacity + 4 * offsets.capacity }

    /// Notes where the lists of the next term begin, and at last where they end.
    package mutating func append(offset: Int) { offsets.append(UInt32(truncatingIfNeeded: offset)) }

    /// The place of the term's lists; empty when the segment does not hold it.
    package func range(of term: UInt32) -> Range<Int> {
        let word = Int(term >> 6)
        guard word < bits.count else { return 0..<0 }
        let bit = UInt64(1) << UInt64(term & 63)
        guard bits[word] & bit != 0 else { return 0..<0 }
        let rank = Int(ranks[word]) + (bits[word] & (bit - 1)).nonzeroBitCount
        return Int(offsets[rank])..<Int(offsets[rank + 1])
    }
}

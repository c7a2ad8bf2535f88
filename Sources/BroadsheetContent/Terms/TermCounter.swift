/// Counts the terms of one document at a time and hands them over in rising order without a sort.
///
/// A bit for each term says whether the document holds it, a second level which words of bits are
/// not 0, so that only touched terms are visited: about 5 ns each, where sorting them cost 25.
struct TermCounter: Sendable {
    /// Frequency of each term in the document at work, all 0 between documents.
    private var frequencies: [UInt32] = []
    /// One bit a term, set where the frequency is above 0.
    private var present: [UInt64] = []
    /// One bit for each integer of `present` that is not 0.
    private var occupied: [UInt64] = []
    private var distinct = 0

    /// Adds `amount` to the frequency of `term`, at most up to the largest `UInt32`.
    @inline(__always)
    mutating func add(_ term: UInt32, _ amount: UInt32) {
        let index = Int(term)
        if index >= frequencies.count { grow(for: index) }
        let old = frequencies[index]
        if old == 0 { touch(index) }
        let (sum, overflow) = old.addingReportingOverflow(amount)
        frequencies[index] = overflow ? .max : sum
    }

    /// All terms counted since the last call, rising; everything is 0 again afterwards.
    mutating func take() -> DocumentTerms {
        var terms: DocumentTerms = []
        terms.reserveCapacity(distinct)
        distinct = 0
        for group in occupied.indices where occupied[group] != 0 {
            var words = occupied[group]
            occupied[group] = 0
            while words != 0 {
                let word = group << 6 | words.trailingZeroBitCount
                words &= words &- 1
                var bits = present[word]
                present[word] = 0
                while bits != 0 {
                    let term = word << 6 | bits.trailingZeroBitCount
                    bits &= bits &- 1
                    let frequency = frequencies[term]
                    frequencies[term] = 0
                    guard frequency > 0 else { continue }
                    terms.append(
                        TermFrequency(
                            term: UInt32(truncatingIfNeeded: term), frequency: frequency))
                }
            }
        }
        return terms
    }

    @inline(__always)
    private mutating func touch(_ index: Int) {
        distinct += 1
        present[index >> 6] |= 1 &<< UInt64(index & 63)
        occupied[index >> 12] |= 1 &<< UInt64(index >> 6 & 63)
    }

    /// Makes room for term `index` and twice as many.
    private mutating func grow(for index: Int) {
        let groups = (index >> 12 + 1) * 2
        let missing = groups - occupied.count
        occupied += Array(repeating: 0, count: missing)
        present += Array(repeating: 0, count: missing << 6)
        frequencies += Array(repeating: 0, count: missing << 12)
    }
}

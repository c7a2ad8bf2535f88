/// A number that tells two lists of candidates and probabilities apart, to the last bit of each:
/// a record keeps weights, from which probabilities are worked out again, and this to prove it.
///
/// FNV-1a over words in place of bytes (Fowler, Noll and Vo; 64-bit constants), each candidate's
/// number first, then the bits of its probability, the high half folded onto the low one. Guards
/// against mistakes, not against somebody who wants two lists to look alike.
struct ProbabilityChecksum {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ number: UInt32, _ probability: Double) {
        value = (value ^ UInt64(number)) &* 0x0000_0100_0000_01B3
        let bits = probability.bitPattern
        value = (value ^ (bits ^ (bits >> 32))) &* 0x0000_0100_0000_01B3
    }
}

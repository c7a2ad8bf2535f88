/// What is kept of an article's text to tell whether it copies another: 128 bytes.
///
/// A sample of the text's shingles (runs of three words) and one of its facts (words with a capital
/// letter, numbers). Each sample holds the smallest hash codes of the whole set (bottom-k: Broder,
/// "On the resemblance and containment of documents", 1997; Cohen and Kaplan, "Summarizing data
/// using bottom-k sketches", 2007). Below the smaller of two samples' largest codes both samples
/// are complete, so a short text is compared with the part of a long one that was sampled equally,
/// and containment is seen as well as resemblance.
///
/// A code is a 64-bit hash as a 16-bit floating-point number: 5 bits for the count of leading
/// zeros, 11 bits behind the leading one (as HyperMinHash does for MinHash: Yu and Weber, 2017;
/// ours is a bottom-k sample). Order is kept and precision is relative, so that about one code in
/// 60 is shared by chance however long the texts are.
///
/// Containment of c is estimated with a standard error of about √(c(1 − c)/44) for texts of equal
/// length, and up to .05 too high, as the smaller sample stands for the smaller set; the error grows
/// with the ratio of the lengths, and beyond about 1 : 8 nothing is said. Facts: √(c(1 − c)/20).
package struct ShingleSketch: Sendable {
    /// Codes kept of the shingles, and of the facts.
    package static let shingleCapacity = 44
    package static let factCapacity = 20
    /// Words in a shingle.
    package static let shingleLength = 3
    /// Marks a slot without a code; no hash has this code.
    static let empty = UInt16.max

    /// The shingles' codes, rising, then the facts' codes, rising; `empty` behind the last of each.
    var slots: InlineArray<64, UInt16>

    /// The sketch of a text without words.
    package init() { slots = InlineArray(repeating: Self.empty) }

    /// From codes that rise; those beyond the capacities are left out.
    init(shingles: some Sequence<UInt16>, facts: some Sequence<UInt16>) {
        self.init()
        for (slot, code) in zip(0..<Self.shingleCapacity, shingles) { slots[slot] = code }
        for (slot, code) in zip(Self.shingleCapacity..<slots.count, facts) { slots[slot] = code }
    }

    /// The 64 codes for a cache: 44 of shingles, 20 of facts, each part rising, 65535 for none.
    package var codes: [UInt16] { slots.indices.map { slots[$0] } }

    /// Reads what `codes` gave; nil unless there are 64 and each part rises strictly up to its
    /// first 65535.
    package init?(codes: [UInt16]) {
        self.init()
        guard codes.count == slots.count else { return nil }
        for (slot, code) in codes.enumerated() {
            let isFirst = slot == 0 || slot == Self.shingleCapacity
            guard
                isFirst || codes[slot - 1] < code || (code == Self.empty && codes[slot - 1] == code)
            else { return nil }
            slots[slot] = code
        }
    }

    /// Whether the text has as many distinct shingles as the sketch can hold, or more.
    var isFull: Bool { slots[Self.shingleCapacity - 1] != Self.empty }

    /// The code of a hash, in the order of the hashes.
    @inline(__always)
    static func code(of hash: UInt64) -> UInt16 {
        let hash = max(hash, 1 << 32)
        let zeros = hash.leadingZeroBitCount
        let fraction = UInt16(truncatingIfNeeded: (hash << UInt64(zeros + 1)) >> 53)
        return min(UInt16(truncatingIfNeeded: 31 - zeros) << 11 | fraction, empty - 1)
    }
}

extension ShingleSketch: Equatable {
    package static func == (left: ShingleSketch, right: ShingleSketch) -> Bool {
        left.slots.indices.allSatisfy { left.slots[$0] == right.slots[$0] }
    }
}

extension ShingleSketch {
    /// How much two texts share, estimated.
    package struct Overlap: Sendable, Hashable {
        /// Share of the shorter text's shingles that the other holds too; 0 without shingles.
        package var containment: Double
        /// The same for facts; equal to `containment` where one text has too few to tell.
        package var factAgreement: Double
    }

    /// The fewest sampled shingles that say something, and the fewest facts.
    private static let leastShingles = 5
    private static let leastFacts = 4

    /// Compares two texts; symmetric.
    ///
    /// The containment is 0 when fewer than five shingles were sampled alike, unless a text is so
    /// short that all of its shingles are at hand.
    ///
    /// - Complexity: one merge of at most 2 · 64 codes.
    package func overlap(with other: ShingleSketch) -> Overlap {
        let shingles = common(with: other, in: 0..<Self.shingleCapacity)
        let isTelling = shingles.smaller >= Self.leastShingles || !(isFull || other.isFull)
        guard isTelling, shingles.smaller > 0 else {
            return Overlap(containment: 0, factAgreement: 0)
        }
        let containment = Double(shingles.shared) / Double(shingles.smaller)
        let facts = common(with: other, in: Self.shingleCapacity..<slots.count)
        guard facts.smaller >= Self.leastFacts else {
            return Overlap(containment: containment, factAgreement: containment)
        }
        return Overlap(
            containment: containment,
            factAgreement: Double(facts.shared) / Double(facts.smaller))
    }

    /// Codes in both samples, and in the smaller one, up to where both samples are complete.
    private func common(
        with other: ShingleSketch, in range: Range<Int>
    ) -> (shared: Int, smaller: Int) {
        let last = range.upperBound - 1
        let limit = min(slots[last], other.slots[last], Self.empty - 1)
        var (mine, theirs, shared) = (range.lowerBound, range.lowerBound, 0)
        while mine <= last || theirs <= last {
            let left = mine <= last ? slots[mine] : Self.empty
            let right = theirs <= last ? other.slots[theirs] : Self.empty
            guard min(left, right) <= limit else { break }
            if left == right { shared += 1 }
            if left <= right { mine += 1 }
            if right <= left { theirs += 1 }
        }
        return (shared, min(mine, theirs) - range.lowerBound)
    }
}

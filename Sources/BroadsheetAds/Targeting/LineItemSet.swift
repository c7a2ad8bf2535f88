/// Line items by their number in a snapshot, one bit each, in blocks of 512.
package struct LineItemSet: Sendable, Hashable {
    /// Eight words at a time: four registers on every machine that we run on.
    package typealias Block = SIMD8<UInt64>

    /// Bits of a block.
    static let blockSize = 512

    var blocks: [Block]

    /// A set without members that holds numbers 0 ..< `count`.
    package init(count: Int = 0) {
        blocks = [Block](repeating: .zero, count: Self.blockCount(max(count, 0)))
    }

    static func blockCount(_ count: Int) -> Int { (count + blockSize - 1) / blockSize }

    /// The same, as members or not; numbers outside `count` are left alone.
    package subscript(number: Int) -> Bool {
        get {
            guard number >= 0, number / Self.blockSize < blocks.count else { return false }
            let word = blocks[number / Self.blockSize][(number / 64) % 8]
            return word & (1 << UInt64(number % 64)) != 0
        }
        set {
            guard number >= 0, number / Self.blockSize < blocks.count else { return }
            let bit: UInt64 = 1 << UInt64(number % 64)
            if newValue {
                blocks[number / Self.blockSize][(number / 64) % 8] |= bit
            } else {
                blocks[number / Self.blockSize][(number / 64) % 8] &= ~bit
            }
        }
    }

    package mutating func removeAll() {
        for index in blocks.indices { blocks[index] = .zero }
    }

    /// Number of members.
    package var count: Int { blocks.span.bitCount }
}

extension Span<LineItemSet.Block> {
    /// How many bits are set.
    ///
    /// Bits are added up in bytes (Warren, Hacker's Delight, 2nd ed., §5-1), eight words at a time:
    /// the machines that we compile for have no instruction for it.
    var bitCount: Int {
        var total = 0
        for index in indices where self[index] != .zero { total += self[index].bitCount }
        return total
    }
}

extension LineItemSet.Block {
    /// How many bits are set.
    var bitCount: Int {
        let pairs = Self(repeating: 0x5555_5555_5555_5555)
        let fours = Self(repeating: 0x3333_3333_3333_3333)
        let bytes = Self(repeating: 0x0F0F_0F0F_0F0F_0F0F)
        var sums = self &- ((self &>> 1) & pairs)
        sums = (sums & fours) &+ ((sums &>> 2) & fours)
        sums = (sums &+ (sums &>> 4)) & bytes
        // Eight bytes of at most 8 in each of eight words: no byte comes over 64.
        let half = sums.lowHalf &+ sums.highHalf
        let quarter = half.lowHalf &+ half.highHalf
        let word = quarter[0] &+ quarter[1]
        return Int((word &* 0x0101_0101_0101_0101) >> 56) &+ Int(0)
    }
}

/// Numbers for byte strings: equal bytes, equal number, counted from 0 in order of arrival.
///
/// An open-addressing table over one arena. All storage is in three arrays, so a snapshot shares
/// it until the writer adds the next entry, and a copy is three memory moves.
package struct ByteInterner: Sendable {
    /// All entries one behind the other.
    private var arena: [UInt8] = []
    /// Where entry i ends in the arena.
    private var ends: [UInt32] = []
    /// Entry number + 1 by slot; 0 is free. The size is a power of two, at most half full.
    private var slots: [UInt32] = Array(repeating: 0, count: 1024)

    package init() {}

    /// Number of entries.
    package var count: Int { ends.count }

    /// Bytes of memory behind the table.
    package var byteCount: Int { arena.capacity + 4 * ends.capacity + 4 * slots.capacity }

    /// The number of `bytes`, given one if it is new; nil when the table is full (4 GB of text).
    package mutating func intern(_ bytes: Span<UInt8>) -> UInt32? {
        var slot = firstSlot(of: bytes)
        while slots[slot] != 0 {
            let entry = slots[slot] - 1
            if matches(entry, bytes) { return entry }
            slot = (slot + 1) & (slots.count - 1)
        }
        guard arena.count + bytes.count <= Int(UInt32.max), ends.count < Int(UInt32.max) - 1 else {
            return nil
        }
        for index in bytes.indices { arena.append(bytes[index]) }
        ends.append(UInt32(arena.count))
        slots[slot] = UInt32(ends.count)
        if 2 * ends.count > slots.count { grow() }
        return UInt32(ends.count - 1)
    }

    /// The number of `bytes`, or nil when they were never interned.
    package func find(_ bytes: Span<UInt8>) -> UInt32? {
        var slot = firstSlot(of: bytes)
        while slots[slot] != 0 {
            let entry = slots[slot] - 1
            if matches(entry, bytes) { return entry }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// The bytes of entry `entry`, which must exist.
    package subscript(entry: UInt32) -> ArraySlice<UInt8> { arena[range(of: entry)] }

    /// The text of entry `entry`, which must exist.
    package func text(_ entry: UInt32) -> String { String(decoding: self[entry], as: UTF8.self) }

    private func range(of entry: UInt32) -> Range<Int> {
        let index = Int(entry)
        return (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])
    }

    private func matches(_ entry: UInt32, _ bytes: Span<UInt8>) -> Bool {
        let range = range(of: entry)
        guard range.count == bytes.count else { return false }
        for index in 0..<bytes.count where arena[range.lowerBound + index] != bytes[index] {
            return false
        }
        return true
    }

    private func firstSlot(of bytes: Span<UInt8>) -> Int {
        Int(truncatingIfNeeded: Self.hash(bytes)) & (slots.count - 1)
    }

    /// FNV-1a with a final mix; words are short, so a byte at a time is enough.
    private static func hash(_ bytes: Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in bytes.indices {
            hash = (hash ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01b3
        }
        return hash ^ (hash >> 32)
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        for entry in 0..<UInt32(ends.count) {
            var slot = firstSlot(of: arena.span.extracting(range(of: entry)))
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = entry + 1
        }
    }
}

/// Numbers for byte strings: equal bytes, equal number, counted from 0 in order of arrival.
///
/// An open-addressing table over one arena. A slot of four bytes holds the entry and, in the bits
/// that are left, a part of its hash; an entry holds its first eight bytes as one integer. So the
/// look-up of a short word visits one slot and one entry and never the arena, and the slots, which
/// are visited at random, stay small enough for the cache. All storage is in three arrays, so a snapshot shares it
/// until the writer adds the next entry, and a copy is three memory moves.
package struct ByteInterner: Sendable {
    private struct Entry: Sendable {
        /// The first eight bytes, the first one lowest; 0 where there are fewer.
        var head: UInt64
        /// Where its bytes lie in the arena.
        var start: UInt32
        var end: UInt32
    }

    /// All entries one behind the other.
    private var arena: [UInt8] = []
    private var entries: [Entry] = []
    /// Entry number + 1 in as many bits as slots need, the rest from its hash; 0 is free. The size
    /// is a power of two, at most half full, so that the entry number always fits.
    private var slots: [UInt32] = Array(repeating: 0, count: 1024)

    package init() {}

    /// Number of entries.
    package var count: Int { entries.count }

    /// Bytes of memory behind the table.
    package var byteCount: Int {
        arena.capacity + MemoryLayout<Entry>.stride * entries.capacity + 4 * slots.capacity
    }

    /// The number of `bytes`, given one if it is new; nil when the table is full (4 GB of text).
    package mutating func intern(_ bytes: Span<UInt8>) -> UInt32? {
        intern(bytes, ByteKey(bytes))
    }

    /// The same for a caller that knows the key of `bytes`.
    @inline(__always)
    mutating func intern(_ bytes: Span<UInt8>, _ key: ByteKey) -> UInt32? {
        find(bytes, key) ?? add(bytes, key)
    }

    /// The number of `bytes`, or nil when they were never interned.
    package func find(_ bytes: Span<UInt8>) -> UInt32? { find(bytes, ByteKey(bytes)) }

    /// Interns all entries of `other` in their order, and returns the number of each here, nil
    /// where the table is full.
    mutating func intern(contentsOf other: ByteInterner) -> [UInt32?] {
        let arena = other.arena.span
        var numbers: [UInt32?] = []
        numbers.reserveCapacity(other.entries.count)
        for entry in other.entries {
            numbers.append(intern(arena.extracting(Int(entry.start)..<Int(entry.end))))
        }
        return numbers
    }

    /// The bytes of entry `entry`, which must exist.
    package subscript(entry: UInt32) -> ArraySlice<UInt8> {
        let entry = entries[Int(entry)]
        return arena[Int(entry.start)..<Int(entry.end)]
    }

    /// The text of entry `entry`, which must exist.
    package func text(_ entry: UInt32) -> String { String(decoding: self[entry], as: UTF8.self) }

    /// The same for a caller that knows the key of `bytes`.
    @inline(__always)
    func find(_ bytes: Span<UInt8>, _ key: ByteKey) -> UInt32? {
        let mask = slots.count - 1
        let numberMask = UInt32(truncatingIfNeeded: mask)
        let tag = UInt32(truncatingIfNeeded: key.hash >> 32) & ~numberMask
        var slot = Int(truncatingIfNeeded: key.hash) & mask
        while slots[slot] != 0 {
            let found = slots[slot]
            if found & ~numberMask == tag {
                let entry = (found & numberMask) &- 1
                if matches(entries[Int(entry)], bytes, key.head) { return entry }
            }
            slot = (slot + 1) & mask
        }
        return nil
    }

    @inline(__always)
    private func matches(_ entry: Entry, _ bytes: Span<UInt8>, _ head: UInt64) -> Bool {
        guard entry.head == head, Int(entry.end &- entry.start) == bytes.count else { return false }
        var index = 8
        while index < bytes.count {
            guard arena[Int(entry.start) + index] == bytes[index] else { return false }
            index += 1
        }
        return true
    }

    @inline(never)
    private mutating func add(_ bytes: Span<UInt8>, _ key: ByteKey) -> UInt32? {
        guard arena.count + bytes.count <= Int(UInt32.max), entries.count < Int(UInt32.max) >> 2
        else { return nil }
        let start = UInt32(arena.count)
        for index in bytes.indices { arena.append(bytes[index]) }
        entries.append(Entry(head: key.head, start: start, end: UInt32(arena.count)))
        occupy(UInt32(entries.count), key.hash)
        if 2 * entries.count > slots.count { grow() }
        return UInt32(entries.count - 1)
    }

    private mutating func occupy(_ number: UInt32, _ hash: UInt64) {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        let tag = UInt32(truncatingIfNeeded: hash >> 32) & ~UInt32(truncatingIfNeeded: mask)
        slots[slot] = tag | number
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        for (index, entry) in entries.enumerated() {
            let range = Int(entry.start)..<Int(entry.end)
            let hash = ByteKey(arena.span.extracting(range)).hash
            occupy(UInt32(index + 1), hash)
        }
    }
}

/// What a look-up needs to know of a byte string; can be made while the bytes are being read.
struct ByteKey {
    /// The first eight bytes, the first one lowest; 0 where there are fewer.
    private(set) var head: UInt64 = 0
    /// A product with 2^64 / φ for each eight bytes, its upper half folded into the lower one.
    private(set) var hash: UInt64 = 0
    /// Bytes that are not mixed in yet, the first one lowest, and 8 × their number.
    private var pending: UInt64 = 0
    private var shift: UInt64 = 0
    private var hasHead = false

    /// The key of no bytes, to be added to; `finish` ends it.
    @inline(__always)
    init() {}

    /// The finished key of `bytes`.
    @inline(__always)
    init(_ bytes: Span<UInt8>) {
        for index in bytes.indices { add(bytes[index]) }
        finish()
    }

    /// Takes the next byte.
    @inline(__always)
    mutating func add(_ byte: UInt8) {
        pending |= UInt64(byte) &<< shift
        shift &+= 8
        if shift == 64 { mixPending() }
    }

    /// Mixes in what is left; to be called once, after the last byte.
    @inline(__always)
    mutating func finish() {
        if !hasHead { head = pending }
        mix(pending ^ shift)
    }

    private mutating func mixPending() {
        if !hasHead { head = pending }
        hasHead = true
        mix(pending)
        pending = 0
        shift = 0
    }

    @inline(__always)
    private mutating func mix(_ word: UInt64) {
        let product = (hash ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        hash = product.high ^ product.low
    }
}

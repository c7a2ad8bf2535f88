/// Finds the slot of a key: open addressing with linear probing in two flat arrays.
///
/// Removal closes the gap (Knuth, volume 3, 6.4, algorithm R), so the table never fills up with
/// marks of what is gone. It doubles while it grows and allocates nothing afterwards. Keys must be
/// hashes already; whoever can choose them freely can make long runs.
struct SlotIndex: Sendable {
    /// Slots that 32 bits can number with room to spare.
    static let maximumSlots = 1 << 28

    private var keys: [UInt64]
    /// -1 where the place is empty.
    private var slots: [Int32]
    private(set) var count = 0

    /// - Parameter minimumPlaces: A power of two.
    init(minimumPlaces: Int = 64) {
        keys = Array(repeating: 0, count: minimumPlaces)
        slots = Array(repeating: -1, count: minimumPlaces)
    }

    /// nil when the key is not there.
    func slot(of key: UInt64) -> Int32? {
        let mask = slots.count - 1
        var place = Self.home(key, mask)
        while slots[place] >= 0 {
            if keys[place] == key { return slots[place] }
            place = (place + 1) & mask
        }
        return nil
    }

    /// Adds a key that is not there.
    mutating func insert(_ key: UInt64, slot: Int32) {
        if (count + 1) * 2 > slots.count { grow() }
        count += 1
        place(key, slot)
    }

    /// Takes a key away; nothing happens when it is not there.
    mutating func remove(_ key: UInt64) {
        let mask = slots.count - 1
        var gap = Self.home(key, mask)
        while slots[gap] >= 0, keys[gap] != key { gap = (gap + 1) & mask }
        guard slots[gap] >= 0 else { return }
        count -= 1
        var next = (gap + 1) & mask
        while slots[next] >= 0 {
            let home = Self.home(keys[next], mask)
            // What lies past the gap may fill it when its home is not between the two.
            if (next - home) & mask >= (next - gap) & mask {
                keys[gap] = keys[next]
                slots[gap] = slots[next]
                gap = next
            }
            next = (next + 1) & mask
        }
        slots[gap] = -1
    }

    private mutating func place(_ key: UInt64, _ slot: Int32) {
        let mask = slots.count - 1
        var place = Self.home(key, mask)
        while slots[place] >= 0 { place = (place + 1) & mask }
        keys[place] = key
        slots[place] = slot
    }

    private mutating func grow() {
        var larger = SlotIndex(minimumPlaces: slots.count * 2)
        for index in slots.indices where slots[index] >= 0 {
            larger.place(keys[index], slots[index])
        }
        larger.count = count
        self = larger
    }

    /// The golden ratio's bits spread keys that differ in a few bits only.
    private static func home(_ key: UInt64, _ mask: Int) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    }
}

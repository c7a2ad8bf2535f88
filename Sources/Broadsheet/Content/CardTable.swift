internal import BroadsheetAds

/// Values by number, in chunks: a copy shares all chunks, and a change copies one.
struct ChunkedTable<Value: Sendable>: Sendable {
    private static var chunkSize: Int { 256 }
    private var chunks: [[Value?]] = []

    /// Number of places, empty ones included.
    private(set) var count = 0

    /// Bytes of memory, without what the values hold elsewhere.
    var byteCount: Int {
        chunks.count * (Self.chunkSize * MemoryLayout<Value?>.stride + 32) + 8 * chunks.capacity
    }

    /// The value at `number`, nil where none is.
    subscript(number: Int) -> Value? {
        get {
            guard number >= 0, number < count else { return nil }
            return chunks[number / Self.chunkSize][number % Self.chunkSize]
        }
        set {
            while chunks.count <= number / Self.chunkSize {
                chunks.append(Array(repeating: nil, count: Self.chunkSize))
            }
            count = max(count, number + 1)
            chunks[number / Self.chunkSize][number % Self.chunkSize] = newValue
        }
    }
}

/// The number of each article id, in parts: a copy shares all parts, and a change copies one.
struct NumberTable: Sendable {
    private static let partCount = 256
    private var parts = Array(repeating: [ExactID: UInt32](), count: partCount)
    /// Numbers given back, the last one first to be used again.
    private var free: [UInt32] = []
    private var next: UInt32 = 0

    /// Number of ids.
    var count: Int { parts.reduce(0) { $0 + $1.count } }

    /// The number of an id, or nil when it has none.
    func number(of id: String) -> UInt32? {
        let id = ExactID(id)
        return parts[Self.part(of: id)][id]
    }

    /// The number of an id, given one when it has none.
    mutating func number(for id: String) -> UInt32 {
        let id = ExactID(id)
        let part = Self.part(of: id)
        if let number = parts[part][id] { return number }
        let number = free.popLast() ?? next
        if number == next { next += 1 }
        parts[part][id] = number
        return number
    }

    /// Takes the number of an id away; nil when it had none.
    mutating func remove(_ id: String) -> UInt32? {
        let id = ExactID(id)
        guard let number = parts[Self.part(of: id)].removeValue(forKey: id) else { return nil }
        free.append(number)
        return number
    }

    /// FNV-1a over the id's bytes.
    private static func part(of id: ExactID) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in id.text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return Int(truncatingIfNeeded: hash >> 32) & (partCount - 1)
    }
}

/// Numbers for everything that rules name, found without allocating.
///
/// Open addressing over FNV-1a (Fowler, Noll and Vo) of the kind and the bytes; a hash can be
/// carried on byte by byte, so that all beginnings of a path cost one pass. A request's names that
/// no rule holds have no number.
struct AtomTable: Sendable {
    /// Where a key's bytes stand.
    private struct Key: Sendable {
        let kind: AtomKind
        let hash: UInt64
        let start: Int
        let count: Int
    }

    /// Stands between the caller's key and its value; no byte of UTF-8.
    static let separator: UInt8 = 0xFF

    private var keys: [Key] = []
    private var bytes: [UInt8] = []
    /// Number + 1 at the place of its hash, 0 where nobody is; a power of two of places.
    private var places = [UInt32](repeating: 0, count: 64)
    /// Lengths of beginnings of addresses that rules hold.
    private(set) var addressLengths = [Bool](
        repeating: false, count: TargetingDimension.maximumAddressLength + 1)
    /// Whether a kind has atoms.
    private(set) var isUsed = [Bool](repeating: false, count: AtomKind.allCases.count)

    /// How many there are; numbers are 0 ..< count.
    var count: Int { keys.count }

    // MARK: Hashes

    static func seed(_ kind: AtomKind) -> UInt64 {
        step(0xCBF2_9CE4_8422_2325, kind.rawValue)
    }

    static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }

    static func fold(_ byte: UInt8) -> UInt8 {
        byte >= 65 && byte <= 90 ? byte | 0x20 : byte
    }

    // MARK: Numbers

    /// The number of a name, given to it now if it has none.
    mutating func number(_ kind: AtomKind, key: String = "", _ value: String) -> UInt32 {
        if kind != .keyValues, let number = find(kind, value.utf8Span.span) { return number }
        var name = kind == .keyValues ? Array(key.utf8) + [Self.separator] : []
        name += kind.foldsCase ? value.utf8.map(Self.fold) : Array(value.utf8)
        let hash = name.reduce(Self.seed(kind)) { Self.step($0, $1) }
        if let number = find(kind, hash, name.span, 0..<name.count) { return number }
        let number = UInt32(truncatingIfNeeded: keys.count)
        keys.append(Key(kind: kind, hash: hash, start: bytes.count, count: name.count))
        bytes += name
        isUsed[Int(kind.rawValue)] = true
        if kind == .url, name.count < addressLengths.count { addressLengths[name.count] = true }
        if keys.count * 2 > places.count { grow() } else { place(number) }
        return number
    }

    private mutating func grow() {
        places = [UInt32](repeating: 0, count: places.count * 2)
        for number in keys.indices { place(UInt32(truncatingIfNeeded: number)) }
    }

    private mutating func place(_ number: UInt32) {
        var place = Int(truncatingIfNeeded: keys[Int(number)].hash) & (places.count - 1)
        while places[place] != 0 { place = (place + 1) & (places.count - 1) }
        places[place] = number + 1
    }

    /// The number of the name that a part of `text` spells.
    ///
    /// - Parameter hash: of kind and name, case folded where the kind says so.
    func find(
        _ kind: AtomKind, _ hash: UInt64, _ text: Span<UInt8>, _ part: Range<Int>
    ) -> UInt32? {
        var place = Int(truncatingIfNeeded: hash) & (places.count - 1)
        while places[place] != 0 {
            let number = places[place] - 1
            let key = keys[Int(number)]
            if key.hash == hash, key.kind == kind, key.count == part.count,
                isEqual(key.start, text, part, folds: kind.foldsCase)
            {
                return number
            }
            place = (place + 1) & (places.count - 1)
        }
        return nil
    }

    /// The number of a whole name.
    func find(_ kind: AtomKind, _ name: Span<UInt8>) -> UInt32? {
        var hash = Self.seed(kind)
        if kind.foldsCase {
            for index in name.indices { hash = Self.step(hash, Self.fold(name[index])) }
        } else {
            for index in name.indices { hash = Self.step(hash, name[index]) }
        }
        return find(kind, hash, name, 0..<name.count)
    }

    /// The number of the pair of a caller's key and its value.
    func find(key: Span<UInt8>, value: Span<UInt8>) -> UInt32? {
        var hash = Self.seed(.keyValues)
        for index in key.indices { hash = Self.step(hash, key[index]) }
        hash = Self.step(hash, Self.separator)
        for index in value.indices { hash = Self.step(hash, value[index]) }
        var place = Int(truncatingIfNeeded: hash) & (places.count - 1)
        while places[place] != 0 {
            let number = places[place] - 1
            let found = keys[Int(number)]
            let middle = found.start + key.count
            if found.hash == hash, found.kind == .keyValues,
                found.count == key.count + 1 + value.count,
                isEqual(found.start, key, 0..<key.count, folds: false),
                bytes[middle] == Self.separator,
                isEqual(middle + 1, value, 0..<value.count, folds: false)
            {
                return number
            }
            place = (place + 1) & (places.count - 1)
        }
        return nil
    }

    private func isEqual(
        _ start: Int, _ text: Span<UInt8>, _ part: Range<Int>, folds: Bool
    ) -> Bool {
        for index in part {
            let byte = text[index]
            if bytes[start + index - part.lowerBound] != (folds ? Self.fold(byte) : byte) {
                return false
            }
        }
        return true
    }
}

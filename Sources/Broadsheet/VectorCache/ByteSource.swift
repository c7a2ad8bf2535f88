internal import BroadsheetContent

/// Bytes of a file that may hold anything: what can't be read throws, and nothing traps.
struct ByteSource {
    /// The bytes end too early or make no sense.
    struct Damage: Error {}

    private let bytes: [UInt8]
    private var place: Int
    private let end: Int

    init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        place = range.lowerBound.clamped(to: 0...bytes.count)
        end = range.upperBound.clamped(to: place...bytes.count)
    }

    var isAtEnd: Bool { place == end }
    private var remaining: Int { end - place }

    @inline(__always)
    mutating func number() throws(Damage) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while place < end, shift < 63 {
            let byte = bytes[place]
            place += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw Damage()
    }

    @inline(__always)
    mutating func number32() throws(Damage) -> UInt32 {
        guard let number = UInt32(exactly: try number()) else { throw Damage() }
        return number
    }

    /// How many things of at least one byte each follow.
    mutating func count() throws(Damage) -> Int {
        guard let count = Int(exactly: try number()), count <= remaining else { throw Damage() }
        return count
    }

    mutating func byteString() throws(Damage) -> [UInt8] {
        let count = try count()
        place += count
        return Array(bytes[place - count..<place])
    }

    mutating func text() throws(Damage) -> String {
        guard let text = String(validating: try byteString(), as: UTF8.self) else {
            throw Damage()
        }
        return text
    }

    mutating func numbers() throws(Damage) -> [UInt32] {
        let count = try count()
        var numbers: [UInt32] = []
        numbers.reserveCapacity(count)
        for _ in 0..<count { numbers.append(try number32()) }
        return numbers
    }

    mutating func codes() throws(Damage) -> [UInt16] {
        let count = try count()
        guard count <= remaining / 2 else { throw Damage() }
        defer { place += 2 * count }
        return (0..<count).map {
            UInt16(bytes[place + 2 * $0]) | UInt16(bytes[place + 2 * $0 + 1]) << 8
        }
    }

    mutating func word() throws(Damage) -> UInt64 {
        guard remaining >= 8 else { throw Damage() }
        var word: UInt64 = 0
        for index in 0..<8 { word |= UInt64(bytes[place + index]) << UInt64(8 * index) }
        place += 8
        return word
    }

    /// Terms as `ByteSink` writes them, all below `termCount`.
    mutating func terms(below termCount: Int) throws(Damage) -> DocumentTerms {
        let count = try count()
        var terms: DocumentTerms = []
        terms.reserveCapacity(count)
        var next: UInt64 = 0
        let limit = UInt64(termCount)
        for _ in 0..<count {
            let code = try number()
            let term = next + code >> 1
            guard term < limit else { throw Damage() }
            var frequency: UInt32 = 1
            if code & 1 == 1 {
                let more = try number32()
                guard more <= UInt32.max - 2 else { throw Damage() }
                frequency = more + 2
            }
            terms.append(
                TermFrequency(term: UInt32(truncatingIfNeeded: term), frequency: frequency))
            next = term + 1
        }
        return terms
    }
}

extension Int {
    fileprivate func clamped(to range: ClosedRange<Int>) -> Int {
        Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}

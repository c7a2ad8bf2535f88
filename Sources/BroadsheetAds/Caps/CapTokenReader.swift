/// Takes the fields of a cap token off its front; nil where they end too early or mean nothing.
struct CapTokenReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func number(byteCount: Int) -> UInt64? {
        guard byteCount <= bytes.count - position else { return nil }
        var result: UInt64 = 0
        for byte in bytes[position..<position + byteCount] { result = result << 8 | UInt64(byte) }
        position += byteCount
        return result
    }

    mutating func word() -> UInt32? {
        number(byteCount: 4).map { UInt32(truncatingIfNeeded: $0) }
    }

    mutating func tally(base: UInt32) -> CapTally? {
        guard let key = number(byteCount: 8), let kind = number(byteCount: 1) else { return nil }
        switch kind {
        case 1...8: return exact(key, count: Int(kind), base: base)
        case 17...32: return buckets(key, count: UInt32(kind - 16), base: base)
        case 48:
            guard let latest = time(before: base), let count = variable(), count > 0 else {
                return nil
            }
            var tally = CapTally(CapTrack(key: key, span: CapTrack.total))
            tally.words[0] = count
            tally.latest = latest
            return tally
        default: return nil
        }
    }

    private mutating func exact(_ key: UInt64, count: Int, base: UInt32) -> CapTally? {
        var tally = CapTally(CapTrack(key: key, span: CapTrack.exact))
        var last = base
        for place in 0..<count {
            guard let time = time(before: last) else { return nil }
            tally.words[place] = time
            last = time
        }
        tally.latest = tally.words[0]
        return tally
    }

    private mutating func buckets(_ key: UInt64, count: UInt32, base: UInt32) -> CapTally? {
        guard let span = variable(), span > 0, span < CapTrack.total,
            let latest = time(before: base), let age = variable(), age <= base / span
        else { return nil }
        var tally = CapTally(CapTrack(key: key, span: span))
        tally.latest = latest
        tally.mark = base / span - age
        for age in 0..<count {
            guard let shows = variable(), shows <= 0xFFFF, age <= tally.mark else { return nil }
            tally.set(shows, inBucket: tally.mark - age)
        }
        return tally.isEmpty ? nil : tally
    }

    /// A time, from 1, that stands as seconds before another one.
    private mutating func time(before other: UInt32) -> UInt32? {
        guard let age = variable(), age < other else { return nil }
        return other - age
    }

    /// At most five bytes.
    private mutating func variable() -> UInt32? {
        var result: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 28, by: 7) {
            guard let byte = number(byteCount: 1) else { return nil }
            result |= (byte & 0x7F) << shift
            if byte & 0x80 == 0 { return UInt32(exactly: result) }
        }
        return nil
    }
}

/// A whole network address: compared with ranges while a request is answered, and never kept.
///
/// Its description is that of its network alone, so that none gets into a log by chance.
package struct NetworkAddress: Sendable, Hashable, CustomStringConvertible {
    /// The address as one of IPv6; an IPv4 address as the one that stands for it,
    /// `::ffff:203.0.113.9`.
    package let bits: UInt128

    /// Where the IPv4 addresses lie among those of IPv6.
    static let ipv4Base: UInt128 = 0xFFFF_0000_0000

    /// Whether it is an IPv4 address, however it was written.
    package var isIPv4: Bool { Self.isIPv4(bits) }

    static func isIPv4(_ bits: UInt128) -> Bool { bits >> 32 == ipv4Base >> 32 }

    /// Reads an address as RFC 4291 and RFC 6943 write it, strictly: four decimal numbers without
    /// leading zeros; or eight groups of at most four hexadecimal digits, `::` once for one or more
    /// groups of zeros, the last two groups also as an IPv4 address. nil for anything else, so also
    /// for ports, brackets, zones (`%eth0`), prefixes (`/24`) and blanks.
    package init?(_ text: String) { self.init(text[...].utf8) }

    init?(_ text: Substring.UTF8View) {
        guard text.count <= 45 else { return nil }
        if let octets = Self.ipv4(text) {
            bits = Self.ipv4Base | UInt128(octets)
        } else if let groups = Self.ipv6(text) {
            bits = groups.reduce(0) { $0 << 16 | UInt128($1) }
        } else {
            return nil
        }
    }

    package var description: String { TruncatedAddress(self).description }
}

extension NetworkAddress {
    private static func ipv4(_ text: Substring.UTF8View) -> UInt32? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var result: UInt32 = 0
        for part in parts {
            guard let octet = number(part, radix: 10, digits: 1...3), octet <= 255 else {
                return nil
            }
            if part.count > 1, part.first == UInt8(ascii: "0") { return nil }
            result = result << 8 | octet
        }
        return result
    }

    private static func ipv6(_ text: Substring.UTF8View) -> [UInt32]? {
        let colon = UInt8(ascii: ":")
        guard let gap = firstGap(text) else {
            guard let groups = groups(text), groups.count == 8 else { return nil }
            return groups
        }
        let after = text.index(gap, offsetBy: 2)
        // A third colon, or a second gap, is a group without digits in what follows.
        guard let head = gap == text.startIndex ? [] : groups(text[..<gap]),
            let tail = after == text.endIndex ? [] : groups(text[after...]),
            head.count + tail.count <= 7, text[..<gap].last != colon
        else { return nil }
        if text[..<gap].contains(UInt8(ascii: ".")) { return nil }
        return head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail
    }

    /// Where the first `::` stands.
    private static func firstGap(_ text: Substring.UTF8View) -> Substring.UTF8View.Index? {
        let colon = UInt8(ascii: ":")
        return zip(text.indices, text.indices.dropFirst())
            .first { text[$0] == colon && text[$1] == colon }?.0
    }

    /// Groups between single colons; the last may be an IPv4 address, which makes two.
    private static func groups(_ text: Substring.UTF8View) -> [UInt32]? {
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count <= 8 else { return nil }
        var result: [UInt32] = []
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, let octets = ipv4(part) {
                result += [octets >> 16, octets & 0xFFFF]
            } else if let group = number(part, radix: 16, digits: 1...4) {
                result.append(group)
            } else {
                return nil
            }
        }
        return result
    }

    static func number(
        _ text: Substring.UTF8View, radix: UInt32, digits: ClosedRange<Int>
    ) -> UInt32? {
        guard digits.contains(text.count) else { return nil }
        var result: UInt32 = 0
        for byte in text {
            guard let digit = digit(byte), digit < radix else { return nil }
            result = result * radix + digit
        }
        return result
    }

    private static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}

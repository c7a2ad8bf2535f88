/// As much of a client's network address as may be kept: the first 24 bits of an IPv4 address, the
/// first 48 of an IPv6 one.
///
/// The rest is dropped when it is made, so no value of this type can tell one reader's line from its
/// neighbours'. An IPv4 address in an IPv6 one (`::ffff:203.0.113.9`) is the IPv4 address: 48 bits
/// of it would be those of all of them.
package struct TruncatedAddress: Sendable, Hashable, CustomStringConvertible {
    /// Which addresses it is one of.
    package enum Family: UInt8, Sendable, Hashable {
        case ipv4 = 4
        case ipv6 = 6
    }

    package let family: Family
    /// The kept bits, in the low 24 or 48 bits of the number.
    package let prefix: UInt64

    /// Reads an address as `NetworkAddress` does; nil for anything else.
    package init?(_ text: String) {
        guard let address = NetworkAddress(text) else { return nil }
        self.init(address)
    }

    /// The network of an address.
    package init(_ address: NetworkAddress) {
        if address.isIPv4 {
            family = .ipv4
            prefix = UInt64(address.bits >> 8 & 0xFF_FFFF)
        } else {
            family = .ipv6
            prefix = UInt64(address.bits >> 80)
        }
    }

    /// `203.0.113.0/24` or `2001:db8:17:0:0:0:0:0/48`.
    package var description: String {
        switch family {
        case .ipv4:
            let octets = [16, 8, 0].map { String(prefix >> UInt64($0) & 0xFF) }
            return octets.joined(separator: ".") + ".0/24"
        case .ipv6:
            let groups = [32, 16, 0].map { String(prefix >> UInt64($0) & 0xFFFF, radix: 16) }
            return groups.joined(separator: ":") + ":0:0:0:0:0/48"
        }
    }
}

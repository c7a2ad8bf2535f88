/// Neighbouring addresses: those of one prefix, or a single one.
package struct AddressRange: Sendable, Hashable {
    /// The first address, as `NetworkAddress.bits` has it.
    let first: UInt128
    /// The last one.
    let last: UInt128

    /// Whether all of them are IPv4 addresses.
    var isIPv4: Bool { NetworkAddress.isIPv4(first) && NetworkAddress.isIPv4(last) }

    /// Reads `203.0.113.0/24`, `2001:db8::/32` or a single address. Bits behind the prefix mean
    /// nothing: `203.0.113.9/24` is `203.0.113.0/24`. nil for anything else.
    package init?(_ text: String) { self.init(text[...].utf8) }

    init?(_ text: Substring.UTF8View) {
        let parts = text.split(
            separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
        guard let start = parts.first, let address = NetworkAddress(start) else { return nil }
        guard parts.count == 2 else {
            (first, last) = (address.bits, address.bits)
            return
        }
        // The length counts in the family that the address is written in.
        let isIPv4 = !start.contains(UInt8(ascii: ":"))
        guard let length = NetworkAddress.number(parts[1], radix: 10, digits: 1...3),
            length <= (isIPv4 ? 32 : 128),
            parts[1].count == 1 || parts[1].first != UInt8(ascii: "0")
        else { return nil }
        let freeBits = (isIPv4 ? 32 : 128) - Int(length)
        let free: UInt128 = freeBits == 128 ? .max : (1 << freeBits) - 1
        (first, last) = (address.bits & ~free, address.bits | free)
    }
}

/// A set of addresses, given by ranges; asked in O(log n), 32 bytes a range.
///
/// The families are apart: `::/0` is every IPv6 address and no IPv4 one.
package struct AddressRanges: Sendable, Hashable {
    private var ipv4: Table
    private var ipv6: Table

    /// The addresses of all of `ranges`, which may overlap. Complexity: O(n log n).
    package init(_ ranges: [AddressRange] = []) {
        ipv4 = Table(ranges.filter(\.isIPv4))
        ipv6 = Table(ranges.filter { !$0.isIPv4 })
    }

    /// Whether there is no address in it.
    package var isEmpty: Bool { count == 0 }

    /// Ranges that are left when those that touch are one.
    package var count: Int { ipv4.firsts.count + ipv6.firsts.count }

    /// Whether an address is one of them.
    package func contains(_ address: NetworkAddress) -> Bool {
        (address.isIPv4 ? ipv4 : ipv6).contains(address.bits)
    }

    /// Sorted ranges apart from each other; the ends lie beside the starts, so that a search reads
    /// starts only.
    private struct Table: Sendable, Hashable {
        var firsts: [UInt128] = []
        var lasts: [UInt128] = []

        init(_ ranges: [AddressRange]) {
            for range in ranges.sorted(by: { $0.first < $1.first }) {
                if let last = lasts.last, last == .max || range.first <= last + 1 {
                    lasts[lasts.count - 1] = max(last, range.last)
                } else {
                    firsts.append(range.first)
                    lasts.append(range.last)
                }
            }
        }

        func contains(_ bits: UInt128) -> Bool {
            var (low, high) = (0, firsts.count)
            while low < high {
                let middle = (low + high) / 2
                if firsts[middle] <= bits { low = middle + 1 } else { high = middle }
            }
            return low > 0 && bits <= lasts[low - 1]
        }
    }
}

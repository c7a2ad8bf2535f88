internal import BroadsheetAds
internal import HTTPTypes

/// Finds the address of a request's client.
///
/// It is the connection's other end; where that is a trusted proxy, what it says it was called by, and
/// so on from the right of `Forwarded` (RFC 7239) or `X-Forwarded-For` to the first address that is no
/// trusted proxy's. What stands to the left of that anybody can have written and nobody reads. Where an
/// address can't be read (`unknown`, a hidden name, rubbish) the walk ends at the last one that could.
///
/// A proxy writes one of the two fields and hands the other on as the client sent it, and nobody knows
/// which. Where both are there and lead to different addresses, neither counts.
struct ClientAddress: Sendable {
    /// Addresses of the site's own proxies.
    let trusted: AddressRanges

    /// - Parameter proxies: Addresses and ranges, as the settings have them.
    /// - Throws: for the first that is none.
    init(trustedProxies proxies: [String]) throws(AddressRangeProblem) {
        trusted = try AddressRanges(proxies)
    }

    /// The client's address; nil when the connection has none.
    func address(peer: NetworkAddress?, _ fields: HTTPFields) -> NetworkAddress? {
        guard let peer, trusted.contains(peer) else { return peer }
        let found = [
            fields[values: Self.forwarded].isEmpty
                ? nil : walk(from: peer, Self.elements(fields, Self.forwarded).map(Self.client)),
            fields[values: Self.forwardedFor].isEmpty
                ? nil : walk(from: peer, Self.elements(fields, Self.forwardedFor).map(Self.node)),
        ].compactMap(\.self)
        guard let first = found.first, found.allSatisfy({ $0 == first }) else { return peer }
        return first
    }

    /// - Parameter hops: Who called whom, the nearest last; nil for what can't be read.
    private func walk(from peer: NetworkAddress, _ hops: [NetworkAddress?]) -> NetworkAddress {
        var address = peer
        for hop in hops.reversed() {
            guard let hop else { return address }
            address = hop
            if !trusted.contains(hop) { return address }
        }
        return address
    }

    // MARK: Fields

    private static let forwarded: HTTPField.Name = .init("Forwarded") ?? .via
    private static let forwardedFor: HTTPField.Name = .init("X-Forwarded-For") ?? .via

    /// The elements of a list. Quotation marks do not hide a comma: with one that a client leaves open
    /// it could else swallow what the proxy adds behind it.
    private static func elements(_ fields: HTTPFields, _ name: HTTPField.Name) -> [Substring] {
        fields[values: name].flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
    }

    /// The address of `for` in an element of `Forwarded`.
    private static func client(_ element: Substring) -> NetworkAddress? {
        var found: NetworkAddress?
        for pair in element.split(separator: ";") {
            let parts = pair.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, trimmed(parts[0]).lowercased() == "for" else { continue }
            // Twice is no address but a way to be read in two ways.
            guard found == nil, let address = node(unquoted(trimmed(parts[1]))) else { return nil }
            found = address
        }
        return found
    }

    /// An address with or without brackets and a port.
    private static func node(_ text: Substring) -> NetworkAddress? {
        let text = trimmed(text)
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]") else { return nil }
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || (rest.first == ":" && isPort(rest.dropFirst())) else {
                return nil
            }
            let inner = String(text[text.index(after: text.startIndex)..<end])
            return inner.contains(":") ? NetworkAddress(inner) : nil
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count == 2, parts[0].contains(".") {
            return isPort(parts[1]) ? NetworkAddress(String(parts[0])) : nil
        }
        return NetworkAddress(String(text))
    }

    private static func isPort(_ text: Substring) -> Bool {
        (1...5).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) }
    }

    private static func unquoted(_ text: Substring) -> Substring {
        guard text.utf8.count >= 2, text.first == "\"", text.last == "\"" else { return text }
        return text.dropFirst().dropLast()
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}

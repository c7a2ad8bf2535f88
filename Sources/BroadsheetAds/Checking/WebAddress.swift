/// Addresses that may stand in an ad.
enum WebAddress {
    /// Whether the text is `SCHEME://HOST…` with one of the schemes, a host, and only characters
    /// that an address may hold (letters of other scripts are allowed, as browsers do).
    static func isValid(_ address: String, schemes: [String]) -> Bool {
        guard let mark = address.firstRange(of: "://"),
            schemes.contains(address[..<mark.lowerBound].lowercased()),
            address.unicodeScalars.allSatisfy(isAllowed)
        else { return false }
        let rest = address[mark.upperBound...]
        let authority = rest.prefix { !["/", "?", "#"].contains($0) }
        guard !authority.contains("@") else { return false }
        return isHostAndPort(authority)
    }

    /// Whether the text is a path on the site that shows the ad, such as `/ads/dog.png`.
    static func isSitePath(_ address: String) -> Bool {
        address.hasPrefix("/") && !address.hasPrefix("//")
            && address.unicodeScalars.allSatisfy(isAllowed)
    }

    /// Whether the text is a host name: dotted labels of letters, digits and inner hyphens.
    static func isHost(_ text: some StringProtocol) -> Bool {
        guard !text.isEmpty, text.utf8.count <= 253 else { return false }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            !label.isEmpty && label.first != "-" && label.last != "-"
                && label.unicodeScalars.allSatisfy { scalar in
                    scalar == "-" || scalar == "_" || scalar.properties.isAlphabetic
                        || scalar.properties.numericType != nil
                }
        }
    }

    private static func isHostAndPort(_ authority: Substring) -> Bool {
        if authority.first == "[" { return isLiteral(authority) }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard let host = parts.first, parts.count <= 2, isHost(host) else { return false }
        return parts.count == 1 || UInt16(parts[1]) != nil
    }

    /// `[…]`, an IPv6 address, with or without a port.
    private static func isLiteral(_ authority: Substring) -> Bool {
        guard let end = authority.firstIndex(of: "]") else { return false }
        let digits = authority[authority.index(after: authority.startIndex)..<end]
        let port = authority[authority.index(after: end)...]
        return digits.contains(":") && digits.allSatisfy { $0.isHexDigit || ":.".contains($0) }
            && (port.isEmpty || (port.first == ":" && UInt16(port.dropFirst()) != nil))
    }

    /// No blanks, controls, quotes, brackets of markup or backslashes.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        !scalar.isControl && !scalar.properties.isWhitespace
            && !["\"", "<", ">", "\\", "`"].contains(scalar)
    }
}

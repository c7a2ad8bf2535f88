/// One spelling for all links to the same page, so that an article that arrives twice is known.
package enum NormalizedURL {
    /// Query parameters that say how a reader came, not what the page is. Any name that begins
    /// with `utm_` belongs to them too. Compared without regard to the case of ASCII letters.
    ///
    /// Sources: the documentation of Google Analytics and Ads, Meta, Microsoft Advertising, X,
    /// Mailchimp, HubSpot, Marketo, Adobe, Matomo, Piano and Yandex.
    package static let trackingParameters: Set<String> = [
        "_ga", "_gl", "_hsenc", "_hsmi", "_openstat", "at_campaign", "at_medium", "cmpid",
        "dclid", "fb_action_ids", "fb_action_types", "fb_source", "fbclid", "gad_source",
        "gbraid", "gclid", "gclsrc", "hsctatracking", "icid", "igsh", "igshid", "mc_cid",
        "mc_eid", "mkt_tok", "msclkid", "mtm_campaign", "mtm_keyword", "mtm_medium", "mtm_source",
        "ncid", "oly_anon_id", "oly_enc_id", "pk_campaign", "pk_kwd", "pk_medium", "pk_source",
        "ref_src", "ref_url", "s_cid", "smid", "soc_src", "soc_trk", "srsltid", "ttclid",
        "twclid", "vero_conv", "vero_id", "wbraid", "wickedid", "xtor", "yclid",
    ]

    /// The address with scheme and host in lower case, without default port, fragment, trailing
    /// slashes and tracking parameters. Other parameters stay, in order; percent-encoding is left
    /// alone. What is no `http` or `https` address comes back without the blanks around it; nil
    /// when nothing is left. Normalising twice changes nothing.
    package static func normalize(_ url: String) -> String? {
        let bytes = trimmed(Array(url.utf8)[...])
        guard !bytes.isEmpty else { return nil }
        guard let parts = Parts(bytes) else { return String(decoding: bytes, as: UTF8.self) }
        var result = parts.scheme
        result += Array("://".utf8)
        result += parts.authority
        result += parts.path
        if !parts.query.isEmpty {
            result.append(UInt8(ascii: "?"))
            result += parts.query
        }
        return String(decoding: trimmed(result[...]), as: UTF8.self)
    }

    /// Whether this is an `http` or `https` address with a host.
    package static func isWebAddress(_ url: String) -> Bool {
        Parts(trimmed(Array(url.utf8)[...])) != nil
    }

    fileprivate static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var slice = bytes
        while let first = slice.first, first <= 0x20 { slice = slice.dropFirst() }
        while let last = slice.last, last <= 0x20 { slice = slice.dropLast() }
        return slice
    }
}

extension NormalizedURL {
    /// The parts of a web address, each already in its normal spelling.
    private struct Parts {
        var scheme: [UInt8]
        var authority: [UInt8]
        var path: ArraySlice<UInt8>
        var query: ArraySlice<UInt8>

        init?(_ address: ArraySlice<UInt8>) {
            guard let colon = address.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            scheme = address[..<colon].map(lowercased)
            guard scheme == Array("https".utf8) || scheme == Array("http".utf8) else { return nil }
            var rest = address[(colon + 1)...]
            guard rest.starts(with: "//".utf8) else { return nil }
            rest = rest.dropFirst(2).prefix { $0 != UInt8(ascii: "#") }
            let host = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
            guard !host.isEmpty else { return nil }
            let isSecure = scheme.count == 5
            authority = Self.authority(host, defaultPort: isSecure ? "443" : "80")
            rest = rest[host.endIndex...]
            path = rest.prefix { $0 != UInt8(ascii: "?") }
            query = Self.query(rest[path.endIndex...].dropFirst())
            while let last = path.last, last == UInt8(ascii: "/") || last <= 0x20 {
                path = path.dropLast()
            }
        }

        /// User and password keep their case, the host loses it, a default port goes.
        private static func authority(
            _ bytes: ArraySlice<UInt8>, defaultPort: String
        ) -> [UInt8] {
            let hostStart = bytes.lastIndex(of: UInt8(ascii: "@")).map { $0 + 1 }
            let start = hostStart ?? bytes.startIndex
            var host = bytes[start...]
            while let colon = host.lastIndex(of: UInt8(ascii: ":")) {
                let port = host[(colon + 1)...]
                guard port.isEmpty || port.elementsEqual(defaultPort.utf8) else { break }
                host = host[..<colon]
            }
            return Array(bytes[..<start]) + host.map(lowercased)
        }

        private static func query(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
            let ampersand = UInt8(ascii: "&")
            let kept = bytes.split(separator: ampersand).filter { !isTracking($0) }
            return trimmed(Array(kept.joined(separator: [ampersand]))[...])
        }

        private static func isTracking(_ parameter: ArraySlice<UInt8>) -> Bool {
            let bytes = trimmed(parameter.prefix { $0 != UInt8(ascii: "=") }).map(lowercased)
            let name = String(decoding: bytes, as: UTF8.self)
            return name.hasPrefix("utm_") || trackingParameters.contains(name)
        }
    }

    fileprivate static func lowercased(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
}

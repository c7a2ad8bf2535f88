/// Which addresses of the catalogue may become a link or a redirect.
package enum WebAddress {
    /// `address` when it leads to a page: `http:`, `https:` or from the root of the site, in which
    /// a control character or a backslash can't hide another meaning; else nil.
    package static func safe(_ address: String?) -> String? {
        guard let address, !address.isEmpty,
            address.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") })
        else { return nil }
        let head = address.prefix(8).lowercased()
        if head.hasPrefix("https://") || head.hasPrefix("http://") { return address }
        return address.hasPrefix("/") && !address.hasPrefix("//") ? address : nil
    }
}

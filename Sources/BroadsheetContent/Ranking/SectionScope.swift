/// Sections as paths: `World` holds `World` and `World/Asia`.
package enum SectionScope {
    /// Whether `section` lies in `ancestor`, by component and case: `World` holds `World` and
    /// `World/Asia`, not `Worldwide`; everything lies in "".
    package static func contains(_ ancestor: String, _ section: String) -> Bool {
        if ancestor.isEmpty { return true }
        var inner = section.utf8.makeIterator()
        for byte in ancestor.utf8 where inner.next() != byte { return false }
        let next = inner.next()
        return next == nil || next == UInt8(ascii: "/")
    }
}

/// Why texts are no ranges of addresses.
package struct AddressRangeProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was found where, what was expected.
    package let description: String

    static let expectation =
        "expected an address or a range such as 203.0.113.0/24 or 2001:db8::/32"
}

extension AddressRanges {
    /// Texts of ranges, one each.
    ///
    /// - Throws: for the first that is none.
    package init(_ texts: [String]) throws(AddressRangeProblem) {
        var ranges: [AddressRange] = []
        for text in texts {
            guard let range = AddressRange(text) else {
                throw AddressRangeProblem(
                    description: "found `\(text.shortened)`, \(AddressRangeProblem.expectation)")
            }
            ranges.append(range)
        }
        self.init(ranges)
    }

    /// A file of ranges, one a line; `#` and what follows it is a comment, blanks around a range
    /// and empty lines mean nothing.
    ///
    /// - Throws: for the first line that is wrong, with the number of others.
    package init(file name: String, bytes: [UInt8]) throws(AddressRangeProblem) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let content = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
        var ranges: [AddressRange] = []
        var wrong: [(line: Int, text: String)] = []
        let lines = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            guard let text = Self.content(of: line) else { continue }
            if let range = AddressRange(text) {
                ranges.append(range)
            } else {
                wrong.append((index + 1, text))
            }
        }
        if let first = wrong.first {
            let others = wrong.count > 1 ? "; \(wrong.count - 1) more lines are wrong" : ""
            throw AddressRangeProblem(
                description: "\(name):\(first.line): found `\(first.text.shortened)`, "
                    + AddressRangeProblem.expectation + others)
        }
        self.init(ranges)
    }

    /// What a line says beside its comment; nil for nothing.
    private static func content(of line: ArraySlice<UInt8>) -> String? {
        let said = line.prefix { $0 != UInt8(ascii: "#") }
        func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0D].contains(byte) }
        guard let first = said.firstIndex(where: { !isBlank($0) }),
            let last = said.lastIndex(where: { !isBlank($0) })
        else { return nil }
        return String(decoding: said[first...last], as: UTF8.self)
    }
}

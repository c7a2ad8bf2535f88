/// Small operations on a line of text from a page.
enum TextLine {
    /// The text without white space, no-break spaces and invisible marks at either end.
    static func trimmed(_ text: some StringProtocol) -> String {
        var scalars = Substring(text).unicodeScalars
        while let first = scalars.first, isBlank(first) { scalars.removeFirst() }
        while let last = scalars.last, isBlank(last) { scalars.removeLast() }
        return String(scalars)
    }

    /// The text trimmed, with every run of blanks inside as one space.
    static func collapsed(_ text: some StringProtocol) -> String {
        var result = String.UnicodeScalarView()
        var pendingSpace = false
        for scalar in text.unicodeScalars {
            if isBlank(scalar) {
                pendingSpace = !result.isEmpty
            } else {
                if pendingSpace { result.append(" ") }
                pendingSpace = false
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// White space, a no-break space, or one of the marks of no width that pages carry.
    static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x200B, 0x2028, 0x2029, 0xFEFF: true
        case 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }
}

/// Parts of found texts inside messages.
enum Excerpt {
    /// The text in quotes, on one line, cut after 60 characters.
    static func quoted(_ text: some StringProtocol) -> String {
        let head = text.unicodeScalars.prefix(61)
        var result = "\""
        for scalar in head.prefix(60) {
            result.unicodeScalars.append(scalar.value < 0x20 ? " " : scalar)
        }
        return result + (head.count > 60 ? "…\"" : "\"")
    }
}

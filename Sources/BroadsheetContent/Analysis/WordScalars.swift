/// What one scalar of a text is to the tokeniser: part of a word or not, and its lower case.
///
/// Follows Python: a word scalar is one whose `str.isalnum()` is true, or `_`, so any letter, any
/// scalar with a numeric type, but no combining mark, no U+200B and no U+FFFD.
struct WordScalar: Sendable {
    /// Whether the scalar belongs to words.
    var isWord: Bool
    /// Whether it is an upper-case (or title-case) letter.
    var isUpper: Bool
    /// Its lower case where that is one scalar, else 0 for "look the mapping up".
    var lower: UInt32

    init(_ scalar: Unicode.Scalar) {
        let properties = scalar.properties
        isWord = Self.isWord(scalar)
        isUpper =
            properties.generalCategory == .uppercaseLetter
            || properties.generalCategory == .titlecaseLetter
        let mapping = properties.lowercaseMapping.unicodeScalars
        lower = mapping.count == 1 ? (mapping.first?.value ?? 0) : 0
    }

    /// The scalars below U+3000, asked once.
    private static let table: [WordScalar] = (0..<0x3000).map { value in
        WordScalar(Unicode.Scalar(UInt32(value)) ?? " ")
    }

    /// What `scalar` is; from the table where it can be.
    static func of(_ scalar: Unicode.Scalar) -> WordScalar {
        let value = Int(scalar.value)
        return value < table.count ? table[value] : WordScalar(scalar)
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber:
            return true
        default:
            return scalar == "_" || scalar.properties.numericType != nil
        }
    }
}

/// Upper-case sigma at the end of a word becomes `ς`, elsewhere `σ` (Unicode 3.13, Final_Sigma).
enum FinalSigma {
    static let capital: Unicode.Scalar = "Σ"

    /// The lower case of the sigma that starts at byte `index` of `text`.
    static func lower(in text: String, at index: Int) -> Unicode.Scalar {
        let start = text.utf8.index(text.startIndex, offsetBy: min(index, text.utf8.count))
        let end = text.unicodeScalars.index(after: start)
        return isFinal(before: text.unicodeScalars[..<start], after: text.unicodeScalars[end...])
            ? "ς" : "σ"
    }

    /// Whether a sigma ends its word: a cased letter before it, none behind it, marks not counting.
    private static func isFinal(
        before: Substring.UnicodeScalarView, after: Substring.UnicodeScalarView
    ) -> Bool {
        firstOfCase(before.reversed()) && !firstOfCase(after)
    }

    /// Whether the first scalar that bears on case is a cased letter.
    private static func firstOfCase(_ scalars: some Sequence<Unicode.Scalar>) -> Bool {
        for scalar in scalars where !scalar.properties.isCaseIgnorable {
            return scalar.properties.isCased
        }
        return false
    }
}

/// What one scalar is to the words of a language: its class and its lower case.
struct TextScalar: Sendable {
    enum Class: UInt8, Sendable {
        /// Ends words.
        case other
        case letter
        case digit
        /// Belongs to the scalar before it.
        case mark
        /// Is not there at all: soft hyphen, zero-width joiners, direction marks.
        case ignorable
        /// One of a script that puts no spaces between words.
        case unspaced
        /// May join letters or digits: apostrophe, full stop, comma, hyphen, colon.
        case joiner
    }

    var kind: Class
    /// Whether the scalar is an upper-case (or title-case) letter.
    var isUpper: Bool
    /// Its lower case, by itself and without the dot that İ leaves behind.
    var lower: Unicode.Scalar

    init(_ scalar: Unicode.Scalar) {
        let properties = scalar.properties
        let category = properties.generalCategory
        kind = Self.kind(of: scalar, category)
        isUpper = category == .uppercaseLetter || category == .titlecaseLetter
        lower = isUpper ? properties.lowercaseMapping.unicodeScalars.first ?? scalar : scalar
    }

    private init(unspaced scalar: Unicode.Scalar) {
        kind = .unspaced
        isUpper = false
        lower = scalar
    }

    /// The scalars below U+3000, asked once.
    private static let table: [TextScalar] = (0..<0x3000).map { value in
        TextScalar(Unicode.Scalar(UInt32(value)) ?? " ")
    }

    /// What `scalar` is; from the table where it can be.
    static func of(_ scalar: Unicode.Scalar) -> TextScalar {
        let value = Int(scalar.value)
        if value < table.count { return table[value] }
        if isPlainIdeograph(scalar.value) { return TextScalar(unspaced: scalar) }
        return TextScalar(scalar)
    }

    /// Nearly all of Chinese, Japanese and Korean text, told without asking Unicode's tables.
    private static func isPlainIdeograph(_ value: UInt32) -> Bool {
        (0x4E00...0x9FFF).contains(value) || (0xAC00...0xD7A3).contains(value)
            || (0x3041...0x3096).contains(value) || (0x30A1...0x30FA).contains(value)
    }

    private static func kind(
        of scalar: Unicode.Scalar, _ category: Unicode.GeneralCategory
    ) -> Class {
        switch category {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .letterNumber:
            if isAttachedLetter(scalar.value) { return .mark }
            return isUnspaced(scalar.value) ? .unspaced : .letter
        case .decimalNumber: return .digit
        case .nonspacingMark, .spacingMark, .enclosingMark: return .mark
        case .format: return scalar.value == 0x200B ? .other : .ignorable
        default: return Joiner(scalar) == nil ? .other : .joiner
        }
    }

    /// Vowels and finals of Hangul spelt out, voicing marks of half-width Katakana: they belong to
    /// the letter before them.
    private static func isAttachedLetter(_ value: UInt32) -> Bool {
        (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FB).contains(value)
            || (0xFF9E...0xFF9F).contains(value)
    }

    /// Letters of Han, Hiragana, Katakana, Bopomofo, Hangul, Thai, Lao, Myanmar and Khmer.
    private static func isUnspaced(_ value: UInt32) -> Bool {
        switch value {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0xA9E0...0xA9FF, 0xAA60...0xAA7F, 0x1780...0x17FF,
            0x1100...0x11FF, 0xA960...0xA97F, 0xAC00...0xD7FF, 0x2E80...0x2FDF, 0x3005...0x303B,
            0x3041...0x318E, 0x31A0...0x31BF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
            0xF900...0xFAFF, 0xFF66...0xFFDC, 0x1AFF0...0x1B16F, 0x20000...0x3FFFF:
            true
        default: false
        }
    }
}

/// Punctuation that may stand inside a word.
enum Joiner: Sendable {
    case apostrophe
    case fullStop
    case comma
    case hyphen
    case colon
    /// The dot of Catalan `col·lapse`.
    case middleDot
    /// The quotation mark of Hebrew abbreviations.
    case quotation

    init?(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "'", "\u{2018}", "\u{2019}", "\u{201B}", "\u{FF07}", "\u{05F3}": self = .apostrophe
        case ".", "\u{2024}", "\u{FF0E}": self = .fullStop
        case ",", "\u{066B}", "\u{066C}", "\u{FF0C}": self = .comma
        case "-", "\u{2010}", "\u{2011}", "\u{FF0D}": self = .hyphen
        case ":": self = .colon
        case "\u{B7}", "\u{2027}": self = .middleDot
        case "\"", "\u{05F4}": self = .quotation
        default: return nil
        }
    }

    /// How it is spelt in the gathered word; nil where it is left out.
    var spelling: Unicode.Scalar? {
        switch self {
        case .apostrophe, .quotation: "'"
        case .fullStop: "."
        case .comma: ","
        case .hyphen: "-"
        case .colon: ":"
        case .middleDot: nil
        }
    }
}

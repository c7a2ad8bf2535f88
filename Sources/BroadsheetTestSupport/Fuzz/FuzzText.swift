/// Random texts for the analysers, most of them short, some long and of the kinds that cost most.
enum FuzzText {
    /// Random scalars from everywhere, from a few letters, or bytes that are no text; up to 60.
    static func short(_ random: inout SeededGenerator) -> [UInt8] {
        let length = random.below(61)
        switch random.below(4) {
        case 0: return (0..<length).map { _ in UInt8(random.below(256)) }
        case 1: return scalars(length, &random) { letters[$0.below(letters.count)] }
        default:
            let top = random.below(2) == 0 ? 0x10FFFF : 0x2FFF
            return scalars(length, &random) { scalar(0...top, &$0) }
        }
    }

    /// 8 to 16 KB of words beyond every limit, heaps of marks, runs without spaces, broken bytes
    /// and ordinary words.
    static func long(_ random: inout SeededGenerator) -> [UInt8] {
        let size = 8_192 + random.below(8_193)
        // A text of few kinds of pieces goes further in each than one of all.
        let kinds = (0...random.below(4)).map { _ in random.below(8) }
        var bytes: [UInt8] = []
        while bytes.count < size {
            bytes += piece(kinds[random.below(kinds.count)], &random)
            if random.below(3) > 0 { bytes.append(UInt8(ascii: " ")) }
        }
        return bytes
    }

    private static func piece(_ kind: Int, _ random: inout SeededGenerator) -> [UInt8] {
        switch kind {
        case 0:
            let letter = UInt8(ascii: "a") + UInt8(random.below(26))
            return Array(repeating: letter, count: 200 + random.below(900))
        case 1:
            let mark = marks[random.below(marks.count)]
            return scalars(2, &random) { letters[$0.below(letters.count)] }
                + scalars(random.below(800), &random) { $0.below(20) == 0 ? "б" : mark }
        case 2: return scalars(random.below(300), &random) { scalar(0x4E00...0x9FFF, &$0) }
        case 3: return scalars(random.below(300), &random) { scalar(0x0E01...0x0E5B, &$0) }
        case 4:
            // Kana and Hangul, whole and spelt out, with what belongs to the letter before it.
            let blocks = [0x3041...0x30FF, 0xAC00...0xD7A3, 0x1100...0x11FF, 0xFF66...0xFFDC]
            return scalars(random.below(200), &random) {
                scalar(blocks[$0.below(blocks.count)], &$0)
            }
        case 5: return (0..<random.below(200)).map { _ in UInt8(random.below(256)) }
        case 6:
            // A scalar without its last byte, and a word that goes on behind it.
            return scalars(1, &random) { scalar(0x80...0x10FFFF, &$0) }.dropLast()
                + words[random.below(words.count)].utf8
        default:
            return (0...random.below(40)).flatMap { _ in
                Array(words[random.below(words.count)].utf8) + [UInt8(ascii: " ")]
            }
        }
    }

    private static func scalars(
        _ count: Int, _ random: inout SeededGenerator,
        _ next: (inout SeededGenerator) -> Unicode.Scalar
    ) -> [UInt8] {
        var text = String.UnicodeScalarView()
        for _ in 0..<count { text.append(next(&random)) }
        return Array(String(text).utf8)
    }

    /// A scalar of a range, a blank for a number that is none.
    private static func scalar(
        _ range: ClosedRange<Int>, _ random: inout SeededGenerator
    ) -> Unicode.Scalar {
        Unicode.Scalar(UInt32(range.lowerBound + random.below(range.count))) ?? " "
    }

    private static let letters = Array(
        "aBcΣσςİıß ’'.-_0½Ⅳé\u{301}\u{200B}\u{FFFD}北が🎉\n\u{AD}:,ﬁＡกิ्म".unicodeScalars)
    private static let marks: [Unicode.Scalar] = [
        "\u{301}", "\u{327}", "\u{20DD}", "\u{5B4}", "\u{E31}", "\u{93F}", "\u{AD}", "\u{200D}",
    ]
    private static let words = [
        "minister", "NATO", "DeVos", "l'été", "Häuser", "북한", "北京大学", "the", "und", "COVID-19",
        "1,000,000", "3.14", "U.S.A", "İstanbul'da", "выборы", "हिन्दी", "ΟΔΟΣ", "ﷺ", "EU:n", "n't",
        "col·lapse", "صدى", "กรุงเทพ", "１２３", "rock'n'roll's", "ÅÄÖ",
    ]
}

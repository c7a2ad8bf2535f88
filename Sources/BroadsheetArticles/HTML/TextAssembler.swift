/// Puts paragraphs together from runs of text in markup.
struct TextAssembler {
    private enum Gap: Int {
        case none, space, line, paragraph
    }

    private var bytes: [UInt8] = []
    private var gap = Gap.none

    /// The text so far: no blanks at its ends, a blank line between paragraphs.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    var isEmpty: Bool { bytes.isEmpty }

    /// A new paragraph begins before the next text.
    mutating func breakParagraph() { widen(.paragraph) }

    /// A new line begins before the next text; two of them are a new paragraph.
    mutating func breakLine() { widen(gap.rawValue >= Gap.line.rawValue ? .paragraph : .line) }

    /// A new line begins, however often this is said.
    mutating func startLine() { widen(.line) }

    /// A blank stands before the next text.
    mutating func separate() { widen(.space) }

    /// Adds text in which every run of white space means one space. With `keepsBlankLines` an
    /// empty line begins a new paragraph, as WordPress's editor has it.
    mutating func append(_ text: [UInt8], keepsBlankLines: Bool) {
        var lineFeeds = 0
        var index = 0
        while index < text.count {
            let blank = Self.blankLength(text, at: index)
            if blank > 0 {
                if text[index] == 0x0A { lineFeeds += 1 }
                widen(keepsBlankLines && lineFeeds >= 2 ? .paragraph : .space)
                index += blank
                continue
            }
            lineFeeds = 0
            closeGap()
            bytes.append(text[index])
            index += 1
        }
    }

    /// Adds text in which line ends count, as in `pre`.
    mutating func appendPreformatted(_ text: [UInt8]) {
        for line in text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            if line.offset > 0 { breakLine() }
            append(Array(line.element), keepsBlankLines: false)
        }
    }

    private mutating func widen(_ other: Gap) {
        if other.rawValue > gap.rawValue { gap = other }
    }

    private mutating func closeGap() {
        defer { gap = .none }
        guard !bytes.isEmpty else { return }
        switch gap {
        case .none: break
        case .space: bytes.append(0x20)
        case .line: bytes.append(0x0A)
        case .paragraph: bytes += [0x0A, 0x0A]
        }
    }

    /// Length of the blank at `index`: ASCII white space, a no-break space, a zero-width space or
    /// a byte order mark; 0 for anything else.
    private static func blankLength(_ text: [UInt8], at index: Int) -> Int {
        switch text[index] {
        case 0x20, 0x09...0x0D: return 1
        case 0xC2 where index + 1 < text.count && text[index + 1] == 0xA0: return 2
        case 0xE2, 0xEF:
            guard index + 2 < text.count else { return 0 }
            let rest = (text[index], text[index + 1], text[index + 2])
            return rest == (0xE2, 0x80, 0x8B) || rest == (0xEF, 0xBB, 0xBF) ? 3 : 0
        default: return 0
        }
    }
}

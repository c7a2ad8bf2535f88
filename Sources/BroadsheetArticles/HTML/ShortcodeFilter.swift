/// WordPress's marks in square brackets, which the stored text of a post still holds.
enum ShortcodeFilter {
    /// Marks that stand for something that is no text.
    private static let names: Set<String> = [
        "audio", "caption", "embed", "gallery", "playlist", "video", "wp_caption",
    ]
    /// Marks whose content goes with them.
    private static let namesWithContent: Set<String> = [
        "audio", "caption", "embed", "video", "wp_caption",
    ]

    /// The text without `[gallery …]` and `[caption …]…[/caption]` and their like.
    static func withoutShortcodes(_ html: String) -> String {
        let bytes = Array(html.utf8)
        let open = UInt8(ascii: "[")
        guard bytes.contains(open) else { return html }
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        // A name whose closing mark is missing once is missing for the rest of the text.
        var unclosed: Set<String> = []
        var index = 0
        while index < bytes.count {
            guard bytes[index] == open, let mark = mark(in: bytes, at: index) else {
                kept.append(bytes[index])
                index += 1
                continue
            }
            index = mark.end
            guard namesWithContent.contains(mark.name), !unclosed.contains(mark.name) else {
                continue
            }
            if let end = endOfClosingMark(mark.name, in: bytes, from: mark.end) {
                index = end
            } else {
                unclosed.insert(mark.name)
            }
        }
        return String(decoding: kept, as: UTF8.self)
    }

    private static func mark(in bytes: [UInt8], at start: Int) -> (name: String, end: Int)? {
        var rest = bytes[(start + 1)...]
        if rest.first == UInt8(ascii: "/") { rest = rest.dropFirst() }
        let name = rest.prefix(12).prefix { (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "_") }
        guard names.contains(String(decoding: name, as: UTF8.self)) else { return nil }
        // Longer than any mark that an editor writes; keeps the search linear.
        guard let end = rest.prefix(4096).firstIndex(of: UInt8(ascii: "]")) else { return nil }
        return (String(decoding: name, as: UTF8.self), end + 1)
    }

    private static func endOfClosingMark(
        _ name: String, in bytes: [UInt8], from start: Int
    ) -> Int? {
        let closing = Array("[/\(name)]".utf8)
        var index = start
        while index + closing.count <= bytes.count {
            if bytes[index] == closing[0], bytes[index...].starts(with: closing) {
                return index + closing.count
            }
            index += 1
        }
        return nil
    }
}

/// Mends what would end an XML document early, chunk by chunk: broken UTF-8 becomes U+FFFD, control
/// characters that XML forbids, blanks before the declaration and attributes beyond a thousand in
/// one tag are left out.
///
/// WordPress exports hold such characters where authors pasted from word processors.
struct XMLCleaner {
    private let isActive: Bool
    private var pending: [UInt8] = []
    private var isAtStart = true
    private var limiter = AttributeLimiter()

    /// Active unless the document is in an encoding other than UTF-8, which the parser decodes.
    init(head: FileHead) {
        let declared = Self.declaredEncoding(head.text)
        isActive = head.encoding == .asItIs && (declared == nil || declared == "utf-8")
    }

    /// The next bytes, mended.
    mutating func clean(_ chunk: [UInt8]) -> [UInt8] {
        guard isActive else { return chunk }
        var bytes = pending + chunk
        pending = Self.takeIncompleteCharacter(from: &bytes)
        return mend(bytes)
    }

    /// What is left at the end of the document.
    mutating func finish() -> [UInt8] {
        defer { pending = [] }
        return mend(pending)
    }

    private mutating func mend(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        if bytes.contains(where: Self.isForbidden) { bytes.removeAll(where: Self.isForbidden) }
        if isAtStart {
            if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
            bytes = Array(bytes.drop { $0 <= 0x20 })
            isAtStart = bytes.isEmpty
        }
        let (text, wasRepaired) = UTF8Text.decoded(bytes)
        return limiter.limited(wasRepaired ? Array(text.utf8) : bytes)
    }

    private static func isForbidden(_ byte: UInt8) -> Bool {
        byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D
    }

    /// Cuts the beginning of a character off the end of `bytes`.
    private static func takeIncompleteCharacter(from bytes: inout [UInt8]) -> [UInt8] {
        for length in 1...3 where length <= bytes.count {
            let byte = bytes[bytes.count - length]
            if byte & 0xC0 == 0x80 { continue }
            let needed = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            guard needed > length else { return [] }
            let cut = Array(bytes.suffix(length))
            bytes.removeLast(length)
            return cut
        }
        return []
    }

    /// The encoding that an XML declaration names, in lower case.
    private static func declaredEncoding(_ head: [UInt8]) -> String? {
        let start = String(decoding: head.prefix(256), as: UTF8.self).lowercased()
        guard
            start.drop(while: \.isWhitespace).hasPrefix("<?xml"),
            let end = start.firstIndex(of: ">")
        else { return nil }
        let pieces = start[..<end].split { "=\"' \t\r\n?".contains($0) }
        guard let index = pieces.firstIndex(of: "encoding"), index + 1 < pieces.count else {
            return nil
        }
        return pieces[index + 1] == "utf8" ? "utf-8" : String(pieces[index + 1])
    }
}

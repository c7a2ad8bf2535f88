/// Reads the article of one HTML page: JSON-LD first, Open Graph and other metas second, the page's
/// own elements third.
///
/// The encoding is UTF-8 when the bytes are valid UTF-8 or a mark says so, else the one that the
/// page declares, else windows-1252, as browsers have it. Identity is the id that the caller gives,
/// else the canonical address, else the name of the file.
struct HTMLPageReader: RecordReader {
    private let name: String
    private let id: String?
    private var document = WholeDocument()

    init(name: String, id: String?) {
        self.name = name
        self.id = id
    }

    mutating func consume(_ chunk: [UInt8]) -> [ImportRecord] {
        document.append(chunk)
        return []
    }

    mutating func finish() -> [ImportRecord] {
        guard let bytes = document.bytes else { return [document.tooLarge] }
        let tree = MarkupTree(html: HTMLEncoding.utf8(bytes))
        var draft = ArticleDraft()
        draft.guid = name
        if tree.isCut { draft.warnings.append(HTMLText.cutWarning) }
        HTMLPage(tree).fill(&draft)
        return [draft.record(position: "page", id: id)]
    }
}

/// The encoding of an HTML page.
enum HTMLEncoding {
    /// The page in UTF-8.
    static func utf8(_ bytes: [UInt8]) -> [UInt8] {
        let head = FileHead(Array(bytes.prefix(4)))
        if head.encoding != .asItIs || head.markLength > 0 {
            var decoder = ByteDecoder(encoding: head.encoding, skipping: head.markLength)
            return repaired(decoder.decode(bytes) + decoder.finish())
        }
        if String(validating: bytes, as: UTF8.self) != nil { return bytes }
        let declared = declaredEncoding(bytes) ?? "windows-1252"
        // Latin 1 on the web means windows-1252 (WHATWG Encoding Standard).
        let name =
            ["iso-8859-1", "latin1", "us-ascii"].contains(declared) ? "windows-1252" : declared
        guard name != "utf-8", let text = LibXML.transcoded(bytes, from: name) else {
            return repaired(bytes)
        }
        return repaired(text)
    }

    /// The value of `charset=` in the first kilobytes.
    private static func declaredEncoding(_ bytes: [UInt8]) -> String? {
        let head = String(decoding: bytes.prefix(4096), as: UTF8.self).lowercased()
        guard let range = head.firstRange(of: "charset=") else { return nil }
        let value = head[range.upperBound...].drop { "\"' ".contains($0) }
            .prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-_:".contains($0)) }
        return value.isEmpty || value.count > 40 ? nil : String(value)
    }

    private static func repaired(_ bytes: [UInt8]) -> [UInt8] {
        let (text, wasRepaired) = UTF8Text.decoded(bytes)
        return wasRepaired ? Array(text.utf8) : bytes
    }
}

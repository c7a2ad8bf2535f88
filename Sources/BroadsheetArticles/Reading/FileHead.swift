/// The beginning of a file, from which its encoding and kind are told.
struct FileHead {
    /// The first bytes, as they are.
    let bytes: [UInt8]
    /// The encoding that a byte order mark states; UTF-8 without one.
    let encoding: ByteDecoder.Encoding
    /// Length of the byte order mark.
    let markLength: Int
    /// The first bytes as UTF-8, without a mark.
    let text: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            (encoding, markLength) = (.asItIs, 3)
        } else if bytes.starts(with: [0xFF, 0xFE]) {
            (encoding, markLength) = (.utf16(bigEndian: false), 2)
        } else if bytes.starts(with: [0xFE, 0xFF]) {
            (encoding, markLength) = (.utf16(bigEndian: true), 2)
        } else {
            (encoding, markLength) = (.asItIs, 0)
        }
        var decoder = ByteDecoder(encoding: encoding, skipping: markLength)
        text = decoder.decode(bytes) + decoder.finish()
    }

    /// What the file is. A format named by the user decides, but for the kinds of feeds.
    func kind(for format: ArticleFormat, name: String) -> FileKind {
        switch format {
        case .auto: detectedKind(name: name)
        case .jsonl: .jsonLines
        case .csv: .csv
        case .rss: firstByte == UInt8(ascii: "{") ? .jsonFeed : .xmlFeed(.rss)
        case .wxr: .xmlFeed(.wxr)
        case .html: .htmlPage
        case .text: .textPage
        }
    }

    private func detectedKind(name: String) -> FileKind {
        let suffix = Self.suffix(of: name)
        switch suffix {
        case "jsonl", "ndjson": return .jsonLines
        case "csv", "tsv": return .csv
        default: break
        }
        if firstByte == UInt8(ascii: "{") {
            return contains("jsonfeed.org/version") ? .jsonFeed : .jsonLines
        }
        if firstByte == UInt8(ascii: "<") { return markupKind(suffix: suffix) }
        switch suffix {
        case "html", "htm", "xhtml": return .htmlPage
        case "rss", "atom", "rdf", "xml": return .xmlFeed(.rss)
        case "json": return .jsonLines
        default: return .textPage
        }
    }

    private func markupKind(suffix: String) -> FileKind {
        if contains("wordpress.org/export/") { return .xmlFeed(.wxr) }
        switch rootName {
        case "rss", "feed", "rdf:rdf", "rdf", "channel": return .xmlFeed(.rss)
        case "html", "!doctype", "head", "body": return .htmlPage
        case nil: return suffix == "xml" ? .xmlFeed(.rss) : .htmlPage
        default: return startsWith("<?xml") ? .xmlFeed(.rss) : .htmlPage
        }
    }

    /// The first byte that is not blank.
    private var firstByte: UInt8? { text.first { $0 > 0x20 } }

    /// The name of the first element in lower case; `!doctype` when that says html.
    private var rootName: String? {
        var rest = text[...]
        while let open = rest.firstIndex(of: UInt8(ascii: "<")) {
            rest = rest[(open + 1)...]
            let word = rest.prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") }
            let name = String(decoding: word, as: UTF8.self).lowercased()
            if name.hasPrefix("?") { continue }
            if name.hasPrefix("!--") {
                guard let end = Self.firstRange(of: Array("-->".utf8), in: rest) else { return nil }
                rest = rest[end...]
                continue
            }
            if name == "!doctype" {
                let kind = String(decoding: rest.prefix(40), as: UTF8.self).lowercased()
                if kind.contains("html") { return name }
                continue
            }
            if name.hasPrefix("!") { continue }
            return name.hasSuffix("/") ? String(name.dropLast()) : name
        }
        return nil
    }

    private func contains(_ word: String) -> Bool {
        Self.firstRange(of: Array(word.utf8), in: text[...]) != nil
    }

    private func startsWith(_ word: String) -> Bool {
        text.drop { $0 <= 0x20 }.starts(with: word.utf8)
    }

    /// Where `word` ends for the first time.
    private static func firstRange(of word: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        var rest = bytes
        while let first = word.first, let start = rest.firstIndex(of: first) {
            rest = rest[start...]
            if rest.starts(with: word) { return start + word.count }
            rest = rest.dropFirst()
        }
        return nil
    }

    private static func suffix(of name: String) -> String {
        guard let dot = name.lastIndex(of: ".") else { return "" }
        return name[name.index(after: dot)...].lowercased()
    }
}

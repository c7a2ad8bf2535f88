/// Reads the text of one page, as a browser copies it or a scraper leaves it.
///
/// The date line at the top is the day on which the page was seen and counts only when the page
/// says nothing better. Breadcrumb, repeated headline, boxes and forms are left out; the section is
/// that of the breadcrumb. Such a page names no address: its identity is the id that the caller
/// gives, else the name of its file.
struct TextPageReader: RecordReader {
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
        let text = UTF8Text.decoded(bytes).text
        var draft = ArticleDraft()
        draft.guid = name
        TextPage(text).fill(&draft)
        return [draft.record(position: "page", id: id)]
    }
}

/// A document that must be seen whole before it can be read.
struct WholeDocument {
    /// Everything so far; nil when it is more than a record may be.
    private(set) var bytes: [UInt8]? = []

    mutating func append(_ chunk: [UInt8]) {
        guard let count = bytes?.count else { return }
        bytes?.append(contentsOf: chunk)
        if count + chunk.count > ReadingLimit.recordBytes { bytes = nil }
    }

    /// The record of a document that is too large.
    var tooLarge: ImportRecord {
        let limit = ReadingLimit.recordText
        return ImportRecord(
            position: "page",
            outcome: .problem("found a page larger than \(limit), expected at most that"))
    }
}

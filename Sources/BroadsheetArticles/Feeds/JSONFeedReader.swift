/// Reads a JSON Feed, version 1 or 1.1.
struct JSONFeedReader: RecordReader {
    private var bytes: [UInt8] = []
    private var isTooLong = false

    mutating func consume(_ chunk: [UInt8]) -> [ImportRecord] {
        guard !isTooLong else { return [] }
        bytes += chunk
        if bytes.count > ReadingLimit.recordBytes {
            isTooLong = true
            bytes = []
        }
        return []
    }

    mutating func finish() -> [ImportRecord] {
        if isTooLong {
            return [problem("found a feed larger than \(ReadingLimit.recordText)")]
        }
        let (text, wasRepaired) = UTF8Text.decoded(bytes)
        let feed: JSONValue
        do {
            feed = try JSONValue(parsing: text.utf8)
        } catch {
            return [problem("not JSON: \(error.message); expected one JSON Feed object")]
        }
        guard feed["version"]?.text?.hasPrefix("https://jsonfeed.org/version/1") == true else {
            return [problem("found no \"version\":\"https://jsonfeed.org/version/1.1\"")]
        }
        guard let items = feed["items"]?.list else {
            return [problem("found no list of \"items\"")]
        }
        return items.enumerated().map { index, item in
            var record = JSONFeedItem(item, feed: feed).record(position: "item \(index + 1)")
            if wasRepaired { record.warnings.insert(UTF8Text.warning, at: 0) }
            return record
        }
    }

    private func problem(_ text: String) -> ImportRecord {
        ImportRecord(position: "file", outcome: .problem(text))
    }
}

/// An item of a JSON Feed on its way to an article. Members of another kind than the format says
/// are passed over.
private struct JSONFeedItem {
    let item: JSONValue
    let feed: JSONValue

    init(_ item: JSONValue, feed: JSONValue) {
        self.item = item
        self.feed = feed
    }

    func record(position: String) -> ImportRecord {
        guard case .object = item else {
            return ImportRecord(
                position: position, outcome: .problem("found \(item.kind), expected an object"))
        }
        var draft = ArticleDraft()
        draft.article.url = item["url"]?.text
        draft.guid = identifier
        draft.article.title = TextLine.collapsed(item["title"]?.text ?? "")
        draft.article.summary = TextLine.collapsed(item["summary"]?.text ?? "")
        if let html = item["content_html"]?.text {
            draft.article.body = draft.plain(html)
        } else {
            draft.article.body = item["content_text"]?.text ?? ""
        }
        draft.article.tags = item["tags"]?.list?.compactMap(\.text) ?? []
        draft.article.authors = authors(of: item) ?? authors(of: feed) ?? []
        draft.article.language = item["language"]?.text ?? feed["language"]?.text
        if let url = item["image"]?.text ?? item["banner_image"]?.text, !url.isEmpty {
            draft.article.image = Article.Image(url: url)
        }
        draft.article.publishedAt = draft.time(item["date_published"]?.text, name: "date_published")
        draft.article.updatedAt = draft.time(item["date_modified"]?.text, name: "date_modified")
        return draft.record(position: position)
    }

    /// The format asks for a text, and for readers that take numbers too.
    private var identifier: String? {
        switch item["id"] {
        case .text(let text)?: text
        case .number(let number)?: Int(exactly: number).map(String.init) ?? String(number)
        default: nil
        }
    }

    /// `authors` of version 1.1, else `author` of version 1.
    private func authors(of value: JSONValue) -> [String]? {
        let list = value["authors"]?.list ?? value["author"].map { [$0] }
        let names = list?.compactMap { $0["name"]?.text }.filter { !$0.isEmpty } ?? []
        return names.isEmpty ? nil : names
    }
}

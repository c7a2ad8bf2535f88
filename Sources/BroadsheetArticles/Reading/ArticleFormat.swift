/// The formats in which articles arrive.
package enum ArticleFormat: String, Sendable, Hashable, CaseIterable {
    /// Decided by the content and the name of the file.
    case auto
    /// One ``ArticleRecord`` per line.
    case jsonl
    /// Comma-separated values with a header row (RFC 4180); tabs and semicolons too.
    case csv
    /// RSS 2.0, RSS 1.0, Atom or JSON Feed.
    case rss
    /// A WordPress export.
    case wxr
    /// An HTML page.
    case html
    /// The text of a page, as a browser copies it.
    case text
}

/// What a file is, more exactly than its format.
enum FileKind: Equatable {
    case jsonLines
    case csv
    case jsonFeed
    case xmlFeed(ArticleFormat)
    case htmlPage
    case textPage

    /// The format by the name that the user knows.
    var format: ArticleFormat {
        switch self {
        case .jsonLines: .jsonl
        case .csv: .csv
        case .jsonFeed: .rss
        case .xmlFeed(let format): format
        case .htmlPage: .html
        case .textPage: .text
        }
    }

    /// Whether its reader knows encodings itself.
    var decodesItself: Bool {
        switch self {
        case .xmlFeed, .htmlPage: true
        default: false
        }
    }

    func makeReader(options: ArticleReader.Options, head: FileHead) -> any RecordReader {
        switch self {
        case .jsonLines: JSONLinesReader()
        case .csv: CSVReader(map: options.map, delimiter: CSVDelimiter.chosen(for: head.text))
        case .jsonFeed: JSONFeedReader()
        case .xmlFeed: XMLFeedReader(head: head)
        case .htmlPage: HTMLPageReader(name: options.name, id: options.id)
        case .textPage: TextPageReader(name: options.name, id: options.id)
        }
    }
}

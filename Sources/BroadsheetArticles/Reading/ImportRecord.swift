/// One record of an import file: an article, or why there is none.
package struct ImportRecord: Sendable, Hashable {
    /// Where it stands: `line 7` of a JSONL or CSV file (the line on which it begins), `item 3` of
    /// a feed, `page` for a page, `file` for what concerns the whole file.
    package var position: String
    /// The article or the problem.
    package var outcome: Outcome
    /// What was left out, changed or repaired; one line each, also beside a problem.
    package var warnings: [String]
    /// How many keys or columns of the record nobody knows.
    package var unknownKeys: Int

    /// What became of a record.
    package enum Outcome: Sendable, Hashable {
        /// An article, and where its id comes from.
        case article(Article, identity: ArticleRecord.Identity)
        /// Rejected: what was found, what was expected and how to mend it.
        case problem(String)
    }

    /// Creates a record.
    package init(
        position: String, outcome: Outcome, warnings: [String] = [], unknownKeys: Int = 0
    ) {
        self.position = position
        self.outcome = outcome
        self.warnings = warnings
        self.unknownKeys = unknownKeys
    }

    /// The article, when there is one.
    package var article: Article? {
        if case .article(let article, _) = outcome { article } else { nil }
    }

    /// The problem, when there is one.
    package var problem: String? {
        if case .problem(let text) = outcome { text } else { nil }
    }

    /// The record that comes from decoding one.
    init(
        position: String,
        decoding decode: () throws(ArticleRecord.Problem) -> ArticleRecord.Decoded
    ) {
        do {
            let decoded = try decode()
            self.init(
                position: position,
                outcome: .article(decoded.article, identity: decoded.identity),
                warnings: decoded.warnings, unknownKeys: decoded.unknownKeys)
        } catch {
            self.init(position: position, outcome: .problem(error.description))
        }
    }
}

/// How much of a file is held at once.
enum ReadingLimit {
    /// The longest record, page or document, in bytes: six times the largest article that the
    /// project promises to take.
    static let recordBytes = 32 << 20
    /// How much of the beginning of a file decides its format, in bytes.
    static let headBytes = 1 << 16
    /// The limit as text for messages.
    static let recordText = "32 MiB"
}

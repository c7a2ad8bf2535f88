package import BroadsheetArticles
internal import GRDB

/// What became of one article that was put into the catalogue.
package struct PutResult: Sendable, Hashable {
    /// What the row did.
    package enum Outcome: Sendable, Hashable {
        case new
        case updated
        case unchanged
        /// Not stored, for the reason given; the transaction goes on.
        case rejected(String)
    }

    package var outcome: Outcome
    /// The id under which the article stands: its own, or that of the article it turned out to be.
    package var id: String
    /// What was left out or changed on the way in.
    package var warnings: [String]

    package init(outcome: Outcome, id: String, warnings: [String] = []) {
        self.outcome = outcome
        self.id = id
        self.warnings = warnings
    }
}

/// How many articles went in, and how.
package struct ImportCounts: Sendable, Hashable {
    package var new: Int
    package var updated: Int
    package var unchanged: Int
    package var rejected: Int
    package var warnings: Int

    package init(
        new: Int = 0, updated: Int = 0, unchanged: Int = 0, rejected: Int = 0, warnings: Int = 0
    ) {
        self.new = new
        self.updated = updated
        self.unchanged = unchanged
        self.rejected = rejected
        self.warnings = warnings
    }

    mutating func count(_ result: PutResult) {
        switch result.outcome {
        case .new: new += 1
        case .updated: updated += 1
        case .unchanged: unchanged += 1
        case .rejected: rejected += 1
        }
        warnings += result.warnings.count
    }
}

/// One transaction of an import. Not to be used after the closure that got it has returned.
package final class ImportSession {
    /// Which fields a record speaks of; the others of a stored article stay as they are.
    package enum Fields: Sendable, Hashable {
        /// All: what is absent is empty.
        case all
        /// Those that readers see; an empty one says nothing. Status, ads and expiry are the
        /// newsroom's, so that a feed never publishes again what was withdrawn.
        case published
        /// The same, and the status.
        case publishedWithStatus
    }

    /// What has gone in so far.
    package private(set) var counts = ImportCounts()
    /// The first error of SQLite's; once there is one, everything put before is lost.
    private(set) var failure: (any Error)?

    private let rows: RowWriter
    private let questions: Statement
    private let stored: Statement
    private let rename: Statement
    private let isCancelled: () -> Bool

    init(_ db: Database, isCancelled: @escaping () -> Bool) throws {
        rows = try RowWriter(db, table: ArticleRow.table, columns: ArticleRow.columns)
        // One statement for both questions: each call of one costs as much as SQLite's answer.
        questions = try db.makeStatement(
            sql: """
                SELECT EXISTS(SELECT 1 FROM article WHERE id = ?1),
                    (SELECT min(id) FROM article WHERE url IN (?2, ?3, ?4) AND id <> ?1)
                """)
        stored = try db.makeStatement(
            sql: "SELECT \(ArticleRow.columnList) FROM article WHERE id = ?")
        rename = try db.makeStatement(sql: "UPDATE article SET id = ? WHERE id = ?")
        self.isCancelled = isCancelled
    }

    /// Stores `article` under its id: a new row, an update, or nothing when it is there already.
    ///
    /// An address belongs to one article: when another one holds it, this one is stored without,
    /// with a warning; unless `identifiedByURL` says that its id was only derived from its
    /// address: then it *is* that other one, and updates it.
    ///
    /// - Throws: `CancellationError` or an error of SQLite's; the whole transaction is lost then,
    ///   even if the caller goes on.
    package func put(
        _ article: Article, identifiedByURL: Bool = false, fields: Fields = .all
    ) throws -> PutResult {
        if let failure { throw failure }
        do {
            if isCancelled() { throw CancellationError() }
            let result = try store(article, identifiedByURL: identifiedByURL, fields: fields)
            counts.count(result)
            return result
        } catch {
            failure = error
            throw error
        }
    }

    private func store(
        _ article: Article, identifiedByURL: Bool, fields: Fields
    ) throws -> PutResult {
        var article = article
        if let reason = Self.refusal(article) {
            return PutResult(outcome: .rejected(reason), id: article.id)
        }
        var warnings: [String] = []
        if article.removeNULs() { warnings.append("NUL characters are left out") }
        let (wasKnown, holder) = try lookUp(article)
        var isKnown = wasKnown
        if let url = article.url, let holder {
            if identifiedByURL, !isKnown {
                article.id = holder
                isKnown = true
            } else if !isKnown, holder == NormalizedURL.normalize(url) {
                // It came without an id, under its address; now the newsroom's own id is known.
                try rename.execute(arguments: [article.id, holder])
                isKnown = true
            } else {
                article.url = nil
                warnings.append(
                    "url \(url) belongs to article \(holder) already; stored without it")
            }
        }
        if fields != .all {
            if isKnown, let stored = try storedArticle(article.id) {
                article.fill(from: stored, keepsStatus: fields == .published)
            } else if identifiedByURL, let normalized = article.url.flatMap(NormalizedURL.normalize)
            {
                article.url = normalized
            }
        }
        let values = ArticleRow.values(article, warnings: &warnings)
        do {
            let outcome: PutResult.Outcome =
                switch try rows.put(values, isKnown: isKnown) {
                case .new: .new
                case .updated: .updated
                case .unchanged: .unchanged
                }
            return PutResult(outcome: outcome, id: article.id, warnings: warnings)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            let reason = error.message ?? "the row breaks a rule of the table"
            return PutResult(outcome: .rejected(reason), id: article.id, warnings: warnings)
        }
    }

    private func storedArticle(_ id: String) throws -> Article? {
        var warnings = StorageWarnings()
        guard let row = try Row.fetchOne(stored, arguments: [id]) else { return nil }
        return ArticleRow.article(row, warnings: &warnings)
    }

    /// Whether there is a row with the article's id, and which other one holds its address: as it
    /// is written, normalised, or normalised with a trailing slash.
    private func lookUp(_ article: Article) throws -> (isKnown: Bool, holder: String?) {
        let normalized = article.url.flatMap(NormalizedURL.normalize)
        let spellings: StatementArguments = [
            article.url, normalized, normalized.map { $0 + "/" },
        ]
        let answers = try Row.fetchCursor(questions, arguments: [article.id] + spellings)
        guard let row = try answers.next() else { return (false, nil) }
        return (row[0], StoredRow.key(row, 1))
    }

    /// Why no row can hold the article; nil when one can.
    private static func refusal(_ article: Article) -> String? {
        if article.id.isEmpty { return "the id is empty" }
        if article.id.containsNUL { return "the id contains a NUL character" }
        // Far below SQLite's limit of 1e9 bytes a row, far above any article.
        let byteCount = article.body.utf8.count + article.summary.utf8.count
        if byteCount > 256 << 20 { return "the text is longer than 256 MiB" }
        return nil
    }
}

internal import Foundation
internal import GRDB

extension Catalogue {
    /// All pins, blocks and blocked terms as of one moment, expired ones too.
    ///
    /// A row is left out, with a warning, when an article that it names is missing or a value can't
    /// be read. Only the end of a block may be broken: then it has none, because what an editor
    /// took out must not come back by mistake.
    package func loadEditorial() throws -> (editorial: Editorial, warnings: StorageWarnings) {
        try file.read { db in
            var loader = EditorialLoader(db: db)
            let editorial = Editorial(
                pins: try loader.rows(.pin) { $0.pin() },
                blocks: try loader.rows(.block) { $0.block() },
                blockedTerms: try loader.rows(.blockedTerm) { $0.block() })
            return (editorial, loader.warnings)
        }
    }
}

/// Reads the editorial tables inside one transaction.
private struct EditorialLoader {
    let db: Database
    private(set) var warnings = StorageWarnings()

    init(db: Database) { self.db = db }

    mutating func rows<Value>(
        _ table: EditorialTable, _ read: (inout StoredRow) -> Value?
    ) throws -> [Value] {
        let cursor = try Row.fetchCursor(
            db,
            sql: """
                SELECT \(table.columnList) FROM \(table.rawValue) WHERE \(isWhole(table))
                ORDER BY article_id, \(table.subject)
                """)
        var values: [Value] = []
        while let row = try cursor.next() {
            guard var stored = StoredRow(row, table: table.rawValue) else {
                warnings.add("\(table.rawValue): a key is not UTF-8 text; the row is left out")
                continue
            }
            if let value = read(&stored) { values.append(value) }
            warnings.add(all: stored.warnings)
        }
        try warnOfOrphans(table)
        return values
    }

    /// Whether all articles that a row names are there.
    private func isWhole(_ table: EditorialTable) -> String {
        let page = "(coalesce(article_id, '') = '' OR \(isThere("article_id")))"
        return table.namesTwoArticles ? "\(page) AND \(isThere(table.subject))" : page
    }

    private func isThere(_ column: String) -> String {
        "EXISTS(SELECT 1 FROM article WHERE article.id = \(column))"
    }

    private mutating func warnOfOrphans(_ table: EditorialTable) throws {
        let cursor = try Row.fetchCursor(
            db,
            sql: """
                SELECT \(table.subject) FROM \(table.rawValue) WHERE NOT (\(isWhole(table)))
                ORDER BY article_id, \(table.subject)
                """)
        while let row = try cursor.next() {
            let subject = StoredRow.key(row, 0) ?? "?"
            warnings.add(
                "\(table.rawValue) \(subject): an article that it names is missing; left out")
        }
    }
}

/// Values of the editorial tables from rows in the order of `EditorialTable.columnList`.
extension StoredRow {
    fileprivate mutating func pin() -> Editorial.Pin? {
        guard let article = StoredRow.key(row, 1), let position = integer(3),
            (1...100).contains(position), let end = end()
        else {
            warn("has a page, a position or an end that can't be read; the row is left out")
            return nil
        }
        return Editorial.Pin(
            article: article, pinned: id, position: Int(position), expiresAt: end)
    }

    fileprivate mutating func block() -> Editorial.Block? {
        var article: String?
        if let bytes: Data = row[1], !bytes.isEmpty {
            article = StoredRow.key(row, 1)
            if article == nil {
                warn("has a page that can't be read; the row is left out")
                return nil
            }
        }
        return Editorial.Block(article: article, subject: id, expiresAt: time(2))
    }

    /// `.some(nil)` for none, nil for one that can't be read.
    private mutating func end() -> Date?? {
        guard filledText(2) != nil else { return .some(nil) }
        return time(2).map { .some($0) }
    }
}

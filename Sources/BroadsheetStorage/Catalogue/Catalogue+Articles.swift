package import BroadsheetArticles
internal import GRDB

/// What a pass over all articles found.
package struct ArticleLoad: Sendable, Hashable {
    /// How many articles were handed over.
    package var count: Int
    /// Where the change feed stood at that moment.
    package var position: ChangePosition
    /// See `CatalogueMark`.
    package var schemaVersion: Int64
    /// Rows left out and values repaired.
    package var warnings: StorageWarnings
}

/// How many articles there are in each state.
package struct ArticleCounts: Sendable, Hashable {
    package var published = 0
    package var draft = 0
    package var withdrawn = 0

    /// All of them.
    package var total: Int { published + draft + withdrawn }
}

extension Catalogue {
    /// Hands every article over, drafts and withdrawn ones too, by id bytes, all as of one moment.
    ///
    /// - Parameter withText: whether bodies are read; without, they are empty.
    package func loadArticles(
        withText: Bool = true, _ body: (Article) throws -> Void
    ) throws -> ArticleLoad {
        let columns = withText ? ArticleRow.columnList : ArticleRow.columnListWithoutText
        return try file.read { db in
            var load = ArticleLoad(
                count: 0, position: try ChangePosition.newest(db),
                schemaVersion: try CatalogueSchema.version(db), warnings: StorageWarnings())
            let rows = try Row.fetchCursor(
                db, sql: "SELECT \(columns) FROM article ORDER BY id")
            while let row = try rows.next() {
                guard let article = ArticleRow.article(row, warnings: &load.warnings) else {
                    continue
                }
                try body(article)
                load.count += 1
            }
            return load
        }
    }

    /// The article with this id, whatever its state; nil when there is none.
    package func article(id: String) throws -> Article? {
        try articles(ids: [id]).first
    }

    /// The articles with these ids, in the order given; ids that name none are passed over.
    package func articles(ids: [String]) throws -> [Article] {
        try file.read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT \(ArticleRow.columnList) FROM article WHERE id = ?")
            var warnings = StorageWarnings()
            return try ids.compactMap { id in
                guard !id.containsNUL else { return nil }
                let row = try Row.fetchOne(statement, arguments: [id])
                return row.flatMap { ArticleRow.article($0, warnings: &warnings) }
            }
        }
    }

    /// How many articles there are in each state.
    package func articleCounts() throws -> ArticleCounts {
        try file.read { db in
            var counts = ArticleCounts()
            let rows = try Row.fetchCursor(
                db, sql: "SELECT status, count(*) FROM article GROUP BY status")
            while let row = try rows.next() {
                guard let status = StoredRow.key(row, 0) else { continue }
                switch Article.Status(rawValue: status) {
                case .published: counts.published = row[1]
                case .draft: counts.draft = row[1]
                case .withdrawn: counts.withdrawn = row[1]
                case nil: continue
                }
            }
            return counts
        }
    }
}

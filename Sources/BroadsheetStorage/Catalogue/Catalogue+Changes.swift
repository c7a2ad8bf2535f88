package import BroadsheetArticles
package import Foundation
internal import GRDB

/// What happened to the catalogue since a reader last looked.
package enum CatalogueChanges: Sendable, Hashable {
    /// Nothing.
    case none
    /// These rows.
    case some(ChangeSet)
    /// More than the feed still knows: load everything again.
    case reloadEverything
}

/// The rows that changed, as they are now, and the place in the feed up to which that is so.
package struct ChangeSet: Sendable, Hashable {
    /// Articles that are there, new or changed, by id bytes; drafts and withdrawn ones too.
    package var articles: [Article]
    /// Ids of articles that are not there any more or can't be read, by bytes.
    package var removedArticleIDs: [String]
    /// Ids of articles that changed too and have not been read, because there are more than asked
    /// for: the newest change first. `changedArticles(ids:)` reads them.
    package var unreadArticleIDs: [String] = []
    /// Whether any slot, advertiser, campaign, line item or creative changed.
    package var adsChanged: Bool
    /// Whether any pin, block or blocked term changed, or an article that one names came or went.
    package var editorialChanged: Bool
    /// Where to go on.
    package var position: ChangePosition
    /// Values repaired and rows left out.
    package var warnings: StorageWarnings
}

/// Articles as they are now.
package struct ChangedArticles: Sendable, Hashable {
    /// Those that are there, in the order asked for.
    package var articles: [Article] = []
    /// Ids of those that are not there or can't be read.
    package var removedIDs: [String] = []
    /// Values repaired and rows left out.
    package var warnings = StorageWarnings()
}

extension Catalogue {
    /// The changes since `position` and the changed articles themselves, all as of one moment.
    ///
    /// - Parameter limit: when more articles than this changed, only the ids are read.
    package func changes(
        since position: ChangePosition, limit: Int = .max
    ) throws -> CatalogueChanges {
        try file.read { db in
            let newest = try ChangePosition.newest(db)
            if newest == position { return .none }
            guard newest.sequence > position.sequence, try position.isContinued(in: db) else {
                return .reloadEverything
            }
            var isMuch = newest.sequence - position.sequence > limit
            if isMuch {
                isMuch = try articleCount(db, changedSince: position, limit: limit) > limit
            }
            return .some(try changeSet(db, from: position, to: newest, readsArticles: !isMuch))
        }
    }

    /// Forgets changes made before `date`, but never the newest. What stays is the unbroken end of
    /// the feed, so that a reader either finds the row that it saw last and everything after it,
    /// or knows that it must load everything again.
    package func pruneChanges(olderThan date: Date) throws {
        let date = StoredTime.text(date) ?? ""
        try file.write { db in
            try db.execute(
                sql: """
                    DELETE FROM change WHERE seq < coalesce(
                        (SELECT min(seq) FROM change WHERE at >= ?), (SELECT max(seq) FROM change))
                    """, arguments: [date])
        }
    }

    /// The articles with these ids as they are at one moment, whatever happened to them.
    package func changedArticles(ids: [String]) throws -> ChangedArticles {
        try file.read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT \(ArticleRow.columnList) FROM article WHERE id = ?")
            var changed = ChangedArticles()
            for id in ids {
                let row = id.containsNUL ? nil : try Row.fetchOne(statement, arguments: [id])
                let article = row.flatMap { ArticleRow.article($0, warnings: &changed.warnings) }
                if let article {
                    changed.articles.append(article)
                } else {
                    changed.removedIDs.append(id)
                }
            }
            return changed
        }
    }

    /// Number of articles that changed, counted up to one more than `limit`.
    private func articleCount(
        _ db: Database, changedSince position: ChangePosition, limit: Int
    ) throws -> Int {
        try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM (SELECT DISTINCT id FROM change
                    WHERE seq > ? AND kind = 'article' LIMIT ? + 1)
                """, arguments: [position.sequence, limit]) ?? 0
    }

    private func changeSet(
        _ db: Database, from position: ChangePosition, to newest: ChangePosition,
        readsArticles: Bool
    ) throws -> ChangeSet {
        var set = ChangeSet(
            articles: [], removedArticleIDs: [], adsChanged: false, editorialChanged: false,
            position: newest, warnings: StorageWarnings())
        if readsArticles {
            try readArticles(db, changedSince: position, into: &set)
        } else {
            set.unreadArticleIDs = try articleIDs(db, changedSince: position)
        }
        let editorial = EditorialTable.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        set.adsChanged = try happened(
            db, since: position, "kind NOT IN ('article', \(editorial))")
        set.editorialChanged =
            try happened(db, since: position, "kind IN (\(editorial))")
            || happened(
                db, since: position,
                """
                kind = 'article' AND op <> 'update'
                AND id IN (\(EditorialTable.namedArticles))
                """)
        return set
    }

    /// Ids of the articles that changed, the newest change first.
    private func articleIDs(_ db: Database, changedSince position: ChangePosition) throws
        -> [String]
    {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT id FROM change WHERE seq > ? AND kind = 'article'
                GROUP BY id ORDER BY max(seq) DESC
                """, arguments: [position.sequence])
        var ids: [String] = []
        while let row = try rows.next() {
            if let id = StoredRow.key(row, 0) { ids.append(id) }
        }
        return ids
    }

    private func readArticles(
        _ db: Database, changedSince position: ChangePosition, into set: inout ChangeSet
    ) throws {
        let isRecent = "seq > ?1 AND kind = 'article'"
        let present = try Row.fetchCursor(
            db,
            sql: """
                SELECT \(ArticleRow.columnList) FROM article
                WHERE id IN (SELECT id FROM change WHERE \(isRecent)) ORDER BY id
                """, arguments: [position.sequence])
        while let row = try present.next() {
            if let article = ArticleRow.article(row, warnings: &set.warnings) {
                set.articles.append(article)
            } else if let id = StoredRow.key(row, 0) {
                set.removedArticleIDs.append(id)
            }
        }
        let absent = try Row.fetchCursor(
            db,
            sql: """
                SELECT DISTINCT id FROM change WHERE \(isRecent)
                AND NOT EXISTS(SELECT 1 FROM article WHERE article.id = change.id) ORDER BY id
                """, arguments: [position.sequence])
        while let row = try absent.next() {
            if let id = StoredRow.key(row, 0) { set.removedArticleIDs.append(id) }
        }
        set.removedArticleIDs.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Whether the feed holds a row after `position` for which `condition` is true.
    private func happened(
        _ db: Database, since position: ChangePosition, _ condition: String
    ) throws -> Bool {
        try Bool.fetchOne(
            db, sql: "SELECT EXISTS(SELECT 1 FROM change WHERE seq > ? AND \(condition))",
            arguments: [position.sequence]) ?? false
    }
}

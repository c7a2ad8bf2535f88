package import BroadsheetArticles
internal import GRDB

extension Catalogue {
    /// Runs an import in one transaction: what `feed` puts goes in together, or, when it throws,
    /// is cancelled or the disk is full, not at all.
    ///
    /// - Parameter isCancelled: asked before every article.
    package func importArticles(
        isCancelled: @escaping () -> Bool = { false },
        _ feed: (ImportSession) throws -> Void
    ) throws -> ImportCounts {
        try file.write { db in
            let session = try ImportSession(db, isCancelled: isCancelled)
            try feed(session)
            if let failure = session.failure { throw failure }
            if isCancelled() { throw CancellationError() }
            return session.counts
        }
    }

    /// Stores one article, for a publish hook.
    package func publish(_ article: Article) throws -> PutResult {
        var result = PutResult(outcome: .unchanged, id: article.id)
        _ = try importArticles { result = try $0.put(article) }
        return result
    }

    /// Takes an article back: it stays in the catalogue and is never shown. False when there is
    /// no such article.
    package func withdraw(id: String) throws -> Bool {
        guard !id.containsNUL else { return false }
        return try file.write { db in
            try db.execute(
                sql: """
                    UPDATE article SET status = 'withdrawn'
                    WHERE id = ? AND status IS NOT 'withdrawn'
                    """, arguments: [id])
            return try Bool.fetchOne(
                db, sql: "SELECT EXISTS(SELECT 1 FROM article WHERE id = ?)", arguments: [id])
                ?? false
        }
    }
}

internal import BroadsheetAds
internal import BroadsheetArticles
package import Foundation
internal import GRDB

extension SQLiteLedger {
    /// Rows that one transaction of `prune` looks at: a few milliseconds of work, for which
    /// beacons wait.
    private static let pruneStep = 1_000

    package func prune(
        before: Date, progress: (PrunedRows) -> Bool
    ) throws -> PrunedRows {
        var rows = PrunedRows()
        let limit = try pruneLimit(before: before)
        rows.isComplete =
            try pruneDecisions(limit, &rows, progress) && pruneEvents(&rows, progress)
            && pruneLists(limit, &rows, progress) && pruneSnapshots(limit, &rows, progress)
        try pruneForgotten(limit)
        return rows
    }

    /// The limit as columns of times have it.
    private func pruneLimit(before: Date) throws -> String {
        let latest = try file.read { db in
            try Row.fetchOne(db, sql: "SELECT max(at) FROM decision")?.name(0)
        }
        let decided = latest.flatMap(UTCTime.parse).map { LedgerInstant($0) } ?? .earliest
        let limit = LedgerRetention.limit(
            before: before, now: max(decided, try committedTime()).date)
        return StoredTime.text(limit) ?? ""
    }

    private func pruneForgotten(_ limit: String) throws {
        guard let limit = UTCTime.parse(limit) else { return }
        _ = try delete(
            "DELETE FROM forgotten WHERE at < ?",
            [StoredTime.text(ForgottenReader.limit(pruningTo: limit))])
    }

    private func pruneDecisions(
        _ limit: String, _ rows: inout PrunedRows, _ progress: (PrunedRows) -> Bool
    ) throws -> Bool {
        while true {
            let gone = try delete(
                """
                DELETE FROM decision WHERE rowid IN (
                    SELECT rowid FROM decision WHERE at < ? ORDER BY at LIMIT \(Self.pruneStep))
                """, [limit])
            rows.decisions += gone
            guard progress(rows) else { return false }
            if gone == 0 { return true }
        }
    }

    /// Events lie in the order in which they came and have no index of decisions beside that of
    /// billable ones, which nothing else would use: all are looked at, those without a decision go.
    private func pruneEvents(
        _ rows: inout PrunedRows, _ progress: (PrunedRows) -> Bool
    ) throws -> Bool {
        for kind in DeliveryEvent.Kind.allCases {
            let isDone = try eachStep(of: kind.rawValue) { first, last in
                rows.add(
                    try delete(
                        """
                        DELETE FROM \(kind.rawValue) WHERE seq > ? AND seq <= ? AND NOT EXISTS (
                            SELECT 1 FROM decision WHERE id = decision_id)
                        """, [first, last]), kind)
                return progress(rows)
            }
            guard isDone else { return false }
        }
        return true
    }

    private func pruneLists(
        _ limit: String, _ rows: inout PrunedRows, _ progress: (PrunedRows) -> Bool
    ) throws -> Bool {
        try eachStep(of: "list_event") { first, last in
            rows.listEvents += try delete(
                "DELETE FROM list_event WHERE seq > ? AND seq <= ? AND at < ?",
                [first, last, limit])
            return progress(rows)
        }
    }

    /// What decisions name is read beside the writer; those that came in meanwhile are asked in the
    /// transaction that removes.
    private func pruneSnapshots(
        _ limit: String, _ rows: inout PrunedRows, _ progress: (PrunedRows) -> Bool
    ) throws -> Bool {
        let (known, last) = try file.read { db in
            let last = try Int64.fetchOne(db, sql: "SELECT max(rowid) FROM decision") ?? 0
            return (try Self.hashes(db, after: nil), last)
        }
        let gone = try file.write { db in
            let used = try known.union(Self.hashes(db, after: last))
            let old = try Row.fetchAll(
                db, sql: "SELECT hash, kind FROM snapshot WHERE at < ?", arguments: [limit])
            return try old.compactMap { row -> CampaignSnapshot.Kind? in
                guard !used.contains(row.name(0)) else { return nil }
                try db.execute(
                    sql: "DELETE FROM snapshot WHERE hash = ?", arguments: [row.name(0)])
                return CampaignSnapshot.Kind(rawValue: row.name(1)) ?? .campaigns
            }
        }
        for kind in gone { rows.add(1, kind) }
        return progress(rows)
    }

    /// Every hash that decisions behind a row name.
    private static func hashes(_ db: Database, after row: Int64?) throws -> Set<String> {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT DISTINCT snapshot, plan, configuration FROM decision
                WHERE rowid > ifnull(?, -9223372036854775808)
                """, arguments: [row])
        var hashes: Set<String> = []
        while let row = try rows.next() {
            for column in 0..<3 where !row.hasNull(atIndex: column) {
                hashes.insert(row.name(column))
            }
        }
        return hashes
    }

    // MARK: Steps

    /// Runs `body` on parts of a table, by their numbers; it stops where `body` says false.
    private func eachStep(
        of table: String, _ body: (_ after: Int64, _ last: Int64) throws -> Bool
    ) throws -> Bool {
        var first = Int64.min
        while true {
            let last = try file.read { db in
                try Int64.fetchOne(
                    db,
                    sql: """
                        SELECT max(seq) FROM (
                            SELECT seq FROM \(table) WHERE seq > ? ORDER BY seq
                            LIMIT \(Self.pruneStep))
                        """, arguments: [first])
            }
            guard let last else { return true }
            guard try body(first, last) else { return false }
            first = last
        }
    }

    private func delete(
        _ sql: String, _ arguments: [(any DatabaseValueConvertible)?]
    ) throws -> Int {
        try file.write { db in
            try db.cachedStatement(sql: sql).execute(arguments: StatementArguments(arguments))
            return db.changesCount
        }
    }
}

package import BroadsheetAds
internal import BroadsheetArticles
package import Foundation
internal import GRDB

extension SQLiteLedger {
    package func decision(id: String) throws -> DecisionRow? {
        try file.read { db in
            let row = try Row.fetchOne(
                db, sql: "SELECT \(DecisionRow.columns) FROM decision WHERE id = ?",
                arguments: [id])
            guard let row, var stored = StoredRow(row, table: "decision") else { return nil }
            return DecisionRow(&stored)
        }
    }

    package func readDecisions(
        from: Date, until: Date, _ body: (DecisionRow) throws -> Void
    ) throws {
        guard let start = StoredTime.text(from), let limit = StoredTime.text(until) else { return }
        var last = (at: start, row: Int64.min)
        while true {
            let rows = try decisions(after: last, before: limit)
            for row in rows {
                guard var stored = StoredRow(row, table: "decision") else { continue }
                try body(DecisionRow(&stored))
            }
            guard rows.count == Self.readStep, let end = rows.last else { return }
            let next = Self.place(of: end)
            // Times that somebody damaged so that they don't read back must not turn it round.
            guard next.at > last.at || (next.at == last.at && next.row > last.row) else { return }
            last = next
        }
    }

    /// Decisions that one transaction of `readDecisions` reads. Between two of them `body` may ask
    /// the ledger, and the `-wal` file can be emptied.
    private static let readStep = 1_000

    private func decisions(
        after last: (at: String, row: Int64), before limit: String
    ) throws -> [Row] {
        try file.read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT \(DecisionRow.columns), rowid FROM decision
                    WHERE (at, rowid) > (?, ?) AND at < ? ORDER BY at, rowid
                    LIMIT \(Self.readStep)
                    """)
            return try Row.fetchAll(statement, arguments: [last.at, last.row, limit])
        }
    }

    private static func place(of row: Row) -> (at: String, row: Int64) {
        (row.name(1), row.number(row.count - 1))
    }

    package func size() throws -> LedgerSize {
        try file.read { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            let free = try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
            let page = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT count(*), count(record), ifnull(sum(length(record)), 0) FROM decision
                    """)
            func number(_ column: Int) -> Int { Int(clamping: row?.number(column) ?? 0) }
            return LedgerSize(
                decisions: number(0), records: number(1), recordBytes: number(2),
                bytes: (pages - free) * page)
        }
    }

    package func snapshot(hash: String) throws -> CampaignSnapshot? {
        try file.read { db in
            let row = try Row.fetchOne(
                db, sql: "SELECT hash, content, at, kind FROM snapshot WHERE hash = ?",
                arguments: [hash])
            guard let row, var stored = StoredRow(row, table: "snapshot") else { return nil }
            return CampaignSnapshot(
                kind: stored.choice(3, else: .campaigns), hash: stored.id, content: stored.text(1),
                at: stored.moment(2))
        }
    }

    package func events(_ kind: DeliveryEvent.Kind) throws -> [EventRow] {
        try rows(
            "SELECT decision_id, at, verdict, reason FROM \(kind.rawValue) ORDER BY seq",
            table: kind.rawValue
        ) { stored in
            EventRow(
                decisionID: stored.id, at: stored.moment(1),
                verdict: stored.choice(2, else: .invalid), reason: stored.optionalText(3))
        }
    }

    package func listEvents() throws -> [ListEventRow] {
        try rows(
            """
            SELECT list_id, at, kind, article_id, position, variant, propensity, items, verdict
            FROM list_event ORDER BY seq
            """, table: "list_event"
        ) { stored in
            ListEventRow(
                listID: stored.id, at: stored.moment(1), kind: stored.text(2),
                articleID: stored.optionalText(3),
                position: stored.integer(4).flatMap(Int.init(exactly:)),
                variant: stored.optionalText(5), propensity: stored.number(6),
                items: stored.optionalText(7).flatMap(StoredList.list),
                verdict: stored.choice(8, else: .duplicate))
        }
    }

    package func deliveryCounts() throws -> [DeliveryCounts] {
        try file.read { db in
            // One list of rows (line item, what, verdict, how many), so that everything is
            // counted as of one moment and comes sorted by id bytes.
            let events = DeliveryEvent.Kind.allCases.map { kind in
                """
                UNION ALL SELECT line_item_id, '\(kind.rawValue)', verdict, count(*)
                FROM \(kind.rawValue) JOIN decision ON decision.id = decision_id
                WHERE line_item_id IS NOT NULL GROUP BY 1, 3
                """
            }
            let cursor = try Row.fetchCursor(
                db,
                sql: """
                    SELECT line_item_id, 'decision', '', count(*) FROM decision
                    WHERE line_item_id IS NOT NULL GROUP BY 1
                    \(events.joined(separator: "\n")) ORDER BY 1, 2, 3
                    """)
            var counts: [DeliveryCounts] = []
            while let row = try cursor.next() {
                guard var stored = StoredRow(row, table: "decision") else { continue }
                if counts.last.map({ Array($0.lineItemID.utf8) != Array(stored.id.utf8) }) ?? true {
                    counts.append(DeliveryCounts(lineItemID: stored.id))
                }
                let number = stored.integer(3).flatMap(Int.init(exactly:)) ?? 0
                let last = counts.count - 1
                if let kind = DeliveryEvent.Kind(rawValue: stored.text(1)) {
                    counts[last].add(number, kind, stored.choice(2, else: .invalid))
                } else {
                    counts[last].decisions = number
                }
            }
            return counts
        }
    }

    private func rows<Value>(
        _ sql: String, table: String, _ read: (inout StoredRow) -> Value
    ) throws -> [Value] {
        try file.read { db in
            let cursor = try Row.fetchCursor(db, sql: sql)
            var values: [Value] = []
            while let row = try cursor.next() {
                guard var stored = StoredRow(row, table: table) else { continue }
                values.append(read(&stored))
            }
            return values
        }
    }
}

extension DecisionRow {
    /// The columns that `init(_:)` reads.
    static let columns = """
        id, at, slot, article_id, line_item_id, creative_id, no_fill, propensity, policy, snapshot,
        request, plan, configuration, record
        """

    fileprivate init(_ stored: inout StoredRow) {
        self.init(
            id: stored.id, at: stored.moment(1), slot: stored.text(2),
            articleID: stored.optionalText(3), lineItemID: stored.optionalText(4),
            creativeID: stored.optionalText(5), noFill: stored.optionalText(6),
            propensity: stored.number(7), policy: stored.optionalText(8),
            snapshot: stored.optionalText(9), request: stored.optionalText(10),
            plan: stored.optionalText(11), configuration: stored.optionalText(12),
            record: stored.bytes(13))
    }
}

extension StoredRow {
    /// Bytes as they are.
    fileprivate func bytes(_ column: Int) -> [UInt8]? {
        let data: Data? = row[column]
        return data.map { [UInt8]($0) }
    }

    /// A time that is always there; the first moment of 1970 where it is broken.
    fileprivate mutating func moment(_ column: Int) -> Date {
        time(column) ?? Date(timeIntervalSince1970: 0)
    }
}

extension SQLiteLedger {
    package func goals() throws -> [GoalCounters] {
        try file.read { db in
            try Row.fetchAll(
                db, sql: "SELECT \(GoalCounters.columns) FROM goal ORDER BY key"
            ).map { GoalCounters($0) }
        }
    }

    package func leases() throws -> [Lease] {
        try file.read { db in
            try Row.fetchAll(
                db, sql: "SELECT \(Lease.columns) FROM lease ORDER BY id"
            ).compactMap { Lease($0) }
        }
    }

    package func forgotten(after position: Int64) throws -> ForgottenReaders {
        try file.read { db in
            let rows = try Row.fetchAll(
                db.cachedStatement(
                    sql: "SELECT reader, at, seq FROM forgotten WHERE seq > ? ORDER BY seq"),
                arguments: [position])
            return ForgottenReaders(
                readers: rows.map { row in
                    // A time that somebody damaged forgets all the same.
                    ForgottenReader(
                        reader: row.name(0), at: UTCTime.parse(row.name(1)) ?? .distantPast)
                },
                position: rows.last?.number(2) ?? position)
        }
    }

    package func committedTime() throws -> LedgerInstant {
        try file.read { db in
            let row = try Row.fetchOne(db, sql: "SELECT microseconds FROM ledger_state")
            return row.map { LedgerInstant(microseconds: $0.number(0)) } ?? .earliest
        }
    }
}

internal import BroadsheetArticles
internal import Foundation
internal import GRDB

/// The rows that jobs write, inside the one transaction of their batch.
struct LedgerTransaction {
    let db: Database

    /// Does one job. Throws only what concerns the whole batch, such as a full disk.
    func perform(_ job: LedgerJob) throws -> LedgerJob.Answer {
        do {
            switch job.work {
            case .decisions(let decisions):
                for decision in decisions { try insert(decision) }
                return .done
            case .list(let list):
                try insert(list)
                return .done
            case .snapshot(let snapshot):
                try insert(snapshot)
                return .done
            case .event(let event, _): return .verdict(try insert(event))
            case .listEvent(let event, _): return .listVerdict(try insert(event))
            case .flush: return .done
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            return .refused(error)
        }
    }

    private func insert(_ decision: DecisionRow) throws {
        try run(
            """
            INSERT INTO decision(id, at, slot, article_id, line_item_id, creative_id, no_fill,
                propensity, policy, snapshot, request)
            VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO NOTHING
            """,
            [
                decision.id, time(decision.at), decision.slot, decision.articleID,
                decision.lineItemID, decision.creativeID, decision.noFill, decision.propensity,
                decision.policy, decision.snapshot, decision.request,
            ])
    }

    private func insert(_ snapshot: CampaignSnapshot) throws {
        try run(
            "INSERT INTO snapshot(hash, content, at) VALUES(?, ?, ?) ON CONFLICT(hash) DO NOTHING",
            [snapshot.hash, snapshot.content, time(snapshot.at)])
    }

    private func insert(_ event: DeliveryEvent) throws -> Verdict {
        try insert(event.decision)
        let table = event.kind.rawValue
        let isBilled = try exists(
            "SELECT 1 FROM \(table) WHERE decision_id = ? AND verdict = 'billable'",
            [event.decision.id])
        let verdict = event.verdict(afterBillable: isBilled)
        try run(
            "INSERT INTO \(table)(decision_id, at, verdict, reason) VALUES(?, ?, ?, ?)",
            [event.decision.id, time(event.at), verdict.rawValue, event.reason])
        return verdict
    }

    private func insert(_ list: ServedList) throws {
        try run(
            """
            INSERT INTO list_event(list_id, at, kind, article_id, variant, propensity, items,
                verdict)
            VALUES(?, ?, 'list', ?, ?, ?, ?, 'counted') ON CONFLICT DO NOTHING
            """,
            [
                list.id, time(list.at), list.articleID, list.variant, list.propensity,
                ArticleRecord.encode(texts: list.items),
            ])
    }

    private func insert(_ event: ListEvent) throws -> ListVerdict {
        try insert(event.list)
        let isCounted = try exists(
            """
            SELECT 1 FROM list_event WHERE list_id = ? AND kind = ?
                AND ifnull(position, -1) = ifnull(?, -1) AND verdict = 'counted'
            """, [event.list.id, event.kind, event.position])
        let verdict = event.verdict(afterCounted: isCounted)
        try run(
            """
            INSERT INTO list_event(list_id, at, kind, article_id, position, verdict)
            VALUES(?, ?, ?, ?, ?, ?)
            """,
            [
                event.list.id, time(event.at), event.kind, event.list.articleID, event.position,
                verdict.rawValue,
            ])
        return verdict
    }

    /// A clock that runs outside the years 0…9999 must not stop the books.
    private func time(_ date: Date) -> String {
        StoredTime.text(date) ?? "0000-01-01T00:00:00Z"
    }

    private func run(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?]) throws {
        try db.cachedStatement(sql: sql).execute(arguments: StatementArguments(arguments))
    }

    private func exists(
        _ sql: String, _ arguments: [(any DatabaseValueConvertible)?]
    ) throws -> Bool {
        let statement = try db.cachedStatement(sql: sql)
        return try Row.fetchOne(statement, arguments: StatementArguments(arguments)) != nil
    }
}

internal import BroadsheetAds
internal import BroadsheetArticles
internal import Foundation
internal import GRDB

/// The rows of decisions, events and lists, written in one transaction through statements that
/// are looked up once.
final class LedgerStatements {
    private let db: Database

    init(_ db: Database) throws {
        self.db = db
    }

    /// Whether the decision was not known.
    @discardableResult
    func insert(_ decision: DecisionRow) throws -> Bool {
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
        return db.changesCount > 0
    }

    func insert(_ snapshot: CampaignSnapshot) throws {
        try run(
            "INSERT INTO snapshot(hash, content, at) VALUES(?, ?, ?) ON CONFLICT(hash) DO NOTHING",
            [snapshot.hash, snapshot.content, time(snapshot.at)])
    }

    func isBilled(_ kind: DeliveryEvent.Kind, _ decision: String) throws -> Bool {
        try exists(
            "SELECT 1 FROM \(kind.rawValue) WHERE decision_id = ? AND verdict = 'billable'",
            [decision])
    }

    func insert(_ event: DeliveryEvent, verdict: Verdict, at: Date) throws {
        try run(
            """
            INSERT INTO \(event.kind.rawValue)(decision_id, at, verdict, reason)
            VALUES(?, ?, ?, ?)
            """, [event.decision.id, time(at), verdict.rawValue, event.reason])
    }

    func insert(_ list: ServedList) throws {
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

    func insert(_ event: ListEvent) throws -> ListVerdict {
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

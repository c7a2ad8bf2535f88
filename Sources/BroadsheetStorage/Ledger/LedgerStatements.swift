internal import BroadsheetAds
internal import BroadsheetArticles
internal import Foundation
internal import GRDB

/// The rows of decisions, events and lists, written in one transaction through statements that
/// are looked up once.
final class LedgerStatements {
    private let db: Database
    private let insertDecision: Statement
    private let findDecision: Statement
    private var events: [DeliveryEvent.Kind: EventStatements] = [:]
    /// Rows that come together mostly have the same second.
    private var lastTime: (second: Double, text: String)?

    private struct EventStatements {
        let insertBillable: Statement
        let insertOther: Statement
        let findBillable: Statement
        let markOverGoal: Statement
    }

    init(_ db: Database) throws {
        self.db = db
        insertDecision = try db.cachedStatement(
            sql: """
                INSERT INTO decision(id, at, slot, article_id, line_item_id, creative_id, no_fill,
                    propensity, policy, snapshot, request)
                VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO NOTHING
                """)
        findDecision = try db.cachedStatement(sql: "SELECT 1 FROM decision WHERE id = ?")
    }

    func insert(_ decision: DecisionRow) throws {
        try insertDecision.execute(arguments: [
            decision.id, time(decision.at), decision.slot, decision.articleID,
            decision.lineItemID, decision.creativeID, decision.noFill, decision.propensity,
            decision.policy, decision.snapshot, decision.request,
        ])
    }

    /// Inserts the decision of an event, which nearly always is there already: to look costs a
    /// fraction of an insert in vain.
    func insertIfMissing(_ decision: DecisionRow) throws {
        if try Int.fetchOne(findDecision, arguments: [decision.id]) == nil { try insert(decision) }
    }

    func insert(_ snapshot: CampaignSnapshot) throws {
        try run(
            "INSERT INTO snapshot(hash, content, at) VALUES(?, ?, ?) ON CONFLICT(hash) DO NOTHING",
            [snapshot.hash, snapshot.content, time(snapshot.at)])
    }

    func isBilled(_ event: DeliveryEvent) throws -> Bool {
        let statement = try statements(event.kind).findBillable
        return try Int.fetchOne(statement, arguments: [event.decision.id]) != nil
    }

    /// Inserts a billable event; false when there is one already. The index that makes a second
    /// one impossible is asked by the insert itself.
    func insertBillable(_ event: DeliveryEvent, at: Date) throws -> Bool {
        try statements(event.kind).insertBillable.execute(arguments: [
            event.decision.id, time(at), event.reason,
        ])
        return db.changesCount > 0
    }

    /// Turns a billable event into one over goal.
    func markOverGoal(_ kind: DeliveryEvent.Kind, row: Int64) throws {
        try statements(kind).markOverGoal.execute(arguments: [row])
    }

    func insert(_ event: DeliveryEvent, verdict: Verdict, at: Date) throws {
        try statements(event.kind).insertOther.execute(arguments: [
            event.decision.id, time(at), verdict.rawValue, event.reason,
        ])
    }

    private func statements(_ kind: DeliveryEvent.Kind) throws -> EventStatements {
        if let known = events[kind] { return known }
        let table = kind.rawValue
        let made = EventStatements(
            insertBillable: try db.cachedStatement(
                sql: """
                    INSERT INTO \(table)(decision_id, at, verdict, reason)
                    VALUES(?, ?, 'billable', ?)
                    ON CONFLICT(decision_id) WHERE verdict = 'billable' DO NOTHING
                    """),
            insertOther: try db.cachedStatement(
                sql: "INSERT INTO \(table)(decision_id, at, verdict, reason) VALUES(?, ?, ?, ?)"),
            findBillable: try db.cachedStatement(
                sql: "SELECT 1 FROM \(table) WHERE decision_id = ? AND verdict = 'billable'"),
            markOverGoal: try db.cachedStatement(
                sql: "UPDATE \(table) SET verdict = 'over_goal' WHERE seq = ?"))
        events[kind] = made
        return made
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
        let find = try db.cachedStatement(
            sql: """
                SELECT 1 FROM list_event WHERE list_id = ? AND kind = ?
                    AND ifnull(position, -1) = ifnull(?, -1) AND verdict = 'counted'
                """)
        let isCounted =
            try Int.fetchOne(find, arguments: [event.list.id, event.kind, event.position]) != nil
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
        let second = date.timeIntervalSince1970.rounded(.down)
        if let lastTime, lastTime.second == second { return lastTime.text }
        let text = StoredTime.text(date) ?? "0000-01-01T00:00:00Z"
        lastTime = (second, text)
        return text
    }

    private func run(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?]) throws {
        try db.cachedStatement(sql: sql).execute(arguments: StatementArguments(arguments))
    }
}

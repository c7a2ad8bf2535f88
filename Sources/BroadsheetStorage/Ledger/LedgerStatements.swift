internal import BroadsheetAds
internal import BroadsheetArticles
internal import Foundation
internal import GRDB

/// The rows of decisions, events and lists, written through statements that are prepared once for
/// the writing connection and used for every batch.
// Safe because only the one transaction of the writing connection that is under way uses them, and
// that connection's queue runs one at a time.
final class LedgerStatements: @unchecked Sendable {
    private let db: Database
    private let insertDecision: RowStatement
    private let findDecision: RowStatement
    private let insertSnapshot: RowStatement
    private let lists: ListStatements
    private let impressions: EventStatements
    private let viewables: EventStatements
    private let clicks: EventStatements
    /// Rows that come together mostly have the same second.
    private var lastTime: (second: Double, text: String)?

    private struct EventStatements {
        let insertBillable: RowStatement
        let insertOther: RowStatement
        let findBillable: RowStatement
        let markOverGoal: RowStatement

        init(_ db: Database, table: String) throws {
            insertBillable = try RowStatement(
                db,
                sql: """
                    INSERT INTO \(table)(decision_id, at, verdict, reason)
                    VALUES(?, ?, 'billable', ?)
                    ON CONFLICT(decision_id) WHERE verdict = 'billable' DO NOTHING
                    """)
            insertOther = try RowStatement(
                db,
                sql: "INSERT INTO \(table)(decision_id, at, verdict, reason) VALUES(?, ?, ?, ?)")
            findBillable = try RowStatement(
                db, sql: "SELECT 1 FROM \(table) WHERE decision_id = ? AND verdict = 'billable'")
            markOverGoal = try RowStatement(
                db, sql: "UPDATE \(table) SET verdict = 'over_goal' WHERE seq = ?")
        }
    }

    private struct ListStatements {
        let insertList: RowStatement
        let insertEvent: RowStatement
        let findCounted: RowStatement

        init(_ db: Database) throws {
            insertList = try RowStatement(
                db,
                sql: """
                    INSERT INTO list_event(list_id, at, kind, article_id, variant, propensity,
                        items, verdict)
                    VALUES(?, ?, 'list', ?, ?, ?, ?, 'counted') ON CONFLICT DO NOTHING
                    """)
            insertEvent = try RowStatement(
                db,
                sql: """
                    INSERT INTO list_event(list_id, at, kind, article_id, position, verdict)
                    VALUES(?, ?, ?, ?, ?, ?)
                    """)
            findCounted = try RowStatement(
                db,
                sql: """
                    SELECT 1 FROM list_event WHERE list_id = ? AND kind = ?
                        AND ifnull(position, -1) = ifnull(?, -1) AND verdict = 'counted'
                    """)
        }
    }

    init(_ db: Database) throws {
        self.db = db
        insertDecision = try RowStatement(
            db,
            sql: """
                INSERT INTO decision(\(DecisionRow.columns))
                VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO NOTHING
                """)
        findDecision = try RowStatement(db, sql: "SELECT 1 FROM decision WHERE id = ?")
        insertSnapshot = try RowStatement(
            db,
            sql: """
                INSERT INTO snapshot(hash, content, at, kind) VALUES(?, ?, ?, ?)
                ON CONFLICT(hash) DO NOTHING
                """)
        lists = try ListStatements(db)
        impressions = try EventStatements(db, table: DeliveryEvent.Kind.impression.rawValue)
        viewables = try EventStatements(db, table: DeliveryEvent.Kind.viewable.rawValue)
        clicks = try EventStatements(db, table: DeliveryEvent.Kind.click.rawValue)
    }

    // MARK: Decisions

    func insert(_ decision: DecisionRow) throws {
        insertDecision.add(decision.id)
        insertDecision.add(time(decision.at))
        insertDecision.add(decision.slot)
        insertDecision.add(decision.articleID)
        insertDecision.add(decision.lineItemID)
        insertDecision.add(decision.creativeID)
        insertDecision.add(decision.noFill)
        insertDecision.add(decision.propensity)
        insertDecision.add(decision.policy)
        insertDecision.add(decision.snapshot)
        insertDecision.add(decision.request)
        insertDecision.add(decision.plan)
        insertDecision.add(decision.configuration)
        insertDecision.add(decision.record)
        try insertDecision.run()
    }

    /// Inserts the decision of an event, which nearly always is there already: to look costs a
    /// fraction of an insert in vain.
    func insertIfMissing(_ decision: DecisionRow) throws {
        findDecision.add(decision.id)
        if try !findDecision.run() { try insert(decision) }
    }

    func insert(_ snapshot: CampaignSnapshot) throws {
        insertSnapshot.add(snapshot.hash)
        insertSnapshot.add(snapshot.content)
        insertSnapshot.add(time(snapshot.at))
        insertSnapshot.add(snapshot.kind.rawValue)
        try insertSnapshot.run()
    }

    // MARK: Events

    func isBilled(_ event: DeliveryEvent) throws -> Bool {
        let statement = statements(event.kind).findBillable
        statement.add(event.decision.id)
        return try statement.run()
    }

    /// Inserts a billable event; false when there is one already. The index that makes a second
    /// one impossible is asked by the insert itself.
    func insertBillable(_ event: DeliveryEvent, at: Date) throws -> Bool {
        let statement = statements(event.kind).insertBillable
        statement.add(event.decision.id)
        statement.add(time(at))
        statement.add(event.reason)
        try statement.run()
        return db.changesCount > 0
    }

    /// Turns a billable event into one over goal.
    func markOverGoal(_ kind: DeliveryEvent.Kind, row: Int64) throws {
        let statement = statements(kind).markOverGoal
        statement.add(row)
        try statement.run()
    }

    func insert(_ event: DeliveryEvent, verdict: Verdict, at: Date) throws {
        let statement = statements(event.kind).insertOther
        statement.add(event.decision.id)
        statement.add(time(at))
        statement.add(verdict.rawValue)
        statement.add(event.reason)
        try statement.run()
    }

    private func statements(_ kind: DeliveryEvent.Kind) -> EventStatements {
        switch kind {
        case .impression: impressions
        case .viewable: viewables
        case .click: clicks
        }
    }

    // MARK: Lists

    func insert(_ list: ServedList) throws {
        lists.insertList.add(list.id)
        lists.insertList.add(time(list.at))
        lists.insertList.add(list.articleID)
        lists.insertList.add(list.variant)
        lists.insertList.add(list.propensity)
        lists.insertList.add(ArticleRecord.encode(texts: list.items))
        try lists.insertList.run()
    }

    func insert(_ event: ListEvent) throws -> ListVerdict {
        try insert(event.list)
        let position = event.position.map(Int64.init)
        lists.findCounted.add(event.list.id)
        lists.findCounted.add(event.kind)
        lists.findCounted.add(position)
        let verdict = event.verdict(afterCounted: try lists.findCounted.run())
        lists.insertEvent.add(event.list.id)
        lists.insertEvent.add(time(event.at))
        lists.insertEvent.add(event.kind)
        lists.insertEvent.add(event.list.articleID)
        lists.insertEvent.add(position)
        lists.insertEvent.add(verdict.rawValue)
        try lists.insertEvent.run()
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
}

internal import BroadsheetAds
internal import BroadsheetArticles
internal import Foundation
internal import GRDB

/// What jobs write, inside the one transaction of their batch.
///
/// Goals and leases are loaded when a job first needs them, changed in a `BudgetBook` and written
/// back once by `finish`: a thousand impressions of one line item are one update of its counter.
struct LedgerTransaction {
    let db: Database
    var budgets = BudgetBook()
    var loading = BudgetLoading()
    /// The latest time committed, by this batch or before it.
    private(set) var now: LedgerInstant
    var lastFence: Int64
    private let statements: LedgerStatements

    init(db: Database, statements: LedgerStatements) throws {
        self.db = db
        self.statements = statements
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: "SELECT microseconds, last_fence, last_lease FROM ledger_state"))
        now = row.map { LedgerInstant(microseconds: $0.number(0)) } ?? .earliest
        lastFence = row?.number(1) ?? 0
        budgets.lastLease = row?.number(2) ?? 0
    }

    /// Does one job. Throws only what concerns the whole batch, such as a full disk.
    mutating func perform(_ job: LedgerJob) throws -> LedgerJob.Answer {
        do {
            switch job.work {
            case .decisions(let decisions):
                for decision in decisions { try statements.insert(decision) }
                return .done
            case .list(let list):
                try statements.insert(list)
                return .done
            case .snapshot(let snapshot):
                try statements.insert(snapshot)
                return .done
            case .event(let job): return .receipt(try insert(job.event))
            case .listEvent(let event, _): return .listVerdict(try statements.insert(event))
            case .join(let name, _): return .holder(try join(name))
            case .grant(let call, _): return .grant(try grant(call))
            case .giveBack(let returns, let holder, _):
                try giveBack(returns, from: holder)
                return .done
            case .forget(let readers, let limit, _):
                try forget(readers, before: limit)
                return .done
            case .flush: return .done
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            return .refused(error)
        } catch let error as LedgerError {
            return .refused(error)
        }
    }

    /// Writes what the jobs changed in goals, leases and the ledger's clock.
    mutating func finish() throws {
        try writeBudgets()
        try run(
            """
            UPDATE ledger_state SET microseconds = ?1, last_fence = ?2, last_lease = ?3
            WHERE (microseconds, last_fence, last_lease) IS NOT (?1, ?2, ?3)
            """, [now.microseconds, lastFence, budgets.lastLease])
    }

    /// Takes `time` for the ledger's own unless that is later already, and returns it.
    mutating func advance(to time: Date) -> LedgerInstant {
        now = max(now, LedgerInstant(time))
        return now
    }

    /// The row goes in as billable first where it may be: the index says whether it is the only
    /// one, and only then goals and budgets are asked.
    private mutating func insert(_ event: DeliveryEvent) throws -> EventReceipt {
        let at = advance(to: event.at)
        try statements.insertIfMissing(event.decision)
        var verdict = event.verdict(afterBillable: false, now: at)
        if verdict == .billable {
            if try statements.insertBillable(event, at: at.date) {
                return try charge(event, at: at)
            }
            verdict = .duplicate
        } else if verdict != .invalid, try statements.isBilled(event) {
            verdict = .duplicate
        }
        try statements.insert(event, verdict: verdict, at: at.date)
        return EventReceipt(verdict: verdict, at: at)
    }

    private mutating func charge(
        _ event: DeliveryEvent, at: LedgerInstant
    ) throws -> EventReceipt {
        if event.charges.isEmpty { return EventReceipt(verdict: .billable, at: at) }
        let row = db.lastInsertedRowID
        try loadBudgets(for: event)
        if let charges = budgets.commit(event.charges, fence: event.chargedFence) {
            return EventReceipt(verdict: .billable, at: at, charges: charges)
        }
        try statements.markOverGoal(event.kind, row: row)
        return EventReceipt(verdict: .overGoal, at: at)
    }

    private func forget(_ readers: [ForgottenReader], before limit: Date) throws {
        for forgotten in readers {
            try run(
                "INSERT INTO forgotten(reader, at) VALUES(?, ?)",
                [forgotten.reader, StoredTime.text(forgotten.at) ?? ""])
        }
        try run("DELETE FROM forgotten WHERE at < ?", [StoredTime.text(limit) ?? ""])
    }

    func run(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?]) throws {
        try db.cachedStatement(sql: sql).execute(arguments: StatementArguments(arguments))
    }
}

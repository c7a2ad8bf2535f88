internal import BroadsheetAds
internal import Foundation
internal import GRDB

/// Which goals and leases a transaction has loaded already.
struct BudgetLoading {
    fileprivate var goals: Set<GoalKey> = []
    fileprivate var leases: Set<LeaseName> = []
    /// Goals of which all leases are loaded.
    fileprivate var wholeGoals: Set<GoalKey> = []

    fileprivate struct LeaseName: Hashable {
        let fence: Int64
        let key: GoalKey
    }
}

extension LedgerTransaction {
    mutating func join(_ name: String) throws -> LeaseHolder {
        lastFence &+= 1
        try run(
            """
            INSERT INTO holder(name, fence) VALUES(?1, ?2)
            ON CONFLICT(name) DO UPDATE SET fence = ?2
            """, [name, lastFence])
        return LeaseHolder(name: name, fence: lastFence)
    }

    mutating func grant(_ call: LedgerJob.GrantCall) throws -> LeaseGrant {
        try refuseIfReplaced(call.holder)
        let at = advance(to: call.at)
        try loadLeases(
            "SELECT \(Lease.columns) FROM lease WHERE expires_at < ?",
            [StoredTime.text(at.date)])
        for lease in budgets.allLeases where lease.expiresAt < at { try loadGoal(lease.key) }
        budgets.reclaim(endedBefore: at)
        let leases = try call.requests.map { request in
            try loadGoal(request.key)
            try loadAllLeases(of: request.key)
            return budgets.grant(request, to: call.holder, at: at, terms: call.terms)
        }
        return LeaseGrant(leases: leases, at: at)
    }

    mutating func giveBack(_ returns: [LeaseReturn], from holder: LeaseHolder) throws {
        for item in returns {
            try loadGoal(item.key)
            try loadLease(of: holder.fence, on: item.key)
            budgets.giveBack(item.units, of: item.key, by: holder)
        }
    }

    private func refuseIfReplaced(_ holder: LeaseHolder) throws {
        let current = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT fence FROM holder WHERE name = ?"),
            arguments: [holder.name])
        guard current == holder.fence else {
            throw LedgerError.fenced(
                holder: holder.name, fence: holder.fence, current: current ?? 0)
        }
    }

    /// Loads what the charges of an event touch.
    mutating func loadBudgets(for event: DeliveryEvent) throws {
        for charge in event.charges {
            try loadGoal(charge.key)
            if let fence = event.chargedFence { try loadLease(of: fence, on: charge.key) }
            if let goal = budgets.goal(charge.key), goal.booked > charge.booked {
                try loadAllLeases(of: charge.key)
            }
        }
    }

    private mutating func loadGoal(_ key: GoalKey) throws {
        guard loading.goals.insert(key).inserted else { return }
        let statement = try db.cachedStatement(
            sql: "SELECT \(GoalCounters.columns) FROM goal WHERE key = ?")
        guard let row = try Row.fetchOne(statement, arguments: [key.text]) else { return }
        budgets.load(GoalCounters(row))
    }

    private mutating func loadLease(of fence: Int64, on key: GoalKey) throws {
        let name = BudgetLoading.LeaseName(fence: fence, key: key)
        guard !loading.wholeGoals.contains(key), loading.leases.insert(name).inserted
        else { return }
        try loadLeases(
            "SELECT \(Lease.columns) FROM lease WHERE key = ? AND fence = ?",
            [key.text, fence])
    }

    private mutating func loadAllLeases(of key: GoalKey) throws {
        guard loading.wholeGoals.insert(key).inserted else { return }
        try loadLeases("SELECT \(Lease.columns) FROM lease WHERE key = ?", [key.text])
    }

    private mutating func loadLeases(
        _ sql: String, _ arguments: [(any DatabaseValueConvertible)?]
    ) throws {
        let rows = try Row.fetchAll(
            db.cachedStatement(sql: sql), arguments: StatementArguments(arguments))
        for row in rows { if let lease = Lease(row) { budgets.load(lease) } }
    }

    mutating func writeBudgets() throws {
        let changes = budgets.takeChanges()
        for id in changes.removedLeases { try run("DELETE FROM lease WHERE id = ?", [id]) }
        for goal in changes.goals {
            try run(
                """
                INSERT INTO goal(\(GoalCounters.columns)) VALUES(?1, ?2, ?3, ?4)
                ON CONFLICT(key) DO UPDATE SET booked = ?2, committed = ?3, leased = ?4
                """, [goal.key.text, goal.booked, goal.committed, goal.leased])
        }
        for lease in changes.leases {
            try run(
                """
                INSERT INTO lease(\(Lease.columns)) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                ON CONFLICT(id) DO UPDATE SET units = ?5, committed = ?6, expires_at = ?8
                """,
                [
                    lease.id, lease.holder.name, lease.holder.fence, lease.key.text, lease.units,
                    lease.committed, StoredTime.text(lease.grantedAt.date),
                    StoredTime.text(lease.expiresAt.date),
                ])
        }
    }
}

/// Counters of goals and the leases on them, with the only four changes that exist: booking,
/// granting, committing and giving back.
///
/// A value without clock, file or lock. A ledger loads the rows that a transaction needs, makes
/// its changes here and writes back what changed, so that every ledger keeps the same books.
package struct BudgetBook: Sendable {
    /// A process has at most one lease on a goal.
    struct LeaseKey: Hashable, Comparable {
        let fence: Int64
        let key: GoalKey

        static func < (left: LeaseKey, right: LeaseKey) -> Bool {
            if left.fence != right.fence { return left.fence < right.fence }
            return left.key < right.key
        }
    }

    private(set) var goals: [GoalKey: GoalCounters] = [:]
    var leases: [LeaseKey: Lease] = [:]
    private var changedGoals: Set<GoalKey> = []
    private var changedLeases: Set<LeaseKey> = []
    private var removedLeases: Set<Int64> = []
    /// The highest number that a lease ever had.
    package var lastLease: Int64 = 0

    package init() {}

    /// What a ledger has to write after a transaction, in an order that is always the same.
    package struct Changes: Sendable {
        package var goals: [GoalCounters] = []
        package var leases: [Lease] = []
        /// Ids of leases that are no more.
        package var removedLeases: [Int64] = []
    }

    /// Leaves off what changed, where nothing is written.
    package mutating func forgetChanges() {
        changedGoals.removeAll(keepingCapacity: true)
        changedLeases.removeAll(keepingCapacity: true)
        removedLeases.removeAll(keepingCapacity: true)
    }

    /// What changed since this was last asked.
    package mutating func takeChanges() -> Changes {
        defer { forgetChanges() }
        return Changes(
            goals: changedGoals.sorted().compactMap { goals[$0] },
            leases: changedLeases.sorted().compactMap { leases[$0] },
            removedLeases: removedLeases.sorted())
    }

    /// The counters of `key`, as far as they were loaded.
    package func goal(_ key: GoalKey) -> GoalCounters? { goals[key] }

    /// The lease that a process has on `key`, as far as it was loaded.
    package func lease(of fence: Int64, on key: GoalKey) -> Lease? {
        leases[LeaseKey(fence: fence, key: key)]
    }

    /// All counters, by key.
    package var allGoals: [GoalCounters] { goals.values.sorted { $0.key < $1.key } }

    /// All leases, oldest first.
    package var allLeases: [Lease] { leases.values.sorted { $0.id < $1.id } }

    /// Takes a row in as it is kept; what is here already stays.
    package mutating func load(_ goal: GoalCounters) {
        if goals[goal.key] == nil { goals[goal.key] = goal }
    }

    /// Takes a row in as it is kept; what is here already stays, and what was ended here does not
    /// come back from where its end was not written yet.
    package mutating func load(_ lease: Lease) {
        if removedLeases.contains(lease.id) { return }
        let key = LeaseKey(fence: lease.holder.fence, key: lease.key)
        if leases[key] == nil { leases[key] = lease }
    }

    /// Sets what may be billed. Where that is less than is committed and leased, leases are cut,
    /// the youngest first: their units are not billed, because billed ≤ booked comes first.
    ///
    /// - Precondition: the counters of `key` are loaded if they are kept, and all its leases where
    ///   `booked` is below committed + leased.
    package mutating func book(_ booked: Int64, for key: GoalKey) {
        var goal = goals[key] ?? GoalCounters(key: key, booked: booked)
        if goals[key] != nil, goal.booked == max(booked, goal.committed) { return }
        let excess = goal.excess(over: booked)
        if excess > 0 {
            cutLeases(on: key, by: excess)
            goal.release(excess)
        }
        goal.book(booked)
        put(goal)
    }

    private mutating func cutLeases(on key: GoalKey, by excess: Int64) {
        var excess = excess
        let youngestFirst = leases.values.filter { $0.key == key }.sorted { $0.id > $1.id }
        for var lease in youngestFirst where excess > 0 {
            let cut = min(excess, lease.outstanding)
            lease.units -= cut
            excess -= cut
            put(lease)
        }
    }

    /// Gives more units and more time to a holder; nil when there is neither a lease nor anything
    /// to lease.
    ///
    /// - Precondition: the counters of the key and all its leases are loaded, and what had ended by
    ///   `now` was reclaimed.
    package mutating func grant(
        _ request: LeaseRequest, to holder: LeaseHolder, at now: LedgerInstant, terms: LeaseTerms,
        holders: Int = 1
    ) -> Lease? {
        book(request.booked, for: request.key)
        guard var goal = goals[request.key] else { return nil }
        let place = LeaseKey(fence: holder.fence, key: request.key)
        let others = leases.keys.count { $0.key == request.key && $0.fence != holder.fence }
        let units = LeaseSize.units(
            request: request, free: goal.free, holders: max(holders, others + 1))
        if leases[place] == nil, units == 0 { return nil }
        var lease = leases[place] ?? newLease(request.key, to: holder, at: now)
        lease.units = lease.units.addingOrMax(units)
        lease.expiresAt = max(lease.expiresAt, terms.end(grantedAt: now))
        goal.lease(units)
        put(goal)
        put(lease)
        return lease
    }

    private mutating func newLease(
        _ key: GoalKey, to holder: LeaseHolder, at now: LedgerInstant
    ) -> Lease {
        lastLease &+= 1
        return Lease(
            id: lastLease, holder: holder, key: key, units: 0, committed: 0, grantedAt: now,
            expiresAt: now)
    }

    /// Takes units back that a holder does not need; more than its lease has left is ignored.
    package mutating func giveBack(_ units: Int64, of key: GoalKey, by holder: LeaseHolder) {
        let place = LeaseKey(fence: holder.fence, key: key)
        guard var lease = leases[place], var goal = goals[key] else { return }
        let units = min(units, lease.outstanding)
        guard units > 0 else { return }
        lease.units -= units
        goal.release(units)
        put(goal)
        put(lease)
    }

    /// Ends the leases that were loaded and had ended before `now`: what they did not commit is
    /// free again.
    package mutating func reclaim(endedBefore now: LedgerInstant) {
        let ended = leases.filter { $0.value.expiresAt < now }.sorted { $0.value.id < $1.value.id }
        for (place, lease) in ended {
            if var goal = goals[lease.key] {
                goal.release(lease.outstanding)
                put(goal)
            }
            leases[place] = nil
            changedLeases.remove(place)
            removedLeases.insert(lease.id)
        }
    }

    mutating func put(_ goal: GoalCounters) {
        goals[goal.key] = goal
        changedGoals.insert(goal.key)
    }

    mutating func put(_ lease: Lease) {
        let place = LeaseKey(fence: lease.holder.fence, key: lease.key)
        leases[place] = lease
        changedLeases.insert(place)
    }
}

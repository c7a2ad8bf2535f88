/// The counters of one goal, with committed + leased ≤ booked in every state.
package struct GoalCounters: Sendable, Hashable {
    package let key: GoalKey
    /// What may be billed. A booking lowered below what is committed counts as what is committed:
    /// it can't be undone, and nothing is given any more.
    package private(set) var booked: Int64
    /// What is billed.
    package private(set) var committed: Int64
    /// What leases may still commit.
    package private(set) var leased: Int64

    package init(key: GoalKey, booked: Int64, committed: Int64 = 0, leased: Int64 = 0) {
        self.key = key
        self.committed = max(committed, 0)
        self.booked = max(booked, self.committed)
        self.leased = min(max(leased, 0), self.booked - self.committed)
    }

    /// What may still be leased, or committed without a lease.
    package var free: Int64 { booked - committed - leased }

    /// By how many units leases must be cut before `booked` is set to `value`.
    func excess(over value: Int64) -> Int64 { max(0, leased - max(0, value - committed)) }

    /// - Precondition: leases were cut by `excess(over: value)`.
    mutating func book(_ value: Int64) {
        precondition(excess(over: value) == 0, "a booking was lowered below what is leased")
        booked = max(value, committed)
    }

    /// - Precondition: `units` are free.
    mutating func lease(_ units: Int64) {
        precondition(units >= 0 && units <= free, "more was leased than is free")
        leased += units
    }

    /// Gives back what leases no longer hold; never more than is leased.
    mutating func release(_ units: Int64) { leased -= min(max(units, 0), leased) }

    /// Bills units that were leased.
    ///
    /// - Precondition: `units` are leased.
    mutating func commitLeased(_ units: Int64) {
        precondition(units >= 0 && units <= leased, "more was committed than is leased")
        leased -= units
        committed += units
    }

    /// Bills units that were free.
    mutating func commitFree(_ units: Int64) {
        precondition(units >= 0 && units <= free, "more was committed than is free")
        committed += units
    }

    /// Takes back a charge whose fellow found nothing left.
    mutating func undo(_ units: Int64, fromLease: Bool) {
        precondition(units >= 0 && units <= committed, "more was taken back than is committed")
        committed -= units
        if fromLease { leased += units }
    }
}

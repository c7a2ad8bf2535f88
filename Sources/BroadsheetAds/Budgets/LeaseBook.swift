internal import Synchronization

/// What one process holds of goals and budgets, in memory: decisions take units from it without
/// waiting for the disk, beacons and the ledger's answers keep it true.
///
/// Of each lease it knows the units given, a number of them that were committed, and what its own
/// decisions have reserved. A reservation ends when its beacon was committed or when *the ledger's
/// own time* has passed the end of its token, because only then can no commit of it come any more,
/// whatever the clocks of other processes say. So committed + reserved ≤ units in every state,
/// and the beacon of each reservation finds its units.
///
/// Thread rule: any thread; one lock, held for well under a microsecond. Answers of `grant` and
/// `giveBack` are to be taken in the order of the calls, so one task makes them, one at a time.
package final class LeaseBook: Sendable {
    private let state: Mutex<State>
    package let terms: LeaseTerms

    package init(terms: LeaseTerms = LeaseTerms()) {
        self.terms = terms
        state = Mutex(State(terms: terms))
    }

    /// Registers what decisions for one line item reserve. Bookings of goals that are known are
    /// replaced by the plan's.
    package func register(_ plan: LeasePlan) -> LeasePlanID {
        state.withLock { LeasePlanID(index: $0.register(plan)) }
    }

    /// Ends the registration; reservations of the plan live on until they end. Nothing may be taken
    /// for it afterwards, so the plans of campaigns that were replaced are retired only when no
    /// decision uses them any more.
    package func retire(_ plan: LeasePlanID) {
        state.withLock { $0.retire(plan.index) }
    }

    /// Whether a decision at `now` would find its units; counts nothing.
    package func hasUnits(for plan: LeasePlanID, at now: LedgerInstant) -> Bool {
        state.withLock { $0.hasUnits(plan.index, at: now) }
    }

    /// Takes the units of a decision; false when one of its leases has none left or ends too soon,
    /// and then none is taken.
    ///
    /// Allocates nothing once the book is as large as its traffic needs.
    /// - Parameters:
    ///   - id: of the decision; an id that has a reservation already gets no other.
    ///   - now: the time in the token, from `LedgerClock`.
    package func take(
        _ plan: LeasePlanID, for id: ReservationID, at now: LedgerInstant
    ) -> Bool {
        state.withLock { $0.take(plan.index, for: id, at: now) }
    }

    /// Gives the units of a decision back that nobody will see: no token of it was given out.
    package func cancel(_ id: ReservationID) {
        state.withLock { $0.cancel(id) }
    }

    /// Which of `plans` find no units at `now`; nil entries reserve nothing and lack nothing.
    ///
    /// - Complexity: O(charges); good until `isCurrent` denies it.
    package func view(of plans: [LeasePlanID?], at now: LedgerInstant) -> UnitsView {
        state.withLock { $0.view(of: plans, at: now) }
    }

    /// Whether no plan has found or lost its units since the view was made.
    package func isCurrent(_ view: UnitsView, at now: LedgerInstant) -> Bool {
        state.withLock { $0.version == view.version && max(now, $0.ledgerTime) <= view.goodUntil }
    }

    /// Takes note that decisions wanted these plans and could not have them.
    package func want(_ plans: [LeasePlanID], at now: LedgerInstant) {
        state.withLock { state in
            for plan in plans { state.want(plan.index, at: now) }
        }
    }

    /// Takes note that the ledger had nothing for these goals; decisions that want them are no
    /// reason to ask again before `until`.
    package func deny(_ keys: [GoalKey], until: LedgerInstant) {
        state.withLock { state in
            for key in keys {
                if let place = state.places[key] { state.goals[place].deniedUntil = until }
            }
        }
    }

    /// Takes everything that is not reserved off the leases, to be given back when the process
    /// ends.
    package func drain() -> [LeaseReturn] {
        state.withLock { $0.drain() }
    }

    /// Takes note that an event of a decision was billed, with the receipts of its charges.
    package func confirm(
        _ event: ChargedEvent, of id: ReservationID, receipts: [ChargeReceipt]
    ) {
        state.withLock { $0.confirm(event, of: id, receipts: receipts) }
    }

    /// Takes note of the time that the ledger has committed: reservations that it passed end.
    package func observe(_ ledgerTime: LedgerInstant) {
        state.withLock { $0.observe(ledgerTime) }
    }

    /// Takes in a lease as the ledger keeps it at `ledgerTime`.
    package func apply(_ lease: Lease, at ledgerTime: LedgerInstant) {
        state.withLock { state in
            state.observe(ledgerTime)
            state.apply(lease)
        }
    }

    /// What to ask of the ledger and give back to it now.
    ///
    /// - Parameters:
    ///   - elapsed: time since the last call, on the monotonic clock.
    package func rebalance(at now: LedgerInstant, elapsed: Duration) -> LeaseBalance {
        state.withLock { $0.rebalance(at: now, elapsed: elapsed) }
    }

    /// Whether a decision found no units since the last `rebalance`: a reason to make it early.
    package var isStarving: Bool { state.withLock { $0.isStarving } }

    /// Decisions with units reserved.
    package var reservationCount: Int { state.withLock { $0.queue.count } }

    /// Units of `key` that decisions have taken and no beacon has closed.
    package func reserved(_ key: GoalKey) -> Int64 {
        state.withLock { state in state.places[key].map { max(0, state.goals[$0].reserved) } ?? 0 }
    }

    /// Units of `key` that a decision could take now, were there time left.
    package func available(_ key: GoalKey) -> Int64 {
        state.withLock { state in
            state.places[key].map { max(0, state.goals[$0].available) } ?? 0
        }
    }
}

/// Which of several plans find no units, as of a moment.
package struct UnitsView: Sendable {
    let version: UInt64
    let goodUntil: LedgerInstant
    /// Places of those plans in the list asked, rising.
    package let lacking: [Int]
}

/// What a process asks of the ledger, and what it gives back first.
package struct LeaseBalance: Sendable, Hashable {
    package var returns: [LeaseReturn] = []
    package var requests: [LeaseRequest] = []

    package init() {}
}

extension LeaseBook {
    /// One goal of which this process may have a lease.
    struct Holding: Sendable {
        let key: GoalKey
        var booked: Int64
        /// The most that one of its charges takes.
        var quantum: Int64
        /// Charges of registered plans that refer to it.
        var uses = 0
        var lease: Int64?
        var units: Int64 = 0
        /// At least as many commits of the lease are known as reservations were closed by.
        var committed: Int64 = 0
        var reserved: Int64 = 0
        /// Last moment of a decision whose token ends before the lease does.
        var usableUntil = LedgerInstant.earliest
        /// Units that decisions took or wanted since the last `rebalance`.
        var demanded: Int64 = 0
        /// Whether the ledger has not been told of `booked` yet.
        var isRebooked = false
        /// Until then the ledger is not asked early: it had nothing.
        var deniedUntil = LedgerInstant.earliest

        /// Units kept ready for a line item that has been quiet: 32 events' worth.
        var reserve: Int64 {
            let (units, overflow) = quantum.multipliedReportingOverflow(by: 32)
            return overflow ? .max : units
        }

        /// Negative while commits elsewhere are counted twice: with the lease and as reserved.
        var available: Int64 { units - committed - reserved }
    }

    struct State: Sendable {
        let terms: LeaseTerms
        var goals: [Holding] = []
        var places: [GoalKey: Int] = [:]
        private var unused: [Int] = []
        var plans = PlanTable()
        var queue = ReservationQueue()
        fileprivate(set) var ledgerTime = LedgerInstant.earliest
        var isStarving = false
        /// Counts up when a plan may have found or lost its units.
        var version: UInt64 = 0

        init(terms: LeaseTerms) { self.terms = terms }

        mutating func register(_ plan: LeasePlan) -> Int {
            version &+= 1
            return plans.add(
                plan.entries.map { entry in
                    let goal = place(of: entry.charge)
                    goals[goal].uses += 1
                    return PlanTable.Charge(
                        event: entry.event, goal: goal, units: entry.charge.units)
                })
        }

        private mutating func place(of charge: Charge) -> Int {
            if let known = places[charge.key] {
                if goals[known].booked != charge.booked { goals[known].isRebooked = true }
                goals[known].booked = charge.booked
                goals[known].quantum = max(goals[known].quantum, charge.units)
                return known
            }
            let holding = Holding(
                key: charge.key, booked: charge.booked, quantum: max(charge.units, 1))
            let place = unused.popLast() ?? goals.count
            if place == goals.count { goals.append(holding) } else { goals[place] = holding }
            places[charge.key] = place
            return place
        }

        /// Changes what is held of a goal and tells views where that can matter to a plan.
        mutating func change(_ place: Int, _ body: (inout Holding) -> Void) {
            let before = goals[place].available
            body(&goals[place])
            let least = min(before, goals[place].available)
            if least < goals[place].quantum { version &+= 1 }
        }

        mutating func retire(_ plan: Int) {
            for charge in plans.charges(of: plan) { goals[charge.goal].uses -= 1 }
            plans.release(plan)
        }

        func hasUnits(_ plan: Int, at now: LedgerInstant) -> Bool {
            plans.charges(of: plan).allSatisfy { charge in
                goals[charge.goal].available >= charge.units
                    && max(now, ledgerTime) <= goals[charge.goal].usableUntil
            }
        }

        mutating func take(_ plan: Int, for id: ReservationID, at now: LedgerInstant) -> Bool {
            let now = max(now, ledgerTime)
            let charges = plans.charges(of: plan)
            if charges.isEmpty { return true }
            guard !queue.contains(id) else { return false }
            for charge in charges {
                let goal = charge.goal
                goals[goal].demanded = goals[goal].demanded.addingOrMax(charge.units)
            }
            guard reserve(charges, at: now) else {
                starve(charges, at: now)
                return false
            }
            plans.retain(plan)
            queue.append(
                ReservationQueue.Reservation(
                    id: id, validUntil: now.advanced(by: terms.tokenLife), plan: plan,
                    open: plans.events(of: plan)))
            return true
        }

        /// One after the other, so that a plan that names a goal twice is counted twice.
        private mutating func reserve(_ charges: [PlanTable.Charge], at now: LedgerInstant) -> Bool
        {
            for (index, charge) in charges.enumerated() {
                let holding = goals[charge.goal]
                guard holding.available >= charge.units, now <= holding.usableUntil else {
                    for taken in charges[..<index] {
                        change(taken.goal) { $0.reserved -= taken.units }
                    }
                    return false
                }
                change(charge.goal) { $0.reserved += charge.units }
            }
            return true
        }

        mutating func confirm(
            _ event: ChargedEvent, of id: ReservationID, receipts: [ChargeReceipt]
        ) {
            guard let reservation = queue.close(event, of: id) else { return }
            for charge in plans.charges(of: reservation.plan) where charge.event == event {
                let (key, held) = (goals[charge.goal].key, goals[charge.goal].lease)
                let receipt = receipts.first { $0.key == key && $0.lease != nil && $0.lease == held }
                change(charge.goal) { holding in
                    holding.reserved -= charge.units
                    guard let receipt else { return }
                    holding.committed = max(holding.committed, receipt.committed)
                }
            }
            if reservation.open == 0 { plans.release(reservation.plan) }
        }

        mutating func cancel(_ id: ReservationID) {
            for event in ChargedEvent.allCases {
                guard let reservation = queue.close(event, of: id) else { continue }
                for charge in plans.charges(of: reservation.plan) where charge.event == event {
                    change(charge.goal) { $0.reserved -= charge.units }
                }
                if reservation.open == 0 { plans.release(reservation.plan) }
            }
        }

        mutating func observe(_ time: LedgerInstant) {
            guard time > ledgerTime else { return }
            ledgerTime = time
            while let ended = queue.popEnded(before: time) {
                for charge in plans.charges(of: ended.plan)
                where ended.open & charge.event.bit != 0 {
                    change(charge.goal) { $0.reserved -= charge.units }
                }
                plans.release(ended.plan)
            }
        }

        mutating func apply(_ lease: Lease) {
            guard let place = places[lease.key] else { return }
            version &+= 1
            if goals[place].lease == lease.id {
                goals[place].committed = max(goals[place].committed, lease.committed)
            } else {
                goals[place].lease = lease.id
                goals[place].committed = lease.committed
            }
            goals[place].units = lease.units
            goals[place].usableUntil = lease.expiresAt.advanced(by: .zero - terms.tokenLife)
        }

        /// Forgets a goal that no plan names and of which nothing is reserved, so that the goals of
        /// days gone by don't pile up. Reservations touch only goals of which they hold something.
        mutating func forget(_ place: Int) {
            places[goals[place].key] = nil
            goals[place] = Holding(key: GoalKey(text: ""), booked: 0, quantum: 1)
            unused.append(place)
        }
    }
}

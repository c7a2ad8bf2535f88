package import BroadsheetAds
package import Foundation

/// What a beacon or a click reports about a decision.
package struct DeliveryEvent: Sendable, Hashable {
    /// Which table it goes to.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case impression
        case viewable
        case click
    }

    package var kind: Kind
    /// The decision as far as the token names it. Written when the ledger does not have it, so
    /// that no event is without its decision.
    package var decision: DecisionRow
    package var at: Date
    /// End of the token's life; later events are kept and not billed.
    package var validUntil: Date
    /// What the caller makes of it: billable, or why not.
    package var claim: Verdict
    /// Why it is not billable, for people.
    package var reason: String?
    /// What billing it takes from goals and budgets: all of it or nothing.
    package var charges: [Charge]
    /// The process whose leases the decision drew on, as its token says. Clicks are charged to
    /// what is free all the same: no decision reserves them, and they must not use up what others
    /// have reserved.
    package var fence: Int64?

    package init(
        kind: Kind, decision: DecisionRow, at: Date, validUntil: Date, claim: Verdict = .billable,
        reason: String? = nil, charges: [Charge] = [], fence: Int64? = nil
    ) {
        self.kind = kind
        self.decision = decision
        self.at = at
        self.validUntil = validUntil
        self.claim = claim
        self.reason = reason
        self.charges = charges
        self.fence = fence
    }

    /// The process whose leases the charges draw on.
    var chargedFence: Int64? { kind == .click ? nil : fence }

    /// The verdict before goals and budgets are asked, given whether the decision has a billable
    /// event of this kind already and the ledger's time.
    package func verdict(afterBillable: Bool, now: LedgerInstant) -> Verdict {
        if claim == .invalid { return .invalid }
        if afterBillable { return .duplicate }
        return now > LedgerInstant(validUntil) ? .late : claim
    }
}

/// What the ledger made of an event.
package struct EventReceipt: Sendable, Hashable {
    package let verdict: Verdict
    /// The ledger's time at which it was judged: the event's own, or what the ledger had committed
    /// if that was later.
    package let at: LedgerInstant
    /// What was taken from goals and budgets; empty unless it was billed.
    package let charges: [ChargeReceipt]

    package init(verdict: Verdict, at: LedgerInstant, charges: [ChargeReceipt] = []) {
        self.verdict = verdict
        self.at = at
        self.charges = charges
    }
}

/// What the ledger gave to a process.
package struct LeaseGrant: Sendable, Hashable {
    /// One for each request; nil where there was neither a lease nor anything to lease.
    package let leases: [Lease?]
    /// The ledger's time at which they were given.
    package let at: LedgerInstant

    package init(leases: [Lease?], at: LedgerInstant) {
        self.leases = leases
        self.at = at
    }
}

/// Whether an event counts for money, and if not, why.
package enum Verdict: String, Sendable, Hashable, CaseIterable {
    /// Counts; at most once per decision and kind.
    case billable
    /// Came after its token's life.
    case late
    /// The decision has a billable event of this kind already.
    case duplicate
    /// Came from a machine, or makes no sense.
    case invalid
    /// A goal or budget has nothing left.
    case overGoal = "over_goal"
}

/// An event as the ledger keeps it.
package struct EventRow: Sendable, Hashable {
    package var decisionID: String
    package var at: Date
    package var verdict: Verdict
    package var reason: String?

    package init(decisionID: String, at: Date, verdict: Verdict, reason: String? = nil) {
        self.decisionID = decisionID
        self.at = at
        self.verdict = verdict
        self.reason = reason
    }
}

/// How many events there are, by verdict.
package struct EventCounts: Sendable, Hashable {
    package var billable = 0
    package var late = 0
    package var duplicate = 0
    package var invalid = 0
    package var overGoal = 0

    package init() {}

    mutating func add(_ count: Int, _ verdict: Verdict) {
        switch verdict {
        case .billable: billable += count
        case .late: late += count
        case .duplicate: duplicate += count
        case .invalid: invalid += count
        case .overGoal: overGoal += count
        }
    }
}

/// What one line item has delivered.
package struct DeliveryCounts: Sendable, Hashable {
    package var lineItemID: String
    package var decisions = 0
    package var impressions = EventCounts()
    package var viewable = EventCounts()
    package var clicks = EventCounts()

    package init(lineItemID: String) { self.lineItemID = lineItemID }

    package mutating func add(_ count: Int, _ kind: DeliveryEvent.Kind, _ verdict: Verdict) {
        switch kind {
        case .impression: impressions.add(count, verdict)
        case .viewable: viewable.add(count, verdict)
        case .click: clicks.add(count, verdict)
        }
    }
}

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

    package init(
        kind: Kind, decision: DecisionRow, at: Date, validUntil: Date, claim: Verdict = .billable,
        reason: String? = nil
    ) {
        self.kind = kind
        self.decision = decision
        self.at = at
        self.validUntil = validUntil
        self.claim = claim
        self.reason = reason
    }

    /// The verdict, given whether the decision has a billable event of this kind already.
    func verdict(afterBillable: Bool) -> Verdict {
        if claim == .invalid { return .invalid }
        if afterBillable { return .duplicate }
        return at > validUntil ? .late : claim
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
    /// The line item has all it booked.
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

    mutating func add(_ count: Int, _ kind: DeliveryEvent.Kind, _ verdict: Verdict) {
        switch kind {
        case .impression: impressions.add(count, verdict)
        case .viewable: viewable.add(count, verdict)
        case .click: clicks.add(count, verdict)
        }
    }
}

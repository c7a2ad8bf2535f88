/// What one event takes from one goal or budget.
package struct Charge: Sendable, Hashable {
    package let key: GoalKey
    /// 1 for a goal, the event's cost in nanos for a budget; never negative.
    package let units: Int64
    /// What the campaigns in force book; never negative.
    package let booked: Int64

    /// Negative numbers count as 0.
    package init(_ key: GoalKey, units: Int64 = 1, booked: Int64) {
        self.key = key
        self.units = max(units, 0)
        self.booked = max(booked, 0)
    }
}

/// What a charge that was committed tells the holder of the lease.
package struct ChargeReceipt: Sendable, Hashable {
    package let key: GoalKey
    /// The lease that the units came from; nil when they came from what nobody leased.
    package let lease: Int64?
    /// Units that this lease has committed, these included; 0 without a lease.
    package let committed: Int64

    package init(key: GoalKey, lease: Int64?, committed: Int64) {
        self.key = key
        self.lease = lease
        self.committed = committed
    }
}

/// Which event a charge waits for.
package enum ChargedEvent: Int, Sendable, Hashable, CaseIterable {
    case impression
    case viewable
    case click
}

/// The cost of single events, exact in whole numbers.
///
/// A price per thousand is seldom a whole number of micros per event. Budgets are therefore
/// counted in nanos, thousandths of a micro: an impression at 4.20 per thousand (4,200,000 micros)
/// costs exactly 4,200,000 nanos, and nothing is ever rounded while it adds up. Only what is shown
/// is rounded, down to whole micros. A budget beyond 9.2 thousand million units of the currency
/// counts as that.
package enum EventCost {
    package static let nanosPerMicro: Int64 = 1_000

    /// What `event` costs at `price`; 0 where the price asks nothing for it, as a flat one does.
    package static func nanos(of event: ChargedEvent, at price: Price) -> Int64 {
        switch (price.model, event) {
        case (.cpm, .impression), (.vcpm, .viewable): max(price.amountMicros, 0)
        case (.cpc, .click): nanos(micros: price.amountMicros)
        case (.cpm, _), (.vcpm, _), (.cpc, _), (.flat, _): 0
        }
    }

    /// A budget as its counter holds it.
    package static func nanos(micros: Int64) -> Int64 {
        let (nanos, overflow) = micros.multipliedReportingOverflow(by: nanosPerMicro)
        return overflow ? .max : max(nanos, 0)
    }

    /// What a counter of nanos shows, rounded down: the part of a micro is not billed.
    package static func micros(nanos: Int64) -> Int64 { max(nanos, 0) / nanosPerMicro }
}

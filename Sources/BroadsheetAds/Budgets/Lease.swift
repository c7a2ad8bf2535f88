/// The process that leases are given to: a name that outlives it, and its number.
package struct LeaseHolder: Sendable, Hashable {
    package let name: String
    /// Drawn from the ledger once per process, ever higher. Tokens carry it, and leases are given
    /// only to the highest of a name: who was replaced gets nothing more.
    package let fence: Int64

    package init(name: String, fence: Int64) {
        self.name = name
        self.fence = fence
    }
}

/// How long leases and what is taken from them last.
package struct LeaseTerms: Sendable, Hashable {
    /// The life of a token, and so of a reservation. Positive.
    package let tokenLife: Duration
    /// How long units are taken from a lease that is not renewed. Positive.
    package let usableFor: Duration

    package init(tokenLife: Duration = .seconds(30 * 60), usableFor: Duration = .seconds(5 * 60)) {
        self.tokenLife = max(tokenLife, .seconds(1))
        self.usableFor = max(usableFor, .seconds(1))
    }

    /// The end of a lease given now. Whoever decides with it stops a token's life earlier, so that
    /// each token ends before the lease does.
    package func end(grantedAt now: LedgerInstant) -> LedgerInstant {
        now.advanced(by: usableFor).advanced(by: tokenLife).roundedUpToSecond
    }
}

/// Units of one goal set aside for one process.
package struct Lease: Sendable, Hashable {
    package let id: Int64
    package let holder: LeaseHolder
    package let key: GoalKey
    /// Units given so far, committed ones included.
    package internal(set) var units: Int64
    package internal(set) var committed: Int64
    package let grantedAt: LedgerInstant
    /// Until then, on the ledger's clock, its units are nobody else's; a whole second.
    package internal(set) var expiresAt: LedgerInstant

    package init(
        id: Int64, holder: LeaseHolder, key: GoalKey, units: Int64, committed: Int64,
        grantedAt: LedgerInstant, expiresAt: LedgerInstant
    ) {
        self.id = id
        self.holder = holder
        self.key = key
        self.units = max(units, 0)
        self.committed = min(max(committed, 0), self.units)
        self.grantedAt = grantedAt
        self.expiresAt = expiresAt
    }

    /// Units that may still be committed.
    package var outstanding: Int64 { units - committed }
}

/// What a process asks of one goal: more units, or only more time (`wanted` 0).
package struct LeaseRequest: Sendable, Hashable {
    package let key: GoalKey
    /// What the campaigns in force book.
    package let booked: Int64
    /// Units that it expects to use before it asks again: its rate times that time.
    package let wanted: Int64
    /// The least that is of use: 1, or what an event costs.
    package let quantum: Int64

    package init(key: GoalKey, booked: Int64, wanted: Int64, quantum: Int64 = 1) {
        self.key = key
        self.booked = max(booked, 0)
        self.wanted = max(wanted, 0)
        self.quantum = max(quantum, 1)
    }
}

/// Units that a process does not need after all.
package struct LeaseReturn: Sendable, Hashable {
    package let key: GoalKey
    package let units: Int64

    package init(key: GoalKey, units: Int64) {
        self.key = key
        self.units = max(units, 0)
    }
}

/// How many units one request gets.
package enum LeaseSize {
    /// At most half of an even share of what is free, so that the others find something too;
    /// where that is less than one event needs, one event's worth, as long as there is any.
    ///
    /// - Parameters:
    ///   - free: booked − committed − leased.
    ///   - holders: how many processes share the goal.
    package static func units(request: LeaseRequest, free: Int64, holders: Int) -> Int64 {
        guard request.wanted > 0, free >= request.quantum else { return 0 }
        let (parts, overflow) = Int64(max(holders, 1)).multipliedReportingOverflow(by: 2)
        let share = overflow ? 0 : free / parts
        return min(max(request.quantum, min(request.wanted, share)), free)
    }
}

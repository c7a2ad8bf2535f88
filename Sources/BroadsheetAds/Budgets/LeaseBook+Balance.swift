extension LeaseBook.State {
    /// Compares what is held with what the next use of the leases is expected to take: as much as
    /// was taken or refused since the last call, in proportion to time.
    ///
    /// More than twice that is given back, and all of goals that nothing refers to. Less than that
    /// is asked for, at least one event's worth (32 where that is no more than a hundredth of the
    /// booking), so that a quiet line item can serve at once.
    /// Leases whose time is half over are renewed while units are left on them.
    mutating func rebalance(at now: LedgerInstant, elapsed: Duration) -> LeaseBalance {
        var balance = LeaseBalance()
        for place in goals.indices where places[goals[place].key] == place {
            dropEnded(place, at: now)
            let expected = forecast(goals[place], elapsed: elapsed)
            goals[place].demanded = 0
            defer { goals[place].isRebooked = false }
            if let spare = takeSpare(place, keeping: expected) {
                balance.returns.append(LeaseReturn(key: goals[place].key, units: spare))
            }
            if goals[place].uses == 0 {
                if goals[place].reserved == 0 { forget(place) }
            } else if let request = request(goals[place], expected: expected, at: now) {
                balance.requests.append(request)
            }
        }
        isStarving = false
        return balance
    }

    /// Forgets a lease whose end has passed, as after a machine that slept: the ledger gave what was
    /// left of it to others, and more time for it can't be had.
    private mutating func dropEnded(_ place: Int, at now: LedgerInstant) {
        guard goals[place].lease != nil,
            now > goals[place].usableUntil.advanced(by: terms.tokenLife)
        else { return }
        change(place) { holding in
            holding.lease = nil
            holding.units = 0
            holding.committed = 0
        }
    }

    private func forecast(_ holding: LeaseBook.Holding, elapsed: Duration) -> Int64 {
        let seconds = elapsed.inSeconds
        let least = max(holding.quantum, min(holding.booked / 100, holding.reserve))
        guard seconds > 0 else { return least }
        let expected = Double(holding.demanded) * (terms.usableFor.inSeconds / seconds)
        // Far above any booking and far below where a conversion would fail.
        return max(least, Int64(min(expected, 1e18)))
    }

    /// Takes units off that are not needed before they are given back, so that no decision takes
    /// them meanwhile.
    private mutating func takeSpare(_ place: Int, keeping expected: Int64) -> Int64? {
        let kept = goals[place].uses == 0 ? 0 : expected.addingOrMax(expected)
        let spare = goals[place].available - kept
        guard spare > 0 else { return nil }
        change(place) { $0.units -= spare }
        return spare
    }

    private func request(
        _ holding: LeaseBook.Holding, expected: Int64, at now: LedgerInstant
    ) -> LeaseRequest? {
        let missing = max(0, expected - max(0, holding.available))
        let isHalfOver = holding.usableUntil < now.advanced(by: terms.usableFor / 2)
        guard missing > 0 || isHalfOver || holding.isRebooked else { return nil }
        // What is left of a lease and the least that is given must make one more event together.
        let spare = max(0, holding.available)
        let quantum = spare < holding.quantum ? holding.quantum - spare : holding.quantum
        return LeaseRequest(
            key: holding.key, booked: holding.booked, wanted: missing, quantum: quantum)
    }
}

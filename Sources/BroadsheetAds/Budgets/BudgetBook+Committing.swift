extension BudgetBook {
    /// Bills all charges of one event, or none.
    ///
    /// Units come from the lease of the process that decided; where it has none left (clicks are
    /// not leased at all, or a booking was lowered), from what nobody leased, and then the booking
    /// that the charge names is in force.
    ///
    /// - Parameter fence: the number of that process; nil where nothing was leased.
    /// - Returns: one receipt per charge; nil when a goal or budget has not enough left.
    /// - Precondition: counters and leases of the charges' keys are loaded.
    package mutating func commit(_ charges: [Charge], fence: Int64?) -> [ChargeReceipt]? {
        var receipts: [ChargeReceipt] = []
        receipts.reserveCapacity(charges.count)
        for charge in charges {
            if let receipt = commit(charge, fence: fence) {
                receipts.append(receipt)
            } else {
                for (undone, receipt) in zip(charges, receipts).reversed() {
                    undo(undone, fence: receipt.lease == nil ? nil : fence)
                }
                return nil
            }
        }
        return receipts
    }

    private mutating func commit(_ charge: Charge, fence: Int64?) -> ChargeReceipt? {
        let units = charge.units
        var goal = goal(charge.key) ?? GoalCounters(key: charge.key, booked: charge.booked)
        if let fence, var lease = lease(of: fence, on: charge.key),
            lease.outstanding >= units, goal.leased >= units
        {
            lease.committed += units
            goal.commitLeased(units)
            put(goal)
            put(lease)
            return ChargeReceipt(key: charge.key, lease: lease.id, committed: lease.committed)
        }
        book(charge.booked, for: charge.key)
        goal = self.goal(charge.key) ?? goal
        guard goal.free >= units else { return nil }
        goal.commitFree(units)
        put(goal)
        return ChargeReceipt(key: charge.key, lease: nil, committed: 0)
    }

    private mutating func undo(_ charge: Charge, fence: Int64?) {
        guard var goal = goal(charge.key) else { return }
        goal.undo(charge.units, fromLease: fence != nil)
        put(goal)
        guard let fence, var lease = lease(of: fence, on: charge.key) else { return }
        lease.committed -= charge.units
        put(lease)
    }
}

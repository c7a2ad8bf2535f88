/// What one decision for a line item reserves: the charges of the events that may follow.
///
/// Clicks are not reserved: few decisions have one, and units held for them would lie idle. They
/// are charged to what is free when they come.
package struct LeasePlan: Sendable, Hashable {
    /// A charge and the event that it waits for.
    package struct Entry: Sendable, Hashable {
        package let event: ChargedEvent
        package let charge: Charge

        package init(_ event: ChargedEvent, _ charge: Charge) {
            self.event = event
            self.charge = charge
        }
    }

    package let entries: [Entry]

    /// Entries of clicks and charges of nothing are left out.
    package init(_ entries: [Entry]) {
        self.entries = entries.filter { $0.event != .click && $0.charge.units > 0 }
    }
}

/// A plan as a `LeaseBook` knows it; only of use to the book that gave it out.
package struct LeasePlanID: Sendable, Hashable {
    let index: Int
}

/// The plans in use, with what they point to resolved.
struct PlanTable: Sendable {
    struct Charge: Sendable {
        let event: ChargedEvent
        /// Index of the goal in the book.
        let goal: Int
        let units: Int64
    }

    private struct Plan: Sendable {
        var charges: [Charge] = []
        /// Bits of the events that it reserves for.
        var events: UInt8 = 0
        /// Registrations and reservations that refer to it.
        var uses = 0
    }

    private var plans: [Plan] = []
    private var unused: [Int] = []

    mutating func add(_ charges: [Charge]) -> Int {
        let events = charges.reduce(into: UInt8(0)) { $0 |= $1.event.bit }
        let plan = Plan(charges: charges, events: events, uses: 1)
        if let index = unused.popLast() {
            plans[index] = plan
            return index
        }
        plans.append(plan)
        return plans.count - 1
    }

    func charges(of plan: Int) -> [Charge] { plans[plan].charges }

    func events(of plan: Int) -> UInt8 { plans[plan].events }

    mutating func retain(_ plan: Int) { plans[plan].uses += 1 }

    /// Gives one use up; after the last one the plan is no more.
    mutating func release(_ plan: Int) {
        plans[plan].uses -= 1
        guard plans[plan].uses == 0 else { return }
        plans[plan] = Plan()
        unused.append(plan)
    }
}

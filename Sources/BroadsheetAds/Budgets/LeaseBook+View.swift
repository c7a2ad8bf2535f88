extension LeaseBook.State {
    func view(of plans: [LeasePlanID?], at now: LedgerInstant) -> UnitsView {
        let now = max(now, ledgerTime)
        var lacking: [Int] = []
        var goodUntil = LedgerInstant(microseconds: .max)
        for (place, plan) in plans.enumerated() {
            guard let plan else { continue }
            if hasUnits(plan.index, at: now) {
                goodUntil = min(goodUntil, usableUntil(plan.index))
            } else {
                lacking.append(place)
            }
        }
        return UnitsView(version: version, goodUntil: goodUntil, lacking: lacking)
    }

    /// Notes the demand for a plan whose units were not there.
    mutating func want(_ plan: Int, at now: LedgerInstant) {
        let charges = plans.charges(of: plan)
        for charge in charges {
            goals[charge.goal].demanded = goals[charge.goal].demanded.addingOrMax(charge.units)
        }
        starve(charges, at: now)
    }

    /// A reason to ask the ledger early, where it has not just said that it has nothing.
    mutating func starve(_ charges: [PlanTable.Charge], at now: LedgerInstant) {
        for charge in charges {
            let holding = goals[charge.goal]
            let isLacking = holding.available < charge.units || now > holding.usableUntil
            if isLacking, now > holding.deniedUntil { isStarving = true }
        }
    }

    mutating func drain() -> [LeaseReturn] {
        var returns: [LeaseReturn] = []
        for place in goals.indices where places[goals[place].key] == place {
            let spare = goals[place].available
            guard spare > 0 else { continue }
            change(place) { $0.units -= spare }
            returns.append(LeaseReturn(key: goals[place].key, units: spare))
        }
        return returns
    }

    private func usableUntil(_ plan: Int) -> LedgerInstant {
        plans.charges(of: plan).reduce(LedgerInstant(microseconds: .max)) { until, charge in
            min(until, goals[charge.goal].usableUntil)
        }
    }
}

internal import BroadsheetAds
package import BroadsheetArticles
internal import BroadsheetStorage
internal import Foundation

/// What a simulation gave.
package struct SimulationResult: Sendable {
    /// A line item with a goal.
    package struct Row: Sendable, Hashable {
        package var lineItem: String
        package var unit: String
        package var booked: Int64
        package var billed: Int64
        package var decisions: Int
        /// Units that could have been delivered by who knew all requests beforehand.
        package var feasible: Int64
        /// Units that it would lack by the log of yesterday; nil where that suffices.
        package var warned: Double?
        /// See ``PacingError``.
        package var pacingError: Double?

        /// Whether the requests would have sufficed.
        package var isFeasible: Bool { feasible >= booked }
        /// Whether at least 99 % of the goal were billed.
        package var isMet: Bool { Double(billed) >= 0.99 * Double(booked) }
    }

    package var settings: Simulation.Settings
    package var requests: Int
    package var filled: Int
    package var empty: Int
    package var late: Int
    package var overGoal: Int
    /// By id.
    package var rows: [Row]

    init(
        settings: Simulation.Settings, measure: DeliveryMeasure, expected: DeliveryMeasure,
        counts: [DeliveryCounts], frozen: AdState.Frozen
    ) {
        self.settings = settings
        requests = measure.requests
        empty = measure.empty
        filled = measure.requests - measure.empty
        let all = counts.flatMap { [$0.impressions, $0.viewable, $0.clicks] }
        late = all.reduce(0) { $0 + $1.late }
        overGoal = all.reduce(0) { $0 + $1.overGoal }
        func share(_ goal: FrozenGoal) -> Double {
            let shown = 1 - settings.lostShare
            switch goal.unit {
            case .impressions: return shown
            case .viewableImpressions: return shown * settings.viewableShare
            case .clicks: return shown * settings.clickShare
            }
        }
        func units(_ measure: DeliveryMeasure) -> [Int64] {
            let decisions = (try? measure.feasible { 1 / max(share($0), 1e-9) }) ?? []
            return zip(decisions, measure.goals).map { count, goal in
                min(Int64((Double(count) * share(goal)).rounded()), goal.count)
            }
        }
        let (best, foreseen) = (units(measure), units(expected))
        rows = measure.goals.enumerated().map { index, goal in
            let found = counts.first { ExactID($0.lineItemID) == ExactID(goal.lineItem) }
            let events: EventCounts? =
                switch goal.unit {
                case .impressions: found?.impressions
                case .viewableImpressions: found?.viewable
                case .clicks: found?.clicks
                }
            let lacking = foreseen.indices.contains(index) ? goal.count - foreseen[index] : 0
            return Row(
                lineItem: goal.lineItem, unit: goal.unit.rawValue, booked: goal.count,
                billed: Int64(events?.billable ?? 0), decisions: measure.decisions[goal.number],
                feasible: best.indices.contains(index) ? best[index] : 0,
                warned: lacking > 0 ? Double(lacking) : nil,
                pacingError: measure.pacingError(of: index))
        }
        rows.sort { ExactID($0.lineItem) < ExactID($1.lineItem) }
    }

    /// Mean pacing error of the line items that could be delivered.
    package var meanPacingError: Double? {
        let errors = rows.filter(\.isFeasible).compactMap(\.pacingError)
        return errors.isEmpty ? nil : errors.reduce(0, +) / Double(errors.count)
    }

    package var feasibleCount: Int { rows.count(where: \.isFeasible) }
    /// Line items that could be delivered, and were to 99 % at least.
    package var metCount: Int { rows.count { $0.isFeasible && $0.isMet } }
    /// Line items that more was billed for than was booked: always 0.
    package var overCount: Int { rows.count { $0.billed > $0.booked } }

    /// `{"seed",…,"line_items":[…]}`
    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("seed", String(settings.seed))
            writer.member("controller", settings.controller.rawValue)
            writer.member("requests", requests)
            writer.member("filled", filled)
            writer.member("empty", empty)
            writer.member("late", late)
            writer.member("over_goal", overGoal)
            writer.member("feasible", feasibleCount)
            writer.member("met", metCount)
            writer.member("over_delivered", overCount)
            writer.member("mean_pacing_error", meanPacingError)
            writer.name("line_items")
            writer.array { writer in
                for row in rows { row.write(to: &writer) }
            }
        }
    }
}

extension SimulationResult.Row {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("line_item", lineItem)
            writer.member("unit", unit)
            writer.member("booked", Int(clamping: booked))
            writer.member("billed", Int(clamping: billed))
            writer.member("decisions", decisions)
            writer.member("feasible", Int(clamping: feasible))
            writer.member("warned_shortfall", warned)
            writer.member("pacing_error", pacingError)
        }
    }
}

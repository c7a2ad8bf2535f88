internal import BroadsheetAds
internal import BroadsheetStorage
internal import Foundation
internal import Logging
internal import Synchronization

/// The shares of the guaranteed tier that decisions go by, swapped as a whole.
final class PacedShares: Sendable {
    /// Shares, and the plan that they were made from; nil without one.
    struct Paced: Sendable {
        var shares = GuaranteedShares()
        var plan: AuditedText?
    }

    private let paced = Mutex(Paced())

    var current: Paced {
        get { paced.withLock { $0 } }
        set { paced.withLock { $0 = newValue } }
    }
}

/// Forecasts supply from the requests that come, and keeps plan and pace of the guaranteed tier.
///
/// A plan is made every five minutes, when campaigns change and when a flight begins or ends; the
/// pace is set anew every minute. Both happen on the thread of the caller of `tick`, which is a
/// background one; decisions only note their request and read the shares.
final class PacingKeeper: Sendable {
    private struct State {
        var pacing: GuaranteedPacing
        /// The forecast, and the quarter of an hour and the campaigns that it was made for.
        var forecast = SupplyForecast()
        var forecastKey: ForecastKey?
        /// Hash of the campaigns that the plan was made for.
        var planned: String?
        /// The plan as the ledger keeps it.
        var planText: AuditedText?
        var plannedAt = -Double.infinity
        /// The slot of time that was paced last.
        var slot: Int?
        /// What line items could not get, as last told.
        var warnings: [GuaranteedSchedule.Warning] = []
    }

    private struct ForecastKey: Hashable {
        let quarter: Int?
        let campaigns: String
    }

    private let delivery: DeliveryBook
    private let logger: Logger
    /// The requests so far, behind a lock of their own: decisions write it, and must not wait for a
    /// plan that is being made.
    private let sample = Mutex(RequestSample())
    private let state: Mutex<State>

    /// How old a plan gets, in seconds.
    private static let planSeconds = 300.0

    init(
        delivery: DeliveryBook, controller: GuaranteedPacing.Controller = .slots, logger: Logger
    ) {
        self.delivery = delivery
        self.logger = logger
        state = Mutex(State(pacing: GuaranteedPacing(controller)))
    }

    /// Counts a request that is being decided.
    ///
    /// - Parameter random: 64 random bits.
    func note(_ request: AdRequest, at now: LedgerInstant, random: UInt64) {
        sample.withLock { $0.add(request, at: Self.seconds(now), random: random) }
    }

    /// Takes requests of the day before over.
    func fill(from history: RequestSample) {
        sample.withLock { $0.fill(from: history) }
        state.withLock { state in
            state.forecastKey = nil
            state.plannedAt = -.infinity
        }
    }

    /// Makes plan and pace anew where they are due.
    func tick(_ frozen: AdState.Frozen, at now: LedgerInstant) {
        let seconds = Self.seconds(now)
        guard !frozen.snapshot.guaranteedNumbers.isEmpty else { return }
        let progress = progress(of: frozen)
        let sample = sample.withLock { sample in
            sample.advance(to: seconds)
            return sample
        }
        let found = state.withLock { state -> [GuaranteedSchedule.Warning]? in
            let warnings = plan(&state, sample, frozen, progress, seconds)
            let slot = GuaranteedPacing.slot(at: seconds)
            let isDue = warnings != nil || slot != state.slot
            guard isDue, state.pacing.schedule != nil else { return warnings }
            state.slot = slot
            frozen.paced.current = PacedShares.Paced(
                shares: state.pacing.shares(progress, at: seconds), plan: state.planText)
            return warnings
        }
        for warning in found ?? [] {
            logger.warning(
                """
                \(warning.lineItem) will miss \(Int(warning.units.rounded())) units of its goal by the \
                requests expected; \(warning.competitors.joined(separator: ", ")) compete for them
                """)
        }
    }

    /// Makes the plan where it is due; new warnings, or nil where there was nothing to plan.
    private func plan(
        _ state: inout State, _ sample: RequestSample, _ frozen: AdState.Frozen,
        _ progress: [GuaranteedPacing.Progress], _ seconds: Double
    ) -> [GuaranteedSchedule.Warning]? {
        let isStale =
            state.planned != frozen.hash || abs(seconds - state.plannedAt) >= Self.planSeconds
            || seconds >= state.pacing.schedule?.goodUntil ?? .infinity
        guard isStale, !sample.isEmpty else { return nil }
        // The targeting of a day's requests is asked once a quarter of an hour; until the first is over,
        // every time.
        let key = ForecastKey(
            quarter: sample.isWhole ? sample.currentNumber : nil,
            campaigns: frozen.hash)
        if key.quarter == nil || key != state.forecastKey {
            state.forecast = SupplyForecast(sample, frozen.snapshot, at: seconds)
            state.forecastKey = key
        }
        do {
            try state.pacing.plan(progress, state.forecast, frozen.snapshot, at: seconds)
        } catch {
            logger.error("goals can't be planned, the plan before stays: \(error)")
            return nil
        }
        state.planned = frozen.hash
        state.plannedAt = seconds
        state.planText = state.pacing.schedule?.auditedText(madeAt: seconds)
        let warnings = state.pacing.schedule?.warnings ?? []
        let old = Set(state.warnings.map(\.lineItem))
        state.warnings = warnings
        return warnings.filter { !old.contains($0.lineItem) }
    }

    /// How far the line items with goals are.
    private func progress(of frozen: AdState.Frozen) -> [GuaranteedPacing.Progress] {
        frozen.goals.map { goal in
            let key = GoalKey(goal.unit.key, of: .lineItem, id: goal.lineItem)
            let underWay = Double(delivery.book.reserved(key))
            let delivered =
                Double(delivery.committed(key)) + underWay * goal.unit.unitsPerDecision
            return GuaranteedPacing.Progress(
                lineItem: goal.number, id: goal.lineItem, goal: goal.count,
                delivered: min(delivered, Double(goal.count)),
                unitsPerDecision: goal.unit.unitsPerDecision, starts: goal.starts,
                ends: goal.ends, pacing: goal.pacing)
        }
    }

    private static func seconds(_ now: LedgerInstant) -> Double {
        Double(now.microseconds) / 1e6
    }
}

extension Goal.Unit {
    /// Units that a decision is expected to bring. Of decisions with an ad about a twelfth never
    /// send a beacon; half of what is shown is seen (Google's median was 56 % in 2014); and one in
    /// two hundred is clicked, which is what Revive assumes before it knows better.
    fileprivate var unitsPerDecision: Double {
        switch self {
        case .impressions: 0.92
        case .viewableImpressions: 0.5
        case .clicks: 0.005
        }
    }
}

/// A goal of a line item that a snapshot can serve.
struct FrozenGoal: Sendable, Hashable {
    let number: Int
    let lineItem: String
    let unit: Goal.Unit
    let count: Int64
    /// In seconds since 1970.
    let starts: Double
    let ends: Double
    let pacing: Pacing

    /// The goals of a snapshot's line items that end some time.
    static func all(of snapshot: AdSnapshot) -> [FrozenGoal] {
        snapshot.catalogue.campaigns.flatMap(\.lineItems).compactMap { item in
            guard let goal = item.goal, let number = snapshot.number(ofLineItem: item.id),
                let ends = item.ends
            else { return nil }
            return FrozenGoal(
                number: number, lineItem: item.id, unit: goal.unit, count: goal.count,
                starts: item.starts?.timeIntervalSince1970 ?? 0,
                ends: ends.timeIntervalSince1970, pacing: item.pacing ?? .even)
        }
    }
}

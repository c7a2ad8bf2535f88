/// Plan and pace of the guaranteed tier, kept up from minute to minute.
///
/// The plan says which part of which kind of request a line item takes on the whole; a pacer for each
/// line item says how much of that it takes in the slot of time that begins. Neither guards a goal:
/// leases do.
package struct GuaranteedPacing: Sendable {
    /// How line items are paced.
    package enum Controller: String, Sendable, Hashable, CaseIterable {
        /// What is left, divided anew over the slots that are left.
        case slots
        /// A step up or down a slot.
        case throttle
        /// Proportional-integral on the ratio of delivered to due.
        case proportionalIntegral = "pi"
        /// The plan alone.
        case none
    }

    /// A line item with a goal, as it stands.
    package struct Progress: Sendable, Hashable {
        /// Number in the snapshot.
        package var lineItem: Int
        package var id: String
        /// Units booked.
        package var goal: Int64
        /// Units billed, and those expected of decisions that are under way.
        package var delivered: Double
        /// Units that a decision brings on the whole, above 0.
        package var unitsPerDecision: Double
        /// In seconds since 1970.
        package var starts: Double
        package var ends: Double
        package var pacing: Pacing

        package init(
            lineItem: Int, id: String, goal: Int64, delivered: Double, unitsPerDecision: Double,
            starts: Double, ends: Double, pacing: Pacing
        ) {
            self.lineItem = lineItem
            self.id = id
            self.goal = goal
            self.delivered = delivered
            self.unitsPerDecision = unitsPerDecision
            self.starts = starts
            self.ends = ends
            self.pacing = pacing
        }
    }

    /// Length of a slot of time, in seconds.
    package static let slotSeconds = 60.0

    private struct Paced: Sendable {
        var pacer: any Pacer
        var pacing: Pacing
        var starts: Double
        var ends: Double
    }

    private let controller: Controller
    /// By line item; what is learned outlives plans and snapshots.
    private var pacers: [ExactID: Paced] = [:]
    package private(set) var schedule: GuaranteedSchedule?
    private var forecast = SupplyForecast()
    /// When the plan was made, in seconds since 1970.
    private var plannedAt = 0.0

    package init(_ controller: Controller = .slots) { self.controller = controller }

    /// Makes the plan anew from what is left.
    package mutating func plan(
        _ progress: [Progress], _ forecast: SupplyForecast, _ snapshot: AdSnapshot, at now: Double
    ) throws(PlanningError) {
        self.forecast = forecast
        plannedAt = now
        let known = Set(progress.map { ExactID($0.id) })
        pacers = pacers.filter { known.contains($0.key) }
        let bookings = progress.map { item in
            GuaranteedSchedule.Booking(
                lineItem: item.lineItem, id: item.id,
                unitsLeft: Double(item.goal) - item.delivered,
                unitsPerDecision: item.unitsPerDecision, starts: item.starts, ends: item.ends)
        }
        schedule = try GuaranteedSchedule(bookings, forecast, snapshot, at: now)
    }

    /// Begins a slot of time and gives the shares for it; empty without a plan.
    ///
    /// - Parameter now: its beginning, in seconds since 1970.
    package mutating func shares(_ progress: [Progress], at now: Double) -> GuaranteedShares {
        guard let schedule else { return GuaranteedShares() }
        guard controller != .none else { return schedule.shares(rates: []) }
        var items: [ExactID: Progress] = [:]
        for item in progress { items[ExactID(item.id)] = item }
        var rates: [Double] = []
        for (index, booking) in schedule.bookings.enumerated() {
            guard let item = items[ExactID(booking.id)] else {
                rates.append(0)
                continue
            }
            rates.append(rate(of: item, expected: schedule.expected[index], at: now))
        }
        return schedule.shares(rates: rates)
    }

    private mutating func rate(
        of item: Progress, expected: Double, at now: Double
    ) -> Double {
        let id = ExactID(item.id)
        var paced = pacers[id] ?? make(item)
        if paced.pacing != item.pacing || paced.starts != item.starts || paced.ends != item.ends {
            paced = make(item)
        }
        let start = max(item.starts, min(plannedAt, now))
        let slotEnd = min(now + Self.slotSeconds, item.ends)
        let planned = forecast.requests(of: item.lineItem, from: start, until: item.ends)
        let slot = PacingSlot(
            goal: item.goal, delivered: Int64(item.delivered, atMost: item.goal),
            traffic: forecast.requests(
                of: item.lineItem, from: max(now, item.starts), until: slotEnd),
            trafficBefore: forecast.requests(of: item.lineItem, from: item.starts, until: now),
            trafficLeft: forecast.requests(
                of: item.lineItem, from: max(now, item.starts), until: item.ends),
            unitsPerRequest: planned > 0
                ? expected * item.unitsPerDecision / planned : item.unitsPerDecision)
        let rate = paced.pacer.rate(for: slot)
        pacers[id] = paced
        return rate
    }

    // MARK: Pacers

    /// Far above any rate that is of use: shares times rates are cut at what a request has left.
    private static let ceiling = 1_000.0

    private func make(_ item: Progress) -> Paced {
        let limits = PacerLimits(curve: curve(of: item), ceiling: Self.ceiling)
        let pacer: any Pacer =
            switch controller {
            case .slots, .none: SlotReallocation(limits)
            case .throttle: WindowThrottle(limits)
            case .proportionalIntegral: ProportionalIntegralPacer(limits)
            }
        return Paced(pacer: pacer, pacing: item.pacing, starts: item.starts, ends: item.ends)
    }

    /// Parts of a curve of one's own are equal parts of the flight's time; pacers go by traffic.
    private func curve(of item: Progress) -> PacingCurve {
        switch item.pacing {
        case .even: return .even
        case .frontLoaded: return .frontLoaded
        case .asap: return .asSoonAsPossible
        case .curve(let parts):
            let total = parts.reduce(0, +)
            let traffic = forecast.requests(of: item.lineItem, from: item.starts, until: item.ends)
            guard total > 0, traffic > 0 else { return .even }
            var points: [PacingPoints.Point] = []
            var sum = 0.0
            for (index, part) in parts.dropLast().enumerated() {
                sum += part
                let time =
                    item.starts + (item.ends - item.starts) * Double(index + 1) / Double(parts.count)
                let before = forecast.requests(of: item.lineItem, from: item.starts, until: time)
                let point = PacingPoints.Point(
                    traffic: min(before / traffic, 1), goal: min(sum / total, 1))
                // Parts without traffic bring nothing.
                if point.traffic > points.last?.traffic ?? 0, point.traffic < 1 {
                    points.append(point)
                }
            }
            return (try? PacingPoints(points)).map { .custom($0) } ?? .even
        }
    }
}

/// What a pacer is told when a slot of time begins.
package struct PacingSlot: Sendable, Hashable {
    /// Units booked.
    package var goal: Int64
    /// Units delivered so far, those included that are under way and expected to arrive.
    package var delivered: Int64
    /// Eligible requests expected in the slot that begins.
    package var traffic: Double
    /// Eligible requests before it: those that came, or those that were forecast.
    package var trafficBefore: Double
    /// Eligible requests forecast from the slot's beginning to the end of the flight.
    package var trafficLeft: Double
    /// Units that an eligible request brings at rate 1, by the forecast: the plan's expected units
    /// by the eligible requests; without a plan, the share of decisions whose beacon arrives.
    package var unitsPerRequest: Double

    package init(
        goal: Int64, delivered: Int64, traffic: Double, trafficBefore: Double,
        trafficLeft: Double, unitsPerRequest: Double = 1
    ) {
        self.goal = goal
        self.delivered = delivered
        self.traffic = traffic
        self.trafficBefore = trafficBefore
        self.trafficLeft = trafficLeft
        self.unitsPerRequest = unitsPerRequest
    }

    /// Units that are still to be delivered; 0 from the goal on.
    var unitsLeft: Double { max(Double(goal) - Double(delivered), 0) }

    /// Units that a request brings. A billionth is none, and divides.
    var flooredUnits: Double {
        unitsPerRequest > 1e-9 ? min(unitsPerRequest, 1e9) : 1e-9
    }

    /// Requests of the slot. None is a millionth of the flight, so that a quotient of two small
    /// numbers stays one.
    var flooredTraffic: Double { max(PacingSlot.number(traffic), totalTraffic * 1e-6) }

    /// Requests of the whole flight, above 0.
    var totalTraffic: Double {
        let left = max(PacingSlot.number(trafficLeft), PacingSlot.number(traffic))
        return max(PacingSlot.number(trafficBefore) + left, .leastNormalMagnitude)
    }

    /// Share of the traffic that is over when the slot begins.
    var begins: Double { min(PacingSlot.number(trafficBefore) / totalTraffic, 1) }

    /// Share of the traffic that is over when the slot ends.
    var ends: Double { min(begins + flooredTraffic / totalTraffic, 1) }

    /// A count of requests; what is none counts as 0.
    private static func number(_ value: Double) -> Double {
        value > 0 && value.isFinite ? value : 0
    }
}

/// Decides slot by slot how much of its share a line item takes.
///
/// A rate multiplies the share that the plan gives (`GuaranteedPlan`), or is itself the probability
/// of taking a request where there is no plan. Pacers are values: the same slots give the same
/// rates, and no clock is read. A pacer keeps nobody from exceeding a goal; leases do that.
package protocol Pacer: Sendable {
    /// The rate for the slot that begins: 0 from the goal on, at most `PacerLimits.ceiling`.
    mutating func rate(for slot: PacingSlot) -> Double
}

/// What a line item asks of its pacer.
package struct PacerLimits: Sendable, Hashable {
    package var curve: PacingCurve
    /// Largest rate; 1 where a rate is a probability.
    package var ceiling: Double

    package init(curve: PacingCurve = .even, ceiling: Double = 1) {
        self.curve = curve
        self.ceiling = ceiling > 0 ? min(ceiling, 1e9) : 0
    }

    /// The rate at which the forecast, if it is right, brings what the curve wants of a slot.
    func forecastRate(_ slot: PacingSlot) -> Double {
        let wanted = curve.target(at: slot.ends) - curve.target(at: slot.begins)
        let units = max(Double(slot.goal), 0) * max(wanted, 0)
        return units / (slot.flooredTraffic * slot.flooredUnits)
    }

    func clipped(_ rate: Double) -> Double { rate > 0 ? min(rate, ceiling) : 0 }
}

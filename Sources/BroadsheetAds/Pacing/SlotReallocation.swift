import Foundation

/// Divides what is left of the goal anew over what is left of the flight, slot by slot.
///
/// allocation = units left × (T(end) − T(begin)) ÷ (1 − T(begin)), T being the curve; for even
/// pacing that is the slot's share of the traffic left. rate = allocation ÷ (units that the slot
/// would bring at rate 1). The latter is the forecast times a correction learned from delivery: the
/// ratio of units that came to units that were expected, old evidence fading as new comes in.
///
/// - Starts from the forecast: the correction begins as 1 with the weight of some units, so that
///   neither the first minute burns a small goal nor the first hour starves.
/// - Does not burst: the denominator is floored, for a correction never goes below a quarter. After
///   hours without a request a line item asks for at most four times its allocation.
/// - Does not starve: a slot without expected traffic teaches nothing and keeps the rate.
///
/// Fails when traffic stops for good earlier than forecast: what was left for then stays undone.
package struct SlotReallocation: Pacer, Hashable {
    private let limits: PacerLimits
    /// Units that came, and units that were expected at the rates taken, fading.
    private var came: Double
    private var expected: Double
    private var last: Slot?

    /// What the slot before taught.
    private struct Slot: Sendable, Hashable {
        var delivered: Int64
        var expected: Double
        var rate: Double
    }

    /// Weight of the forecast at the start, in units: after 20 units, chance is below a quarter.
    private static let startWeight = 20.0
    /// Units after which evidence has faded to 1/e: chance of a tenth, and quick at large goals.
    private static let memory = 100.0
    /// The least that delivery may fall below the forecast in our eyes.
    private static let leastCorrection = 0.25
    /// And the most: more would make a burst of requests a drought for the time after it.
    private static let greatestCorrection = 4.0

    package init(_ limits: PacerLimits) {
        self.limits = limits
        came = Self.startWeight
        expected = Self.startWeight
    }

    package mutating func rate(for slot: PacingSlot) -> Double {
        learn(from: slot.delivered)
        let rate = slot.unitsLeft > 0 ? wantedRate(slot) : 0
        let units = rate * max(slot.traffic, 0) * slot.flooredUnits
        last = Slot(
            delivered: slot.delivered, expected: units.isFinite ? units : 0, rate: rate)
        return rate
    }

    private func wantedRate(_ slot: PacingSlot) -> Double {
        if limits.curve == .asSoonAsPossible { return limits.ceiling }
        if !(slot.traffic > 0), let last, last.rate > 0 { return last.rate }
        let begins = limits.curve.target(at: slot.begins)
        let left = 1 - begins
        // A curve that has arrived wants the rest at once.
        let part = left > 0 ? min((limits.curve.target(at: slot.ends) - begins) / left, 1) : 1
        let perRequest = slot.flooredUnits * correction
        return limits.clipped(slot.unitsLeft * part / (slot.flooredTraffic * perRequest))
    }

    private var correction: Double {
        min(max(came / expected, Self.leastCorrection), Self.greatestCorrection)
    }

    private mutating func learn(from delivered: Int64) {
        guard let last, last.expected > 0 else { return }
        // Below 0 where more of what was under way got lost than was added.
        let units = Double(delivered) - Double(last.delivered)
        let kept = exp(-last.expected / Self.memory)
        came = max(came * kept + units, 0)
        expected = expected * kept + last.expected
    }
}

/// A proportional-integral controller on the ratio of delivered to due.
///
/// rate = forecast's rate × (1 + Kp · e + Ki · ∫e), e = 1 − delivered ÷ max(due, 1 % of the goal).
/// The floor of the denominator keeps a day from beginning with a blackout: two units when a
/// millionth of one is due are not a million times too many. The ratio itself is not capped, for a
/// capped one winds the integral up without end; instead the integral stands still while the rate
/// is at an end of its range, and is bounded. The rate never falls below a tenth of the forecast's.
package struct ProportionalIntegralPacer: Pacer, Hashable {
    private let limits: PacerLimits
    private var integral = 0.0
    private var lastShare: Double?

    private static let proportional = 2.0
    /// Per share of the traffic: an error of a tenth over a twentieth of the flight adds a tenth.
    private static let integralGain = 20.0
    private static let integralBound = 0.05
    private static let leastDue = 0.01
    private static let leastFactor = 0.1

    package init(_ limits: PacerLimits) { self.limits = limits }

    package mutating func rate(for slot: PacingSlot) -> Double {
        guard slot.unitsLeft > 0 else { return 0 }
        if limits.curve == .asSoonAsPossible { return limits.ceiling }
        let goal = Double(slot.goal)
        let due = max(goal * limits.curve.target(at: slot.begins), goal * Self.leastDue)
        // Before the first unit could be due, nothing is late.
        let error = slot.begins > 0 ? 1 - Double(slot.delivered) / due : 0
        let elapsed = max(slot.begins - (lastShare ?? slot.begins), 0)
        lastShare = slot.begins
        let grown = bounded(integral + error * elapsed)
        let base = limits.forecastRate(slot)
        let factor = 1 + Self.proportional * error + Self.integralGain * grown
        let isPinnedLow = factor <= Self.leastFactor && error < 0
        let isPinnedHigh = base * factor >= limits.ceiling && error > 0
        if !isPinnedLow && !isPinnedHigh { integral = grown }
        return limits.clipped(base * max(factor, Self.leastFactor))
    }

    private func bounded(_ value: Double) -> Double {
        min(max(value, -Self.integralBound), Self.integralBound)
    }
}

/// A throttle that goes a step down when more than the curve's share is delivered, else a step up.
///
/// After Agarwal et al., "Budget Pacing for Targeted Online Advertisements at LinkedIn" (KDD 2014).
/// What differs: it starts at the rate that the forecast asks for instead of a fixed one, and stays
/// between a 32nd of that and four times that, so that hours without a request wind nothing up. It
/// is slow by design: a step is a tenth, so a rate that is off by half takes seven slots.
package struct WindowThrottle: Pacer, Hashable {
    private let limits: PacerLimits
    private var rate: Double?

    private static let step = 0.1
    private static let leastFactor = 1.0 / 32
    private static let greatestFactor = 4.0

    package init(_ limits: PacerLimits) { self.limits = limits }

    package mutating func rate(for slot: PacingSlot) -> Double {
        guard slot.unitsLeft > 0 else { return 0 }
        if limits.curve == .asSoonAsPossible { return limits.ceiling }
        let base = limits.forecastRate(slot)
        let due = Double(slot.goal) * limits.curve.target(at: slot.begins)
        let isAhead = Double(slot.delivered) > due
        let next = rate.map { $0 * (isAhead ? 1 - Self.step : 1 + Self.step) } ?? base
        let bounded = min(max(next, base * Self.leastFactor), base * Self.greatestFactor)
        rate = limits.clipped(bounded)
        return limits.clipped(bounded)
    }
}

/// How far delivery strays from its curve: √ mean of ((delivered − goal × target) ÷ goal)² over
/// moments of the day, 96 quarter-hours as a rule.
package struct PacingError: Sendable, Hashable {
    private let goal: Int64
    private var squares = 0.0
    /// Moments added.
    package private(set) var count = 0

    /// - Parameter goal: Units booked.
    package init(goal: Int64) { self.goal = goal }

    /// Adds a moment.
    ///
    /// - Parameters:
    ///   - delivered: Units since the start.
    ///   - target: Share of the goal that should be delivered by now (`PacingCurve.target`; for
    ///     even pacing the share of the day's eligible requests that is over, as they came).
    package mutating func add(delivered: Int64, target: Double) {
        guard goal > 0 else { return }
        let difference = Double(delivered) / Double(goal) - target
        squares += difference * difference
        count += 1
    }

    /// nil without a goal or a moment.
    package var value: Double? {
        count > 0 ? (squares / Double(count)).squareRoot() : nil
    }
}

/// Serves a plan without chance: after t requests of a node each line item had its share of t, give
/// or take a request.
///
/// Smooth weighted round-robin, with what the shares leave to the next tiers ("air") as one more
/// contestant. For simulation and for one process alone; who wants logged propensities draws
/// instead (`GuaranteedPlan.draw`), because here nothing is random.
package struct SmoothRotation: Sendable {
    /// Credit of each share of the plan.
    private var credits: [Double]
    /// Credit of each node's air.
    private var air: [Double]

    package init(_ plan: GuaranteedPlan) {
        credits = [Double](repeating: 0, count: plan.shareCount)
        air = [Double](repeating: 0, count: plan.nodeCount)
    }

    /// The line item that the next request of a node goes to; nil for the next tiers, and for a
    /// node or a plan that this rotation was not made for.
    ///
    /// - Parameter isEligible: Whether a line item may have this request; the share of one that may
    ///   not goes to the air.
    package mutating func next(
        node: Int, of plan: GuaranteedPlan, isEligible: (_ lineItem: Int) -> Bool = { _ in true }
    ) -> Int? {
        let shares = plan.shares(of: node)
        guard !shares.isEmpty, shares.upperBound <= credits.count, node < air.count else {
            return nil
        }
        var left = 1.0
        var best: Int?
        for share in shares where isEligible(plan.lineItem(at: share)) {
            let part = plan.probability(at: share)
            credits[share] += part
            left -= part
            if credits[share] > best.map({ credits[$0] }) ?? -.infinity { best = share }
        }
        if left > GuaranteedPlan.full { air[node] += left }
        guard let best, credits[best] >= air[node] || left <= GuaranteedPlan.full else {
            air[node] -= 1
            return nil
        }
        credits[best] -= 1
        return plan.lineItem(at: best)
    }
}

/// The plan of the guaranteed tier: which request goes to whom with which probability.
///
/// It is the high-water-mark plan while that gives everyone what the supply can give. Where it
/// leaves a line item at least half a unit below the feasible flow, the plan is the flow's shares
/// instead. Requests of a kind that the forecast does not have are served by the levels.
///
/// An immutable value of flat arrays; reading it allocates nothing.
package struct GuaranteedPlan: Sendable {
    package enum Basis: Sendable, Hashable {
        case highWaterMark
        case flow
    }

    package let basis: Basis
    /// Indices of the line items in serving order.
    package let order: [UInt32]
    /// High-water-mark level by line item, for requests that no node stands for: x = min(level,
    /// what is left), in serving order.
    package let levels: [Double]
    /// Units that the plan expects to deliver, by line item.
    package let expected: [Double]
    /// Units that it expects to be lacking, by line item.
    package let shortfalls: [Double]

    /// Where the shares of a node begin; one more entry than nodes.
    private let firstShare: [Int]
    private let lineItems: [UInt32]
    private let probabilities: [Double]

    /// A difference that no count of impressions shows.
    private static let sameUnits = 0.5
    /// What is left of a node below this is rounding, and the node is full.
    static let full = 1e-12

    /// - Parameter flow: The flow of the same problem when the caller has it; else it is found
    ///   here, and only if someone is short by high-water-mark.
    package init(_ problem: PlanningProblem, flow: FeasibleFlow? = nil) {
        let marks = HighWaterMarkPlan(problem)
        order = problem.order
        levels = marks.levels
        if marks.shortfalls.contains(where: { $0 >= Self.sameUnits }) {
            let flow = flow ?? FeasibleFlow(problem)
            let isBehind = marks.delivered.indices.contains {
                Double(flow.delivered[$0]) - marks.delivered[$0] >= Self.sameUnits
            }
            if isBehind {
                basis = .flow
                expected = flow.delivered.map { Double($0) }
                shortfalls = flow.delivered.indices.map { Double(flow.shortfall(of: $0)) }
                (firstShare, lineItems, probabilities) = Self.shares(problem) { rank, give in
                    flow.forEachShare(of: Int(problem.order[rank]), give)
                }
                return
            }
        }
        basis = .highWaterMark
        expected = marks.delivered
        shortfalls = marks.shortfalls
        (firstShare, lineItems, probabilities) = Self.shares(problem, levels: marks.levels)
    }

    package var nodeCount: Int { firstShare.count - 1 }

    /// Places of a node's shares, in serving order, for `lineItem(at:)` and `probability(at:)`;
    /// empty for a node that the plan does not have. The probabilities sum to at most 1.
    package func shares(of node: Int) -> Range<Int> {
        guard node >= 0, node < nodeCount else { return 0..<0 }
        return firstShare[node]..<firstShare[node + 1]
    }

    /// Index of the line item of a share.
    package func lineItem(at share: Int) -> Int { Int(lineItems[share]) }

    /// Probability with which a request of the share's node goes to its line item, above 0.
    package func probability(at share: Int) -> Double { probabilities[share] }

    /// All shares of all nodes; `shares(of:)` gives places among them.
    package var shareCount: Int { lineItems.count }
}

// MARK: - Drawing

extension GuaranteedPlan {
    /// The line item at a number in 0 ..< 1; nil for the next tiers.
    ///
    /// Intervals are half open, so no border belongs to two, and where the shares fill the node
    /// the last one also takes what rounding leaves, so no number falls off the end.
    ///
    /// - Parameter rates: Of pacing, by line item: a share times its rate, as far as earlier ones
    ///   leave room. A line item without a rate gets nothing, as does one whose rate is no number.
    package func draw(node: Int, uniform: Double, rates: Span<Double>) -> Int? {
        var sum = 0.0
        var last: Int?
        for share in shares(of: node) {
            let part = probability(at: share, rates: rates, after: sum)
            guard part > 0 else { continue }
            sum += part
            last = lineItem(at: share)
            if uniform < sum { return last }
        }
        return 1 - sum < Self.full ? last : nil
    }

    /// Exact probability with which `draw` gives a line item for a request of a node.
    package func probability(of lineItem: Int, node: Int, rates: Span<Double>) -> Double {
        var sum = 0.0
        for share in shares(of: node) {
            let part = probability(at: share, rates: rates, after: sum)
            if self.lineItem(at: share) == lineItem { return part }
            sum += part
        }
        return 0
    }

    private func probability(at share: Int, rates: Span<Double>, after sum: Double) -> Double {
        let lineItem = lineItem(at: share)
        guard lineItem < rates.count, rates[lineItem] > 0 else { return 0 }
        return max(min(probabilities[share] * rates[lineItem], 1 - sum), 0)
    }
}

// MARK: - Building

extension GuaranteedPlan {
    private typealias Shares = ([Int], [UInt32], [Double])

    /// The shares that levels give, as a request would find them.
    private static func shares(_ problem: PlanningProblem, levels: [Double]) -> Shares {
        var left = [Double](repeating: 1, count: problem.supply.count)
        return shares(problem) { rank, give in
            let level = levels[Int(problem.order[rank])]
            guard level > 0 else { return }
            for arc in problem.firstArc[rank]..<problem.firstArc[rank + 1] {
                let node = Int(problem.nodeOfArc[arc])
                give(node, min(level, left[node]))
                left[node] -= min(level, left[node])
            }
        }
    }

    /// Turns shares by rank into shares by node, in serving order.
    private static func shares(
        _ problem: PlanningProblem,
        eachShare: (_ rank: Int, _ give: (_ node: Int, _ share: Double) -> Void) -> Void
    ) -> Shares {
        var found: [(node: UInt32, lineItem: UInt32, share: Double)] = []
        found.reserveCapacity(problem.pairCount)
        var first = [Int](repeating: 0, count: problem.supply.count + 1)
        for (rank, index) in problem.order.enumerated() {
            eachShare(rank) { node, share in
                guard share > full else { return }
                found.append((UInt32(truncatingIfNeeded: node), index, share))
                first[node + 1] += 1
            }
        }
        for node in problem.supply.indices { first[node + 1] += first[node] }
        var next = first
        var lineItems = [UInt32](repeating: 0, count: found.count)
        var probabilities = [Double](repeating: 0, count: found.count)
        for entry in found {
            let place = next[Int(entry.node)]
            lineItems[place] = entry.lineItem
            probabilities[place] = entry.share
            next[Int(entry.node)] = place + 1
        }
        return (first, lineItems, probabilities)
    }
}

/// What the forecast supply can deliver at most, to whom, and from where.
///
/// The sum over all line items is the maximum flow of demands over supply nodes. Which of them are
/// short when not all fit follows from one rule: served in the order of `PlanningProblem`, each
/// gets all that it can have without taking a unit from an earlier one. Amounts by line item are
/// therefore unique, whatever the way they were found; shares by node are one of many that fit,
/// the same every time, and those of `HighWaterMarkPlan` (to a few thousandths of a unit) wherever
/// nobody had to make room.
///
/// Fails where the forecast does: it knows of no caps and no exclusions on one page.
package struct FeasibleFlow: Sendable {
    package let problem: PlanningProblem
    /// Units that each line item gets, by line item.
    package let delivered: [Int64]
    private let network: FlowNetwork
    private let ranks: [Int]
    /// Steps that a unit was divided into, so that small nodes are shared as finely as large ones.
    private let stepsPerUnit: Int64

    /// A power of two, so that it divides without rounding.
    private static let finestSteps: Int64 = 1024

    /// - Complexity: O(pairs) while line items fit without moving others; each move is a search,
    ///   at worst O(pairs). Measured figures stand in ARCHITECTURE.md.
    package init(_ problem: PlanningProblem) {
        self.problem = problem
        let total = problem.supply.reduce(Int64(0)) { $0.addingSaturated($1) }
        let steps = total < .max / Self.finestSteps ? Self.finestSteps : 1
        var network = FlowNetwork(problem, supply: problem.supply.map { $0 * steps })
        var delivered = [Int64](repeating: 0, count: problem.order.count)
        var ranks = [Int](repeating: 0, count: problem.order.count)
        for rank in problem.order.indices {
            let index = Int(problem.order[rank])
            ranks[index] = rank
            let wanted = min(problem.demands[rank], problem.reach[rank]) * steps
            // A maximum flow of whole units has whole units for each, so nothing is cut off here.
            delivered[index] = network.serve(rank, wanted: wanted) / steps
        }
        self.delivered = delivered
        self.ranks = ranks
        self.network = network
        stepsPerUnit = steps
    }

    /// Units that the line item lacks; 0 when its demand can be met.
    package func shortfall(of lineItem: Int) -> Int64 {
        problem.demands[ranks[lineItem]] - delivered[lineItem]
    }

    /// Indices of the line items that are short, in serving order.
    package var shortLineItems: [Int] {
        problem.order.map { Int($0) }.filter { shortfall(of: $0) > 0 }
    }

    /// Calls with each node that the line item takes something from, and which fraction of the
    /// node's supply that is.
    package func forEachShare(of lineItem: Int, _ body: (_ node: Int, _ share: Double) -> Void) {
        for arc in network.arcs(of: ranks[lineItem]) where network.flow[arc] > 0 {
            let node = network.node(of: arc)
            let supply = Double(problem.supply[node] * stepsPerUnit)
            body(node, Double(network.flow[arc]) / supply)
        }
    }
}

// MARK: - Who competes

extension FeasibleFlow {
    /// How much a line item lacks and who takes what it could use; nil when it lacks nothing.
    ///
    /// - Complexity: O(pairs of its nodes with line items).
    package func shortage(of lineItem: Int) -> Shortage? {
        let missing = shortfall(of: lineItem)
        guard missing > 0 else { return nil }
        return Shortage(
            lineItem: lineItem, units: missing, competitors: competitors(of: lineItem))
    }

    /// Who takes units of the nodes that the line item could use.
    private func competitors(of lineItem: Int) -> [Shortage.Competitor] {
        let own = ranks[lineItem]
        var taken = [Int64](repeating: 0, count: problem.order.count)
        for arc in network.arcs(of: own) {
            network.forEachTaker(of: network.node(of: arc)) { rank, units in
                taken[rank] = taken[rank].addingSaturated(units)
            }
        }
        let takers = taken.indices.filter { taken[$0] > 0 && $0 != own }
        let sorted = takers.sorted { left, right in
            if taken[left] != taken[right] { return taken[left] > taken[right] }
            let (one, other) = (id(atRank: left), id(atRank: right))
            return one == other ? left < right : one < other
        }
        return sorted.map { rank in
            // At least one: who takes a part of a unit does compete.
            let units = max(taken[rank] / stepsPerUnit, 1)
            return Shortage.Competitor(lineItem: Int(problem.order[rank]), contestedUnits: units)
        }
    }

    private func id(atRank rank: Int) -> ExactID {
        ExactID(problem.lineItems[Int(problem.order[rank])].id)
    }

    /// The proof that a line item's shortage cannot be helped; nil when it lacks nothing.
    ///
    /// It is all that a search for free supply reaches from the line item: its side of the minimum
    /// cut.
    ///
    /// - Complexity: O(pairs of the bottleneck), which may be most of the problem.
    package func bottleneck(of lineItem: Int) -> Bottleneck? {
        guard shortfall(of: lineItem) > 0 else { return nil }
        var queue = [ranks[lineItem]]
        var reachedRanks = [Bool](repeating: false, count: problem.order.count)
        var reachedNodes = [Bool](repeating: false, count: problem.supply.count)
        reachedRanks[ranks[lineItem]] = true
        var supply: Int64 = 0
        var next = 0
        while next < queue.count {
            for arc in network.arcs(of: queue[next]) {
                let node = network.node(of: arc)
                guard !reachedNodes[node] else { continue }
                reachedNodes[node] = true
                supply = supply.addingSaturated(problem.supply[node])
                network.forEachTaker(of: node) { rank, _ in
                    guard !reachedRanks[rank] else { return }
                    reachedRanks[rank] = true
                    queue.append(rank)
                }
            }
            next += 1
        }
        queue.sort()
        let demand = queue.reduce(Int64(0)) { $0.addingSaturated(problem.demands[$1]) }
        return Bottleneck(
            lineItems: queue.map { Int(problem.order[$0]) },
            nodes: reachedNodes.indices.filter { reachedNodes[$0] },
            demand: demand, supply: supply)
    }
}

/// A plan with one number per line item: the share that it takes of each request it may have.
///
/// In serving order, each line item takes the smallest level a at which Σ s · min(rest, a) over its
/// nodes reaches its demand, `rest` being the fraction that earlier ones left of a node. A request
/// repeats that: x = min(a, what is left), and what remains goes to the next tiers.
///
/// After the high-water-mark algorithm of Chen et al., "Ad Serving Using a Compact Allocation Plan"
/// (EC 2012); the level is found exactly (`WaterLevel`). It fails by its greed: an earlier line
/// item may take from a node that a later one needs, though it could have gone elsewhere.
/// `GuaranteedPlan` sees to that.
package struct HighWaterMarkPlan: Sendable, Hashable {
    /// Level a by line item, 0 through 1; 1 for one that is short.
    package let levels: [Double]
    /// Units that it gets, by line item.
    package let delivered: [Double]
    /// Units that it lacks, by line item; 0 unless the level is 1.
    package let shortfalls: [Double]

    /// - Complexity: O(pairs) times the few steps of `WaterLevel.level`.
    package init(_ problem: PlanningProblem) {
        let supply = problem.supply.map { Double($0) }
        var rest = [Double](repeating: 1, count: supply.count)
        var water = WaterLevel()
        var levels = [Double](repeating: 0, count: problem.order.count)
        var delivered = levels
        var shortfalls = levels
        for rank in problem.order.indices {
            let arcs = problem.firstArc[rank]..<problem.firstArc[rank + 1]
            let demand = Double(problem.demands[rank])
            water.removeAll()
            for arc in arcs {
                let node = Int(problem.nodeOfArc[arc])
                water.add(supply: supply[node], free: rest[node])
            }
            let lack = water.lack(of: demand)
            let level = water.level(taking: demand)
            for arc in arcs {
                let node = Int(problem.nodeOfArc[arc])
                rest[node] -= min(rest[node], level)
            }
            let index = Int(problem.order[rank])
            levels[index] = level
            shortfalls[index] = lack
            delivered[index] = demand - lack
        }
        self.levels = levels
        self.delivered = delivered
        self.shortfalls = shortfalls
    }
}

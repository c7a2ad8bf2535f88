/// The most that line items can get together, found one line item after the other.
///
/// Each line item in its turn first takes free supply, spread as `HighWaterMarkPlan` would, and
/// then what augmenting paths make free by moving earlier ones to other nodes. A path never takes
/// a unit from an earlier one, only its place; so the earlier in serving order, the more each gets,
/// and together they get the maximum flow.
///
/// The search keeps for every vertex a lower bound of its distance to free supply (Ahuja and Orlin,
/// "Distance-directed augmenting path algorithms", 1991). Bounds only grow, also from one line item
/// to the next, so what once was found to be cut off is never searched again. All arithmetic is in
/// whole numbers, none of which exceeds its node's supply or its line item's demand.
struct FlowNetwork: Sendable {
    private let firstArc: [Int]
    private let nodeOfArc: [UInt32]
    private let rankOfArc: [UInt32]
    /// Arcs into a node, by node; one more entry than nodes.
    private let firstBack: [Int]
    private let arcOfBack: [UInt32]

    private let supply: [Int64]
    private(set) var free: [Int64]
    /// Units that go over an arc, by arc.
    private(set) var flow: [Int64]

    /// Bounds of the distance: 1 for a node with free supply, `unreachable` for what is cut off.
    private var itemLabels: [Int32]
    private var nodeLabels: [Int32]
    private var labelCounts: [Int32]
    private let unreachable: Int32
    /// Where the search of a vertex goes on: nothing before it leads one step nearer.
    private var itemCursors: [Int]
    private var nodeCursors: [Int]
    /// Arcs of the path, forward to a node and back to a line item in turns.
    private var path: [UInt32] = []
    private var water = WaterLevel()

    /// - Parameter supply: Of each node, none below 0.
    init(_ problem: PlanningProblem, supply: [Int64]) {
        let nodeCount = supply.count
        let ranks = problem.order.count
        firstArc = problem.firstArc
        nodeOfArc = problem.nodeOfArc
        self.supply = supply
        free = supply
        flow = [Int64](repeating: 0, count: problem.nodeOfArc.count)
        (firstBack, arcOfBack, rankOfArc) = Self.turned(problem)
        unreachable = Int32(truncatingIfNeeded: 2 * min(ranks, nodeCount) + 3)
        let cutOff = unreachable
        itemLabels = [Int32](repeating: cutOff, count: ranks)
        nodeLabels = supply.map { $0 > 0 ? 1 : cutOff }
        labelCounts = [Int32](repeating: 0, count: Int(unreachable) + 1)
        itemCursors = Array(problem.firstArc.dropLast())
        nodeCursors = Array(firstBack.dropLast())
        for label in nodeLabels { labelCounts[Int(label)] += 1 }
    }

    /// The arcs by node, and the rank that each comes from.
    private static func turned(_ problem: PlanningProblem) -> ([Int], [UInt32], [UInt32]) {
        var first = [Int](repeating: 0, count: problem.supply.count + 1)
        for node in problem.nodeOfArc { first[Int(node) + 1] += 1 }
        for node in problem.supply.indices { first[node + 1] += first[node] }
        var next = first
        var arcs = [UInt32](repeating: 0, count: problem.nodeOfArc.count)
        var ranks = arcs
        for rank in problem.order.indices {
            for arc in problem.firstArc[rank]..<problem.firstArc[rank + 1] {
                let node = Int(problem.nodeOfArc[arc])
                arcs[next[node]] = UInt32(truncatingIfNeeded: arc)
                next[node] += 1
                ranks[arc] = UInt32(truncatingIfNeeded: rank)
            }
        }
        return (first, arcs, ranks)
    }

    /// Gives the line item at `rank` as many of the `wanted` units as it can have, and says how
    /// many. Ranks are served in their order, each once.
    mutating func serve(_ rank: Int, wanted: Int64) -> Int64 {
        guard wanted > 0 else { return 0 }
        itemLabels[rank] = nearest(ofItem: rank)
        labelCounts[Int(itemLabels[rank])] += 1
        var left = wanted - takeFree(rank, wanted: wanted)
        while left > 0, itemLabels[rank] < unreachable {
            guard findPath(from: rank) else { break }
            left -= push(atMost: left)
        }
        return wanted - left
    }

    /// Arcs of a rank.
    func arcs(of rank: Int) -> Range<Int> { firstArc[rank]..<firstArc[rank + 1] }

    func node(of arc: Int) -> Int { Int(nodeOfArc[arc]) }

    /// Calls with each rank that takes something from a node, and how much.
    func forEachTaker(of node: Int, _ body: (_ rank: Int, _ units: Int64) -> Void) {
        for place in firstBack[node]..<firstBack[node + 1] {
            let arc = Int(arcOfBack[place])
            if flow[arc] > 0 { body(Int(rankOfArc[arc]), flow[arc]) }
        }
    }
}

// MARK: - Free supply

extension FlowNetwork {
    /// Takes free supply of the rank's nodes, spread by the level that `WaterLevel` finds.
    private mutating func takeFree(_ rank: Int, wanted: Int64) -> Int64 {
        let arcs = arcs(of: rank)
        var available: Int64 = 0
        for arc in arcs { available = available.addingSaturated(free[Int(nodeOfArc[arc])]) }
        guard available > wanted else {
            for arc in arcs { take(free[Int(nodeOfArc[arc])], over: arc) }
            return available
        }
        let level = waterLevel(arcs, wanted: wanted)
        var left = wanted
        for arc in arcs {
            let node = Int(nodeOfArc[arc])
            let limit = min(free[node], left)
            let units = Int64(level * Double(supply[node]), atMost: limit)
            take(units, over: arc)
            left -= units
        }
        // What rounding left over, a little from each.
        while left > 0 {
            let portion = left / Int64(arcs.count) + 1
            for arc in arcs where left > 0 {
                let units = min(portion, left, free[Int(nodeOfArc[arc])])
                take(units, over: arc)
                left -= units
            }
        }
        return wanted
    }

    private mutating func waterLevel(_ arcs: Range<Int>, wanted: Int64) -> Double {
        water.removeAll()
        for arc in arcs {
            let node = Int(nodeOfArc[arc])
            guard free[node] > 0 else { continue }
            let whole = Double(supply[node])
            water.add(supply: whole, free: Double(free[node]) / whole)
        }
        return water.level(taking: Double(wanted))
    }

    private mutating func take(_ units: Int64, over arc: Int) {
        free[Int(nodeOfArc[arc])] -= units
        flow[arc] += units
    }
}

// MARK: - Augmenting paths

extension FlowNetwork {
    /// Leaves in `path` a shortest way from a rank to free supply; false when there is none.
    private mutating func findPath(from root: Int) -> Bool {
        path.removeAll(keepingCapacity: true)
        while itemLabels[root] < unreachable {
            guard let last = path.last else {
                step(fromItem: root)
                continue
            }
            if path.count.isMultiple(of: 2) {
                step(fromItem: Int(rankOfArc[Int(last)]))
            } else {
                let node = Int(nodeOfArc[Int(last)])
                if free[node] > 0 { return true }
                step(fromNode: node)
            }
        }
        return false
    }

    /// Goes one step nearer, or raises the line item's label and goes one step back.
    private mutating func step(fromItem rank: Int) {
        let wanted = itemLabels[rank] - 1
        let end = firstArc[rank + 1]
        var arc = itemCursors[rank]
        while arc < end, nodeLabels[Int(nodeOfArc[arc])] != wanted { arc += 1 }
        itemCursors[rank] = arc
        if arc < end {
            path.append(UInt32(truncatingIfNeeded: arc))
            return
        }
        let old = itemLabels[rank]
        itemLabels[rank] = nearest(ofItem: rank)
        itemCursors[rank] = firstArc[rank]
        recount(from: old, to: itemLabels[rank])
        _ = path.popLast()
    }

    private mutating func step(fromNode node: Int) {
        let wanted = nodeLabels[node] - 1
        let end = firstBack[node + 1]
        var place = nodeCursors[node]
        while place < end {
            let arc = Int(arcOfBack[place])
            if itemLabels[Int(rankOfArc[arc])] == wanted, flow[arc] > 0 { break }
            place += 1
        }
        nodeCursors[node] = place
        if place < end {
            path.append(arcOfBack[place])
            return
        }
        let old = nodeLabels[node]
        nodeLabels[node] = nearest(ofNode: node)
        nodeCursors[node] = firstBack[node]
        recount(from: old, to: nodeLabels[node])
        _ = path.popLast()
    }

    private func nearest(ofItem rank: Int) -> Int32 {
        var label = unreachable - 1
        for arc in firstArc[rank]..<firstArc[rank + 1] {
            label = min(label, nodeLabels[Int(nodeOfArc[arc])])
        }
        return label + 1
    }

    private func nearest(ofNode node: Int) -> Int32 {
        if free[node] > 0 { return 1 }
        var label = unreachable - 1
        for place in firstBack[node]..<firstBack[node + 1] {
            let arc = Int(arcOfBack[place])
            let candidate = itemLabels[Int(rankOfArc[arc])]
            if candidate < label, flow[arc] > 0 { label = candidate }
        }
        return label + 1
    }

    /// Keeps count of labels. One that no vertex has any more cuts off all beyond it.
    private mutating func recount(from old: Int32, to new: Int32) {
        labelCounts[Int(old)] -= 1
        labelCounts[Int(new)] += 1
        guard labelCounts[Int(old)] == 0, old < unreachable else { return }
        for rank in itemLabels.indices where itemLabels[rank] > old {
            guard itemLabels[rank] < unreachable else { continue }
            labelCounts[Int(itemLabels[rank])] -= 1
            itemLabels[rank] = unreachable
        }
        for node in nodeLabels.indices where nodeLabels[node] > old {
            guard nodeLabels[node] < unreachable else { continue }
            labelCounts[Int(nodeLabels[node])] -= 1
            nodeLabels[node] = unreachable
        }
    }

    /// Sends along `path` what it can carry, at most `limit`; the amount, above 0.
    private mutating func push(atMost limit: Int64) -> Int64 {
        guard let last = path.last else { return 0 }
        let end = Int(nodeOfArc[Int(last)])
        var units = min(limit, free[end])
        for place in stride(from: 1, to: path.count, by: 2) {
            units = min(units, flow[Int(path[place])])
        }
        free[end] -= units
        for place in path.indices {
            let arc = Int(path[place])
            flow[arc] += place.isMultiple(of: 2) ? units : -units
        }
        return units
    }
}

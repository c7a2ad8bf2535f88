/// Forecast supply and the line items that want it, flat and in the order in which they are served.
///
/// Order: tier, then less supply first (who can go to fewer places chooses earlier), then id by
/// UTF-8 bytes. The place in that order is called rank; everything that plans works on ranks, and
/// results are told by the index that the line item was given in.
package struct PlanningProblem: Sendable {
    /// Forecast requests by supply node, none below 0.
    package let supply: [Int64]
    /// Line items, as given.
    package let lineItems: [BookedLineItem]
    /// Index of the line item at a rank.
    package let order: [UInt32]
    /// Units wanted, by rank; none below 0.
    let demands: [Int64]
    /// Sum of the supply of a line item's nodes, by rank, at most `Int64.max`.
    let reach: [Int64]
    /// Where the nodes of a rank begin in `nodes`; one more entry than ranks.
    let firstArc: [Int]
    /// Nodes of all line items, each once per line item, by rank.
    let nodeOfArc: [UInt32]

    /// Arcs are counted in 32 bits, labels of the flow in 31.
    private static let pairLimit = Int(Int32.max)

    /// - Parameters:
    ///   - supply: Requests forecast for each node; below 0 counts as 0.
    ///   - lineItems: In any order; ids should differ, or their order here breaks the tie.
    /// - Complexity: O(pairs + n log n) for n line items.
    package init(supply: [Int64], lineItems: [BookedLineItem]) throws(PlanningError) {
        self.supply = supply.map { max($0, 0) }
        self.lineItems = lineItems
        let nodes = try Self.distinctNodes(of: lineItems, nodeCount: supply.count)
        let supply = self.supply
        let sums = nodes.map { $0.reduce(Int64(0)) { $0.addingSaturated(supply[Int($1)]) } }
        let order = Self.servingOrder(of: lineItems, reach: sums)
        var firstArc = [0]
        var nodeOfArc: [UInt32] = []
        nodeOfArc.reserveCapacity(nodes.reduce(0) { $0 + $1.count })
        for index in order {
            nodeOfArc += nodes[Int(index)]
            firstArc.append(nodeOfArc.count)
        }
        self.order = order
        self.firstArc = firstArc
        self.nodeOfArc = nodeOfArc
        demands = order.map { max(lineItems[Int($0)].demand, 0) }
        reach = order.map { sums[Int($0)] }
    }

    /// Pairs of a line item and a node that it may take.
    package var pairCount: Int { nodeOfArc.count }

    private static func distinctNodes(
        of lineItems: [BookedLineItem], nodeCount: Int
    ) throws(PlanningError) -> [[UInt32]] {
        var lastTaker = [Int](repeating: -1, count: nodeCount)
        var pairs = 0
        var result: [[UInt32]] = []
        result.reserveCapacity(lineItems.count)
        for (index, lineItem) in lineItems.enumerated() {
            var nodes: [UInt32] = []
            nodes.reserveCapacity(min(lineItem.nodes.count, nodeCount))
            for node in lineItem.nodes {
                guard node < nodeCount else {
                    throw .unknownNode(lineItem: lineItem.id, node: node, nodeCount: nodeCount)
                }
                guard lastTaker[Int(node)] != index else { continue }
                lastTaker[Int(node)] = index
                nodes.append(node)
            }
            pairs += nodes.count
            guard pairs + nodeCount + lineItems.count <= pairLimit else {
                throw .tooManyPairs(limit: pairLimit)
            }
            // In one order, so that the order in which rules name nodes moves no sum.
            nodes.sort()
            result.append(nodes)
        }
        return result
    }

    private static func servingOrder(of lineItems: [BookedLineItem], reach: [Int64]) -> [UInt32] {
        let indices = lineItems.indices.sorted { left, right in
            let (one, other) = (lineItems[left], lineItems[right])
            if one.tierRank != other.tierRank { return one.tierRank < other.tierRank }
            if reach[left] != reach[right] { return reach[left] < reach[right] }
            let (oneID, otherID) = (ExactID(one.id), ExactID(other.id))
            return oneID == otherID ? left < right : oneID < otherID
        }
        return indices.map { UInt32(truncatingIfNeeded: $0) }
    }
}

extension Int64 {
    /// The sum, or the nearest number that there is.
    func addingSaturated(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }

    /// The whole part of a number, from 0 to at most `limit`; 0 for what is no number.
    init(_ number: Double, atMost limit: Int64) {
        guard number > 0 else {
            self = 0
            return
        }
        self = number < Double(limit) ? Int64(number) : limit
    }
}

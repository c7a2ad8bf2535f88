/// What a line item books, as planning sees it: units from supply nodes.
///
/// A supply node is a kind of request, one distinct signature of what targeting looks at; planning
/// knows it by its index alone. A unit is what the goal counts, such as an impression.
package struct BookedLineItem: Sendable, Hashable {
    package var id: String
    /// `Tier.rank`: smaller is planned first.
    package var tierRank: Int
    /// Units still to be delivered within the forecast's time; below 0 counts as 0.
    package var demand: Int64
    /// Indices of the supply nodes that it may take; order and repeats mean nothing.
    package var nodes: [UInt32]

    package init(id: String, tierRank: Int = 1, demand: Int64, nodes: [UInt32]) {
        self.id = id
        self.tierRank = tierRank
        self.demand = demand
        self.nodes = nodes
    }
}

/// Why there is nothing to plan.
package enum PlanningError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A line item names a supply node that the forecast does not have.
    case unknownNode(lineItem: String, node: UInt32, nodeCount: Int)
    /// More pairs of line item and supply node than an index can tell apart.
    case tooManyPairs(limit: Int)

    package var description: String {
        switch self {
        case .unknownNode(let lineItem, let node, let nodeCount):
            """
            line item \(lineItem) names supply node \(node), the forecast has \(nodeCount) \
            (counted from 0); map it to a node of the forecast or leave it out
            """
        case .tooManyPairs(let limit):
            """
            more than \(limit) pairs of line item and supply node; forecast fewer kinds of \
            requests, for instance without key-values that no rule asks for
            """
        }
    }
}

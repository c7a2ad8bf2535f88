/// A warning: a line item cannot get all that it books.
package struct Shortage: Sendable, Hashable {
    /// Someone who takes units that the line item could use.
    package struct Competitor: Sendable, Hashable {
        /// Index of the line item.
        package let lineItem: Int
        /// Units that it takes from nodes of the line item that is short.
        package let contestedUnits: Int64
    }

    /// Index of the line item that is short.
    package let lineItem: Int
    /// Units that it lacks.
    package let units: Int64
    /// Most contested units first, then by id.
    package let competitors: [Competitor]
}

/// Line items that can go nowhere but to these nodes, and together want more than is there.
///
/// Demand minus supply is what they lack together: no plan whatsoever can do better.
package struct Bottleneck: Sendable, Hashable {
    /// Indices of the line items, in serving order.
    package let lineItems: [Int]
    /// Supply nodes, ascending. Each of them is used up.
    package let nodes: [Int]
    /// Sum of the demands, at most `Int64.max`.
    package let demand: Int64
    /// Sum of the supply, at most `Int64.max`.
    package let supply: Int64
}

import BroadsheetAds
import BroadsheetTestSupport
import Foundation
import Testing

/// Random bookings, small enough for a slow oracle.
struct Bookings {
    var supply: [Int64]
    var lineItems: [BookedLineItem]

    func problem() throws -> PlanningProblem {
        try PlanningProblem(supply: supply, lineItems: lineItems)
    }

    /// Demand has nothing to do with what fits.
    static func any(_ random: inout SeededGenerator) -> Bookings {
        let nodes = 1 + random.below(12)
        let supply = (0..<nodes).map { _ in Int64(random.below(300)) }
        let count = 1 + random.below(9)
        let mean = Int(supply.reduce(0, +)) / count
        let lineItems = (0..<count).map { index in
            BookedLineItem(
                id: "\(random.below(5))-\(index)", tierRank: random.below(3),
                demand: Int64(random.below(2 * mean + 2)),
                nodes: eligible(nodes, percent: 35, &random))
        }
        return Bookings(supply: supply, lineItems: lineItems)
    }

    /// All of it fits: demands are what a random division of the sold part of each node gave.
    static func tight(
        _ random: inout SeededGenerator, soldPercent: ClosedRange<Int> = 98...100
    ) -> Bookings {
        let nodes = 8 + random.below(12)
        let count = 5 + random.below(10)
        let supply = (0..<nodes).map { _ in Int64(100 + random.below(900)) }
        var lineItems = (0..<count).map { index in
            BookedLineItem(
                id: "item-\(index)", demand: 0, nodes: eligible(nodes, percent: 30, &random))
        }
        for node in 0..<nodes {
            let takers = lineItems.indices.filter { lineItems[$0].nodes.contains(UInt32(node)) }
            guard !takers.isEmpty else { continue }
            let weights = takers.map { _ in 1 + random.below(100) }
            let all = Int64(weights.reduce(0, +))
            let percent = soldPercent.lowerBound + random.below(soldPercent.count)
            let sold = supply[node] * Int64(percent) / 100
            for (taker, weight) in zip(takers, weights) {
                lineItems[taker].demand += sold * Int64(weight) / all
            }
        }
        return Bookings(supply: supply, lineItems: lineItems)
    }

    private static func eligible(
        _ nodes: Int, percent: Int, _ random: inout SeededGenerator
    ) -> [UInt32] {
        (0..<UInt32(nodes)).filter { _ in random.below(100) < percent }
    }
}

/// Tests/Gold/feasible_flows.json.
struct SolvedBookings: Decodable {
    struct Instance: Decodable {
        var supply: [Int64]
        var items: [Item]
        var delivered: [Int64]

        var lineItems: [BookedLineItem] {
            items.map {
                BookedLineItem(id: $0.id, tierRank: $0.tier, demand: $0.demand, nodes: $0.nodes)
            }
        }
    }

    /// An array of id, tier, demand and nodes.
    struct Item: Decodable {
        var id: String
        var tier: Int
        var demand: Int64
        var nodes: [UInt32]

        init(from decoder: any Decoder) throws {
            var fields = try decoder.unkeyedContainer()
            id = try fields.decode(String.self)
            tier = try fields.decode(Int.self)
            demand = try fields.decode(Int64.self)
            nodes = try fields.decode([UInt32].self)
        }
    }

    var instances: [Instance]

    static func read(file: String = #filePath) throws -> SolvedBookings {
        let tests = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let gold = tests.appending(path: "Gold/feasible_flows.json")
        return try JSONDecoder().decode(SolvedBookings.self, from: Data(contentsOf: gold))
    }
}

extension FeasibleFlow {
    /// Units that each node gives, by the shares of all line items.
    func unitsOfNodes() -> [Double] {
        var units = problem.supply.map { _ in 0.0 }
        for lineItem in problem.lineItems.indices {
            forEachShare(of: lineItem) { node, share in
                units[node] += share * Double(problem.supply[node])
            }
        }
        return units
    }

    /// Units that a line item's shares give it.
    func units(of lineItem: Int) -> Double {
        var units = 0.0
        forEachShare(of: lineItem) { units += $1 * Double(problem.supply[$0]) }
        return units
    }
}

extension GuaranteedPlan {
    /// Units that the plan's shares give each line item.
    func units(supply: [Int64]) -> [Double] {
        var units = levels.map { _ in 0.0 }
        for node in supply.indices {
            for share in shares(of: node) {
                units[lineItem(at: share)] += probability(at: share) * Double(supply[node])
            }
        }
        return units
    }
}

package import BroadsheetAds

/// High-water-mark planning, written down as slowly as its definition.
package enum HighWaterMarkOracle {
    /// Level, units delivered and units lacking, by line item.
    package struct Answer {
        package var levels: [Double]
        package var delivered: [Double]
        package var shortfalls: [Double]
    }

    package static func plan(supply: [Int64], lineItems: [BookedLineItem]) -> Answer {
        let units = supply.map { Double($0) }
        let reach = lineItems.map { item in Set(item.nodes).map { supply[Int($0)] }.reduce(0, +) }
        let order = lineItems.indices.sorted { one, other in
            let (left, right) = (lineItems[one], lineItems[other])
            if left.tierRank != right.tierRank { return left.tierRank < right.tierRank }
            if reach[one] != reach[other] { return reach[one] < reach[other] }
            return Array(left.id.utf8).lexicographicallyPrecedes(Array(right.id.utf8))
        }
        var rest = units.map { _ in 1.0 }
        let zeros = lineItems.map { _ in 0.0 }
        var answer = Answer(levels: zeros, delivered: zeros, shortfalls: zeros)
        for index in order {
            let nodes = Set(lineItems[index].nodes).sorted().map { Int($0) }
            let demand = Double(lineItems[index].demand)
            func taken(_ level: Double) -> Double {
                nodes.map { units[$0] * min(rest[$0], level) }.reduce(0, +)
            }
            let level = lowestLevel(
                breakpoints: nodes.map { rest[$0] } + [1], demand: demand, taken)
            answer.levels[index] = level
            answer.delivered[index] = min(taken(level), demand)
            answer.shortfalls[index] = max(demand - taken(1), 0)
            for node in nodes { rest[node] -= min(rest[node], level) }
        }
        return answer
    }

    /// Walks every breakpoint in order and cuts the one straight piece that the demand lies on.
    private static func lowestLevel(
        breakpoints: [Double], demand: Double, _ taken: (Double) -> Double
    ) -> Double {
        guard demand > 0 else { return 0 }
        var low = 0.0
        for high in breakpoints.sorted() where high > low {
            let (below, above) = (taken(low), taken(high))
            if above >= demand {
                return low + (high - low) * (demand - below) / (above - below)
            }
            low = high
        }
        return 1
    }
}

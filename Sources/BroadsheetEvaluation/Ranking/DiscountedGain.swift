internal import Foundation

/// What a place in a ranking is worth: 1 / log2(rank + 1).
enum Discount {
    /// - Precondition: `rank` is at least 1.
    static func at(_ rank: Int) -> Double { 1 / log2(Double(rank) + 1) }
}

/// Mean nDCG@k over queries with graded judgments: Σ gain / log2(rank + 1) over the first k, by
/// the same of the ideal order (Järvelin and Kekäläinen 2002, TOIS 20). Gains are linear.
public struct DiscountedGain: Mergeable, Sendable, Hashable {
    /// How deep the ranking is looked at.
    public let depth: Int
    /// The mean over the queries added so far.
    public private(set) var mean = RunningMean()

    /// Looks at the first `depth` documents.
    public init(at depth: Int) { self.depth = depth }

    /// nDCG@k of one query; 0 when no document has a gain above 0.
    ///
    /// - Parameters:
    ///   - gains: gain of each document in the order of the ranking, at least the first k.
    ///   - judged: gains of all judged documents, in any order.
    public static func value(gains: [Double], judged: [Double], at depth: Int) -> Double {
        let ideal = sum(judged.filter { $0 > 0 }.sorted(by: >), at: depth)
        return ideal > 0 ? sum(gains, at: depth) / ideal : 0
    }

    private static func sum(_ gains: [Double], at depth: Int) -> Double {
        var sum = 0.0
        for (index, gain) in gains.prefix(max(0, depth)).enumerated() {
            sum += gain * Discount.at(index + 1)
        }
        return sum
    }

    /// Takes in one query.
    public mutating func add(gains: [Double], judged: [Double]) {
        mean.add(Self.value(gains: gains, judged: judged, at: depth))
    }

    /// Takes over the queries of another piece.
    ///
    /// - Precondition: both look equally deep.
    public mutating func merge(_ other: DiscountedGain) {
        precondition(depth == other.depth, "means of other depths can't merge")
        mean.merge(other.mean)
    }

    /// The mean; nil when no query was added.
    public var value: Double? { mean.value }
}

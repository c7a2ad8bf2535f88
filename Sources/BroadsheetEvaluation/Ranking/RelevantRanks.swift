/// One query's ranking as far as binary measures care: at which ranks relevant documents stand and
/// how many there are.
public struct RelevantRanks: Sendable, Hashable {
    /// Ranks from 1 of the relevant documents that were found, rising.
    public var ranks: [Int]
    /// R: all relevant documents, those that were not found included.
    public var relevantCount: Int

    /// - Precondition: `ranks` rise from 1 and are no more than `relevantCount`.
    public init(ranks: [Int], relevantCount: Int) {
        precondition(ranks.count <= relevantCount, "more relevant documents found than there are")
        precondition(
            zip([0] + ranks, ranks).allSatisfy { $0 < $1 }, "ranks must rise, the first is 1")
        self.ranks = ranks
        self.relevantCount = relevantCount
    }

    /// Relevant documents among the first `depth`.
    public func hits(upTo depth: Int) -> Int {
        ranks.prefix { $0 <= depth }.count
    }

    /// P@k: relevant among the first k, by k, also when fewer were found; 0 for a depth below 1.
    public func precision(at depth: Int) -> Double {
        depth > 0 ? Double(hits(upTo: depth)) / Double(depth) : 0
    }

    /// Average precision: the mean over all R of the precision at each found one's rank (Buckley
    /// and Voorhees 2005); 0 when there is none.
    public var averagePrecision: Double {
        guard relevantCount > 0 else { return 0 }
        var sum = 0.0
        for (index, rank) in ranks.enumerated() { sum += Double(index + 1) / Double(rank) }
        return sum / Double(relevantCount)
    }

    /// 1 / the first relevant rank; 0 when none was found.
    public var reciprocalRank: Double { ranks.first.map { 1 / Double($0) } ?? 0 }

    /// nDCG@k with gain 1 for a relevant document and discount 1 / log2(rank + 1); the ideal holds
    /// min(k, R) of them (Järvelin and Kekäläinen 2002, TOIS 20). 0 when there is none.
    public func discountedGain(at depth: Int) -> Double {
        var gain = 0.0
        for rank in ranks.prefix(while: { $0 <= depth }) { gain += Discount.at(rank) }
        var ideal = 0.0
        for rank in stride(from: 1, through: min(depth, relevantCount), by: 1) {
            ideal += Discount.at(rank)
        }
        return ideal > 0 ? gain / ideal : 0
    }
}

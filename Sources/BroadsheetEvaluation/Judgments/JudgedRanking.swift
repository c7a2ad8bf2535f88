/// One query's ranking beside what people said of its documents, as `trec_eval`'s measures see it.
///
/// Relevant is what was judged `relevanceLevel` or above. What was not judged, and what was judged
/// below 0, is not relevant.
public struct JudgedRanking: Sendable, Hashable {
    /// Relevance of each document in the order of the ranking; nil where it was not judged.
    public let relevances: [Int?]
    /// From which relevance on a document is relevant.
    public let relevanceLevel: Int
    /// Where relevant documents stand, and how many there are.
    public let relevant: RelevantRanks
    /// Judged from 0 to below the level.
    let judgedIrrelevantCount: Int
    /// Sums of discounted gains of the first k, for k from 0.
    private let gains: [Double]
    /// The same of the ideal order of all judged documents.
    private let idealGains: [Double]

    /// - Parameters:
    ///   - ranking: documents, all different, the best first.
    ///   - judgments: relevance of each judged document of the query.
    public init(_ ranking: [ByteName], judgments: [ByteName: Int], relevanceLevel: Int = 1) {
        relevances = ranking.map { judgments[$0] }
        self.relevanceLevel = relevanceLevel
        var ranks: [Int] = []
        for (index, relevance) in relevances.enumerated() where relevance.isAt(relevanceLevel) {
            ranks.append(index + 1)
        }
        relevant = RelevantRanks(
            ranks: ranks, relevantCount: judgments.values.count { $0 >= relevanceLevel })
        judgedIrrelevantCount = judgments.values.count { $0 >= 0 && $0 < relevanceLevel }
        gains = Self.sums(relevances.map { $0 ?? 0 })
        idealGains = Self.sums(judgments.values.sorted(by: >))
    }

    private static func sums(_ gains: [Int]) -> [Double] {
        var sums = [0.0]
        sums.reserveCapacity(gains.count + 1)
        var sum = 0.0
        for (index, gain) in gains.enumerated() {
            if gain > 0 { sum += Double(gain) * Discount.at(index + 1) }
            sums.append(sum)
        }
        return sums
    }

    /// nDCG of the first `depth`, of all without one: gain is the relevance itself, discount
    /// 1 / log2(rank + 1), the ideal made of all judged documents (Järvelin and Kekäläinen 2002,
    /// TOIS 20). The relevance level plays no part. 0 where nothing has a gain.
    public func discountedGain(at depth: Int? = nil) -> Double {
        let ideal = Self.sum(idealGains, at: depth)
        return ideal > 0 ? Self.sum(gains, at: depth) / ideal : 0
    }

    private static func sum(_ sums: [Double], at depth: Int?) -> Double {
        let last = sums.count - 1
        return sums[max(0, min(depth ?? last, last))]
    }

    /// Average precision of the first `depth`: precisions at their relevant documents' ranks, by
    /// all relevant ones.
    public func averagePrecision(at depth: Int) -> Double {
        guard relevant.relevantCount > 0 else { return 0 }
        var sum = 0.0
        for (index, rank) in relevant.ranks.enumerated() {
            guard rank <= depth else { break }
            sum += Double(index + 1) / Double(rank)
        }
        return sum / Double(relevant.relevantCount)
    }

    /// Relevant of the first `depth`, by all relevant; 0 when there is none.
    public func recall(at depth: Int) -> Double {
        guard relevant.relevantCount > 0 else { return 0 }
        return Double(relevant.hits(upTo: depth)) / Double(relevant.relevantCount)
    }

    /// Precision at R, the number of relevant documents; 0 when there is none.
    public var precisionAtRelevantCount: Double {
        relevant.precision(at: relevant.relevantCount)
    }

    /// How seldom documents judged irrelevant stand above relevant ones, whatever was not judged:
    /// Σ(1 − min(n, R) / min(N, R)) / R with n of those above (Buckley and Voorhees 2004, SIGIR,
    /// as `trec_eval` has it). 0 when nothing is relevant.
    public var binaryPreference: Double {
        let all = relevant.relevantCount
        guard all > 0 else { return 0 }
        var (sum, above) = (0.0, 0)
        for relevance in relevances {
            guard let relevance, relevance >= 0 else { continue }
            if relevance < relevanceLevel {
                above += 1
            } else if above == 0 {
                sum += 1
            } else {
                sum += 1 - Double(min(above, all)) / Double(min(judgedIrrelevantCount, all))
            }
        }
        return sum / Double(all)
    }
}

extension Int? {
    fileprivate func isAt(_ level: Int) -> Bool { self.map { $0 >= level } ?? false }
}

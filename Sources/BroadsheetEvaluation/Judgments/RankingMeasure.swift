/// A measure of one query's ranking, by the name that `trec_eval` has for it.
public enum RankingMeasure: Sendable, Hashable {
    /// Documents found.
    case retrieved
    /// Relevant documents, found or not.
    case relevant
    /// Relevant documents found.
    case relevantRetrieved
    /// Average precision; its mean is MAP.
    case averagePrecision
    /// Average precision of the first k.
    case averagePrecisionAt(Int)
    /// Precision at the number of relevant documents.
    case precisionAtRelevantCount
    /// bpref.
    case binaryPreference
    /// 1 / rank of the first relevant document.
    case reciprocalRank
    /// Share of the first k that is relevant.
    case precision(Int)
    /// Share of the relevant that is among the first k.
    case recall(Int)
    /// nDCG of the whole ranking.
    case discountedGain
    /// nDCG of the first k.
    case discountedGainAt(Int)
    /// 1 when one of the first k is relevant.
    case success(Int)

    /// `trec_eval`'s name, such as `ndcg_cut_10`.
    public var name: String {
        switch self {
        case .retrieved: "num_ret"
        case .relevant: "num_rel"
        case .relevantRetrieved: "num_rel_ret"
        case .averagePrecision: "map"
        case .averagePrecisionAt(let depth): "map_cut_\(depth)"
        case .precisionAtRelevantCount: "Rprec"
        case .binaryPreference: "bpref"
        case .reciprocalRank: "recip_rank"
        case .precision(let depth): "P_\(depth)"
        case .recall(let depth): "recall_\(depth)"
        case .discountedGain: "ndcg"
        case .discountedGainAt(let depth): "ndcg_cut_\(depth)"
        case .success(let depth): "success_\(depth)"
        }
    }

    /// Whether it says how good a ranking is, rather than how many documents there are.
    public var isQuality: Bool {
        switch self {
        case .retrieved, .relevant, .relevantRetrieved: false
        default: true
        }
    }

    /// Depths at which measures cut unless they are told: `trec_eval`'s own, and 1 and 3 for short
    /// lists.
    public static let standardDepths = [1, 3, 5, 10, 15, 20, 30, 100, 200, 500, 1_000]

    /// All measures, those that cut at each of `depths`.
    public static func all(depths: [Int] = standardDepths) -> [RankingMeasure] {
        let whole: [RankingMeasure] = [
            .retrieved, .relevant, .relevantRetrieved, .averagePrecision,
            .precisionAtRelevantCount, .binaryPreference, .reciprocalRank, .discountedGain,
        ]
        let cuts: [(Int) -> RankingMeasure] = [
            { .precision($0) }, { .recall($0) }, { .discountedGainAt($0) },
            { .averagePrecisionAt($0) }, { .success($0) },
        ]
        return whole + cuts.flatMap { cut in depths.map(cut) }
    }

    /// The value for one query.
    public func value(of ranking: JudgedRanking) -> Double {
        switch self {
        case .retrieved: Double(ranking.relevances.count)
        case .relevant: Double(ranking.relevant.relevantCount)
        case .relevantRetrieved: Double(ranking.relevant.ranks.count)
        case .averagePrecision: ranking.relevant.averagePrecision
        case .averagePrecisionAt(let depth): ranking.averagePrecision(at: depth)
        case .precisionAtRelevantCount: ranking.precisionAtRelevantCount
        case .binaryPreference: ranking.binaryPreference
        case .reciprocalRank: ranking.relevant.reciprocalRank
        case .precision(let depth): ranking.relevant.precision(at: depth)
        case .recall(let depth): ranking.recall(at: depth)
        case .discountedGain: ranking.discountedGain()
        case .discountedGainAt(let depth): ranking.discountedGain(at: depth)
        case .success(let depth): ranking.relevant.hits(upTo: depth) > 0 ? 1 : 0
        }
    }
}

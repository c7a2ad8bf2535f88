/// Measures of a run against judgments, by `trec_eval`'s rules.
public struct RankingEvaluation: Sendable {
    /// What to measure.
    public var measures = RankingMeasure.all()
    /// From which relevance on a document is relevant; `trec_eval -l`.
    public var relevanceLevel = 1
    /// How exactly scores are held apart.
    public var precision = RankingRun.Precision.single
    /// Whether means are taken over all judged queries, those without a ranking counting 0
    /// (`trec_eval -c`), rather than over those that have one.
    public var isComplete = false

    /// The settings of `trec_eval` 9.
    public init() {}

    /// One query's values, in the order of the measures.
    public struct Query: Sendable, Hashable {
        /// Its name.
        public var name: ByteName
        /// A value for each measure.
        public var values: [Double]
    }

    /// What was measured.
    public struct Result: Sendable, Hashable {
        /// The measures, in the order of all values.
        public var measures: [RankingMeasure]
        /// Queries that have judgments and a ranking, by the bytes of their names.
        public var queries: [Query]
        /// Judged queries without a ranking.
        public var missing: [ByteName]
        /// Queries with a ranking and without judgments, which are left out.
        public var unjudged: [ByteName]
        /// Whether means count the missing ones as 0.
        public var isComplete: Bool

        /// Queries that means are taken over.
        public var queryCount: Int { queries.count + (isComplete ? missing.count : 0) }

        /// The mean of each measure; empty without queries.
        public var means: [Double] {
            guard queryCount > 0 else { return [] }
            var sums = Array(repeating: 0.0, count: measures.count)
            for query in queries {
                for (place, value) in query.values.enumerated() { sums[place] += value }
            }
            return sums.map { $0 / Double(queryCount) }
        }

        /// Values of all queries that means are taken over, by name; 0 for missing ones.
        func values(of place: Int) -> [ByteName: Double] {
            var values: [ByteName: Double] = [:]
            for query in queries { values[query.name] = query.values[place] }
            if isComplete { for name in missing { values[name] = 0 } }
            return values
        }
    }

    /// Measures a run.
    ///
    /// - Complexity: O(n log n) for n documents found.
    public func evaluate(_ run: RankingRun, against judgments: RelevanceJudgments) -> Result {
        var result = Result(
            measures: measures, queries: [], missing: [], unjudged: [], isComplete: isComplete)
        for (name, relevances) in judgments.queries.sorted(by: { $0.key < $1.key }) {
            guard run.queries[name] != nil else {
                result.missing.append(name)
                continue
            }
            let ranking = JudgedRanking(
                run.ranking(of: name, precision: precision), judgments: relevances,
                relevanceLevel: relevanceLevel)
            result.queries.append(
                Query(name: name, values: measures.map { $0.value(of: ranking) }))
        }
        result.unjudged = run.queries.keys.filter { judgments.queries[$0] == nil }.sorted()
        return result
    }

    /// The second run held against the first, measure by measure, over the queries that both means
    /// are taken over.
    public static func compare(
        _ first: Result, with second: Result, test: PermutationTest = PermutationTest()
    ) -> [(measure: RankingMeasure, comparison: PairedComparison)] {
        precondition(first.measures == second.measures, "only equal measures can be compared")
        return first.measures.enumerated().compactMap { place, measure in
            guard measure.isQuality else { return nil }
            let (before, after) = (first.values(of: place), second.values(of: place))
            let names = before.keys.filter { after[$0] != nil }.sorted()
            let differences = names.map { (after[$0] ?? 0) - (before[$0] ?? 0) }
            return (measure, PairedComparison(differences: differences, test: test))
        }
    }
}

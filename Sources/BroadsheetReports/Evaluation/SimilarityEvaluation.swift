internal import Broadsheet
package import BroadsheetEvaluation

/// How well scores agree with what people think of every pair of a small corpus.
package struct SimilarityEvaluation: Sendable {
    /// What all pairs gave.
    package struct Result: Sendable {
        /// Number of documents.
        package var documents: Int
        /// Number of pairs.
        package var pairs: Int
        /// Correlation of scores and human similarities over pairs. The interval comes from
        /// resampled documents, because pairs that share one are not independent.
        package var pearson: Estimate
        /// The same over ranks.
        package var spearman: Estimate
        /// nDCG@10 of each document's list, gains being the human similarities.
        package var discountedGain: Estimate
        /// Score and human similarity of each pair, row by row, for pictures.
        package var points: [(score: Double, human: Double)]
    }

    /// The size of matrix an evaluation takes: its pairs are all held in memory.
    package static let largestCount = 5000

    private let matrix: SimilarityMatrix

    /// - Parameter name: the matrix's file, for problems.
    /// - Throws: `CorpusProblem` when matrix and corpus have other sizes, or are too large.
    package init(
        matrix: SimilarityMatrix, corpusCount: Int, name: String
    ) throws(CorpusProblem) {
        guard matrix.count == corpusCount else {
            throw CorpusProblem(
                position: name,
                problem: "found \(matrix.count) rows, expected \(corpusCount), one an article of "
                    + "the corpus; name the files that belong together")
        }
        guard matrix.count <= Self.largestCount else {
            throw CorpusProblem(
                position: name,
                problem: "found \(matrix.count) rows, expected at most \(Self.largestCount); "
                    + "evaluate a part")
        }
        self.matrix = matrix
    }

    /// Measures one configuration.
    package func run(
        _ configuration: EvaluatedConfiguration, bootstrap: Bootstrap = Bootstrap()
    ) -> Result {
        let scores = scores(configuration.corpus)
        var gain = DiscountedGain(at: ListFigures.depth)
        for document in 0..<matrix.count { addGain(document, scores[document], to: &gain) }
        let everyone = Array(0..<matrix.count)
        let pearson = Estimate(
            value: pearsonValue(scores, everyone), count: pairCount,
            interval: bootstrap.interval(count: matrix.count) { pearsonValue(scores, $0) })
        let spearman = Estimate(
            value: spearmanValue(scores, everyone), count: pairCount,
            interval: bootstrap.interval(count: matrix.count) { spearmanValue(scores, $0) })
        var points: [(score: Double, human: Double)] = []
        forEachPair(of: everyone, scores) { points.append((score: $0, human: $1)) }
        return Result(
            documents: matrix.count, pairs: pairCount, pearson: pearson, spearman: spearman,
            discountedGain: gain.mean.estimate(within: 0...1), points: points)
    }

    private var pairCount: Int { matrix.count * (matrix.count - 1) / 2 }

    /// Every document's score with every other; 0 with itself and where nothing is common.
    private func scores(_ corpus: RelatedCorpus) -> [[Double]] {
        var scratch = RelatedCorpus.Scratch()
        return (0..<matrix.count).map { document in
            var row = Array(repeating: 0.0, count: matrix.count)
            for found in corpus.related(
                toDocument: document, limit: corpus.count, scratch: &scratch)
            {
                row[found.document] = found.score
            }
            return row
        }
    }

    private func addGain(_ document: Int, _ scores: [Double], to gain: inout DiscountedGain) {
        let others = (0..<matrix.count).filter { $0 != document }
        let ranking = RankingOrder.sorted(
            others.map { RankedDocument(place: $0, score: scores[$0]) })
        gain.add(
            gains: ranking.map { matrix[document, $0.place] },
            judged: others.map { matrix[document, $0] })
    }

    private func pearsonValue(_ scores: [[Double]], _ drawn: [Int]) -> Double? {
        var correlation = PearsonCorrelation()
        forEachPair(of: drawn, scores) { correlation.add($0, $1) }
        return correlation.value
    }

    private func spearmanValue(_ scores: [[Double]], _ drawn: [Int]) -> Double? {
        var correlation = SpearmanCorrelation()
        forEachPair(of: drawn, scores) { correlation.add($0, $1) }
        return correlation.value
    }

    /// Hands over score and human similarity of each pair of the drawn documents; a document drawn
    /// twice makes no pair with itself.
    private func forEachPair(
        of drawn: [Int], _ scores: [[Double]], _ body: (Double, Double) -> Void
    ) {
        for (index, first) in drawn.enumerated() {
            for second in drawn[(index + 1)...] where first != second {
                // One order for both, so that a pair has one score.
                let (low, high) = (min(first, second), max(first, second))
                body(scores[low][high], matrix[low, high])
            }
        }
    }
}

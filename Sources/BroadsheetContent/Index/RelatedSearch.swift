package import BroadsheetKernels

/// A document that a search found and its cosine with the query, 0…1.
package struct ScoredDocument: Sendable, Hashable {
    /// Number of the document in its index.
    package var document: Int
    package var cosine: Double

    package init(document: Int, cosine: Double) {
        self.document = document
        self.cosine = cosine
    }
}

/// Work space of one search at a time.
///
/// Belongs to one thread; kept between searches so that the steady state allocates only answers.
package struct SearchScratch: Sendable {
    /// A document whose sum came close, and the most that its cosine can be.
    struct Candidate: Sendable {
        var number: UInt32
        var most: Double
    }

    /// A sum for each document of a segment; all 0 between searches.
    var sums: [UInt16] = []
    var lists = QueryLists()
    var selection = RowSelection()
    var tiles = TileScan()
    var best = BestScores()
    var candidates: [Candidate] = []
    /// The query's factors by term; all 0 between searches.
    var factors = TermWeights()

    package init() {}

    /// - Parameter variant: which version of the loops to take, for tests.
    package init(variant: TileScan.Variant) { tiles = TileScan(variant: variant) }

    mutating func fit(termCount: Int) {
        if sums.isEmpty { sums = Array(repeating: 0, count: ListSums.sumCount) }
        factors.fit(termCount: termCount)
    }
}

extension InvertedIndex {
    /// The documents most similar to document `number`, itself left out.
    package func related(
        toDocument number: Int, limit: Int, excluding excluded: Set<Int> = [],
        scratch: inout SearchScratch
    ) -> [ScoredDocument] {
        search(query(document: number), limit: limit, scratch: &scratch) {
            !excluded.contains(Int($0))
        }
    }

    /// The documents most similar to a text that is not part of the index.
    package func related(
        toTerms terms: DocumentTerms, limit: Int, excluding excluded: Set<Int> = [],
        scratch: inout SearchScratch
    ) -> [ScoredDocument] {
        search(query(terms: terms), limit: limit, scratch: &scratch) {
            !excluded.contains(Int($0))
        }
    }

    /// Exact top documents by cosine above 0 (divided by the length discounts, where the weighting
    /// has them): highest score rounded to seven decimals first, then
    /// the smaller rank.
    ///
    /// Every segment is scanned term at a time into 16-bit sums of rounded weights; a sum lacks at
    /// most half a unit for each term of its true value, and the search knows how much less
    /// (`SegmentScan`). Documents whose sum could reach the k-th best are scored again in double
    /// precision over their own terms, those with the largest bound first, until no bound reaches
    /// the k-th best score any more. What is left out can't belong to the answer.
    ///
    /// - Parameter admits: whether a document may be in the answer; asked only for documents that
    ///   come close.
    /// - Complexity: O(postings of the query's terms + documents).
    package func search(
        _ query: IndexQuery, limit: Int, scratch: inout SearchScratch,
        admits: (UInt32) -> Bool = { _ in true }
    ) -> [ScoredDocument] {
        guard limit > 0, !query.terms.isEmpty else { return [] }
        scratch.fit(termCount: documentFrequency.count)
        scratch.best.reset(count: limit)
        scratch.candidates.removeAll(keepingCapacity: true)
        for state in segments {
            SegmentScan(query: query, state: state, scaled: scaled)
                .collect(scratch: &scratch) { $0 != query.itself && admits($0) }
        }
        return rank(query, limit: limit, scratch: &scratch)
    }

    /// Scores the candidates exactly and keeps the best.
    private func rank(
        _ query: IndexQuery, limit: Int, scratch: inout SearchScratch
    ) -> [ScoredDocument] {
        let bar = scratch.best.bar - Self.tolerance
        var candidates = scratch.candidates.filter { $0.most >= bar }
        candidates.sort { $0.most > $1.most }
        scratch.factors.spread(query.terms.span, query.factors.span)
        scratch.best.reset(count: limit)
        var scored: [ScoredDocument] = []
        for candidate in candidates {
            if candidate.most < scratch.best.bar - Self.tolerance { break }
            let cosine = cosine(of: Int(candidate.number), factors: scratch.factors)
            guard cosine > 0 else { continue }
            scratch.best.insert(cosine)
            scored.append(ScoredDocument(document: Int(candidate.number), cosine: cosine))
        }
        scratch.factors.clear(query.terms.span)
        scored.sort(by: precedes)
        if scored.count > limit { scored.removeLast(scored.count - limit) }
        return scored
    }

    /// Scores that are equal once rounded to seven decimals differ by less.
    static var tolerance: Double { 2e-7 }

    /// The cosine of document `number` with a query spread over all terms; at most 1, and 0 for a
    /// document that is not in the index.
    func cosine(of number: Int, factors: TermWeights) -> Double {
        guard let (segment, local) = place(of: number) else { return 0 }
        let norm = segments[segment].norms[local]
        guard norm > 0 else { return 0 }
        let product = segments[segment].segment.vectors.product(
            local, with: factors, scaled: scaled)
        return min(1, product / norm)
    }

    /// The house's order: score rounded to seven decimals, falling, then rank, rising.
    package func precedes(_ left: ScoredDocument, _ right: ScoredDocument) -> Bool {
        let (leftScore, rightScore) = (left.cosine.roundedScore, right.cosine.roundedScore)
        if leftScore != rightScore { return leftScore > rightScore }
        return rank(of: UInt32(left.document)) < rank(of: UInt32(right.document))
    }
}

extension Double {
    /// The score in units of 10⁻⁷, by which answers are ordered.
    package var roundedScore: Double { (self * 1e7).rounded() }
}

internal import BroadsheetKernels
internal import Foundation

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

/// Work space of one search at a time: accumulators and the query spread over all terms.
///
/// Belongs to one thread; kept between searches so that the steady state allocates only answers.
package struct SearchScratch: Sendable {
    var accumulators: [Float] = []
    var queryWeights: [Double] = []
    var selection = TopSelection()
    var candidates: [UInt32] = []

    package init() {}

    mutating func fit(documentCount: Int, termCount: Int) {
        if accumulators.count != documentCount {
            accumulators = Array(repeating: 0, count: documentCount)
        }
        if queryWeights.count < termCount {
            queryWeights = Array(repeating: 0, count: termCount)
        }
    }
}

extension InvertedIndex {
    /// The documents most similar to document `number`, itself left out.
    package func related(
        toDocument number: Int, limit: Int, excluding excluded: [Int] = [],
        scratch: inout SearchScratch
    ) -> [ScoredDocument] {
        guard documents.indices.contains(number) else { return [] }
        return search(
            vector(ofDocument: number), limit: limit, excluding: excluded + [number],
            scratch: &scratch)
    }

    /// The documents most similar to a text that is not part of the index.
    package func related(
        toTerms terms: DocumentTerms, limit: Int, excluding excluded: [Int] = [],
        scratch: inout SearchScratch
    ) -> [ScoredDocument] {
        search(vector(of: terms), limit: limit, excluding: excluded, scratch: &scratch)
    }

    /// Exact top documents by cosine above 0: highest score rounded to seven decimals first, then
    /// the smaller document number.
    ///
    /// Sums run in single precision over all postings of all terms; every document whose sum could
    /// belong to the answer is then scored again in double precision over its own terms. The sum
    /// of m non-negative products in single precision is off by at most (m + 4) · 2⁻²⁴ of itself
    /// (Higham, Accuracy and Stability, 2002, section 3.1), which gives the slack below.
    ///
    /// - Complexity: O(postings of the query's terms + documents).
    func search(
        _ query: QueryVector, limit: Int, excluding excluded: [Int], scratch: inout SearchScratch
    ) -> [ScoredDocument] {
        guard limit > 0, !query.terms.isEmpty else { return [] }
        scratch.fit(documentCount: documentCount, termCount: idf.count)
        accumulate(query, into: &scratch.accumulators)
        for number in excluded where documents.indices.contains(number) {
            scratch.accumulators[number] = 0
        }
        let kth = scratch.selection.threshold(count: limit, of: scratch.accumulators)
        let relativeError = Float(query.terms.count + 4) * 0x1p-24
        let bound = max(0, kth * (1 - 2 * relativeError) - 2e-7)
        scratch.candidates.removeAll(keepingCapacity: true)
        TopSelection.positions(
            atLeast: bound, in: scratch.accumulators, appendingTo: &scratch.candidates)
        clear(&scratch.accumulators)
        return rank(query, limit: limit, scratch: &scratch)
    }

    private func accumulate(_ query: QueryVector, into accumulators: inout [Float]) {
        var sums = accumulators.mutableSpan
        for (index, term) in query.terms.enumerated() {
            let range = starts[Int(term)]..<starts[Int(term) + 1]
            ScatterAdd.add(
                documents: postingDocuments.span, weights: postingWeights.span, range: range,
                factor: Float(query.weights[index]), into: &sums)
        }
    }

    private func clear(_ accumulators: inout [Float]) {
        var sums = accumulators.mutableSpan
        for index in sums.indices { sums[index] = 0 }
    }

    /// Scores the candidates exactly and keeps the best.
    private func rank(
        _ query: QueryVector, limit: Int, scratch: inout SearchScratch
    ) -> [ScoredDocument] {
        for (index, term) in query.terms.enumerated() {
            scratch.queryWeights[Int(term)] = query.weights[index]
        }
        var scored = scratch.candidates.map { number in
            ScoredDocument(
                document: Int(number),
                cosine: cosine(of: Int(number), queryWeights: scratch.queryWeights))
        }
        for term in query.terms { scratch.queryWeights[Int(term)] = 0 }
        scored.removeAll { $0.cosine <= 0 }
        scored.sort(by: ScoredDocument.precedes)
        if scored.count > limit { scored.removeLast(scored.count - limit) }
        return scored
    }

    /// The cosine of document `number` with a query spread over all terms; at most 1.
    private func cosine(of number: Int, queryWeights: [Double]) -> Double {
        var sum = 0.0
        for entry in documents[number] {
            let weight = queryWeights[Int(entry.term)]
            if weight > 0 { sum += weight * scale(entry.frequency) * idf[Int(entry.term)] }
        }
        return min(1, sum * inverseNorm[number])
    }
}

extension ScoredDocument {
    /// The house's order: score rounded to seven decimals, falling, then document number, rising.
    package static func precedes(_ left: ScoredDocument, _ right: ScoredDocument) -> Bool {
        let (leftScore, rightScore) = (left.cosine.roundedScore, right.cosine.roundedScore)
        return leftScore == rightScore ? left.document < right.document : leftScore > rightScore
    }
}

extension Double {
    /// The score in units of 10⁻⁷, by which answers are ordered.
    var roundedScore: Double { (self * 1e7).rounded() }
}

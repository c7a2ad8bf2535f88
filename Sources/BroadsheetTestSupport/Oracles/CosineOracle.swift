package import BroadsheetContent
internal import Foundation

/// Similarity the obvious way: every vector is written out with its weights and every pair is
/// multiplied out in double precision. The index must agree with it.
package struct CosineOracle {
    /// Number of documents.
    package let documentCount: Int
    /// Number of documents that hold each term.
    package private(set) var documentFrequency: [UInt32] = []

    /// Terms, rising, with their weights for a length of 1.
    private struct Vector {
        var terms: [Int] = []
        var weights: [Double] = []
        /// What the length of the text divides its similarities by.
        var discount = 1.0
    }

    private let weighting: Weighting
    /// The idf of each term, or its root.
    private var idf: [Double] = []
    /// By document number; nil where there is no document.
    private var vectors: [Vector?] = []

    /// - Parameter documents: by document number; nil where there is no document.
    package init(documents: [DocumentTerms?], weighting: Weighting) {
        self.weighting = weighting
        documentCount = documents.count { $0 != nil }
        for entry in documents.lazy.compactMap({ $0 }).joined() {
            while documentFrequency.count <= Int(entry.term) { documentFrequency.append(0) }
            documentFrequency[Int(entry.term)] += 1
        }
        let count = Double(documentCount)
        idf = documentFrequency.map { frequency in
            let idf = log((1 + count) / (1 + Double(frequency))) + weighting.idfOffset
            return weighting.isRooted ? idf.squareRoot() : idf
        }
        vectors = documents.map { document in document.map { vector(of: $0) } }
    }

    /// The vector of a text; terms that no document holds are left out.
    private func vector(of text: DocumentTerms) -> Vector {
        var vector = Vector()
        var square = 0.0
        for entry in text where Int(entry.term) < documentFrequency.count {
            guard documentFrequency[Int(entry.term)] > 0 else { continue }
            let count = Double(entry.frequency)
            let scaled = weighting.scale == .raw ? count : 1 + log(count)
            let weight = scaled * idf[Int(entry.term)]
            square += weight * weight
            vector.terms.append(Int(entry.term))
            vector.weights.append(weight)
        }
        let length = square.squareRoot()
        for index in vector.weights.indices { vector.weights[index] /= length }
        if weighting.discountsLength {
            vector.discount = max(1, pow(Double(vector.terms.count) / 256, 0.125))
        }
        return vector
    }

    /// Similarity of a document with every document, by number; 0 with itself, where there is no
    /// document, and for a document that is not there.
    package func scores(of document: Int) -> [Double] {
        guard vectors.indices.contains(document), let vector = vectors[document] else {
            return Array(repeating: 0, count: vectors.count)
        }
        var scores = scores(vector)
        scores[document] = 0
        return scores
    }

    /// Similarity of a text with every document.
    package func scores(of text: DocumentTerms) -> [Double] { scores(vector(of: text)) }

    /// The query is laid out by term, so that a long one costs no more than a short one.
    private func scores(_ query: Vector) -> [Double] {
        var weights = Array(repeating: 0.0, count: documentFrequency.count)
        for (term, weight) in zip(query.terms, query.weights) { weights[term] = weight }
        var scores = Array(repeating: 0.0, count: vectors.count)
        for number in vectors.indices {
            guard let vector = vectors[number] else { continue }
            var (sum, place) = (0.0, 0)
            while place < vector.terms.count {
                sum += weights[vector.terms[place]] * vector.weights[place]
                place += 1
            }
            scores[number] = min(1, sum / (query.discount * vector.discount))
        }
        return scores
    }

    /// The first `limit` documents with a score above 0: by score rounded to seven decimals,
    /// falling, then by rank.
    ///
    /// - Parameter ranks: by document number; empty: the number itself.
    package func ranked(
        _ scores: [Double], limit: Int, ranks: [UInt32] = [], admits: (Int) -> Bool = { _ in true }
    ) -> [ScoredDocument] {
        let keys = scores.map { ($0 * 1e7).rounded() }
        return scores.indices.filter { scores[$0] > 0 && admits($0) }
            .sorted { first, second in
                if keys[first] != keys[second] { return keys[first] > keys[second] }
                return ranks.isEmpty ? first < second : ranks[first] < ranks[second]
            }
            .prefix(max(0, limit)).map { ScoredDocument(document: $0, cosine: scores[$0]) }
    }
}

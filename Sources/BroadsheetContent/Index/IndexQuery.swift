internal import BroadsheetKernels

/// A text as a search asks for it: for each term what a document's scaled count is multiplied
/// with, so that the product divided by the document's length is the cosine.
package struct IndexQuery: Sendable {
    /// Terms that at least one document holds, rising.
    package private(set) var terms: [UInt32] = []
    /// f(count) · idf² / |q| for each term, or f(count) · idf / |q| where the root is taken; |q| is
    /// the length of the text's vector times its length discount.
    private(set) var factors: [Double] = []
    /// The document that asks; it does not find itself.
    var itself: UInt32?
    /// |q|; 0 for a text without known terms.
    package private(set) var norm = 0.0
    /// The part of |q| that is the length discount.
    package private(set) var lengthDiscount = 1.0

    /// The query of a text without terms.
    package init() {}
}

extension InvertedIndex {
    /// The query of document `number`; without terms when it is not in the index.
    ///
    /// - Parameter ignored: terms that count for nothing, as if the document did not hold them.
    package func query(document number: Int, ignoring ignored: Set<UInt32> = []) -> IndexQuery {
        var terms = terms(of: number)
        if !ignored.isEmpty { terms.removeAll { ignored.contains($0.term) } }
        var query = query(terms: terms)
        query.itself = UInt32(exactly: number)
        return query
    }

    /// The query of a text; terms that no document holds are left out, as scikit-learn's
    /// `transform` does.
    package func query(terms: DocumentTerms) -> IndexQuery {
        var query = IndexQuery()
        query.reserve(terms.count)
        var squares = 0.0
        for entry in terms where Int(entry.term) < documentFrequency.count {
            guard documentFrequency[Int(entry.term)] > 0 else { continue }
            let value = scaled[entry.frequency]
            let product = weighting.product(idf: idf(entry.term))
            squares += value * value * product
            query.append(entry.term, value * product)
        }
        query.scale(
            length: squares.squareRoot(),
            discount: weighting.lengthDiscount(terms: query.terms.count))
        return query
    }

    /// The query of what a reader likes: weighted unit vectors added up, terms whose sum is not
    /// above 0 left out (Rocchio, 1971; Manning, Raghavan and Schütze, Introduction to Information
    /// Retrieval, section 9.1.1).
    ///
    /// - Parameter parts: queries of this index with their weights; those of what the reader does
    ///   not like have a weight below 0.
    package func query(sumOf parts: [(query: IndexQuery, weight: Double)]) -> IndexQuery {
        var sums: [UInt32: Double] = [:]
        for (part, weight) in parts where part.norm > 0 {
            // A factor holds the idf twice, once for each side; the vector holds it once.
            for (term, factor) in zip(part.terms, part.factors) {
                let value = factor * part.lengthDiscount / idfWeight(term)
                sums[term, default: 0] += weight * value
            }
        }
        let kept = sums.filter { $0.value > 1e-9 }.sorted { $0.key < $1.key }
        var query = IndexQuery()
        query.reserve(kept.count)
        var squares = 0.0
        for (term, value) in kept {
            squares += value * value
            query.append(term, value * idfWeight(term))
        }
        query.scale(length: squares.squareRoot(), discount: 1)
        return query
    }

    /// What a scaled count is multiplied with in a document's vector: idf, or √idf.
    private func idfWeight(_ term: UInt32) -> Double {
        weighting.product(idf: idf(term)).squareRoot()
    }
}

extension IndexQuery {
    fileprivate mutating func reserve(_ count: Int) {
        terms.reserveCapacity(count)
        factors.reserveCapacity(count)
    }

    mutating func append(_ term: UInt32, _ factor: Double) {
        terms.append(term)
        factors.append(factor)
    }

    /// Divides the factors by |q|.
    fileprivate mutating func scale(length: Double, discount: Double) {
        norm = length * discount
        lengthDiscount = discount
        let value = norm > 0 ? 1 / norm : 0
        for index in factors.indices { factors[index] *= value }
    }
}

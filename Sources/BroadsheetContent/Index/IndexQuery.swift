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

    /// The query of a text without terms.
    package init() {}
}

extension InvertedIndex {
    /// The query of document `number`; without terms when it is not in the index.
    package func query(document number: Int) -> IndexQuery {
        var query = query(terms: terms(of: number))
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
        let discount = weighting.lengthDiscount(terms: query.terms.count)
        query.scale(by: squares > 0 ? 1 / (squares.squareRoot() * discount) : 0)
        return query
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

    mutating func scale(by value: Double) {
        for index in factors.indices { factors[index] *= value }
    }
}

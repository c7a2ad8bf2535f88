internal import BroadsheetKernels

extension InvertedIndex {
    /// The exact similarity of two documents; 0 when one is not in the index.
    ///
    /// - Complexity: O(terms of both).
    package func similarity(_ first: Int, _ second: Int) -> Double {
        cosine(of: second, with: query(document: first))
    }

    /// The exact similarity of document `number` with a query, by a merge of their terms, without
    /// work space; 0 when the document is not in the index.
    ///
    /// - Complexity: O(terms of both).
    package func cosine(of number: Int, with query: IndexQuery) -> Double {
        guard let (segment, local) = place(of: number) else { return 0 }
        let norm = segments[segment].norms[local]
        guard norm > 0 else { return 0 }
        let vectors = segments[segment].segment.vectors
        var sum = 0.0
        var left = 0
        vectors.forEachEntry(of: local) { term, count in
            while left < query.terms.count, query.terms[left] < term { left += 1 }
            guard left < query.terms.count, query.terms[left] == term else { return }
            sum += query.factors[left] * scaled[count]
        }
        return min(1, sum / norm)
    }

    /// What the similarities of document `number` are divided by for its length; 1 for one that is
    /// not in the index.
    package func lengthDiscount(of number: Int) -> Double {
        guard weighting.discountsLength, let (segment, local) = place(of: number) else { return 1 }
        return weighting.lengthDiscount(
            terms: segments[segment].segment.vectors.entryCount(of: local))
    }

    /// What the similarities of document `number` grow by at most when it asks with `query`, which
    /// lacks some of its terms; nil when nothing is left.
    package func stretch(of query: IndexQuery, for number: Int) -> Double? {
        guard let norm = norm(of: number), query.norm > 0 else { return nil }
        return max(1, norm / query.norm)
    }

    /// Scores documents exactly: those above 0, the best first.
    package func score(
        _ documents: [Int], with query: IndexQuery, scratch: inout SearchScratch
    ) -> [ScoredDocument] {
        score(documents.compactMap(UInt32.init(exactly:)), by: query, &scratch)
    }
}

internal import BroadsheetKernels

/// One matched term and what it adds to the cosine.
package struct TermShare: Sendable, Hashable {
    /// The term as the index holds it, possibly a stem.
    package var term: String
    /// The word as readers know it.
    package var surface: String
    /// Its part of the cosine; all parts sum to the cosine.
    package var share: Double
    /// Share of the documents that hold the term, 0…1.
    package var documentShare: Double
}

extension InvertedIndex {
    /// All terms that a query shares with document `number`, the largest part first, then by the
    /// term's bytes.
    package func explain(
        _ query: IndexQuery, _ number: Int, lexicon: Lexicon, surfaces: [UInt32]
    ) -> [TermShare] {
        guard let (segment, local) = place(of: number) else { return [] }
        let norm = segments[segment].norms[local]
        let vectors = segments[segment].segment.vectors
        var shares: [TermShare] = []
        var left = 0
        vectors.forEachEntry(of: local) { term, count in
            while left < query.terms.count, query.terms[left] < term { left += 1 }
            guard left < query.terms.count, query.terms[left] == term, norm > 0 else { return }
            let part = query.factors[left] * scaled[count] / norm
            shares.append(share(term, part, lexicon: lexicon, surfaces))
        }
        return shares.sorted { first, second in
            first.share == second.share
                ? first.term.utf8.lexicographicallyPrecedes(second.term.utf8)
                : first.share > second.share
        }
    }

    private func share(
        _ term: UInt32, _ share: Double, lexicon: Lexicon, _ surfaces: [UInt32]
    ) -> TermShare {
        let text = lexicon.terms.text(term)
        let word = Int(term) < surfaces.count ? surfaces[Int(term)] : .max
        return TermShare(
            term: text, surface: word == .max ? text : lexicon.display(word: word), share: share,
            documentShare: documentShare(of: term))
    }
}

extension [TermShare] {
    /// The few words that say most to a reader why two articles belong together.
    ///
    /// Stop words, terms in more than a tenth of the documents, numbers and words of two letters
    /// serve only when nothing else is there.
    package func tellingWords(limit: Int) -> [String] {
        let telling = filter { share in
            share.documentShare <= 0.1 && share.surface.count > 2
                && !StopWords.english.contains([UInt8](share.surface.lowercased().utf8))
                && !share.surface.utf8.allSatisfy { (48...57).contains($0) }
        }
        let pool = telling.isEmpty ? self : telling
        return pool.prefix(limit).map(\.surface)
    }
}

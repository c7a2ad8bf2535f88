internal import Foundation

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
    /// All terms that document `number` shares with document `other`, the largest part first, then
    /// by the term's bytes.
    package func explain(
        document number: Int, _ other: Int, lexicon: Lexicon, surfaces: [UInt32]
    ) -> [TermShare] {
        guard documents.indices.contains(number) else { return [] }
        return explain(
            terms: documents[number], other, lexicon: lexicon, surfaces: surfaces)
    }

    /// All terms that a text shares with document `other`.
    package func explain(
        terms: DocumentTerms, _ other: Int, lexicon: Lexicon, surfaces: [UInt32]
    ) -> [TermShare] {
        guard documents.indices.contains(other) else { return [] }
        let query = vector(of: terms)
        let document = documents[other]
        var shares: [TermShare] = []
        var (left, right) = (0, 0)
        while left < query.terms.count, right < document.count {
            let (mine, theirs) = (query.terms[left], document[right].term)
            if mine == theirs {
                let weight = scale(document[right].frequency) * idf[Int(mine)] * inverseNorm[other]
                shares.append(
                    share(mine, query.weights[left] * weight, lexicon: lexicon, surfaces))
            }
            if mine <= theirs { left += 1 }
            if theirs <= mine { right += 1 }
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
            documentShare: documents.isEmpty
                ? 0 : Double(documentFrequency[Int(term)]) / Double(documents.count))
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

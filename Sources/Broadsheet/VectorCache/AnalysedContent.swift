internal import BroadsheetArticles
internal import BroadsheetContent

/// What the analysis found in an article's text.
struct AnalysedText: Sendable {
    /// One list for each scoring, or for each analysis where scorings share one.
    var terms: [DocumentTerms]
    /// The language in which it was analysed; nil where it was not analysed by its language.
    var language: ArticleLanguage?
    /// What tells copies; nil where nobody looks for them.
    var sketch: ShingleSketch?
}

/// The analysed texts of a store at one moment. A value that shares the store's arrays, so that it
/// can be written down while the store goes on.
struct AnalysedContent: Sendable {
    let lexicon: Lexicon
    let cards: ChunkedTable<ArticleCard>
    let traits: TraitTable
    let sketches: ChunkedTable<ShingleSketch>
    /// One for each scoring.
    let indexes: [InvertedIndex]
    /// For each scoring the terms that its index lacks.
    let common: [CommonTerms]
    /// Texts that are in no index.
    let pending: [UInt32: [DocumentTerms]]

    /// Numbers of the articles that are analysed, rising by the bytes of their ids.
    var numbers: [UInt32] {
        (0..<UInt32(cards.count)).compactMap { number -> (number: UInt32, id: String)? in
            guard let card = cards[Int(number)], card.status == .published, isAnalysed(number)
            else { return nil }
            return (number, card.id)
        }
        .sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
        .map(\.number)
    }

    private func isAnalysed(_ number: UInt32) -> Bool {
        pending[number] != nil || indexes[0].contains(Int(number))
    }

    /// What was found in the text of an article, with terms for each scoring.
    func text(of number: UInt32) -> AnalysedText {
        AnalysedText(
            terms: pending[number]
                ?? zip(indexes, common).map { index, common in
                    common.allTerms(of: number, indexed: index.terms(of: Int(number)))
                },
            language: traits.analysedLanguage(of: Int(number)), sketch: sketches[Int(number)])
    }
}

extension ArticleCard {
    /// A hash of what the analysis reads of the card, FNV-1a: an article with another stamp has to
    /// be analysed again, whatever the change feed says.
    var stamp: UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func add(_ text: String) {
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
            // No UTF-8 holds this byte, so that texts can't run into each other.
            hash = (hash ^ 0xFF) &* 0x0000_0100_0000_01b3
        }
        add(language ?? "")
        add(title)
        add(summary)
        for tag in tags { add(tag) }
        return hash
    }
}

/// One term of a document and how often it occurs there.
package struct TermFrequency: Sendable, Hashable {
    package var term: UInt32
    package var frequency: UInt32

    package init(term: UInt32, frequency: UInt32) {
        self.term = term
        self.frequency = frequency
    }
}

/// The analysed form of an article: its distinct terms, rising by `TermID`.
package typealias DocumentTerms = [TermFrequency]

/// Turns text into terms and lets the lexicon grow. Belongs to the one writer.
package struct DocumentAnalyzer: ~Copyable {
    /// All words and terms so far.
    package internal(set) var lexicon: Lexicon
    private var words = WordReader()
    private var maker = TermMaker()
    private var counter = TermCounter()

    package init(lexicon: Lexicon = Lexicon()) {
        self.lexicon = lexicon
    }

    /// The terms of `text`; empty for a text without words.
    ///
    /// - Complexity: O(length of the text), plus one stemming for each word never met before.
    package mutating func analyze(_ text: String, with analyzer: Analyzer) -> DocumentTerms {
        count(text, weight: 1, with: analyzer)
        return counter.take()
    }

    /// The terms of a text's fields, the frequency of each the sum of weight times count over the
    /// fields, at most the largest `UInt32`.
    ///
    /// Fields do not run together: no pair of letters and no rule of spelling reaches from one to
    /// the next, as if a blank stood between them.
    package mutating func analyze(
        _ text: DocumentText, weights: FieldWeights, with analyzer: Analyzer
    ) -> DocumentTerms {
        text.forEachField(weights) { count($0, weight: $1, with: analyzer) }
        return counter.take()
    }

    /// Adds the words of one field. Never inlined, so that the tokeniser and the look-up behind it
    /// become one loop wherever it is called from.
    @inline(never)
    private mutating func count(_ text: String, weight: UInt32, with analyzer: Analyzer) {
        let slot = analyzer.slot
        words.forEachWord(in: text, for: analyzer) { word, key, written in
            guard let number = lexicon.word(word, key, written: written) else { return }
            var term = lexicon.term(of: number, slot: slot)
            if term == Lexicon.unknown {
                let bytes = maker.term(of: word, for: analyzer)
                term = lexicon.learn(word: number, term: bytes, slot: slot)
            }
            if term != Lexicon.stopWord { counter.add(term, weight) }
        }
    }
}

/// The words of a text as an analyser sees them.
struct WordReader: Sendable {
    private var tokenizer = Tokenizer()
    private var segmenter = WordSegmenter()

    /// Hands every word of `text` to `sink`, in order: its lower-cased bytes, valid during the
    /// call, their key, and how it was written.
    @inline(__always)
    mutating func forEachWord(
        in text: String, for analyzer: Analyzer, _ sink: (Span<UInt8>, ByteKey, WordCase) -> Void
    ) {
        switch analyzer {
        case .ascii: tokenizer.forEachWord(in: text, unicode: false, sink)
        case .plain, .english: tokenizer.forEachWord(in: text, unicode: true, sink)
        case .language(let language): segmenter.forEachWord(in: text, language.rules, sink)
        }
    }
}

extension Lexicon {
    /// The terms of a text that is not part of the catalogue; unknown ones are left out.
    package func terms(of text: String, with analyzer: Analyzer) -> DocumentTerms {
        terms(of: DocumentText(body: text), weights: .raw, with: analyzer)
    }

    /// The terms of a text's fields, weighted as `DocumentAnalyzer.analyze` weighs them; unknown
    /// ones are left out.
    package func terms(
        of text: DocumentText, weights: FieldWeights, with analyzer: Analyzer
    ) -> DocumentTerms {
        var frequencies: [UInt32: UInt32] = [:]
        var words = WordReader()
        var maker = TermMaker()
        text.forEachField(weights) { field, weight in
            words.forEachWord(in: field, for: analyzer) { word, key, _ in
                let term = knownTerm(of: word, key, for: analyzer, &maker)
                guard term != Self.stopWord, term != Self.unknown else { return }
                let sum = frequencies[term, default: 0].addingReportingOverflow(weight)
                frequencies[term] = sum.overflow ? .max : sum.partialValue
            }
        }
        return frequencies.map { TermFrequency(term: $0.key, frequency: $0.value) }
            .sorted { $0.term < $1.term }
    }

    /// The distinct terms of a phrase, stop words left out, rising; nil where one of its words has a
    /// term that was never met.
    package func phraseTerms(of text: String, with analyzer: Analyzer) -> [UInt32]? {
        var found: Set<UInt32> = []
        var words = WordReader()
        var maker = TermMaker()
        words.forEachWord(in: text, for: analyzer) { word, key, _ in
            let term = knownTerm(of: word, key, for: analyzer, &maker)
            if term != Self.stopWord { found.insert(term) }
        }
        return found.contains(Self.unknown) ? nil : found.sorted()
    }

    /// The term of a word, ``stopWord`` or, where it was never met, ``unknown``.
    private func knownTerm(
        of word: Span<UInt8>, _ key: ByteKey, for analyzer: Analyzer, _ maker: inout TermMaker
    ) -> UInt32 {
        let term = knownWord(word, key).map { self.term(of: $0, slot: analyzer.slot) }
        if let term, term != Self.unknown { return term }
        guard let bytes = maker.term(of: word, for: analyzer) else { return Self.stopWord }
        return knownTerm(bytes) ?? Self.unknown
    }
}

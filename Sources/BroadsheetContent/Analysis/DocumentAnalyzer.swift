/// One term of a document and how often it occurs there.
package struct TermFrequency: Sendable, Hashable {
    package var term: UInt32
    package var frequency: UInt32
}

/// The analysed form of an article: its distinct terms, rising by `TermID`.
package typealias DocumentTerms = [TermFrequency]

/// Turns text into terms and lets the lexicon grow. Belongs to the one writer.
package struct DocumentAnalyzer: ~Copyable {
    /// All words and terms so far.
    package private(set) var lexicon: Lexicon
    private var tokenizer = Tokenizer()
    private var english: Stemmer?
    private var counter = TermCounter()

    package init(lexicon: Lexicon = Lexicon()) {
        self.lexicon = lexicon
        english = Stemmer(language: "english")
    }

    /// The terms of `text`; empty for a text without words.
    ///
    /// - Complexity: O(length of the text), plus one stemming for each word never met before.
    package mutating func analyze(_ text: String, with analyzer: Analyzer) -> DocumentTerms {
        tokenizer.forEachWord(in: text, unicode: analyzer != .ascii) { word, key, written in
            guard let number = lexicon.word(word, key, written: written) else { return }
            var term = lexicon.term(of: number, for: analyzer)
            if term == Lexicon.unknown {
                let bytes = Self.term(of: word, for: analyzer, stemmer: &english)
                term = lexicon.learn(word: number, term: bytes, for: analyzer)
            }
            guard term != Lexicon.stopWord else { return }
            counter.add(term, 1)
        }
        return counter.take()
    }

    /// The term of a lower-cased word; nil for a stop word.
    static func term(
        of word: Span<UInt8>, for analyzer: Analyzer, stemmer: inout Stemmer?
    ) -> [UInt8]? {
        let bytes = word.bytes()
        guard analyzer != .plain else { return bytes }
        guard !StopWords.english.contains(bytes) else { return nil }
        return analyzer == .english ? stemmer?.stem(word) ?? bytes : bytes
    }
}

extension Lexicon {
    /// The terms of a text that is not part of the catalogue; unknown ones are left out.
    package func terms(of text: String, with analyzer: Analyzer) -> DocumentTerms {
        var frequencies: [UInt32: UInt32] = [:]
        var tokenizer = Tokenizer()
        var stemmer = analyzer == .english ? Stemmer(language: "english") : nil
        tokenizer.forEachWord(in: text, unicode: analyzer != .ascii) { word, key, _ in
            var term = knownWord(word, key).map { self.term(of: $0, for: analyzer) } ?? Self.unknown
            if term == Self.unknown {
                let bytes = DocumentAnalyzer.term(of: word, for: analyzer, stemmer: &stemmer)
                term = bytes.flatMap { knownTerm($0) } ?? Self.stopWord
            }
            guard term != Self.stopWord else { return }
            let count = frequencies[term, default: 0]
            frequencies[term] = count == .max ? count : count + 1
        }
        return frequencies.map { TermFrequency(term: $0.key, frequency: $0.value) }
            .sorted { $0.term < $1.term }
    }
}

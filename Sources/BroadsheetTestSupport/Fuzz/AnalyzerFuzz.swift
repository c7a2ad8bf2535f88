internal import BroadsheetContent

/// Throws random texts at the analysers and the index.
///
/// Nothing may trap, and the terms of a text may depend neither on the threads and batches that it
/// comes in, nor on the fields that it is cut into, nor on the chunks in which a file brings it.
package enum AnalyzerFuzz {
    /// One of so many texts is a long one.
    private static let longShare = 200
    /// Texts that are analysed and indexed together.
    private static let roundSize = 3

    /// Throws `count` texts that follow from the seed alone each at an analyser that goes by no
    /// language and at one that does.
    ///
    /// - Returns: how many texts there were, and what was found wrong.
    package static func run(seed: UInt64, count: Int) -> (cases: Int, failures: [String]) {
        var random = SeededGenerator(seed: seed)
        var failures: [String] = []
        var done = 0
        while done < count {
            var round = Round(size: min(roundSize, count - done), &random)
            if let failure = round.failure() {
                failures.append("seed \(seed), text \(done) and next: \(failure)")
            }
            done += round.texts.count
        }
        return (done, failures)
    }

    /// Languages of every kind: elisions, suffixes, colons, dotless i, no rules.
    private static let languages =
        ["en", "fr", "fi", "tr", "el", "ar", "hi", "ja", "ro", "nl", "de", "ru", "th"].compactMap {
            Analyzer(name: $0)
        }

    /// A few texts and the analysers that they are thrown at.
    fileprivate struct Round {
        var texts: [String] = []
        /// The bytes of the first text, where that is a long one.
        var file: [UInt8]?
        var analyzers: [Analyzer]
        var random: SeededGenerator

        init(size: Int, _ random: inout SeededGenerator) {
            let isLong = random.below(longShare) < size
            for number in 0..<size {
                let bytes =
                    isLong && number == 0 ? FuzzText.long(&random) : FuzzText.short(&random)
                if isLong && number == 0 { file = bytes }
                texts.append(String(decoding: bytes, as: UTF8.self))
            }
            analyzers = [
                Analyzer.fixed[random.below(Analyzer.fixed.count)],
                languages[random.below(languages.count)],
            ]
            self.random = SeededGenerator(seed: random.next())
        }

        /// The rule that the texts break, if any.
        mutating func failure() -> String? {
            if let failure = batchFailure() { return failure }
            for analyzer in analyzers {
                let text = texts[random.below(texts.count)]
                let failure = fieldFailure(text, analyzer)
                if let failure { return "\(analyzer): \(failure)" }
            }
            if let file, let analyzer = analyzers.last {
                let failure = AnalyzerFuzz.chunkFailure(file, analyzer, &random)
                if let failure { return "\(analyzer): \(failure)" }
            }
            return guessFailure()
        }
    }
}

extension AnalyzerFuzz.Round {
    /// All texts with all analysers, one by one and in two batches on several threads.
    private mutating func batchFailure() -> String? {
        let tasks = analyzers.flatMap { analyzer in
            texts.map { DocumentAnalyzer.Task(text: DocumentText(body: $0), analyzer: analyzer) }
        }
        var single = DocumentAnalyzer()
        let documents = tasks.map {
            single.analyze($0.text, weights: .raw, with: $0.analyzer)
        }
        for (task, terms) in zip(tasks, documents)
        where single.lexicon.terms(of: task.text.body, with: task.analyzer) != terms {
            return "\(task.analyzer): a draft gave other terms than the article"
        }
        var batch = DocumentAnalyzer()
        let (cut, threads) = (random.below(tasks.count + 1), 2 + random.below(4))
        let first = batch.analyze(Array(tasks[..<cut]), weights: .raw, threads: threads)
        let second = batch.analyze(Array(tasks[cut...]), weights: .raw, threads: threads)
        guard first + second == documents else {
            return "\(threads) threads gave other terms than one"
        }
        return indexFailure(documents, single.lexicon)
    }

    /// What is found has a score from above 0 to 1, which its reasons sum to.
    private func indexFailure(_ documents: [DocumentTerms], _ lexicon: Lexicon) -> String? {
        let index = InvertedIndex(
            documents: documents, termCount: lexicon.termCount, weighting: .newsroom)
        var scratch = SearchScratch()
        let surfaces = lexicon.surfaces()
        for number in documents.indices {
            let query = index.query(document: number)
            let found = index.search(query, limit: 10, scratch: &scratch)
            guard found.allSatisfy({ $0.cosine > 0 && $0.cosine <= 1 && $0.document != number })
            else { return "a score outside 0…1 or the article itself" }
            guard let last = found.last else { continue }
            let reasons = index.explain(
                query, last.document, lexicon: lexicon, surfaces: surfaces)
            guard abs(reasons.reduce(0) { $0 + $1.share } - last.cosine) < 1e-9 else {
                return "reasons that do not sum to the score"
            }
        }
        return nil
    }

    /// A text cut into fields has the terms of its pieces, each as often as its field weighs, and
    /// with a blank or an end of a line between them the pieces are one text again.
    private mutating func fieldFailure(_ text: String, _ analyzer: Analyzer) -> String? {
        let pieces = pieces(of: text)
        let fields = DocumentText(
            title: pieces[0], summary: pieces[1], tags: Array(pieces[2..<pieces.count - 1]),
            body: pieces[pieces.count - 1])
        let weights = FieldWeights(
            title: weight(), summary: weight(), tags: weight(), body: weight())
        let byPiece =
            [weights.title, weights.summary] + fields.tags.map { _ in weights.tags }
            + [weights.body]
        var documents = DocumentAnalyzer()
        let counted = pieces.map { documents.analyze($0, with: analyzer) }
        let weighted = documents.analyze(fields, weights: weights, with: analyzer)
        guard weighted == sum(counted, byPiece) else {
            return "fields gave other terms than their pieces, weighted"
        }
        guard documents.lexicon.terms(of: fields, weights: weights, with: analyzer) == weighted
        else { return "a draft's fields gave other terms than the article's" }
        let separators = [" ", "\n", "\n\n", "\r\n", "\t", "\u{2029}"]
        let joined = pieces.joined(separator: separators[random.below(separators.count)])
        guard documents.analyze(joined, with: analyzer) == sum(counted, pieces.map { _ in 1 })
        else { return "pieces in one text gave other terms than by themselves" }
        return text.utf8.count > 255 ? wordFailure(documents.lexicon.parts, analyzer) : nil
    }

    /// No term is empty, and a language has no word of more than 255 bytes.
    private func wordFailure(_ parts: LexiconParts, _ analyzer: Analyzer) -> String? {
        if parts.terms.lengths.contains(0) { return "an empty term" }
        guard case .language = analyzer else { return nil }
        return parts.words.lengths.contains { $0 > 255 } ? "a word of more than 255 bytes" : nil
    }

    /// Three pieces or more, of any length, that make up the text.
    private mutating func pieces(of text: String) -> [String] {
        let scalars = Array(text.unicodeScalars)
        let count = 2 + random.below(text.utf8.count > 255 ? 40 : 4)
        let cuts = (0..<count).map { _ in random.below(scalars.count + 1) }.sorted()
        return zip([0] + cuts, cuts + [scalars.count]).map { start, end in
            var piece = String.UnicodeScalarView()
            piece.append(contentsOf: scalars[start..<end])
            return String(piece)
        }
    }

    /// Mostly small, sometimes the largest there is.
    private mutating func weight() -> UInt32 {
        random.below(50) == 0 ? .max : UInt32(random.below(4))
    }

    private func sum(_ counted: [DocumentTerms], _ weights: [UInt32]) -> DocumentTerms {
        var sums: [UInt32: UInt64] = [:]
        for (terms, weight) in zip(counted, weights) where weight > 0 {
            for entry in terms {
                sums[entry.term, default: 0] += UInt64(entry.frequency) * UInt64(weight)
            }
        }
        return sums.sorted { $0.key < $1.key }
            .map { TermFrequency(term: $0.key, frequency: UInt32(clamping: $0.value)) }
    }

    /// The confidence is a share, and what stands behind the beginning of a text changes nothing.
    private func guessFailure() -> String? {
        for text in texts {
            let other = texts[texts.count - 1]
            let body = DocumentText(body: text)
            let guess = LanguageGuess(of: body)
            guard (0...1).contains(guess.confidence) else { return "a confidence outside 0…1" }
            guard text.utf8.count >= LanguageGuess.byteLimit else { continue }
            let longer = DocumentText(title: other, summary: other, body: text + other)
            guard LanguageGuess(of: longer) == guess else {
                return "another language by what stands behind the beginning"
            }
        }
        return nil
    }
}

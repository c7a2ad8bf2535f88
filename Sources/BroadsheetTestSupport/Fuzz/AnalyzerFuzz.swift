internal import BroadsheetContent

/// Throws random texts at the analysers and the index.
package enum AnalyzerFuzz {
    /// Runs `count` cases that follow from the seed alone.
    ///
    /// - Returns: how many cases ran, and what was found wrong.
    package static func run(seed: UInt64, count: Int) -> (cases: Int, failures: [String]) {
        var random = SeededGenerator(seed: seed)
        var failures: [String] = []
        for number in 0..<count {
            let texts = (0..<3).map { _ in text(&random) }
            let language = languages.randomElement(using: &random)
            for analyzer in Analyzer.fixed + [language].compactMap(\.self) {
                if let failure = check(texts, analyzer) {
                    failures.append("seed \(seed), case \(number), \(analyzer): \(failure)")
                }
            }
        }
        return (count, failures)
    }

    /// Languages of every kind: elisions, suffixes, colons, dotless i, no rules.
    private static let languages =
        ["en", "fr", "fi", "tr", "el", "ar", "hi", "ja", "ro", "nl"].compactMap {
            Analyzer(name: $0)
        }

    private static func check(_ texts: [String], _ analyzer: Analyzer) -> String? {
        var first = DocumentAnalyzer()
        let documents = texts.map { first.analyze($0, with: analyzer) }
        if let failure = checkCutting(texts, analyzer, documents) { return failure }
        let index = InvertedIndex(
            documents: documents, termCount: first.lexicon.termCount,
            weighting: Weighting(scale: .log))
        var scratch = SearchScratch()
        for (number, text) in texts.enumerated() {
            guard first.lexicon.terms(of: text, with: analyzer) == documents[number] else {
                return "a draft gave other terms than the article"
            }
            let found = index.related(toDocument: number, limit: 10, scratch: &scratch)
            guard found.allSatisfy({ $0.cosine > 0 && $0.cosine <= 1 && $0.document != number })
            else { return "a score outside 0…1 or the article itself" }
        }
        return nil
    }

    /// The same texts in one batch on two threads, and as fields of one article, change nothing.
    private static func checkCutting(
        _ texts: [String], _ analyzer: Analyzer, _ documents: [DocumentTerms]
    ) -> String? {
        var batch = DocumentAnalyzer()
        let tasks = texts.map {
            DocumentAnalyzer.Task(text: DocumentText(body: $0), analyzer: analyzer)
        }
        guard batch.analyze(tasks, weights: .raw, threads: 2) == documents else {
            return "two threads gave other terms than one"
        }
        let (title, body) = (texts.first ?? "", texts.last ?? "")
        let fields = batch.lexicon.terms(
            of: DocumentText(title: title, body: body), weights: .raw, with: analyzer)
        guard batch.lexicon.terms(of: title + " " + body, with: analyzer) == fields else {
            return "title and body gave other terms than both with a blank between them"
        }
        let guess = LanguageGuess(of: DocumentText(title: title, body: body))
        return (0...1).contains(guess.confidence) ? nil : "a confidence outside 0…1"
    }

    /// Random scalars from everywhere, from a few letters, or bytes that are no text.
    private static func text(_ random: inout SeededGenerator) -> String {
        let length = Int.random(in: 0...60, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            return String(
                decoding: (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) },
                as: UTF8.self)
        case 1:
            let letters = Array("aBcΣσςİıß ’'.-_0½Ⅳé\u{301}\u{200B}\u{FFFD}北が🎉\n\u{AD}:,ﬁＡกิ्म")
            return String((0..<length).map { _ in letters.randomElement(using: &random) ?? " " })
        default:
            let top: UInt32 = Bool.random(using: &random) ? 0x10FFFF : 0x2FFF
            var text = String.UnicodeScalarView()
            for _ in 0..<length {
                let value = UInt32.random(in: 0...top, using: &random)
                text.append(Unicode.Scalar(value) ?? " ")
            }
            return String(text)
        }
    }
}

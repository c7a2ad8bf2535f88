import BroadsheetTestSupport
import Testing

@testable import BroadsheetContent

/// Articles in several languages that share words, and words that share terms.
private func tasks(seed: UInt64, count: Int) -> [DocumentAnalyzer.Task] {
    let words = [
        "minister", "Ministers", "NATO", "sanctions", "sanction", "l'été", "Häuser", "北京大学",
        "the", "und", "COVID-19", "1,000", "İstanbul'da", "выборы", "हिन्दी", "café",
    ]
    let analyzers = ["plain", "english", "ascii", "en", "de", "fr", "tr", "zh"].compactMap {
        Analyzer(name: $0)
    }
    var random = SeededGenerator(seed: seed)
    return (0..<count).compactMap { number in
        let length = Int.random(in: 0...20, using: &random)
        let picked = (0..<length).compactMap { _ in words.randomElement(using: &random) }
        return analyzers.randomElement(using: &random).map {
            DocumentAnalyzer.Task(
                text: DocumentText(
                    title: "new\(number / 3)", body: picked.joined(separator: " ")),
                analyzer: $0)
        }
    }
}

@Suite struct AnalysisBatchTests {
    @Test(arguments: [1, 2, 3, 7, 64, 1000])
    func `terms, their numbers and their surfaces do not depend on the number of threads`(
        threads: Int
    ) {
        var one = DocumentAnalyzer()
        var many = DocumentAnalyzer()
        for seed in UInt64(1)...3 {
            let tasks = tasks(seed: seed, count: 120)
            let expected = tasks.map { one.analyze($0.text, weights: .raw, with: $0.analyzer) }
            let found = many.analyze(tasks, weights: .raw, threads: threads)
            #expect(found == expected, "seed \(seed)")
        }
        let (first, second) = (one.lexicon, many.lexicon)
        #expect(second.surfaces() == first.surfaces())
        #expect(second.words.count == first.words.count)
        for word in 0..<UInt32(min(first.words.count, second.words.count)) {
            #expect(second.display(word: word) == first.display(word: word))
        }
        for term in 0..<UInt32(min(first.termCount, second.termCount)) {
            #expect(second.terms.text(term) == first.terms.text(term))
        }
    }

    @Test func `no tasks give no documents`() {
        var analyzer = DocumentAnalyzer()
        #expect(analyzer.analyze([], weights: .raw, threads: 4).isEmpty)
    }
}

@Suite struct AnalysisLoadTests {
    /// One thing over and over; time that grows faster than the text would be felt here.
    static let texts: [(name: String, text: String)] = [
        ("one repeated term", String(repeating: "sanctions ", count: 10_000)),
        ("distinct terms", (0..<4_000).map { "w\($0)" }.joined(separator: " ")),
        ("no space", String(repeating: "x", count: 20_000)),
        ("no space in Chinese", String(repeating: "北京", count: 10_000)),
        ("combining marks", "e" + String(repeating: "\u{301}", count: 20_000)),
        ("marks in a run", "北" + String(repeating: "\u{301}", count: 20_000) + "京"),
        ("joined digits", String(repeating: "1,", count: 20_000)),
        ("apostrophes", String(repeating: "l'", count: 20_000)),
        ("sigmas", String(repeating: "ΑΣ\u{301}", count: 10_000)),
    ]

    @Test(arguments: texts, ["plain", "english", "ascii", "en", "fr", "el"])
    func `large and odd texts are analysed, the same for an article as for a draft`(
        text: (name: String, text: String), name: String
    ) throws {
        let analyzer = try #require(Analyzer(name: name))
        var documents = DocumentAnalyzer()
        let terms = documents.analyze(text.text, with: analyzer)
        #expect(documents.lexicon.terms(of: text.text, with: analyzer) == terms)
    }
}

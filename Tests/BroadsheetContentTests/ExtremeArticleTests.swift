import BroadsheetTestSupport
import Testing

@testable import BroadsheetContent

/// Articles far larger than a newsroom's, of words that people wrote.
enum ExtremeArticle: String, CaseIterable {
    /// 5 MB of words, some far more frequent than others.
    case large
    /// 100,000 words, each once.
    case manyWords
    /// The same word 1,000,000 times.
    case oneWord

    /// The words of the article, drawn from `vocabulary`.
    func words(_ vocabulary: [String], _ random: inout SeededGenerator) -> [String] {
        switch self {
        case .large:
            var (words, byteCount): ([String], Int) = ([], 0)
            while byteCount < 5_000_000 {
                let word = vocabulary.drawn(&random)
                byteCount += word.utf8.count + 1
                words.append(word)
            }
            return words
        case .manyWords:
            var words = Set(vocabulary)
            while words.count < 100_000 {
                words.insert(vocabulary.drawn(&random) + vocabulary.drawn(&random))
            }
            return words.sorted().shuffled(using: &random)
        case .oneWord: return Array(repeating: vocabulary[7], count: 1_000_000)
        }
    }
}

extension [String] {
    /// One of the words, those that stand first far more often.
    fileprivate func drawn(_ random: inout SeededGenerator) -> String {
        let spread = Double(random.below(1 << 24)) / Double(1 << 24)
        return self[Int(spread * spread * spread * Double(count))]
    }
}

/// Sixty ordinary articles and an extreme one, analysed.
private struct ExtremeCollection {
    /// Number of the extreme article, in the midst of the others.
    static let extreme = 30
    /// The words of 20 Newsgroups, in an order that says nothing.
    private static let vocabulary = Result {
        var random = SeededGenerator(seed: 60)
        return try GoldFile.text("snowball_english_pairs.tsv.gz").split(separator: "\n")
            .compactMap { $0.split(separator: "\t").first.map(String.init) }
            .filter { $0.utf8.count >= 2 }
            .shuffled(using: &random)
    }
    var words: [[String]] = []
    var documents: [DocumentTerms] = []
    var lexicon: Lexicon

    init(_ article: ExtremeArticle, _ analyzer: Analyzer, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let vocabulary = try Self.vocabulary.get()
        var texts = DocumentAnalyzer()
        for number in 0...60 {
            let ordinary = (0..<(20 + random.below(300))).map { _ in vocabulary.drawn(&random) }
            let own =
                number == Self.extreme ? article.words(vocabulary, &random) : ordinary + ordinary
            words.append(own)
            documents.append(texts.analyze(own.joined(separator: " "), with: analyzer))
        }
        lexicon = texts.lexicon
    }

    /// The terms of the extreme article, each of its words analysed by itself.
    func countedWords(_ analyzer: Analyzer) -> DocumentTerms {
        var counts: [String: UInt32] = [:]
        for word in words[Self.extreme] { counts[word, default: 0] += 1 }
        var frequencies: [UInt32: UInt32] = [:]
        for (word, count) in counts {
            for entry in lexicon.terms(of: word, with: analyzer) {
                frequencies[entry.term, default: 0] += count * entry.frequency
            }
        }
        return DocumentTerms(frequencies)
    }
}

@Suite struct ExtremeArticleTests {
    @Test(arguments: ExtremeArticle.allCases, ["plain", "en"])
    func `an article of any size has the terms of its words, and cosines to ten digits`(
        article: ExtremeArticle, name: String
    ) throws {
        let analyzer = try #require(Analyzer(name: name))
        let collection = try ExtremeCollection(article, analyzer, seed: 61)
        let terms = collection.documents[ExtremeCollection.extreme]
        #expect(terms == collection.countedWords(analyzer))
        switch (article, name) {
        case (.large, _): #expect(terms.count > 30_000)
        case (.manyWords, "plain"): #expect(terms.count == 100_000)
        case (.manyWords, _): #expect(terms.count > 50_000)
        case (.oneWord, _): #expect(terms.map(\.frequency) == [1_000_000])
        }
        let weightings = name == "en" ? [.newsroom] : Weighting.shipped.filter { !$0.isRooted }
        for weighting in weightings { compare(collection, weighting) }
    }

    /// Compares the lists of all articles with those of the slow oracle.
    private func compare(_ collection: ExtremeCollection, _ weighting: Weighting) {
        let documents = collection.documents
        let index = InvertedIndex(
            documents: documents, termCount: collection.lexicon.termCount, weighting: weighting)
        let oracle = CosineOracle(documents: documents, weighting: weighting)
        var scratch = SearchScratch()
        for number in documents.indices {
            let expected = oracle.ranked(oracle.scores(of: number), limit: .max)
            let limit = number.isMultiple(of: 2) ? 10 : documents.count
            let found = index.related(toDocument: number, limit: limit, scratch: &scratch)
            #expect(found.map(\.document) == expected.prefix(limit).map(\.document), "\(number)")
            #expect(
                zip(found, expected).allSatisfy { abs($0.cosine - $1.cosine) < 1e-10 },
                "\(number)")
        }
    }

    @Test(arguments: ExtremeArticle.allCases)
    func `kept lists stay right when an article of any size comes, changes and goes`(
        article: ExtremeArticle
    ) throws {
        let collection = try ExtremeCollection(
            article, .language(try #require(Language(tag: "en"))), seed: 62)
        let (extreme, termCount) = (ExtremeCollection.extreme, collection.lexicon.termCount)
        var documents: [DocumentTerms?] = collection.documents
        var (check, scratch) = (ListCheck(), SearchScratch())
        var related = RelatedIndex(weighting: .newsroom)
        documents[extreme] = nil
        let others = documents.enumerated().compactMap { number, terms in
            terms.map { (UInt32(number), $0) }
        }
        related.apply(IndexChange(added: others, termCount: termCount))
        while related.advance(scratch: &scratch) {}
        let whole = collection.documents[extreme]
        for terms in [whole, Array(whole.prefix(40)), whole, nil] {
            documents[extreme] = terms
            related.apply(
                IndexChange(
                    removed: terms == nil ? [UInt32(extreme)] : [],
                    added: terms.map { [(UInt32(extreme), $0)] } ?? [], termCount: termCount))
            let present = documents.indices.filter { documents[$0] != nil }
            check.check(related, documents, numbers: present)
            while related.advance(scratch: &scratch) {}
            check.check(related, documents, numbers: present)
        }
        #expect(check.problems.isEmpty, "\(check.problems.prefix(3)), seed 62")
        #expect(check.asked == 3 * 2 * 61 + 2 * 60)
    }
}

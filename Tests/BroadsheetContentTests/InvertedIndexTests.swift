import BroadsheetTestSupport
import Testing

@testable import BroadsheetContent

/// Analyses texts and indexes them in their order.
private func index(
    _ texts: [String], analyzer: Analyzer = .plain, scale: TermFrequencyScale = .raw
) -> (index: InvertedIndex, lexicon: Lexicon) {
    var documentAnalyzer = DocumentAnalyzer()
    let documents = texts.map { documentAnalyzer.analyze($0, with: analyzer) }
    let lexicon = documentAnalyzer.lexicon
    return (
        InvertedIndex(documents: documents, termCount: lexicon.termCount, scale: scale), lexicon
    )
}

/// The corpus of scikit-learn's documentation.
private let fourDocuments = [
    "This is the first document.", "This document is the second document.",
    "And this is the third one.", "Is this the first document?",
]

/// Random documents over a vocabulary with a few frequent and many rare words.
private func randomDocuments(count: Int, seed: UInt64) -> [DocumentTerms] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
        var frequencies: [UInt32: UInt32] = [:]
        for _ in 0..<Int.random(in: 0...60, using: &random) {
            let spread = Double.random(in: 0..<1, using: &random)
            frequencies[UInt32(spread * spread * spread * 400), default: 0] += 1
        }
        return frequencies.map { TermFrequency(term: $0.key, frequency: $0.value) }
            .sorted { $0.term < $1.term }
    }
}

@Suite struct InvertedIndexTests {
    @Test(arguments: [
        (TermFrequencyScale.raw, 0, [(3, 1.0), (1, 0.6469256816), (2, 0.3077718679)]),
        (.raw, 1, [(0, 0.6469256816), (3, 0.6469256816), (2, 0.2252395500)]),
        (.log, 0, [(3, 1.0), (1, 0.6419019789), (2, 0.3077718679)]),
        (.log, 1, [(0, 0.6419019789), (3, 0.6419019789), (2, 0.2420333113)]),
    ])
    func `cosines are those of scikit-learn on its own example`(
        scale: TermFrequencyScale, document: Int, expected: [(Int, Double)]
    ) {
        let (index, _) = index(fourDocuments, scale: scale)
        var scratch = SearchScratch()
        let found = index.related(toDocument: document, limit: 10, scratch: &scratch)
        #expect(found.map(\.document) == expected.map(\.0))
        for (item, value) in zip(found, expected) { #expect(abs(item.cosine - value.1) < 1e-8) }
    }

    @Test(arguments: [TermFrequencyScale.raw, .log], [1, 3, 10, 500])
    func `every list is that of the slow oracle`(scale: TermFrequencyScale, limit: Int) {
        let documents = randomDocuments(count: 150, seed: 11)
        let index = InvertedIndex(documents: documents, termCount: 400, scale: scale)
        let oracle = CosineOracle(documents: documents, scale: scale)
        var scratch = SearchScratch()
        for document in documents.indices {
            let found = index.related(toDocument: document, limit: limit, scratch: &scratch)
            let expected = oracle.related(to: document, limit: limit)
            #expect(found.map(\.document) == expected.map(\.document), "document \(document)")
            for (mine, theirs) in zip(found, expected) {
                #expect(abs(mine.cosine - theirs.cosine) < 1e-12)
            }
        }
    }

    @Test func `excluded documents make room for the next ones`() {
        let documents = randomDocuments(count: 80, seed: 12)
        let index = InvertedIndex(documents: documents, termCount: 400, scale: .log)
        let oracle = CosineOracle(documents: documents, scale: .log)
        var scratch = SearchScratch()
        for document in documents.indices {
            let first = oracle.related(to: document, limit: 5).map(\.document)
            let found = index.related(
                toDocument: document, limit: 5, excluding: first, scratch: &scratch)
            let expected = oracle.related(to: document, limit: 5, excluding: Set(first))
            #expect(found.map(\.document) == expected.map(\.document))
        }
    }

    @Test func `equal scores are ordered by document number`() {
        let (index, _) = index(["same words here", "other", "same words here", "same words here"])
        var scratch = SearchScratch()
        let found = index.related(toDocument: 2, limit: 10, scratch: &scratch)
        #expect(found.map(\.document) == [0, 3])
    }

    @Test func `a document without terms, an empty index and limit zero have empty lists`() {
        let (index, _) = index(["", "one word", "one word"])
        var scratch = SearchScratch()
        #expect(index.related(toDocument: 0, limit: 10, scratch: &scratch).isEmpty)
        #expect(index.related(toDocument: 1, limit: 0, scratch: &scratch).isEmpty)
        #expect(index.related(toDocument: 7, limit: 10, scratch: &scratch).isEmpty)
        let empty = InvertedIndex(documents: [], termCount: 0, scale: .log)
        #expect(empty.related(toDocument: 0, limit: 10, scratch: &scratch).isEmpty)
    }

    @Test func `a draft that repeats a document scores 1 with it, unknown words left out`() {
        let (index, lexicon) = index(fourDocuments)
        var scratch = SearchScratch()
        let terms = lexicon.terms(of: "Unheard: and this is the third one!", with: .plain)
        let found = index.related(toTerms: terms, limit: 1, scratch: &scratch)
        #expect(found.map(\.document) == [2])
        #expect(found.allSatisfy { abs($0.cosine - 1) < 1e-12 })
    }

    @Test func `the shares of all matched terms sum to the cosine`() {
        let documents = [
            "Sanctions against Pyongyang: the summit failed", "The summit in Pyongyang ended",
            "Sanctions, sanctions, sanctions!", "Nothing alike",
        ]
        let (index, lexicon) = index(documents, analyzer: .english, scale: .log)
        var scratch = SearchScratch()
        let surfaces = lexicon.surfaces()
        let found = index.related(toDocument: 0, limit: 10, scratch: &scratch)
        #expect(found.count == 2)
        for item in found {
            let shares = index.explain(
                document: 0, item.document, lexicon: lexicon, surfaces: surfaces)
            #expect(abs(shares.reduce(0) { $0 + $1.share } - item.cosine) < 1e-12)
        }
    }

    @Test func `reasons name words as readers know them, not stems`() {
        let (index, lexicon) = index(
            ["Sanctions hit NATO allies near Pyongyang", "Pyongyang sanctions NATO"],
            analyzer: .english, scale: .log)
        let shares = index.explain(
            document: 0, 1, lexicon: lexicon, surfaces: lexicon.surfaces())
        #expect(Set(shares.map(\.term)) == ["sanction", "nato", "pyongyang"])
        #expect(Set(shares.map(\.surface)) == ["sanctions", "NATO", "Pyongyang"])
    }
}

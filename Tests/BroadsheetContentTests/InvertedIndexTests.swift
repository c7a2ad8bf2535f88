import BroadsheetKernels
import BroadsheetTestSupport
import Testing

@testable import BroadsheetContent

private func index(
    _ documents: [DocumentTerms], _ weighting: Weighting = Weighting(scale: .raw)
) -> InvertedIndex {
    InvertedIndex(documents: documents, termCount: documents.termCount, weighting: weighting)
}

/// Documents that a test asks about: some of all kinds.
private func asked(_ documents: [DocumentTerms]) -> [Int] {
    let step = documents.count < 100 ? 2 : documents.count / 25
    // 20, 40 and 41 are the long ones of `Collection.giant`, 3 and 23 repeat a term.
    return Array(Set(stride(from: 1, to: documents.count, by: step)).union([3, 20, 23, 40, 41]))
        .sorted()
}

/// A document with the given terms, each once.
private func terms(_ terms: UInt32...) -> DocumentTerms {
    terms.map { TermFrequency(term: $0, frequency: 1) }
}

/// The corpus of scikit-learn's documentation: "This is the first document.", "This document is
/// the second document.", "And this is the third one.", "Is this the first document?".
private let fourDocuments = [
    terms(0, 1, 2, 3, 4), DocumentTerms([0: 1, 1: 1, 2: 1, 4: 2, 5: 1]),
    terms(0, 1, 2, 6, 7, 8), terms(0, 1, 2, 3, 4),
]

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
        let index = index(fourDocuments, Weighting(scale: scale))
        var scratch = SearchScratch()
        let found = index.related(toDocument: document, limit: 10, scratch: &scratch)
        #expect(found.map(\.document) == expected.map(\.0))
        for (item, value) in zip(found, expected) { #expect(abs(item.cosine - value.1) < 1e-8) }
    }

    @Test(arguments: Collection.allCases, Weighting.shipped)
    func `every list is that of the slow oracle, whatever loops run and whatever limit`(
        collection: Collection, weighting: Weighting
    ) {
        let documents = collection.documents(seed: 11)
        let index = index(documents, weighting)
        let oracle = CosineOracle(documents: documents, weighting: weighting)
        var (fast, plain) = (SearchScratch(), SearchScratch(variant: .plain))
        for number in asked(documents) {
            let expected = oracle.ranked(oracle.scores(of: number), limit: .max)
            let whole = [0, documents.count, documents.count + 5]
            for limit in number.isMultiple(of: 4) ? whole : [1, 10] {
                let found = index.related(toDocument: number, limit: limit, scratch: &fast)
                #expect(
                    found.map(\.document) == expected.prefix(limit).map(\.document),
                    "document \(number), limit \(limit), seed 11")
                #expect(
                    zip(found, expected).allSatisfy { abs($0.cosine - $1.cosine) < 1e-11 },
                    "document \(number), limit \(limit), seed 11")
                let same = index.related(toDocument: number, limit: limit, scratch: &plain)
                #expect(found == same, "document \(number), limit \(limit), seed 11")
            }
        }
    }

    @Test(arguments: Collection.allCases, [Weighting(scale: .log), .newsroom])
    func `the list of a text that is no document is that of the slow oracle`(
        collection: Collection, weighting: Weighting
    ) {
        let documents = collection.documents(seed: 12)
        let index = index(documents, weighting)
        let oracle = CosineOracle(documents: documents, weighting: weighting)
        var (random, scratch) = (SeededGenerator(seed: 12), SearchScratch())
        for length in [0, 1, 2, 5, 40, 1000] {
            // Half of the terms are in no document.
            let text = DocumentTerms.random(
                words: length, vocabulary: 2 * documents.termCount, &random)
            let expected = oracle.ranked(oracle.scores(of: text), limit: 10)
            let found = index.related(toTerms: text, limit: 10, scratch: &scratch)
            #expect(found.map(\.document) == expected.map(\.document), "\(length) words, seed 12")
        }
    }

    @Test(arguments: [Collection.zipf, .tiny, .giant, .rows], Weighting.shipped)
    func `excluded documents make room for the next ones`(
        collection: Collection, weighting: Weighting
    ) {
        let documents = collection.documents(seed: 13)
        let index = index(documents, weighting)
        let oracle = CosineOracle(documents: documents, weighting: weighting)
        var scratch = SearchScratch()
        for number in asked(documents) {
            let scores = oracle.scores(of: number)
            let first = Set(oracle.ranked(scores, limit: 12).map(\.document))
            let found = index.search(
                index.query(document: number), limit: 5, scratch: &scratch
            ) { !first.contains(Int($0)) && !$0.isMultiple(of: 3) }
            let expected = oracle.ranked(scores, limit: 5) {
                !first.contains($0) && !$0.isMultiple(of: 3)
            }
            #expect(found.map(\.document) == expected.map(\.document), "\(number), seed 13")
        }
    }

    @Test(arguments: [511, 512, 513, 1024, 2047, 2048, 2049])
    func `no document is lost at the edge of a tile or of a segment with rows`(count: Int) {
        let documents = (0..<count).map { terms(0, UInt32(1 + $0 % 5)) }
        let index = index(documents, .newsroom)
        var (fast, plain) = (SearchScratch(), SearchScratch(variant: .plain))
        let found = index.related(toDocument: 3, limit: count, scratch: &fast)
        #expect(Set(found.map(\.document)) == Set(0..<count).subtracting([3]))
        #expect(found == index.related(toDocument: 3, limit: count, scratch: &plain))
    }

    @Test func `a collection of more documents than a segment holds is searched whole`() {
        let count = Segment.capacity + 700
        let documents = (0..<count).map { terms(UInt32($0 % 9), UInt32(9 + $0 / 3)) }
        let index = index(documents)
        let half = count / 2
        #expect(index.segments.map(\.segment.count) == [half, half])
        var scratch = SearchScratch()
        for number in [0, half - 2, half + 1, count - 1] {
            let neighbours = (number / 3 * 3..<number / 3 * 3 + 3).filter {
                $0 != number && $0 < count
            }
            let found = index.related(
                toDocument: number, limit: neighbours.count, scratch: &scratch)
            #expect(found.map(\.document) == neighbours)
        }
    }

    @Test func `equal scores are ordered by rank, and without ranks by number`() {
        var index = index([terms(0, 1), terms(2), terms(0, 1), terms(0, 1), terms(0, 1)])
        var scratch = SearchScratch()
        let byNumber = index.related(toDocument: 2, limit: 10, scratch: &scratch)
        #expect(byNumber.map(\.document) == [0, 3, 4])
        index.rank(by: [7, 0, 1, 3, 5])
        let byRank = index.related(toDocument: 2, limit: 2, scratch: &scratch)
        #expect(byRank.map(\.document) == [3, 4])
    }

    @Test(arguments: [Collection.tiny, .identical, .rows])
    func `ties at the end of a list are broken by rank`(collection: Collection) {
        let documents = collection.documents(seed: 14)
        var index = index(documents, .newsroom)
        var (random, scratch) = (SeededGenerator(seed: 14), SearchScratch())
        let ranks = (0..<UInt32(documents.count)).shuffled(using: &random)
        index.rank(by: ranks)
        let oracle = CosineOracle(documents: documents, weighting: .newsroom)
        for number in asked(documents) {
            let found = index.related(toDocument: number, limit: 10, scratch: &scratch)
            let expected = oracle.ranked(oracle.scores(of: number), limit: 10, ranks: ranks)
            #expect(found.map(\.document) == expected.map(\.document), "\(number), seed 14")
        }
    }

    @Test func `what has nothing to be compared has an empty list`() {
        let index = index([[], terms(0, 1), terms(0, 1), terms(2)])
        var scratch = SearchScratch()
        for number in [-1, 0, 3, 4, .max, .min] {
            #expect(index.related(toDocument: number, limit: 10, scratch: &scratch).isEmpty)
        }
        for limit in [0, -1, .min] {
            #expect(index.related(toDocument: 1, limit: limit, scratch: &scratch).isEmpty)
        }
        #expect(index.related(toTerms: terms(77), limit: 10, scratch: &scratch).isEmpty)
        let empty = InvertedIndex(documents: [], termCount: 0, weighting: .newsroom)
        #expect(empty.related(toDocument: 0, limit: 10, scratch: &scratch).isEmpty)
    }

    @Test func `a draft that repeats a document scores 1 with it, unknown words left out`() {
        let index = index(fourDocuments)
        var scratch = SearchScratch()
        let draft = fourDocuments[2] + terms(9, 4_000_000_000)
        let found = index.related(toTerms: draft, limit: 1, scratch: &scratch)
        #expect(found.map(\.document) == [2])
        #expect(found.allSatisfy { abs($0.cosine - 1) < 1e-12 })
    }
}

@Suite struct ExplanationTests {
    /// Analyses texts and indexes them in their order.
    private func index(
        _ texts: [String], _ weighting: Weighting
    ) -> (index: InvertedIndex, lexicon: Lexicon) {
        var analyzer = DocumentAnalyzer()
        let documents = texts.map { analyzer.analyze($0, with: .english) }
        let lexicon = analyzer.lexicon
        return (
            InvertedIndex(
                documents: documents, termCount: lexicon.termCount, weighting: weighting), lexicon
        )
    }

    @Test(arguments: Weighting.shipped)
    func `the shares of all matched terms sum to the score`(weighting: Weighting) {
        let (index, lexicon) = index(
            [
                "Sanctions against Pyongyang: the summit failed", "The summit in Pyongyang ended",
                "Sanctions, sanctions, sanctions!", "Nothing alike",
            ], weighting)
        var scratch = SearchScratch()
        let query = index.query(document: 0)
        let found = index.search(query, limit: 10, scratch: &scratch)
        #expect(found.count == 2)
        for item in found {
            let shares = index.explain(
                query, item.document, lexicon: lexicon, surfaces: lexicon.surfaces())
            #expect(abs(shares.reduce(0) { $0 + $1.share } - item.cosine) < 1e-12)
        }
    }

    @Test func `reasons name words as readers know them, not stems`() {
        let (index, lexicon) = index(
            ["Sanctions hit NATO allies near Pyongyang", "Pyongyang sanctions NATO"], .newsroom)
        let shares = index.explain(
            index.query(document: 0), 1, lexicon: lexicon, surfaces: lexicon.surfaces())
        #expect(Set(shares.map(\.term)) == ["sanction", "nato", "pyongyang"])
        #expect(Set(shares.map(\.surface)) == ["sanctions", "NATO", "Pyongyang"])
    }
}

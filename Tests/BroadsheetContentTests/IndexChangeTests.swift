import BroadsheetTestSupport
import Testing

@testable import BroadsheetContent

/// Compares an index that was changed with one of the same documents built anew.
func problems(
    _ index: InvertedIndex, _ documents: [DocumentTerms?], asking numbers: some Sequence<Int>,
    _ scratch: inout SearchScratch
) -> [String] {
    var problems: [String] = []
    let oracle = CosineOracle(documents: documents, weighting: index.weighting)
    if index.documentCount != oracle.documentCount { problems.append("number of documents") }
    let padding = index.documentFrequency.count - oracle.documentFrequency.count
    let expected = oracle.documentFrequency + Array(repeating: 0, count: max(0, padding))
    if index.documentFrequency != expected { problems.append("document frequencies") }
    for number in numbers {
        if index.terms(of: number) != documents[number] ?? [] { problems.append("terms") }
        let scores = oracle.scores(of: number)
        let found = index.related(toDocument: number, limit: .max, scratch: &scratch)
        if Set(found.map(\.document)) != Set(scores.indices.filter { scores[$0] > 0 }) {
            problems.append("\(number): other documents")
        }
        if found.contains(where: { abs($0.cosine - scores[$0.document]) > 1e-9 }) {
            problems.append("\(number): another score")
        }
        let first = index.related(toDocument: number, limit: 10, scratch: &scratch)
        if first != Array(found.prefix(10)) { problems.append("\(number): another list") }
    }
    return problems
}

@Suite struct IndexChangeTests {
    @Test(arguments: Weighting.shipped, [1, 5, 50])
    func `after any change every score is that of an index built anew`(
        weighting: Weighting, most: Int
    ) {
        let seed = UInt64(40 + most)
        var (newsroom, scratch) = (Newsroom(seed: seed), SearchScratch())
        var index = InvertedIndex(weighting: weighting)
        for round in 0..<150 {
            let count = 1 + newsroom.random.below(most)
            let change = newsroom.change(count: count, keeping: 20...120)
            let before = index.documentFrequency
            let fallen = index.apply(change)
            if round.isMultiple(of: 5) { newsroom.turnPage() }
            if round.isMultiple(of: 31) { index.apply(newsroom.turnBlankPages()) }
            let lower = index.documentFrequency.indices.filter {
                $0 < before.count && index.documentFrequency[$0] < before[$0]
            }
            let known = fallen.map { Int($0.term) }
            #expect(round.isMultiple(of: 31) || known.sorted() == lower, "seed \(seed)")
            #expect(fallen.allSatisfy { $0.before == before[Int($0.term)] }, "seed \(seed)")
            guard round.isMultiple(of: 6) else { continue }
            let found = problems(
                index, newsroom.documents, asking: newsroom.documents.indices.prefix(12), &scratch)
            #expect(found == [], "round \(round), seed \(seed)")
        }
    }

    @Test(arguments: Weighting.shipped)
    func `long documents and huge counts leave no trace in the sums of others`(
        weighting: Weighting
    ) {
        var (random, scratch) = (SeededGenerator(seed: 41), SearchScratch())
        var documents: [DocumentTerms?] = (0..<40).map { _ in
            .random(words: 20, vocabulary: 200, &random)
        }
        var index = InvertedIndex(
            documents: documents.compactMap { $0 }, termCount: 6000, weighting: weighting)
        let long = (0..<6000).map { TermFrequency(term: $0, frequency: 1 + $0 % 300) }
        let loud = (0..<100).map { TermFrequency(term: $0, frequency: 4_000_000_000) }
        for round in 0..<60 {
            let number = 40 + round % 3
            let terms = round.isMultiple(of: 2) ? long : loud
            while documents.count <= number { documents.append(nil) }
            documents[number] = round % 7 == 6 ? nil : terms
            index.apply(
                documents[number] == nil
                    ? IndexChange(removed: [UInt32(number)], termCount: 6000)
                    : IndexChange(added: [(UInt32(number), terms)], termCount: 6000))
        }
        documents[40] = nil
        documents[41] = nil
        documents[42] = nil
        index.apply(IndexChange(removed: [40, 41, 42], termCount: 6000))
        #expect(problems(index, documents, asking: 0..<40, &scratch) == [], "seed 41")
    }

    @Test func `an index whose documents all went is as empty as a new one`() {
        var (newsroom, scratch) = (Newsroom(seed: 42), SearchScratch())
        var index = InvertedIndex(weighting: .newsroom)
        index.apply(newsroom.put((0..<150).map { ($0, newsroom.article()) }))
        index.apply(newsroom.remove(Array(0..<100)))
        index.apply(newsroom.remove(Array(100..<150)))
        #expect(index.documentCount == 0)
        #expect(index.segments.isEmpty)
        #expect(index.postingCount == 0)
        #expect(index.documentFrequency.allSatisfy { $0 == 0 })
        #expect(index.related(toDocument: 3, limit: 5, scratch: &scratch).isEmpty)
        #expect((0..<150).allSatisfy { !index.contains($0) && index.terms(of: $0).isEmpty })
        index.apply(newsroom.put((90..<200).map { ($0, newsroom.article()) }))
        #expect(problems(index, newsroom.documents, asking: 90..<110, &scratch) == [])
    }

    @Test func `numbers that are not in the index are removed without effect`() {
        var (newsroom, scratch) = (Newsroom(seed: 43), SearchScratch())
        var index = InvertedIndex(weighting: .newsroom)
        index.apply(newsroom.put((0..<30).map { ($0, newsroom.article()) }))
        let fallen = index.apply(
            IndexChange(removed: [30, 31, 4_000_000_000, .max], termCount: 0))
        #expect(fallen == [])
        index.apply(newsroom.remove([4]))
        index.apply(IndexChange(removed: [4, 4], termCount: 1))
        #expect(problems(index, newsroom.documents, asking: 0..<30, &scratch) == [])
    }

    @Test func `a document that is removed and put in by one change is there once`() {
        var (newsroom, scratch) = (Newsroom(seed: 44), SearchScratch())
        var index = InvertedIndex(weighting: .newsroom)
        index.apply(newsroom.put((0..<30).map { ($0, newsroom.article()) }))
        var change = newsroom.put([(5, newsroom.article()), (30, newsroom.article())])
        change.removed = [5, 5]
        index.apply(change)
        #expect(problems(index, newsroom.documents, asking: 0..<31, &scratch) == [])
    }

    @Test func `a copy stays as it is while the index changes`() {
        var (newsroom, scratch) = (Newsroom(seed: 45), SearchScratch())
        var index = InvertedIndex(weighting: .newsroom)
        index.apply(newsroom.put((0..<60).map { ($0, newsroom.article()) }))
        let (copy, documents) = (index, newsroom.documents)
        for _ in 0..<30 { index.apply(newsroom.change(count: 2, keeping: 40...80)) }
        #expect(problems(copy, documents, asking: 0..<60, &scratch) == [])
    }
}

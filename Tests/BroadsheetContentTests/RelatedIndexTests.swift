import BroadsheetTestSupport
import Testing

@testable import BroadsheetContent

/// A related index beside the documents that it should hold.
private struct Desk {
    var related = RelatedIndex(weighting: Weighting(scale: .log))
    var documents: [DocumentTerms?] = []
    var scratch = SearchScratch()
    static let termCount = 2000

    init(_ documents: [DocumentTerms] = []) { put(documents.enumerated().map { ($0, $1) }) }

    /// Puts documents in and takes others out in one change.
    mutating func put(_ added: [(Int, DocumentTerms)], removing removed: [Int] = []) {
        for number in removed { documents[number] = nil }
        for (number, terms) in added {
            while documents.count <= number { documents.append(nil) }
            documents[number] = terms
        }
        related.apply(
            IndexChange(
                removed: removed.map { UInt32($0) }, added: added.map { (UInt32($0), $1) },
                termCount: Self.termCount))
    }

    /// Lets the upkeep catch up.
    mutating func catchUp() { while related.advance(scratch: &scratch) {} }

    mutating func keptList(of number: Int) -> KeptList? {
        related.keptList(of: number, scratch: &scratch)
    }

    /// Compares the lists of all documents, or of some, with those of an index built anew.
    func check(_ numbers: [Int]? = nil) -> Findings {
        var check = ListCheck()
        let all = documents.indices.filter { documents[$0] != nil }
        check.check(related, documents, numbers: numbers ?? Array(all))
        return Findings(problems: check.problems, lists: check.asked - check.refused)
    }
}

private struct Findings: Equatable {
    var problems: [String] = []
    /// How many lists there were.
    var lists: Int
}

/// A document with the given terms, each once.
private func terms(_ terms: UInt32...) -> DocumentTerms {
    terms.sorted().map { TermFrequency(term: $0, frequency: 1) }
}

/// Documents that have nothing in common with others.
private func fillers(_ count: Int) -> [DocumentTerms] {
    (0..<count).map { terms(UInt32(1000 + $0)) }
}

/// Document 0 holds the terms 1 and 2, the 100 after it the terms 1 and 3, twenty more the term 2,
/// and 179 have nothing in common; so 36 are as similar to document 0 as the last candidate.
private func crowd() -> Desk {
    let same = Array(repeating: terms(1, 3), count: 100)
    let own = (0..<20).map { terms(2, 500 + $0) }
    var desk = Desk([terms(1, 2)] + same + own + fillers(179))
    desk.catchUp()
    return desk
}

@Suite struct RelatedIndexTests {
    @Test(arguments: zip([UInt64(3), 6], [Weighting.newsroom, Weighting(scale: .log)]))
    func `in ten thousand operations every list is that of an index built anew`(
        seed: UInt64, weighting: Weighting
    ) {
        var run = RandomRun(weighting: weighting, seed: seed, size: 320, style: .collections)
        run.run(operations: 10_000, keeping: 300...380, checkEvery: 40, restEvery: 500)
        print(run.summary)
        #expect(run.check.problems.isEmpty, "\(run.check.problems.prefix(3)), \(run.summary)")
        // No list went unchecked, and nearly all of them were kept ones.
        #expect(run.restCount >= 20 && run.leastCount >= 300, "\(run.summary)")
        #expect(run.askedAtRest >= 300 * run.restCount, "\(run.summary)")
        #expect(run.unprovedAtRest * 4 < run.askedAtRest, "\(run.summary)")
        #expect(run.mergeCount > 100 && run.foundCount > 100, "\(run.summary)")
    }

    @Test(arguments: zip([UInt64(4), 5], [Weighting(scale: .raw), Weighting(scale: .log)]))
    func `lists are right where texts are copies of others, in every weighting`(
        seed: UInt64, weighting: Weighting
    ) {
        var run = RandomRun(weighting: weighting, seed: seed, size: 320, style: .agency)
        run.run(operations: 1500, keeping: 300...420, checkEvery: 10, restEvery: 500)
        print(run.summary)
        #expect(run.check.problems.isEmpty, "\(run.check.problems.prefix(3)), \(run.summary)")
        #expect(run.check.asked > run.check.refused + 100, "\(run.summary)")
        #expect(run.unprovedAtRest * 2 < run.askedAtRest, "\(run.summary)")
    }

    @Test func `a list is there once it was found, and not before`() {
        var desk = Desk([terms(1, 2), terms(1, 3), terms(1, 2), []])
        #expect(desk.keptList(of: 0) == nil)
        #expect(desk.related.waitingCount == 4)
        desk.catchUp()
        #expect(desk.related.waitingCount == 0)
        #expect(desk.keptList(of: 0)?.scored.map(\.document) == [2, 1])
        #expect(desk.keptList(of: 3)?.scored.isEmpty == true)
        #expect(desk.keptList(of: 4) == nil)
    }

    @Test func `what all lists will take in memory is known before they are found`() {
        var desk = Desk(fillers(700))
        let (before, expected) = (desk.related.kept.byteCount, desk.related.kept.fullByteCount)
        desk.catchUp()
        let found = desk.related.kept.byteCount
        #expect(found > before + 4 * 64 * 700)
        #expect(abs(found - expected) * 50 < found, "found \(found), expected \(expected)")
        #expect(desk.related.kept.fullByteCount == found)
    }

    @Test func `a removed document has no list and is in none`() {
        var desk = Desk([terms(1, 2), terms(1, 3), terms(1, 2), terms(4)])
        desk.catchUp()
        desk.put([], removing: [2])
        #expect(desk.keptList(of: 2) == nil)
        #expect(desk.keptList(of: 0)?.scored.map(\.document) == [1])
    }

    @Test func `a document with the number of a removed one is judged by its own terms`() {
        var desk = Desk([terms(1, 2), terms(1, 2), terms(1, 3), terms(4, 5), terms(4)])
        desk.catchUp()
        desk.put([], removing: [1])
        desk.put([(1, terms(4, 5))])
        #expect(desk.check().problems == [])
        #expect(desk.keptList(of: 3)?.scored.map(\.document) == [1, 4])
        #expect(desk.keptList(of: 0)?.scored.map(\.document) == [2])
        desk.catchUp()
        #expect(desk.check() == Findings(lists: 5))
    }

    @Test func `a document changed twice before the upkeep came by is in a list once`() {
        var desk = Desk([terms(1, 2), terms(4), terms(1, 3), terms(4, 5)])
        desk.catchUp()
        desk.put([(1, terms(1, 5))])
        desk.put([(1, terms(1, 2))])
        #expect(desk.keptList(of: 0)?.scored.map(\.document) == [1, 2])
        #expect(desk.check().problems == [])
        desk.catchUp()
        #expect(desk.check() == Findings(lists: 4))
    }

    @Test func `the upkeep needs no search before it to know new terms`() {
        var desk = Desk([terms(1, 2), terms(1, 3)])
        desk.catchUp()
        desk.scratch = SearchScratch()
        desk.put([(2, terms(1, 1999))])
        desk.catchUp()
        #expect(desk.check() == Findings(lists: 3))
    }

    @Test(arguments: [
        (64, true), (RelatedIndex.fewNewcomers, true), (RelatedIndex.fewNewcomers + 1, false),
    ])
    func `newcomers are scored with the candidates, but not too many`(
        count: Int, isAnswered: Bool
    ) {
        var desk = Desk([terms(1, 2), terms(1, 3), terms(1, 2)] + fillers(30))
        desk.catchUp()
        let unrelated = (1..<count).map { (50 + $0, terms(5, 10 + UInt32($0 % 900))) }
        desk.put([(50, terms(1, 2))] + unrelated)
        #expect((desk.keptList(of: 0) != nil) == isAnswered)
        #expect(desk.check(Array(0..<40)).problems == [])
        desk.catchUp()
        #expect(desk.check(Array(0..<33)) == Findings(lists: 33))
    }

    @Test func `of very many similar newcomers a list knows the best and what it dropped`() {
        let first = (0..<100).map { terms(1, 2, 100 + $0) }
        var desk = Desk(first + fillers(100))
        desk.catchUp()
        desk.put((300..<700).map { ($0, terms(1, 2, UInt32(400 + $0 % 300))) })
        let kept = desk.keptList(of: 0)
        #expect(kept?.scored.count == 2 * KeptLists.size)
        #expect(kept?.bound ?? 0 > 0)
        #expect(desk.check(Array(0..<10)).problems == [])
    }

    @Test func `a newcomer enters every list whose last candidate it beats`() {
        var newsroom = Newsroom(seed: 21, style: .agency)
        var documents: [DocumentTerms?] = (0..<400).map { _ in newsroom.article() }
        var desk = Desk(documents.compactMap { $0 })
        desk.catchUp()
        var entered = 0
        for number in 400..<440 {
            documents.append(newsroom.article())
            desk.put([(number, documents[number] ?? [])])
            let versions = desk.related.kept.states.map(\.version)
            _ = desk.related.advance(scratch: &desk.scratch)
            let oracle = CosineOracle(documents: documents, weighting: Weighting(scale: .log))
            let scores = oracle.scores(of: number)
            for other in 0..<number where versions[other] < desk.related.kept.version {
                let isIn = desk.related.kept.candidates(of: other).contains(UInt32(number))
                entered += isIn ? 1 : 0
                let floor = Double(desk.related.kept.states[other].floor)
                #expect(isIn || scores[other] <= floor + 1e-9, "\(number) in \(other), seed 21")
            }
            desk.catchUp()
        }
        #expect(entered > 400)
    }

    @Test func `a list that fills up keeps the best and knows what it dropped`() {
        var desk = Desk((0..<70).map { terms(1, 2, 100 + $0) } + fillers(100))
        desk.catchUp()
        // Each is more similar to the first ones than they are among each other.
        for number in 0..<40 {
            desk.put([(200 + number, terms(1, 2))])
            _ = desk.related.advance(scratch: &desk.scratch)
            #expect(desk.check([0, 5, 69, 150, 200]).problems == [])
        }
        #expect(desk.related.kept.candidates(of: 5).count <= KeptLists.places)
    }

    @Test func `a document that shrinks has no bound until it was compared again`() {
        var desk = crowd()
        // Its rarer term becomes a frequent one, so what remains weighs more.
        desk.put((121..<161).map { ($0, terms(2)) })
        #expect(desk.related.waitingCount < 64)
        #expect(desk.keptList(of: 0) == nil)
        #expect(desk.check().problems == [])
        desk.catchUp()
        #expect(desk.check().problems == [])
    }

    @Test func `what shrank a little at both ends of a pair is in the bound`() {
        var desk = crowd()
        desk.put([(121, terms(2)), (122, terms(2))] + (123..<131).map { ($0, terms(3)) })
        #expect(desk.related.waitingCount == 10)
        #expect(desk.keptList(of: 0) != nil)
        #expect(desk.check().problems == [])
    }

    @Test func `a term that becomes rare brings outsiders in`() {
        // Documents 1 to 70 share more with document 0 than 71 to 220 do, until 71 and 72 alone
        // share the term 9 with it.
        let close = (0..<70).map { terms(1, 2, 100 + $0) }
        let far = (0..<150).map { terms(9, 200 + $0) }
        var desk = Desk([terms(1, 2, 9)] + close + far + fillers(80))
        desk.catchUp()
        for number in 73...220 {
            desk.put([(number, terms(UInt32(400 + number)))])
            #expect(desk.check([0, 5, 71, 72, 150]).problems == [])
            if number.isMultiple(of: 3) { _ = desk.related.advance(scratch: &desk.scratch) }
        }
        desk.catchUp()
        #expect(desk.check() == Findings(lists: 301))
        #expect(desk.keptList(of: 0)?.list(limit: 2) { _ in true } == nil, "no longer proved")
        desk.related.want(0)
        desk.catchUp()
        #expect(desk.keptList(of: 0)?.scored.prefix(2).map(\.document) == [71, 72])
    }

    @Test func `a bound looks back to the smallest catalogue since the list was found`() {
        // All share the term 1, whose idf a few documents without terms raise by 4 %; what else
        // document 0 holds is so rare that its length hardly moves.
        let often = [TermFrequency(term: 1, frequency: 1000), TermFrequency(term: 2, frequency: 1)]
        let others = Array(repeating: often, count: 70)
        let rest = (0..<229).map { terms(1, $0 < 110 ? 2 : 3, 1000 + $0) }
        let blank = Array(repeating: DocumentTerms(), count: 12)
        var desk = Desk([terms(1, 4)] + others + rest + blank)
        desk.catchUp()
        desk.put([(400, terms(1))], removing: Array(300..<312))
        desk.catchUp()
        let found = desk.related.kept.states[0].version
        #expect(found == 1, "the list of document 0 was not found again")
        #expect(!desk.related.kept.candidates(of: 0).contains(400))
        desk.put((300..<312).map { ($0, []) })
        #expect(desk.keptList(of: 0) != nil)
        #expect(desk.check([0]).problems == [])
    }

    @Test func `lists found beside the index are kept unless documents came or went`() {
        var desk = Desk([terms(1, 2), terms(1, 3), terms(1, 2), terms(4)])
        let late = desk.related.dueLists(limit: 9)?.run()
        desk.put([(4, terms(1, 2))])
        if let late { desk.related.install(late) }
        #expect(late != nil && desk.related.kept.listCount == 0)
        if let found = desk.related.dueLists(limit: 3)?.run() { desk.related.install(found) }
        #expect(desk.related.kept.listCount == 3)
        if let found = desk.related.dueLists(limit: 3)?.run() { desk.related.install(found) }
        #expect(desk.related.dueLists(limit: 3) == nil)
        #expect(desk.check() == Findings(lists: 5))
    }

    @Test func `where more come than there are lists, all are found anew, those asked for first`() {
        var random = SeededGenerator(seed: 24)
        let texts = (0..<1310).map { _ in
            DocumentTerms.random(words: 5, vocabulary: 400, &random)
        }
        var desk = Desk(Array(texts.prefix(200)))
        desk.catchUp()
        desk.put((200..<1300).map { ($0, texts[$0]) })
        #expect(desk.related.kept.listCount == 0 && desk.related.waitingCount == 1300)
        for number in [777, 3, 5000] { desk.related.want(number) }
        if let found = desk.related.dueLists(limit: 2)?.run() { desk.related.install(found) }
        #expect(desk.related.kept.listCount == 2)
        #expect(desk.keptList(of: 777) != nil && desk.keptList(of: 3) != nil)
        desk.put((1300..<1310).map { ($0, texts[$0]) }, removing: [4])
        #expect(desk.check([777, 3]) == Findings(lists: 2))
        desk.catchUp()
        #expect(desk.check(Array(stride(from: 0, to: 1310, by: 13))) == Findings(lists: 101))
    }

    @Test func `when most documents go at once, no list is wrong, and later all are there`() {
        var newsroom = Newsroom(seed: 22)
        var desk = Desk((0..<400).map { _ in newsroom.article() })
        desk.catchUp()
        desk.put([], removing: (0..<400).filter { $0 % 50 != 3 })
        #expect(desk.check().problems == [])
        desk.catchUp()
        #expect(desk.check() == Findings(lists: 8))
        desk.put([], removing: (0..<400).filter { $0 % 50 == 3 })
        #expect(desk.check() == Findings(lists: 0))
        #expect(desk.related.advance(scratch: &desk.scratch) == false)
        desk.put([(7, terms(1)), (8, terms(1))])
        desk.catchUp()
        #expect(desk.check() == Findings(lists: 2))
    }

    @Test func `a list found again is there once more, with a bound of today`() {
        var desk = crowd()
        desk.related.want(0)
        #expect(desk.keptList(of: 0) != nil, "nothing has changed since it was found")
        desk.put([], removing: [299])
        desk.related.want(0)
        #expect(desk.keptList(of: 0) == nil)
        #expect(desk.related.waitingCount == 1)
        desk.catchUp()
        #expect(desk.check() == Findings(lists: 299))
    }

    @Test func `newcomers reach the lists of a segment with rows of bits`() {
        var random = SeededGenerator(seed: 23)
        let texts = (0..<2110).map { _ in
            DocumentTerms.random(words: 6, vocabulary: 50, &random)
        }
        var desk = Desk(Array(texts.prefix(2100)))
        for _ in 0..<30 { _ = desk.related.advance(scratch: &desk.scratch) }
        for number in 2100..<2110 {
            desk.put([(number, texts[number])])
            _ = desk.related.advance(scratch: &desk.scratch)
        }
        #expect(desk.check(Array(0..<30) + Array(2100..<2110)) == Findings(lists: 40))
    }
}

import BroadsheetTestSupport
import Testing

@testable import BroadsheetContent

extension InvertedIndex {
    /// Runs all merges that are due.
    fileprivate mutating func mergeAll() {
        while let merge = dueMerge() { install(merge.run()) }
    }

    /// An index that merges nothing with a change, and three segments of one size when asked.
    fileprivate static func eager(_ weighting: Weighting) -> InvertedIndex {
        var index = InvertedIndex(weighting: weighting)
        index.mergePolicy = .eager
        return index
    }
}

/// A text of ten terms.
private func text(_ number: UInt32) -> DocumentTerms {
    (0..<10).map { TermFrequency(term: number + 7 * $0, frequency: 1) }
}

@Suite struct SegmentMergeTests {
    @Test(arguments: Weighting.shipped)
    func `merges that end late leave every score that of an index built anew`(
        weighting: Weighting
    ) {
        let seed: UInt64 = 48
        var (newsroom, scratch) = (Newsroom(seed: seed), SearchScratch())
        var index = InvertedIndex.eager(weighting)
        var (late, installed) = ([MergedSegment](), 0)
        for round in 0..<240 {
            let count = 1 + newsroom.random.below(6)
            index.apply(newsroom.change(count: count, keeping: 40...120))
            if late.count < 3, let merge = index.dueMerge() { late.append(merge.run()) }
            if newsroom.random.below(5) == 0, !late.isEmpty {
                index.install(late.remove(at: newsroom.random.below(late.count)))
                installed += 1
            }
            guard round.isMultiple(of: 8) else { continue }
            let found = problems(
                index, newsroom.documents, asking: newsroom.documents.indices.prefix(12), &scratch)
            #expect(found == [], "round \(round), seed \(seed)")
        }
        #expect(installed > 20)
    }

    @Test func `a document that changed while its segment was merged has its new terms`() {
        var (newsroom, scratch) = (Newsroom(seed: 49), SearchScratch())
        var index = InvertedIndex.eager(.newsroom)
        for number in 0..<3 { index.apply(newsroom.put([(number, text(UInt32(number)))])) }
        let merged = index.dueMerge()?.run()
        index.apply(newsroom.put([(1, text(9))]))
        index.apply(newsroom.remove([2]))
        if let merged { index.install(merged) }
        #expect(merged != nil)
        #expect(index.segments.map(\.presentCount) == [1, 1])
        #expect(problems(index, newsroom.documents, asking: 0..<3, &scratch) == [])
    }

    @Test func `a merge whose documents all went changes nothing`() {
        var newsroom = Newsroom(seed: 50)
        var index = InvertedIndex.eager(.newsroom)
        for number in 0..<3 { index.apply(newsroom.put([(number, text(UInt32(number)))])) }
        let merged = index.dueMerge()?.run()
        #expect(merged != nil)
        index.apply(newsroom.remove([0, 1, 2]))
        index.apply(newsroom.put([(3, text(9))]))
        if let merged { index.install(merged) }
        #expect(index.segments.map(\.segment.documents) == [[3]])
        #expect(index.documentCount == 1)
    }

    @Test func `a merge that was installed already changes nothing`() {
        var (newsroom, scratch) = (Newsroom(seed: 51), SearchScratch())
        var index = InvertedIndex.eager(.newsroom)
        for number in 0..<3 { index.apply(newsroom.put([(number, text(UInt32(number)))])) }
        if let merged = index.dueMerge()?.run() {
            index.install(merged)
            index.install(merged)
        }
        #expect(index.segments.count == 1)
        #expect(problems(index, newsroom.documents, asking: 0..<3, &scratch) == [])
    }

    @Test func `readers of the segments before a merge keep their answers`() {
        var (newsroom, scratch) = (Newsroom(seed: 52), SearchScratch())
        var index = InvertedIndex.eager(.newsroom)
        for number in 0..<40 { index.apply(newsroom.put([(number, newsroom.article())])) }
        let (copy, documents) = (index, newsroom.documents)
        index.mergeAll()
        index.apply(newsroom.remove(Array(0..<10)))
        #expect(copy.segments.count == 40)
        #expect(problems(copy, documents, asking: 0..<40, &scratch) == [])
    }

    @Test func `documents that come one by one lie in few segments`() {
        var newsroom = Newsroom(seed: 53)
        var index = InvertedIndex(weighting: .newsroom)
        var most = 0
        for number in 0..<3000 {
            index.apply(newsroom.put([(number, newsroom.article())]))
            if number.isMultiple(of: 7) { index.mergeAll() }
            most = max(most, index.segments.count)
        }
        #expect(most <= 24)
        #expect(index.segments.reduce(0) { $0 + $1.segment.count } == 3000)
    }

    @Test func `a segment of which more than a quarter is gone is written anew`() {
        var newsroom = Newsroom(seed: 54)
        var index = InvertedIndex.eager(.newsroom)
        index.apply(newsroom.put((0..<200).map { ($0, newsroom.article()) }))
        let before = index.postingCount
        for number in (0..<195).shuffled(using: &newsroom.random) {
            index.apply(newsroom.remove([number]))
            index.mergeAll()
            for state in index.segments {
                #expect(4 * state.presentCount >= 3 * state.segment.count)
                #expect(state.presentCount == state.isPresent.count { $0 })
            }
        }
        #expect(index.segments.reduce(0) { $0 + $1.segment.count } <= 6)
        #expect(index.postingCount < before / 10)
    }

    @Test func `very small segments are merged with the change that makes it due`() {
        var newsroom = Newsroom(seed: 55)
        var index = InvertedIndex(weighting: .newsroom)
        for number in 0..<80 { index.apply(newsroom.put([(number, newsroom.article())])) }
        #expect(index.segments.count < 10)
        #expect(index.dueMerge() == nil)
    }

    @Test func `very long documents lie in segments of their own, which are merged too`() {
        let long = (0..<5000).map { TermFrequency(term: $0, frequency: 1) }
        let short = [TermFrequency(term: 7, frequency: 1)]
        var index = InvertedIndex(weighting: .newsroom)
        for number in UInt32(0)..<20 {
            index.apply(
                IndexChange(
                    added: [(2 * number, long), (2 * number + 1, short)], termCount: 5000))
            index.mergeAll()
        }
        #expect(index.segments.count <= 14)
        for state in index.segments {
            let lengths = (0..<state.segment.count).map { state.segment.vectors.entryCount(of: $0) }
            #expect(Set(lengths).count == 1)
        }
    }

    @Test func `segments that do not fit into one stay as they are`() {
        var index = InvertedIndex.eager(.newsroom)
        let count = Segment.capacity / 2 + 1
        for round in 0..<3 {
            let numbers = UInt32(round * count)..<UInt32((round + 1) * count)
            index.apply(IndexChange(added: numbers.map { ($0, []) }, termCount: 1))
        }
        #expect(index.segments.count == 3)
        #expect(index.dueMerge() == nil)
    }
}

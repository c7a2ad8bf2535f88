import BroadsheetKernels
import BroadsheetTestSupport
import Testing

@testable import BroadsheetContent

/// A posting as a term's lists give it.
private struct Posting: Hashable, Comparable {
    var document: Int
    var count: UInt32

    static func < (left: Posting, right: Posting) -> Bool { left.document < right.document }
}

private func segment(_ documents: [DocumentTerms], termCount: Int) -> Segment {
    Segment(
        documents: documents.indices.map { UInt32($0) },
        vectors: DocumentVectors(documents, memory: .fast), termCount: termCount)
}

/// The postings of a term by the definition.
private func postings(_ documents: [DocumentTerms], of term: UInt32) -> [Posting] {
    documents.enumerated().flatMap { number, document in
        document.filter { $0.term == term }.map { Posting(document: number, count: $0.frequency) }
    }
}

extension Segment {
    /// All postings of a term, by document.
    fileprivate func postings(of term: UInt32) -> [Posting] {
        var found: [Posting] = []
        postings.forEachPosting(in: directory.range(of: term)) {
            found.append(Posting(document: $0, count: $1))
        }
        return found.sorted()
    }
}

/// Counts at which the form of a list changes.
private let edges: [UInt32] = [
    1, 2, 254, 255, 256, 32_765, 32_766, 32_767, 32_768, 65_535, 65_536, 70_000, .max,
]

@Suite struct SegmentTests {
    @Test(arguments: [1, 5, 6, 7, 700])
    func `every posting comes back, whatever the count`(documentsPerCount: Int) {
        let counts = documentsPerCount > 100 ? edges : edges + Array(3...300)
        let documents = (0..<counts.count * documentsPerCount).map { number in
            [
                TermFrequency(term: 3, frequency: counts[number % counts.count]),
                TermFrequency(term: 70, frequency: counts[number * 7 % counts.count]),
            ]
        }
        let segment = segment(documents, termCount: 80)
        for term: UInt32 in [3, 70] {
            #expect(segment.postings(of: term) == postings(documents, of: term))
        }
    }

    @Test(arguments: [1, 100, 2047, 2048, 2560, 2600])
    func `every posting of a random segment comes back, those in rows too`(count: Int) {
        var random = SeededGenerator(seed: UInt64(count))
        let documents = (0..<count).map { _ in
            DocumentTerms.random(words: random.below(20), vocabulary: 130, &random)
        }
        let segment = segment(documents, termCount: 140)
        for term in UInt32(0)..<140 {
            #expect(
                segment.postings(of: term) == postings(documents, of: term),
                "term \(term), seed \(count)")
        }
        let hasRows = count >= PostingStream.fewestForRows
        #expect((segment.postings.rowCount > 0) == hasRows)
        #expect(segment.paddedCount >= count && segment.paddedCount.isMultiple(of: 512))
    }

    @Test func `a count that nearly all documents have is a row, also the largest that can be`() {
        let count = PostingStream.fewestForRows
        let documents = (0..<count).map { number in
            [
                TermFrequency(term: 0, frequency: number == 9 ? 5 : 32_766),
                TermFrequency(term: 1, frequency: 32_767),
            ]
        }
        let segment = segment(documents, termCount: 2)
        #expect(segment.postings.rowCount == 1)
        for term: UInt32 in [0, 1] {
            #expect(segment.postings(of: term) == postings(documents, of: term))
        }
    }

    @Test func `a segment as large as can be gives every posting back`() {
        let documents = (0..<Segment.capacity).map { number in
            [
                TermFrequency(term: 1, frequency: 1),
                TermFrequency(term: UInt32(2 + number % 40), frequency: 70_000),
            ]
        }
        let segment = segment(documents, termCount: 50)
        #expect(segment.postings(of: 1).map(\.document) == Array(documents.indices))
        let expected = stride(from: 3, to: Segment.capacity, by: 40).map {
            Posting(document: $0, count: 70_000)
        }
        #expect(segment.postings(of: 5) == expected)
    }

    @Test(arguments: [1, 63, 64, 65, 1000])
    func `a directory has a place for the terms that are there and none for others`(
        termCount: Int
    ) {
        var random = SeededGenerator(seed: UInt64(termCount))
        let terms = (0..<termCount).filter { _ in random.below(3) == 0 }
        var directory = TermDirectory(termCount: termCount, terms: terms)
        for index in terms.indices { directory.append(offset: 10 * index) }
        directory.append(offset: 10 * terms.count)
        for term in 0..<termCount {
            let range = directory.range(of: UInt32(term))
            guard let index = terms.firstIndex(of: term) else {
                #expect(range.isEmpty, "term \(term), seed \(termCount)")
                continue
            }
            #expect(range == 10 * index..<10 * index + 10, "term \(term), seed \(termCount)")
        }
        for term in [UInt32(termCount), 1_000_000, .max] {
            #expect(directory.range(of: term).isEmpty)
        }
    }
}

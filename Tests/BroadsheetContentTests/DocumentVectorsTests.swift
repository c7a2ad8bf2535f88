import BroadsheetTestSupport
import Testing

@testable import BroadsheetContent

/// Distances and counts at which a packed number takes another byte.
private let edges: [UInt32] = [
    0, 1, 2, 62, 63, 64, 65, 126, 127, 128, 129, 254, 255, 256, 8191, 8192, 16_383, 16_384, 65_535,
    65_536, 1 << 20, 1 << 27, 1 << 28,
]

/// Documents whose terms lie `edges` apart and occur as often.
private func edgeDocuments(seed: UInt64) -> [DocumentTerms] {
    var random = SeededGenerator(seed: seed)
    return (0..<200).map { number in
        var next: UInt64 = 0
        var document: DocumentTerms = []
        for _ in 0..<number % 23 {
            let term = next + UInt64(edges[random.below(edges.count)])
            guard let fitting = UInt32(exactly: term) else { break }
            let count = max(1, random.below(9) == 0 ? .max : edges[random.below(edges.count)])
            document.append(TermFrequency(term: fitting, frequency: count))
            next = term + 1
        }
        return document
    } + [
        [TermFrequency(term: .max - 1, frequency: .max)], [TermFrequency(term: .max, frequency: 1)],
    ]
}

@Suite struct DocumentVectorsTests {
    @Test(arguments: IndexMemory.allCases)
    func `documents come back as they were, whatever their terms and counts`(memory: IndexMemory) {
        let documents = edgeDocuments(seed: 5)
        let vectors = DocumentVectors(documents, memory: memory)
        #expect(vectors.count == documents.count)
        #expect(vectors.entryCount == documents.reduce(0) { $0 + $1.count })
        for (number, document) in documents.enumerated() {
            #expect(vectors.document(number) == document)
            #expect(vectors.entryCount(of: number) == document.count)
        }
    }

    @Test(arguments: IndexMemory.allCases, IndexMemory.allCases)
    func `copies of documents are equal to them`(from: IndexMemory, to: IndexMemory) {
        let documents = edgeDocuments(seed: 6)
        let original = DocumentVectors(documents, memory: from)
        let chosen = [3, 199, 0, 201, 57]
        let copy = DocumentVectors(chosen.map { (original, $0) }, memory: to)
        #expect(chosen.indices.map { copy.document($0) } == chosen.map { documents[$0] })
    }

    @Test(arguments: Collection.allCases, Weighting.shipped)
    func `an index in the compact setting gives the lists of the other, score by score`(
        collection: Collection, weighting: Weighting
    ) {
        let documents = collection.documents(seed: 12)
        let (fast, compact) = (
            index(documents, weighting, .fast), index(documents, weighting, .compact)
        )
        var scratch = SearchScratch()
        for number in stride(from: 0, to: documents.count, by: max(1, documents.count / 60)) {
            let expected = fast.related(toDocument: number, limit: 20, scratch: &scratch)
            let found = compact.related(toDocument: number, limit: 20, scratch: &scratch)
            #expect(found.map(\.document) == expected.map(\.document), "document \(number)")
            for (mine, theirs) in zip(found, expected) {
                #expect(abs(mine.cosine - theirs.cosine) < 1e-12)
            }
            #expect(compact.terms(of: number) == documents[number])
        }
    }

    @Test
    func `changes and merges leave both settings equal`() {
        let documents = Collection.zipf.documents(seed: 13)
        var indexes = IndexMemory.allCases.map {
            InvertedIndex(weighting: .newsroom, memory: $0)
        }
        var random = SeededGenerator(seed: 14)
        for step in 0..<40 {
            let added = (0..<5).map { _ in
                (number: UInt32(random.below(200)), terms: documents[random.below(documents.count)])
            }
            let change = IndexChange(
                removed: [UInt32(random.below(200))], added: added, termCount: documents.termCount)
            for place in indexes.indices { indexes[place].apply(change) }
            var scratch = SearchScratch()
            let lists = indexes.map {
                $0.related(toDocument: Int(added[0].number), limit: 10, scratch: &scratch)
            }
            #expect(lists[0].map(\.document) == lists[1].map(\.document), "step \(step)")
        }
        #expect(indexes[0].segments.count == indexes[1].segments.count)
    }

    @Test
    func `packed documents take less than half the memory`() {
        let documents = Collection.long.documents(seed: 15)
        let bytes = IndexMemory.allCases.map { DocumentVectors(documents, memory: $0).byteCount }
        #expect(2 * bytes[1] < bytes[0], "\(bytes)")
    }

    private func index(
        _ documents: [DocumentTerms], _ weighting: Weighting, _ memory: IndexMemory
    ) -> InvertedIndex {
        InvertedIndex(
            documents: documents, termCount: documents.termCount, weighting: weighting,
            memory: memory)
    }
}

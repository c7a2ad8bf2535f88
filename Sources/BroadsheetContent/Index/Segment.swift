internal import BroadsheetKernels

/// Up to 65,024 documents with their posting lists. Immutable: a change of the catalogue adds
/// segments, and a merge replaces several by one.
///
/// Nothing in a segment depends on other documents: it holds counts, and idf and lengths are
/// applied when a query is asked.
final class Segment: Sendable {
    /// Most documents of a segment: 127 tiles, so that a document's number and the length of any
    /// list fit in 16 bits.
    static let capacity = 127 * TileScan.tile

    /// For each document its number in the index.
    let documents: [UInt32]
    let vectors: DocumentVectors
    let directory: TermDirectory
    let postings: PostingStream

    /// - Parameters:
    ///   - documents: number in the index of each document, at most `capacity`.
    ///   - vectors: their terms, in the same order, all below `termCount`.
    init(documents: [UInt32], vectors: DocumentVectors, termCount: Int) {
        precondition(
            documents.count == vectors.count && documents.count <= Self.capacity,
            "a vector for each document of a segment")
        self.documents = documents
        self.vectors = vectors
        let lists = TermLists(vectors, termCount: termCount)
        var directory = TermDirectory(
            termCount: termCount, terms: (0..<termCount).lazy.filter { !lists.range($0).isEmpty })
        var postings = PostingStream(documentCount: documents.count)
        var groups = CountGroups()
        let (ids, counts) = (lists.documents.span, lists.counts.span)
        for term in 0..<termCount {
            let range = lists.range(term)
            if range.isEmpty { continue }
            directory.append(offset: postings.stream.count)
            postings.append(
                documents: ids.extracting(range), counts: counts.extracting(range),
                documentCount: documents.count, groups: &groups)
        }
        directory.append(offset: postings.stream.count)
        postings.trim()
        self.directory = directory
        self.postings = postings
    }

    /// Number of documents, those no longer in the index included.
    var count: Int { documents.count }

    /// Number of documents with the last tile filled up.
    var paddedCount: Int { (count + TileScan.tile - 1) / TileScan.tile * TileScan.tile }

    /// Bytes of memory: the posting lists and the vectors.
    var byteCounts: (postings: Int, vectors: Int) {
        (postings.byteCount + directory.byteCount, vectors.byteCount + 4 * documents.capacity)
    }
}

/// The postings of some documents by term, from a counting sort.
private struct TermLists {
    /// Where the postings of each term begin.
    private var starts: [UInt32]
    /// Document of each posting, rising inside a term.
    private(set) var documents: [UInt16]
    /// Count of each posting.
    private(set) var counts: [UInt32]

    init(_ vectors: DocumentVectors, termCount: Int) {
        var starts: [UInt32] = Array(repeating: 0, count: termCount + 1)
        for number in 0..<vectors.count {
            vectors.forEachEntry(of: number) { term, _ in starts[Int(term) + 1] += 1 }
        }
        for term in 0..<termCount { starts[term + 1] += starts[term] }
        var next = starts
        var documents: [UInt16] = Array(repeating: 0, count: vectors.entryCount)
        var counts: [UInt32] = Array(repeating: 0, count: vectors.entryCount)
        for number in 0..<vectors.count {
            vectors.forEachEntry(of: number) { term, count in
                let slot = Int(next[Int(term)])
                next[Int(term)] += 1
                documents[slot] = UInt16(truncatingIfNeeded: number)
                counts[slot] = count
            }
        }
        (self.starts, self.documents, self.counts) = (starts, documents, counts)
    }

    func range(_ term: Int) -> Range<Int> { Int(starts[term])..<Int(starts[term + 1]) }
}

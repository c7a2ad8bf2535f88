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
            termCount: termCount, terms: lists.terms.lazy.map { Int($0) })
        var postings = PostingStream(documentCount: documents.count)
        var groups = CountGroups()
        let (ids, counts) = (lists.documents.span, lists.counts.span)
        for place in lists.terms.indices {
            let range = lists.range(place)
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

/// The postings of some documents by term.
private struct TermLists {
    /// The terms that the documents hold, rising.
    private(set) var terms: [UInt32] = []
    /// Where the postings of each of `terms` begin, and at the end where the last ends.
    private var starts: [UInt32] = [0]
    /// Document of each posting, rising inside a term.
    private(set) var documents: [UInt16]
    /// Count of each posting.
    private(set) var counts: [UInt32]

    init(_ vectors: DocumentVectors, termCount: Int) {
        documents = Array(repeating: 0, count: vectors.entryCount)
        counts = Array(repeating: 0, count: vectors.entryCount)
        // A counting sort visits every term of the index, which a few documents are not worth.
        if vectors.entryCount > termCount / 16 {
            sortByCounting(vectors, termCount: termCount)
        } else {
            sortByComparing(vectors)
        }
    }

    private mutating func sortByCounting(_ vectors: DocumentVectors, termCount: Int) {
        var next = Array(repeating: UInt32(0), count: termCount)
        for number in 0..<vectors.count {
            vectors.forEachEntry(of: number) { term, _ in next[Int(term)] += 1 }
        }
        var start: UInt32 = 0
        for term in 0..<termCount {
            let size = next[term]
            next[term] = start
            guard size > 0 else { continue }
            start += size
            terms.append(UInt32(term))
            starts.append(start)
        }
        var (documents, counts) = ([UInt16](), [UInt32]())
        swap(&documents, &self.documents)
        swap(&counts, &self.counts)
        for number in 0..<vectors.count {
            vectors.forEachEntry(of: number) { term, count in
                let slot = Int(next[Int(term)])
                next[Int(term)] += 1
                documents[slot] = UInt16(truncatingIfNeeded: number)
                counts[slot] = count
            }
        }
        swap(&documents, &self.documents)
        swap(&counts, &self.counts)
    }

    private mutating func sortByComparing(_ vectors: DocumentVectors) {
        var entries: [(term: UInt32, document: UInt16, count: UInt32)] = []
        entries.reserveCapacity(vectors.entryCount)
        for number in 0..<vectors.count {
            vectors.forEachEntry(of: number) { term, count in
                entries.append((term, UInt16(truncatingIfNeeded: number), count))
            }
        }
        entries.sort { ($0.term, $0.document) < ($1.term, $1.document) }
        for (slot, entry) in entries.enumerated() {
            documents[slot] = entry.document
            counts[slot] = entry.count
            if terms.last == entry.term {
                starts[starts.count - 1] += 1
            } else {
                terms.append(entry.term)
                starts.append(UInt32(truncatingIfNeeded: slot + 1))
            }
        }
    }

    /// Where the postings of the term at `place` of `terms` lie.
    func range(_ place: Int) -> Range<Int> { Int(starts[place])..<Int(starts[place + 1]) }
}

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
    ///   - threads: how many make the lists, each those of some terms; answers don't depend on it.
    init(documents: [UInt32], vectors: DocumentVectors, termCount: Int, threads: Int = 1) {
        precondition(
            documents.count == vectors.count && documents.count <= Self.capacity,
            "a vector for each document of a segment")
        self.documents = documents
        self.vectors = vectors
        let pieces = Self.pieces(vectors, termCount: termCount, threads: threads)
        var directory = TermDirectory(
            termCount: termCount, terms: pieces.lazy.flatMap(\.terms).map { Int($0) })
        var postings = PostingStream(documentCount: documents.count)
        for piece in pieces {
            for offset in piece.offsets {
                directory.append(offset: postings.stream.count + offset)
            }
            postings.append(piece.postings)
        }
        directory.append(offset: postings.stream.count)
        postings.trim()
        self.directory = directory
        self.postings = postings
    }

    private static func pieces(
        _ vectors: DocumentVectors, termCount: Int, threads: Int
    ) -> [PostingPiece] {
        let ranges = TermLists.pieces(of: vectors, termCount: termCount, count: threads)
        let rowLimit = Int(UInt16.max) / ranges.count
        return ParallelPieces.map(ranges.count, threads: ranges.count) { places in
            ranges[places].map { PostingPiece(vectors, terms: $0, rowLimit: rowLimit) }
        }
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

/// The posting lists of some of a segment's terms.
private struct PostingPiece: Sendable {
    /// The terms, rising.
    let terms: [UInt32]
    /// Where the lists of each begin.
    private(set) var offsets: [Int] = []
    private(set) var postings: PostingStream

    init(_ vectors: DocumentVectors, terms range: Range<Int>, rowLimit: Int) {
        let lists = TermLists(vectors, terms: range)
        terms = lists.terms
        postings = PostingStream(documentCount: vectors.count, rowLimit: rowLimit)
        var groups = CountGroups()
        let (ids, counts) = (lists.documents.span, lists.counts.span)
        offsets.reserveCapacity(terms.count)
        for place in terms.indices {
            let range = lists.range(place)
            offsets.append(postings.stream.count)
            postings.append(
                documents: ids.extracting(range), counts: counts.extracting(range),
                documentCount: vectors.count, groups: &groups)
        }
    }
}

/// The postings of some documents by term, of all terms of a range.
private struct TermLists {
    /// The terms that the documents hold, rising.
    private(set) var terms: [UInt32] = []
    /// Where the postings of each of `terms` begin, and at the end where the last ends.
    private var starts: [UInt32] = [0]
    /// Document of each posting, rising inside a term.
    private(set) var documents: [UInt16] = []
    /// Count of each posting.
    private(set) var counts: [UInt32] = []

    init(_ vectors: DocumentVectors, terms range: Range<Int>) {
        // A counting sort visits every term of the index, which a few documents are not worth.
        if vectors.entryCount > range.count / 16 {
            sortByCounting(vectors, range)
        } else {
            sortByComparing(vectors, range)
        }
    }

    /// Cuts the terms into at most `count` ranges with about as many postings each.
    static func pieces(
        of vectors: DocumentVectors, termCount: Int, count: Int
    ) -> [Range<Int>] {
        guard count > 1, termCount > 0 else { return [0..<termCount] }
        let sizes = sizes(vectors, 0..<termCount)
        var pieces: [Range<Int>] = []
        var (start, postings) = (0, 0)
        for term in 0..<termCount {
            postings += Int(sizes[term])
            guard postings * count >= vectors.entryCount * (pieces.count + 1) else { continue }
            guard pieces.count < count - 1 else { break }
            pieces.append(start..<(term + 1))
            start = term + 1
        }
        return pieces + [start..<termCount]
    }

    /// Number of postings of each term of a range.
    private static func sizes(_ vectors: DocumentVectors, _ range: Range<Int>) -> [UInt32] {
        var sizes = Array(repeating: UInt32(0), count: range.count)
        for number in 0..<vectors.count {
            vectors.forEachEntry(of: number) { term, _ in
                if range.contains(Int(term)) { sizes[Int(term) - range.lowerBound] += 1 }
            }
        }
        return sizes
    }

    private mutating func sortByCounting(_ vectors: DocumentVectors, _ range: Range<Int>) {
        var next = Self.sizes(vectors, range)
        var start: UInt32 = 0
        for place in next.indices {
            let size = next[place]
            next[place] = start
            guard size > 0 else { continue }
            start += size
            terms.append(UInt32(truncatingIfNeeded: range.lowerBound + place))
            starts.append(start)
        }
        var documents = Array(repeating: UInt16(0), count: Int(start))
        var counts = Array(repeating: UInt32(0), count: Int(start))
        for number in 0..<vectors.count {
            vectors.forEachEntry(of: number) { term, count in
                guard range.contains(Int(term)) else { return }
                let slot = Int(next[Int(term) - range.lowerBound])
                next[Int(term) - range.lowerBound] += 1
                documents[slot] = UInt16(truncatingIfNeeded: number)
                counts[slot] = count
            }
        }
        self.documents = documents
        self.counts = counts
    }

    private mutating func sortByComparing(_ vectors: DocumentVectors, _ range: Range<Int>) {
        var entries: [(term: UInt32, document: UInt16, count: UInt32)] = []
        entries.reserveCapacity(vectors.entryCount)
        for number in 0..<vectors.count {
            vectors.forEachEntry(of: number) { term, count in
                guard range.contains(Int(term)) else { return }
                entries.append((term, UInt16(truncatingIfNeeded: number), count))
            }
        }
        documents.reserveCapacity(entries.count)
        counts.reserveCapacity(entries.count)
        entries.sort { ($0.term, $0.document) < ($1.term, $1.document) }
        for (slot, entry) in entries.enumerated() {
            documents.append(entry.document)
            counts.append(entry.count)
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

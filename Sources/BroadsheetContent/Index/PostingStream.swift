internal import BroadsheetKernels

/// The posting lists of a segment: for each term and each count the documents in which the term
/// occurs so often, so that a list needs no weights.
///
/// A term's lists stand one behind the other in a stream of 16-bit values, each with a head of two:
///
/// | head | then |
/// |---|---|
/// | count 1…32,766, n | n document numbers, rising |
/// | 32,768 + count, r | nothing: the documents are the bits of row r |
/// | 0, n | n pairs (document, count up to 65,535), by count: the counts that few documents have |
/// | 32,767, n | n triples (document, low half, high half of the count) |
///
/// A list of at least 1/24 of the documents is a row of bits, which takes less memory than the list
/// from 1/16 on.
struct PostingStream: Sendable {
    var stream: [UInt16] = []
    /// The rows of bits, `rowWords` words each, once the stream is finished.
    private(set) var bits = AlignedWords()
    /// Number of rows.
    private(set) var rowCount = 0
    /// The rows so far.
    private var rows: [UInt64] = []
    /// Where in the stream the numbers of rows stand.
    private var rowPlaces: [Int] = []
    private let rowLimit: Int
    /// Words from one row to the next: whole tiles and a cache line, so that rows don't all fall
    /// into one set of the cache.
    let rowWords: Int

    static let rowFlag = ListSums.rowFlag
    static let wideHead = ListSums.wideHead
    static let largestListed: UInt32 = 0x7FFE
    /// Fewer documents than this with one count don't get a list of their own.
    static let fewest = 6
    /// A list becomes a row when it holds at least this part of the documents.
    static let rowShare = 24
    /// Segments smaller than this have no rows.
    static let fewestForRows = 2048

    /// - Parameter rowLimit: most rows, so that the number of each fits in 16 bits.
    init(documentCount: Int, rowLimit: Int = Int(UInt16.max)) {
        self.rowLimit = rowLimit
        let tiles = (documentCount + TileScan.tile - 1) / TileScan.tile
        rowWords = tiles * TileScan.tileWords + 8
    }

    /// Bytes of memory.
    var byteCount: Int { 2 * stream.capacity + bits.byteCount }

    /// Ends the stream and gives back what the arrays hold beyond their contents.
    mutating func trim() {
        stream = stream.map { $0 }
        bits = AlignedWords(rows)
        rows = []
        rowPlaces = []
    }

    /// Appends the lists of another stream of the same documents that is not finished either.
    ///
    /// - Precondition: both together have at most 65,535 rows.
    mutating func append(_ other: PostingStream) {
        precondition(rowCount + other.rowCount <= Int(UInt16.max), "the number of a row is 16 bits")
        let start = stream.count
        if start == 0, rows.isEmpty {
            (stream, rows) = (other.stream, other.rows)
        } else {
            stream += other.stream
            rows += other.rows
        }
        for place in other.rowPlaces {
            stream[start + place] += UInt16(rowCount)
            rowPlaces.append(start + place)
        }
        rowCount += other.rowCount
    }

    /// Hands every posting in `range`, the place of a term's lists, to `body`, in the stream's
    /// order.
    func forEachPosting(in range: Range<Int>, _ body: (_ document: Int, _ count: UInt32) -> Void) {
        var place = range.lowerBound
        while place < range.upperBound {
            let (head, size) = (stream[place], Int(stream[place + 1]))
            place += 2
            switch head {
            case 0:
                for _ in 0..<size {
                    body(Int(stream[place]), UInt32(stream[place + 1]))
                    place += 2
                }
            case Self.wideHead:
                for _ in 0..<size {
                    let count = UInt32(stream[place + 2]) << 16 | UInt32(stream[place + 1])
                    body(Int(stream[place]), count)
                    place += 3
                }
            case Self.rowFlag...:
                forEachBit(ofRow: UInt16(size)) { body($0, UInt32(head & ~Self.rowFlag)) }
            default:
                for _ in 0..<size {
                    body(Int(stream[place]), UInt32(head))
                    place += 1
                }
            }
        }
    }

    private func forEachBit(ofRow row: UInt16, _ body: (Int) -> Void) {
        let start = Int(row) * rowWords
        for word in 0..<rowWords {
            var lot = bits[start + word]
            while lot != 0 {
                body(64 * word + lot.trailingZeroBitCount)
                lot &= lot - 1
            }
        }
    }
}

extension PostingStream {
    /// Appends the lists of one term.
    ///
    /// - Parameters:
    ///   - documents: documents that hold the term, rising.
    ///   - counts: how often the term occurs in each.
    ///   - documentCount: number of documents of the segment, at most `Segment.capacity`.
    ///   - groups: work space.
    mutating func append(
        documents: Span<UInt16>, counts: Span<UInt32>, documentCount: Int,
        groups: inout CountGroups
    ) {
        groups.gather(counts)
        let dense =
            documentCount >= Self.fewestForRows ? documentCount / Self.rowShare : Int.max
        for index in groups.sizes.indices {
            let (count, size) = groups.sizes[index]
            guard count <= Self.largestListed, size >= Self.fewest else { continue }
            if size >= dense, rowCount < rowLimit {
                stream.append(Self.rowFlag | UInt16(count))
                rowPlaces.append(stream.count)
                stream.append(UInt16(rowCount))
                groups.place(count, at: .row(rows.count))
                rows.append(contentsOf: repeatElement(0, count: rowWords))
                rowCount += 1
            } else {
                stream.append(UInt16(count))
                stream.append(UInt16(truncatingIfNeeded: size))
                groups.place(count, at: .list(stream.count))
                stream.append(contentsOf: repeatElement(0, count: size))
            }
        }
        distribute(documents, counts, groups: &groups)
    }

    private mutating func distribute(
        _ documents: Span<UInt16>, _ counts: Span<UInt32>, groups: inout CountGroups
    ) {
        var rest: [(count: UInt32, document: UInt16)] = []
        for index in documents.indices {
            let (document, count) = (documents[index], counts[index])
            switch groups.next(count) {
            case .list(let place): stream[place] = document
            case .row(let start): rows[start + Int(document >> 6)] |= 1 << UInt64(document & 63)
            case .rest: rest.append((count, document))
            }
        }
        if !rest.isEmpty { append(rest) }
    }

    /// Appends documents whose counts stand beside them, equal counts together.
    private mutating func append(_ rest: [(count: UInt32, document: UInt16)]) {
        var pairs: [UInt16] = []
        var triples: [UInt16] = []
        for (count, document) in rest.sorted(by: { $0 < $1 }) {
            if count <= UInt16.max {
                pairs += [document, UInt16(count)]
            } else {
                triples += [document, UInt16(truncatingIfNeeded: count), UInt16(count >> 16)]
            }
        }
        append(pairs, width: 2, head: 0)
        append(triples, width: 3, head: Self.wideHead)
    }

    /// Appends entries of `width` values in lists short enough for their head.
    private mutating func append(_ values: [UInt16], width: Int, head: UInt16) {
        var start = 0
        while start < values.count {
            let end = min(values.count, start + width * Int(UInt16.max))
            stream.append(head)
            stream.append(UInt16((end - start) / width))
            stream.append(contentsOf: values[start..<end])
            start = end
        }
    }
}

/// How many documents of a term have each count, and where they go.
struct CountGroups: Sendable {
    /// Where the documents of one count go.
    enum Place: Sendable {
        /// To the entries that name their count.
        case rest
        /// The next place of a list in the stream.
        case list(Int)
        /// The first word of a row.
        case row(Int)
    }

    private struct Group: Sendable {
        var size = 0
        var place = Place.rest
    }

    /// By count, rising.
    private(set) var sizes: [(count: UInt32, size: Int)] = []
    private var small: [Group] = Array(repeating: Group(), count: 256)
    private var large: [UInt32: Group] = [:]

    mutating func gather(_ counts: Span<UInt32>) {
        for (count, _) in sizes where count < 256 { small[Int(count)] = Group() }
        if !large.isEmpty { large.removeAll(keepingCapacity: true) }
        sizes.removeAll(keepingCapacity: true)
        var highest = -1
        for index in counts.indices {
            let count = counts[index]
            if count < 256 {
                small[Int(count)].size += 1
                highest = max(highest, Int(count))
            } else {
                large[count, default: Group()].size += 1
            }
        }
        if highest >= 0 {
            for count in 0...highest where small[count].size > 0 {
                sizes.append((UInt32(count), small[count].size))
            }
        }
        for count in large.keys.sorted() { sizes.append((count, large[count]?.size ?? 0)) }
    }

    mutating func place(_ count: UInt32, at place: Place) {
        if count < 256 { small[Int(count)].place = place } else { large[count]?.place = place }
    }

    /// Where the next document with this count goes.
    @inline(__always)
    mutating func next(_ count: UInt32) -> Place {
        guard count < 256 else { return nextLarge(count) }
        let place = small[Int(count)].place
        if case .list(let index) = place { small[Int(count)].place = .list(index + 1) }
        return place
    }

    private mutating func nextLarge(_ count: UInt32) -> Place {
        let place = large[count]?.place ?? .rest
        if case .list(let index) = place { large[count]?.place = .list(index + 1) }
        return place
    }
}

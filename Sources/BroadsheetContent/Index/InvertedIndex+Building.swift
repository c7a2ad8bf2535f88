internal import BroadsheetKernels
internal import Foundation

extension InvertedIndex {
    /// Documents with so many distinct terms lie in segments of their own.
    static let longDocument = 4096
    /// From so many entries on a segment is made by several threads: a few hundredths of a second.
    static let largeSegment = 1 << 18

    /// Puts documents into segments of their own; very long ones apart from the others, because
    /// one long document makes the 16-bit sums of its whole segment coarse.
    ///
    /// Where several segments are to be made, as at the start of a large catalogue, they are alike
    /// in size and made at the same time; a single large one is made by all cores.
    mutating func append(
        _ added: [(number: UInt32, terms: DocumentTerms)], termCount: Int
    ) {
        let pieces = [false, true].flatMap { isLong in
            Self.pieces(of: added.filter { ($0.terms.count >= Self.longDocument) == isLong })
        }
        let entries = pieces.reduce(0) { sum, piece in
            piece.reduce(sum) { $0 + $1.terms.count }
        }
        let parts = IDFParts(documentFrequency, weighting: weighting, askedFor: entries)
        let (scaled, memory) = (scaled, memory)
        guard pieces.count > 1 else {
            let cores = min(ProcessInfo.processInfo.activeProcessorCount, 8)
            let threads = entries >= Self.largeSegment ? cores : 1
            segments += pieces.map {
                SegmentState($0, termCount, memory, scaled: scaled, parts, threads: threads)
            }
            return
        }
        segments += ParallelPieces.map(pieces.count, threads: pieces.count) { places in
            pieces[places].map { SegmentState($0, termCount, memory, scaled: scaled, parts) }
        }
    }

    /// Cuts documents into as few pieces as fit into segments, alike in number.
    private static func pieces(
        of documents: [(number: UInt32, terms: DocumentTerms)]
    ) -> [ArraySlice<(number: UInt32, terms: DocumentTerms)>] {
        let least = max(1, (documents.count + Segment.capacity - 1) / Segment.capacity)
        let size = (documents.count + least - 1) / least
        var pieces: [ArraySlice<(number: UInt32, terms: DocumentTerms)>] = []
        var start = 0
        while start < documents.count {
            var end = start
            var entries = 0
            while end < documents.count, end - start < size, entries <= DocumentVectors.capacity {
                entries += documents[end].terms.count
                end += 1
            }
            pieces.append(documents[start..<end])
            start = end
        }
        return pieces
    }
}

extension SegmentState {
    /// A segment with the sums of its documents.
    fileprivate init(
        _ added: ArraySlice<(number: UInt32, terms: DocumentTerms)>, _ termCount: Int,
        _ memory: IndexMemory, scaled: ScaledFrequencies, _ parts: IDFParts, threads: Int = 1
    ) {
        let vectors = DocumentVectors(added.lazy.map(\.terms), memory: memory)
        self.init(
            Segment(
                documents: added.map(\.number), vectors: vectors, termCount: termCount,
                threads: threads))
        sumUp(scaled: scaled, threads: threads) { parts[$0] }
    }
}

/// offset − ln(1 + df) by term, each logarithm taken once where many documents ask for it.
struct IDFParts: Sendable {
    private let weighting: Weighting
    private let frequencies: [UInt32]
    /// Empty where few ask.
    private let table: [Double]

    /// - Parameters:
    ///   - frequencies: document frequency of each term.
    ///   - count: how often a part will be asked for.
    init(_ frequencies: [UInt32], weighting: Weighting, askedFor count: Int) {
        self.weighting = weighting
        self.frequencies = frequencies
        table =
            count > frequencies.count / 2
            ? frequencies.map { weighting.idfPart(documentFrequency: $0) } : []
    }

    @inline(__always)
    subscript(term: UInt32) -> Double {
        table.isEmpty
            ? weighting.idfPart(documentFrequency: frequencies[Int(term)]) : table[Int(term)]
    }
}

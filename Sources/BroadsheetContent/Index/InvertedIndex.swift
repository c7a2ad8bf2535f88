internal import BroadsheetKernels
internal import Foundation

/// The documents that a search looks at: segments of posting lists, and beside them everything
/// that changes when a document comes or goes.
///
/// A value: the writer changes its own with `apply`, and a copy handed to readers stays as it is.
/// Posting lists are never copied or changed. Scores are those of an index built anew from the
/// same documents, up to 10⁻¹².
package struct InvertedIndex: Sendable {
    /// Place of a document that is not there.
    static let nowhere = UInt32.max

    package let weighting: Weighting
    let memory: IndexMemory
    let scaled: ScaledFrequencies
    var segments: [SegmentState] = []
    var mergePolicy = MergePolicy()
    /// Number of documents that hold each term.
    var documentFrequency: [UInt32] = []
    /// The largest document frequency that any term ever had.
    var largestFrequency: UInt32 = 0
    /// Where each document lies: the place of its segment in `segments` times 65,536 plus its
    /// place there.
    var places: [UInt32] = []
    /// Number of documents, those without terms included.
    package internal(set) var documentCount = 0
    /// How the documents rank among equal scores: the smaller number wins. Empty: by number.
    var ranks: [UInt32] = []

    /// An index without documents.
    package init(weighting: Weighting, memory: IndexMemory = .fast) {
        self.weighting = weighting
        self.memory = memory
        scaled = ScaledFrequencies(weighting.scale)
    }

    /// The index of `documents`, numbered from 0, whose terms are all below `termCount`.
    ///
    /// - Complexity: O(postings + terms).
    package init(
        documents: [DocumentTerms], termCount: Int, weighting: Weighting,
        memory: IndexMemory = .fast
    ) {
        self.init(weighting: weighting, memory: memory)
        apply(
            IndexChange(
                added: documents.enumerated().map { (UInt32($0), $1) }, termCount: termCount))
    }

    /// Number of (term, document) pairs, those of documents gone but not yet merged away included.
    package var postingCount: Int {
        segments.reduce(0) { $0 + $1.segment.vectors.entryCount }
    }

    /// ln(1 + N).
    var logCount: Double { log(1 + Double(documentCount)) }

    /// The idf of a term that at least one document holds.
    func idf(_ term: UInt32) -> Double {
        weighting.idf(
            documentFrequency: documentFrequency[Int(term)], documentCount: documentCount)
    }

    /// Where document `number` lies, or nil when it is not in the index.
    func place(of number: Int) -> (segment: Int, local: Int)? {
        guard places.indices.contains(number), places[number] != Self.nowhere else { return nil }
        return (Int(places[number] >> 16), Int(places[number] & 0xFFFF))
    }

    /// Whether document `number` is in the index.
    package func contains(_ number: Int) -> Bool { place(of: number) != nil }

    /// The terms of document `number`; empty when it is not in the index.
    package func terms(of number: Int) -> DocumentTerms {
        guard let (segment, local) = place(of: number) else { return [] }
        return segments[segment].segment.vectors.document(local)
    }

    /// Share of the documents that hold a term, 0…1.
    func documentShare(of term: UInt32) -> Double {
        documentCount == 0 || Int(term) >= documentFrequency.count
            ? 0 : Double(documentFrequency[Int(term)]) / Double(documentCount)
    }

    /// Bytes of memory by part.
    package var byteCounts: IndexByteCounts {
        var counts = IndexByteCounts()
        for state in segments {
            let (postings, vectors) = state.segment.byteCounts
            counts.postings += postings
            counts.vectors += vectors
            counts.norms += state.byteCount
        }
        counts.terms = 4 * documentFrequency.capacity
        counts.places = 4 * places.capacity + 4 * ranks.capacity
        return counts
    }
}

/// What the parts of an index take in memory, in bytes.
package struct IndexByteCounts: Sendable, Hashable {
    /// Posting lists and term directories.
    package var postings = 0
    /// The documents' terms with their counts.
    package var vectors = 0
    /// Sums and lengths.
    package var norms = 0
    /// Document frequencies.
    package var terms = 0
    /// Places and ranks of documents.
    package var places = 0
}

/// A segment and what changes about it.
struct SegmentState: Sendable {
    let segment: Segment
    /// The sums behind each length.
    var sums: [NormSums]
    /// Length of each document's vector times its length discount; 0 for one that is gone or has
    /// no terms.
    var norms: [Double]
    /// The lengths in the units of sums, rounded down, in whole tiles; 65,535 where
    /// no document is to be found.
    var quantised: [UInt16]
    /// The longest length.
    var longest = 0.0
    /// Which documents are still in the index.
    var isPresent: [Bool]
    /// Number of documents still in the index.
    var presentCount: Int

    init(_ segment: Segment) {
        self.segment = segment
        sums = Array(repeating: NormSums(), count: segment.count)
        norms = Array(repeating: 0, count: segment.count)
        quantised = Array(repeating: .max, count: segment.paddedCount)
        isPresent = Array(repeating: true, count: segment.count)
        presentCount = segment.count
    }

    /// Bytes of memory beside the segment.
    var byteCount: Int {
        MemoryLayout<NormSums>.stride * sums.capacity + 8 * norms.capacity
            + 2 * quantised.capacity + isPresent.capacity
    }

    /// What sums are multiplied with before they are rounded down: the sum of a query of length 1
    /// does not exceed the length of the document, so none leaves 16 bits.
    var unit: Double { longest > 0 ? Double(65_535 - SumError.headroom) / longest : 0 }

    /// Computes the sums anew from the documents' counts.
    ///
    /// - Parameters:
    ///   - threads: how many work at once; the sums don't depend on it.
    ///   - idfPart: offset − ln(1 + df) of a term.
    mutating func sumUp(
        scaled: ScaledFrequencies, threads: Int = 1, idfPart: @Sendable (UInt32) -> Double
    ) {
        let segment = segment
        sums = ParallelPieces.map(segment.count, threads: threads) { range in
            range.map { number in
                var sums = NormSums()
                segment.vectors.forEachEntry(of: number) { term, count in
                    sums.add(scaled: scaled[count], a: idfPart(term))
                }
                return sums
            }
        }
    }

    /// Computes the lengths from the sums.
    mutating func measure(logCount: Double, weighting: Weighting) {
        longest = 0
        let vectors = segment.vectors
        for number in norms.indices {
            var norm = 0.0
            if isPresent[number] {
                norm = sums[number].norm(logCount, isRooted: weighting.isRooted)
                if weighting.discountsLength {
                    norm *= weighting.lengthDiscount(terms: vectors.entryCount(of: number))
                }
            }
            norms[number] = norm
            longest = max(longest, norm)
        }
        let unit = unit
        for number in norms.indices {
            quantised[number] = norms[number] > 0 ? UInt16(norms[number] * unit) : .max
        }
    }
}

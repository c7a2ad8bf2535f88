/// Documents that come and go together.
package struct IndexChange: Sendable {
    /// Numbers of documents to take out; numbers that are not in the index are passed over.
    package var removed: [UInt32]
    /// Documents to put in, in place of those with their numbers.
    package var added: [(number: UInt32, terms: DocumentTerms)]
    /// All terms are below this number.
    package var termCount: Int

    package init(
        removed: [UInt32] = [], added: [(number: UInt32, terms: DocumentTerms)] = [],
        termCount: Int
    ) {
        self.removed = removed
        self.added = added
        self.termCount = termCount
    }

    package var isEmpty: Bool { removed.isEmpty && added.isEmpty }

    /// The documents to put in, of each number the last.
    var lastAdded: [(number: UInt32, terms: DocumentTerms)] {
        var last: [UInt32: Int] = [:]
        for (place, document) in added.enumerated() { last[document.number] = place }
        return added.indices.filter { last[added[$0].number] == $0 }.map { added[$0] }
    }
}

/// A term whose document frequency fell.
package struct FallenTerm: Sendable, Hashable {
    package var term: UInt32
    /// Its document frequency before.
    package var before: UInt32
}

extension InvertedIndex {
    /// Applies a change, with all lengths and document frequencies exact afterwards.
    ///
    /// - Complexity: O(postings of the terms whose document frequency changes + documents), or
    ///   O(all postings) where that is less; never copies a posting list, but for merges of small
    ///   segments.
    ///
    /// - Returns: the terms whose document frequency fell, with what it was before.
    @discardableResult
    package mutating func apply(_ change: IndexChange) -> [FallenTerm] {
        let added = change.lastAdded
        var frequencies = FrequencyChange(termCount: max(change.termCount, documentFrequency.count))
        for number in change.removed { remove(number, frequencies: &frequencies) }
        for (number, _) in added { remove(number, frequencies: &frequencies) }
        for (_, terms) in added {
            for entry in terms { frequencies.add(entry.term, 1) }
        }
        documentCount += added.count
        let firstNew = segments.count
        let fallen = update(frequencies)
        append(added, termCount: frequencies.termCount)
        sumUp(firstNew..<segments.count)
        segments.removeAll { $0.presentCount == 0 }
        mergeSmallSegments()
        relocate()
        measure()
        return fallen
    }

    /// Gives every document its rank among equal scores.
    ///
    /// - Parameter ranks: by document number; the smaller rank comes first.
    package mutating func rank(by ranks: [UInt32]) { self.ranks = ranks }

    /// The rank of a document among equal scores.
    func rank(of number: UInt32) -> UInt32 {
        Int(number) < ranks.count ? ranks[Int(number)] : number
    }

    private mutating func remove(_ number: UInt32, frequencies: inout FrequencyChange) {
        guard let (segment, local) = place(of: Int(number)) else { return }
        let vectors = segments[segment].segment.vectors
        vectors.forEachEntry(of: local) { term, _ in frequencies.add(term, -1) }
        segments[segment].isPresent[local] = false
        segments[segment].presentCount -= 1
        places[Int(number)] = Self.nowhere
        documentCount -= 1
    }

    /// Takes new document frequencies over and brings the sums up to them.
    private mutating func update(_ change: FrequencyChange) -> [FallenTerm] {
        var fallen: [FallenTerm] = []
        if documentFrequency.count < change.termCount {
            documentFrequency += Array(
                repeating: 0, count: change.termCount - documentFrequency.count)
        }
        var touched = 0
        for term in change.terms { touched += Int(documentFrequency[Int(term)]) }
        let isLocal = touched < postingCount / 2
        for term in change.terms {
            let before = documentFrequency[Int(term)]
            let after = UInt32(clamping: Int(before) + Int(change.delta[Int(term)]))
            documentFrequency[Int(term)] = after
            if after < before { fallen.append(FallenTerm(term: term, before: before)) }
            if isLocal, before != after { shift(term, from: before, to: after) }
        }
        if !isLocal { sumUp(segments.indices) }
        return fallen
    }

    /// Computes the sums of some segments anew; the logarithm of each term once where many
    /// documents ask for it.
    private mutating func sumUp(_ indices: Range<Int>) {
        let entries = indices.reduce(0) { $0 + segments[$1].segment.vectors.entryCount }
        let frequencies = documentFrequency
        if entries > frequencies.count / 2 {
            let parts = frequencies.map { weighting.idfPart(documentFrequency: $0) }
            for index in indices { segments[index].sumUp(scaled: scaled) { parts[Int($0)] } }
        } else {
            for index in indices {
                segments[index].sumUp(scaled: scaled) {
                    weighting.idfPart(documentFrequency: frequencies[Int($0)])
                }
            }
        }
    }

    /// Moves the sums of all documents that hold `term` from one document frequency to another.
    private mutating func shift(_ term: UInt32, from before: UInt32, to after: UInt32) {
        let old = weighting.idfPart(documentFrequency: before)
        let new = weighting.idfPart(documentFrequency: after)
        let (linear, quadratic) = (new - old, new * new - old * old)
        for index in segments.indices {
            let segment = segments[index].segment
            let range = segment.directory.range(of: term)
            if range.isEmpty { continue }
            var sums: [NormSums] = []
            swap(&sums, &segments[index].sums)
            segment.postings.forEachPosting(in: range) { document, count in
                let value = scaled[count]
                sums[document].linear += value * value * linear
                sums[document].quadratic += value * value * quadratic
            }
            swap(&sums, &segments[index].sums)
        }
    }

    /// Puts documents into segments of their own; very long ones apart from the others, because
    /// one long document makes the 16-bit sums of its whole segment coarse.
    private mutating func append(
        _ added: [(number: UInt32, terms: DocumentTerms)], termCount: Int
    ) {
        for isLong in [false, true] {
            let group = added.filter { ($0.terms.count >= Self.longDocument) == isLong }
            var start = 0
            while start < group.count {
                var end = start
                var entries = 0
                while end < group.count, end - start < Segment.capacity,
                    entries <= DocumentVectors.capacity
                {
                    entries += group[end].terms.count
                    end += 1
                }
                let vectors = DocumentVectors(
                    group[start..<end].lazy.map(\.terms), memory: memory)
                segments.append(
                    SegmentState(
                        Segment(
                            documents: group[start..<end].map(\.number), vectors: vectors,
                            termCount: termCount)))
                start = end
            }
        }
    }

    /// Documents with so many distinct terms lie in segments of their own.
    private static let longDocument = 4096

    /// Notes where every document lies.
    private mutating func relocate() {
        for (index, state) in segments.enumerated() {
            for (local, number) in state.segment.documents.enumerated()
            where state.isPresent[local] {
                while places.count <= Int(number) { places.append(Self.nowhere) }
                places[Int(number)] = UInt32(index) << 16 | UInt32(local)
            }
        }
    }

    private mutating func measure() {
        let logCount = logCount
        for index in segments.indices {
            segments[index].measure(logCount: logCount, weighting: weighting)
        }
    }
}

/// What a change does to document frequencies.
private struct FrequencyChange {
    let termCount: Int
    /// By term.
    private(set) var delta: [Int32]
    /// Terms met.
    private(set) var terms: [UInt32] = []
    private var isMet: [Bool]

    init(termCount: Int) {
        self.termCount = termCount
        delta = Array(repeating: 0, count: termCount)
        isMet = Array(repeating: false, count: termCount)
    }

    mutating func add(_ term: UInt32, _ difference: Int32) {
        if !isMet[Int(term)] {
            isMet[Int(term)] = true
            terms.append(term)
        }
        delta[Int(term)] += difference
    }
}

// MARK: Merging

extension InvertedIndex {
    /// Segments are merged when so many of one size are there.
    private static let segmentsOfOneSize = 8

    /// Merges small segments, so that their number grows with the logarithm of the catalogue.
    ///
    /// Sizes go in steps of eight from 512 documents. Segments of one step that are eight or more
    /// become one; those of 4,096 documents and more stay as they are.
    private mutating func mergeSmallSegments() {
        let sparse = segments.indices.filter {
            2 * segments[$0].presentCount < segments[$0].segment.count
        }
        for index in sparse { segments[index] = merged([index]) }
        for index in sparse { sumUp(index..<index + 1) }
        for limit in [512, 4096] {
            let small = segments.indices.filter {
                segments[$0].segment.count < limit && !isLong(segments[$0])
            }
            if small.count >= Self.segmentsOfOneSize { replace(small, by: merged(small)) }
        }
        let long = segments.indices.filter {
            isLong(segments[$0]) && segments[$0].segment.count < 64
        }
        if long.count >= Self.segmentsOfOneSize { replace(long, by: merged(long)) }
    }

    private func isLong(_ state: SegmentState) -> Bool {
        !state.segment.documents.isEmpty
            && state.segment.vectors.entryCount(of: 0) >= Self.longDocument
    }

    /// One segment with the documents of several that are still in the index.
    private func merged(_ chosen: [Int]) -> SegmentState {
        var documents: [UInt32] = []
        var places: [(vectors: DocumentVectors, number: Int)] = []
        for index in chosen {
            let state = segments[index]
            for local in 0..<state.segment.count where state.isPresent[local] {
                documents.append(state.segment.documents[local])
                places.append((state.segment.vectors, local))
            }
        }
        let vectors = DocumentVectors(places, memory: memory)
        return SegmentState(
            Segment(documents: documents, vectors: vectors, termCount: documentFrequency.count))
    }

    private mutating func replace(_ chosen: [Int], by merged: SegmentState) {
        let gone = Set(chosen)
        segments = segments.indices.filter { !gone.contains($0) }.map { segments[$0] }
        if merged.segment.count > 0 {
            segments.append(merged)
            sumUp(segments.count - 1..<segments.count)
        }
    }
}

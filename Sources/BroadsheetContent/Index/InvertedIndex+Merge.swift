/// Segments that should become one, with what of them is in the index.
///
/// Immutable: any thread may make the merged segment while the index goes on changing.
package struct SegmentMerge: Sendable {
    fileprivate let inputs: [Segment]
    /// For each input, which of its documents are in the index.
    fileprivate let isPresent: [[Bool]]
    fileprivate let termCount: Int
    fileprivate let memory: IndexMemory

    /// Number of documents to be copied.
    package var documentCount: Int { isPresent.reduce(0) { $0 + $1.count { $0 } } }

    /// Makes the merged segment.
    ///
    /// - Complexity: O(postings of the inputs + terms of the index).
    package func run() -> MergedSegment {
        var documents: [UInt32] = []
        var origins: [UInt32] = []
        var places: [(vectors: DocumentVectors, number: Int)] = []
        for (input, segment) in inputs.enumerated() {
            for local in 0..<segment.count where isPresent[input][local] {
                documents.append(segment.documents[local])
                origins.append(UInt32(input) << 16 | UInt32(local))
                places.append((segment.vectors, local))
            }
        }
        return MergedSegment(
            inputs: inputs, origins: origins,
            segment: Segment(
                documents: documents, vectors: DocumentVectors(places, memory: memory),
                termCount: termCount))
    }
}

/// A segment that takes the place of others.
package struct MergedSegment: Sendable {
    fileprivate let inputs: [Segment]
    /// For each document its input times 65,536 plus its place there.
    fileprivate let origins: [UInt32]
    fileprivate let segment: Segment
}

/// When segments are merged.
package struct MergePolicy: Sendable, Hashable {
    /// Segments are merged when so many of one size are there.
    var segmentsOfOneSize = 8
    /// Segments with fewer documents and entries together are merged with the change that makes
    /// it due, which takes about a millisecond.
    var tinySize = 2048

    package init() {}
}

extension InvertedIndex {
    /// The next merge that is due; nil when the segments are as they should be.
    ///
    /// Sizes go in steps of eight; eight segments of one step become one, and one of which more
    /// than a quarter is gone is written anew, so that the number of segments grows with the
    /// logarithm of the catalogue and memory comes back.
    package func dueMerge() -> SegmentMerge? {
        let sparse = segments.first {
            4 * $0.presentCount < 3 * $0.segment.count && !isTiny($0)
        }
        if let sparse { return merge([sparse]) }
        var steps: [[SegmentState]] = []
        for state in segments where !isTiny(state) {
            guard 2 * state.presentCount <= Segment.capacity else { continue }
            // Long documents stay apart from the others.
            let step = 2 * Self.step(of: Self.size(of: state)) + (isLong(state) ? 1 : 0)
            while steps.count <= step { steps.append([]) }
            steps[step].append(state)
        }
        for states in steps where states.count >= mergePolicy.segmentsOfOneSize {
            let chosen = Self.fitting(states)
            if chosen.count > 1 { return merge(chosen) }
        }
        return nil
    }

    /// How often a number can be divided by eight.
    private static func step(of count: Int) -> Int {
        (Int.bitWidth - max(1, count).leadingZeroBitCount - 1) / 3
    }

    /// As many segments as fit into one, the smallest first, in the order given.
    private static func fitting(_ states: [SegmentState]) -> [SegmentState] {
        var (documents, entries) = (0, 0)
        var chosen: [Int] = []
        let bySize = states.indices.sorted {
            (states[$0].presentCount, $0) < (states[$1].presentCount, $1)
        }
        for index in bySize {
            documents += states[index].presentCount
            entries += states[index].segment.vectors.entryCount
            guard documents <= Segment.capacity, entries <= DocumentVectors.capacity else { break }
            chosen.append(index)
        }
        return chosen.sorted().map { states[$0] }
    }

    private func merge(_ states: [SegmentState]) -> SegmentMerge {
        SegmentMerge(
            inputs: states.map(\.segment), isPresent: states.map(\.isPresent),
            termCount: documentFrequency.count, memory: memory)
    }

    /// Puts a merged segment in the place of those that it was made of. Documents that went or
    /// changed meanwhile stay gone in it.
    ///
    /// - Complexity: O(documents).
    package mutating func install(_ merged: MergedSegment) {
        let sources = merged.inputs.map { input in
            segments.firstIndex { $0.segment === input }
        }
        guard let first = sources.compactMap({ $0 }).min() else { return }
        var state = SegmentState(merged.segment)
        for (local, number) in merged.segment.documents.enumerated() {
            let (input, origin) = (
                Int(merged.origins[local] >> 16), Int(merged.origins[local] & 0xFFFF)
            )
            if let segment = sources[input], let place = place(of: Int(number)),
                place == (segment, origin)
            {
                state.sums[local] = segments[segment].sums[origin]
            } else {
                state.isPresent[local] = false
                state.presentCount -= 1
            }
        }
        state.measure(logCount: logCount, weighting: weighting)
        segments[first] = state
        let gone = Set(sources.compactMap { $0 }).subtracting([first])
        segments = segments.indices.filter { !gone.contains($0) && segments[$0].presentCount > 0 }
            .map { segments[$0] }
        relocate(from: first)
    }

    /// Merges the smallest segments once there are many, and writes those anew of which most is
    /// gone.
    ///
    /// - Returns: the first place that holds another segment than before.
    mutating func mergeTinySegments() -> Int {
        let tiny = segments.indices.filter { isTiny(segments[$0]) }
        let sparse = tiny.first {
            2 * segments[$0].presentCount < segments[$0].segment.count
        }
        guard sparse != nil || tiny.count >= mergePolicy.segmentsOfOneSize, let first = tiny.first
        else {
            return segments.count
        }
        relocate(from: first)
        install(merge(tiny.map { segments[$0] }).run())
        return first
    }

    private func isTiny(_ state: SegmentState) -> Bool {
        Self.size(of: state) < mergePolicy.tinySize
    }

    /// What a merge of a segment costs; documents without terms count too.
    private static func size(of state: SegmentState) -> Int {
        state.segment.count + state.segment.vectors.entryCount
    }

    private func isLong(_ state: SegmentState) -> Bool {
        !state.segment.documents.isEmpty
            && state.segment.vectors.entryCount(of: 0) >= Self.longDocument
    }
}

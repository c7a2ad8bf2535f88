internal import BroadsheetKernels

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
    /// Puts the documents into segments of their own and merges only the very smallest;
    /// `dueMerge` names those that somebody should merge in the background.
    ///
    /// - Complexity: O(postings of the terms whose document frequency changes + documents), or
    ///   O(all postings) where that is less; never copies a posting list but the smallest.
    ///
    /// - Returns: the terms whose document frequency fell, with what it was before.
    @discardableResult
    package mutating func apply(_ change: IndexChange) -> [FallenTerm] {
        let added = change.lastAdded
        var frequencies = FrequencyChange(
            termCount: max(change.termCount, documentFrequency.count),
            entryCount: entryCount(of: change.removed + added.map(\.number))
                + added.reduce(0) { $0 + $1.terms.count })
        for number in change.removed { remove(number, frequencies: &frequencies) }
        for (number, _) in added { remove(number, frequencies: &frequencies) }
        for (_, terms) in added {
            for entry in terms { frequencies.add(entry.term, 1) }
        }
        documentCount += added.count
        let firstNew = segments.count
        let fallen = update(frequencies)
        append(added, termCount: frequencies.termCount)
        let firstMoved = min(firstNew, removeEmptySegments(), mergeTinySegments())
        relocate(from: firstMoved)
        measure()
        return fallen
    }

    /// Number of entries of the documents with these numbers that are in the index.
    private func entryCount(of numbers: [UInt32]) -> Int {
        numbers.reduce(0) { sum, number in
            guard let (segment, local) = place(of: Int(number)) else { return sum }
            return sum + segments[segment].segment.vectors.entryCount(of: local)
        }
    }

    /// - Returns: the first place that holds another segment than before.
    private mutating func removeEmptySegments() -> Int {
        let first = segments.firstIndex { $0.presentCount == 0 }
        if first != nil { segments.removeAll { $0.presentCount == 0 } }
        return first ?? segments.count
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
        let deltas = change.deltas
        if documentFrequency.count < change.termCount {
            documentFrequency += Array(
                repeating: 0, count: change.termCount - documentFrequency.count)
        }
        var touched = 0
        for (term, _) in deltas { touched += Int(documentFrequency[Int(term)]) }
        let isLocal = touched < postingCount / 2
        for (term, difference) in deltas {
            let before = documentFrequency[Int(term)]
            let after = UInt32(clamping: Int(before) + difference)
            documentFrequency[Int(term)] = after
            largestFrequency = max(largestFrequency, after)
            if after < before { fallen.append(FallenTerm(term: term, before: before)) }
            if isLocal { shift(term, from: before, to: after) }
        }
        if !isLocal { sumUp(segments.indices) }
        return fallen
    }

    /// Computes the sums of some segments anew.
    mutating func sumUp(_ indices: Range<Int>) {
        let entries = indices.reduce(0) { $0 + segments[$1].segment.vectors.entryCount }
        let parts = IDFParts(documentFrequency, weighting: weighting, askedFor: entries)
        for index in indices { segments[index].sumUp(scaled: scaled) { parts[$0] } }
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

    /// Notes where the documents of the segments from `first` on lie.
    mutating func relocate(from first: Int) {
        for index in segments.indices.dropFirst(first) {
            let state = segments[index]
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
    /// By term; empty when few terms change.
    private var dense: [Int32] = []
    /// By term; empty when many terms change.
    private var sparse: [UInt32: Int32] = [:]

    /// - Parameter entryCount: how often `add` will be called at most.
    init(termCount: Int, entryCount: Int) {
        self.termCount = termCount
        if entryCount > termCount / 32 {
            dense = Array(repeating: 0, count: termCount)
        } else {
            sparse.reserveCapacity(entryCount)
        }
    }

    mutating func add(_ term: UInt32, _ difference: Int32) {
        if dense.isEmpty {
            sparse[term, default: 0] += difference
        } else {
            dense[Int(term)] += difference
        }
    }

    /// The terms whose document frequency changes, rising, and by how much.
    var deltas: [(term: UInt32, difference: Int)] {
        if dense.isEmpty {
            return sparse.filter { $0.value != 0 }.map { ($0.key, Int($0.value)) }
                .sorted { $0.0 < $1.0 }
        }
        return dense.indices.lazy.filter { dense[$0] != 0 }.map {
            (UInt32($0), Int(dense[$0]))
        }
    }
}

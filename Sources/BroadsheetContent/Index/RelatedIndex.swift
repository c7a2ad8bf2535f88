internal import BroadsheetKernels
internal import Foundation

/// An index whose related lists are kept: exact answers without a search, as long as that can be
/// proved.
///
/// A value like `InvertedIndex`: the one writer applies changes and finds lists, readers hold
/// copies.
package struct RelatedIndex: Sendable {
    package private(set) var index: InvertedIndex
    package private(set) var kept = KeptLists()

    package init(
        weighting: Weighting, memory: IndexMemory = .fast,
        merging policy: MergePolicy = MergePolicy()
    ) {
        index = InvertedIndex(weighting: weighting, memory: memory)
        index.mergePolicy = policy
    }

    /// A document whose vector has shrunk by more than this since it was compared with the lists
    /// is compared again.
    private static let shrinkage = 1.02
    /// More newcomers than this and a request searches instead of scoring them, which by then
    /// takes a tenth of the time of a search of 100,000 articles.
    static let fewNewcomers = 1024
    /// Lists that readers asked for and that may wait before all others.
    private static let wantedLimit = 4096

    /// Applies a change; the documents added wait for their lists, and to be compared with the
    /// others'.
    ///
    /// Where more come than there are lists, finding all lists anew takes less than comparing, and
    /// each is ready as soon as it is found.
    ///
    /// - Complexity: that of `InvertedIndex.apply`, and O(documents).
    package mutating func apply(_ change: IndexChange) {
        let fallen = index.apply(change)
        kept.version += 1
        for number in change.removed { kept.drop(number) }
        let coming = kept.newcomers.count + change.added.count
        if coming > max(kept.listCount, Self.fewNewcomers) { kept.startOver() }
        let haveLists = kept.listCount > 0
        // Lists of articles that come together are found in the order of their ranks.
        let arrivals = change.added.map(\.number).sorted {
            index.rank(of: $0) < index.rank(of: $1)
        }
        for number in arrivals {
            arrive(number)
            if haveLists {
                kept.queueNewcomer(number)
            } else {
                kept.unlisted.append(number)
            }
        }
        for term in fallen { kept.noteFall(of: term.term, from: term.before) }
        follow()
    }

    /// Notes that a document is there, with the length of now and without a list.
    private mutating func arrive(_ number: UInt32) {
        let (version, norm) = (kept.version, index.norm(of: Int(number)) ?? 0)
        kept.drop(number)
        kept.update(Int(number)) { state in
            state.arrival = version
            state.peakNorm = Float(norm).nextUp
        }
    }

    package mutating func rank(by ranks: [UInt32]) { index.rank(by: ranks) }

    /// Brings what is known about the lists up to the lengths of now.
    private mutating func follow() {
        let shrunk = kept.follow(index, shrinkage: Self.shrinkage)
        let version = kept.version
        for number in shrunk {
            kept.update(Int(number)) { $0.arrival = version }
            if kept.listCount > 0 { kept.queueNewcomer(number) }
        }
    }

    // MARK: Upkeep

    /// The next merge of segments that is due.
    package func dueMerge() -> SegmentMerge? { index.dueMerge() }

    /// Puts a merged segment in the place of those that it was made of.
    package mutating func install(_ merged: MergedSegment) { index.install(merged) }

    /// Number of documents that wait for their list or to be compared.
    package var waitingCount: Int { kept.unlisted.count + kept.newcomers.count }

    /// Has a list that readers asked for found before the others: for the first time, or again
    /// unless nothing changed since it was found.
    package mutating func want(_ number: Int) {
        guard index.contains(number) else { return }
        if kept.hasList(number) {
            guard kept.states[number].version < kept.version else { return }
            kept.update(number) { $0.floor = -1 }
            kept.unlisted.append(UInt32(number))
        }
        if kept.wanted.count < Self.wantedLimit { kept.wanted.append(UInt32(number)) }
    }

    /// Compares the next newcomer with the lists and finds its own, or finds the next list.
    ///
    /// - Returns: false when nothing waits.
    /// - Complexity: one search, two for a newcomer.
    package mutating func advance(scratch: inout SearchScratch) -> Bool {
        if advanceNewcomer(scratch: &scratch) { return true }
        while let number = kept.wanted.popFirst() ?? kept.unlisted.popFirst() {
            if kept.hasList(Int(number)) { continue }
            find(Int(number), scratch: &scratch)
            return true
        }
        return false
    }

    /// Compares the next newcomer with the lists and finds its own.
    ///
    /// - Returns: false when there is none.
    package mutating func advanceNewcomer(scratch: inout SearchScratch) -> Bool {
        guard let number = kept.popNewcomer() else { return false }
        compare(Int(number), scratch: &scratch)
        find(Int(number), scratch: &scratch)
        return true
    }

    /// Finds the list of a document, whether or not it waits for it; nothing happens for one that is
    /// not in the index.
    ///
    /// - Complexity: one search.
    package mutating func find(_ number: Int, scratch: inout SearchScratch) {
        guard let list = FoundList(number, in: index, scratch: &scratch) else { return }
        keep(list)
    }

    /// Keeps a list that was found in the index of now.
    mutating func keep(_ list: FoundList) {
        kept.setCandidates(list.candidates, of: list.number)
        let (version, logCount) = (kept.version, index.logCount)
        kept.update(list.number) { state in
            state.floor = list.floor
            state.version = version
            state.logCount = Float(logCount).nextDown
        }
    }

    /// The next lists to be found, for another thread; nil when none waits.
    ///
    /// - Parameter limit: how many at most.
    package mutating func dueLists(limit: Int) -> ListFinding? {
        let (states, index) = (kept.states, index)
        let isDone = { (number: UInt32) in
            states.indices.contains(Int(number)) && states[Int(number)].floor >= 0
                || !index.contains(Int(number))
        }
        kept.wanted.dropFirst(while: isDone)
        kept.unlisted.dropFirst(while: isDone)
        let queue = kept.wanted.isEmpty ? kept.unlisted : kept.wanted
        let numbers = queue.waiting.prefix(limit).filter { !isDone($0) }
        if numbers.isEmpty { return nil }
        return ListFinding(numbers: numbers, index: index, version: kept.version)
    }

    /// Keeps lists that another thread found, unless documents came or went since.
    package mutating func install(_ found: FoundLists) {
        guard found.version == kept.version else { return }
        for list in found.lists where !kept.hasList(list.number) { keep(list) }
    }

    /// Puts a document into all lists in which it belongs.
    private mutating func compare(_ number: Int, scratch: inout SearchScratch) {
        guard let norm = index.norm(of: number), norm > 0 else { return }
        scratch.fit(termCount: index.documentFrequency.count)
        let query = index.query(document: number)
        var close: [UInt32] = []
        for state in index.segments {
            let needs = needs(of: state)
            guard !needs.isEmpty else { continue }
            SegmentScan(query: query, state: state, scaled: index.scaled)
                .forEachReaching(needs, scratch: &scratch) { close.append($0) }
        }
        scratch.factors.spread(query.terms.span, query.factors.span)
        let entries = close.filter { other in
            let cosine = index.cosine(of: Int(other), factors: scratch.factors)
            return Int(other) != number && cosine > Double(kept.states[Int(other)].floor)
        }
        scratch.factors.clear(query.terms.span)
        for other in entries { insert(UInt32(number), into: Int(other), scratch: &scratch) }
        let version = kept.version
        kept.update(number) { state in
            state.arrival = version
            state.peakNorm = Float(norm).nextUp
        }
    }

    /// What the sums of a segment have to reach to enter the lists that were found before the last
    /// change; empty when there are none.
    private func needs(of state: SegmentState) -> [UInt16] {
        var needs = Array(repeating: UInt16.max, count: state.quantised.count)
        var any = false
        let unit = state.unit
        for (local, number) in state.segment.documents.enumerated() where state.isPresent[local] {
            guard Int(number) < kept.states.count else { continue }
            let list = kept.states[Int(number)]
            guard list.floor >= 0, list.version < kept.version else { continue }
            needs[local] = UInt16(min(65_534, state.norms[local] * unit * Double(list.floor)))
            any = true
        }
        return any ? needs : []
    }

    private mutating func insert(_ number: UInt32, into other: Int, scratch: inout SearchScratch) {
        var candidates = kept.candidates(of: other)
        guard !candidates.contains(number) else { return }
        candidates.removeAll { !index.contains(Int($0)) }
        candidates.append(number)
        if candidates.count > KeptLists.places {
            let scored = index.score(candidates, by: index.query(document: other), &scratch)
            candidates = scored.prefix(KeptLists.size).map { UInt32($0.document) }
            let dropped = scored.dropFirst(KeptLists.size).first?.cosine ?? 0
            let floor = Float(dropped + InvertedIndex.tolerance).nextUp
            kept.update(other) { $0.floor = max($0.floor, floor) }
        }
        kept.setCandidates(candidates, of: other)
    }

    // MARK: Answers

    /// The candidates of the list of `number` with their scores of today, or nil when there is no
    /// list, or too much has come since it was found.
    ///
    /// Let s be the floor of the list. A document outside the list had at most the similarity s
    /// when the two were compared. Since then its numerator Σ f f' idf² grew at most by the factor
    /// r², r the largest idf of a term of `number` now over the least since then (r with the root),
    /// and 1 / length of either document by at most the ratio of the greatest length since then to
    /// the length now. So it has at most s · r² · ρ(number) · ρ now, where ρ is the largest ratio of
    /// any document. Idf only grows with N, for which the least N counts, or where document
    /// frequencies fell, which `KeptLists` notes by term. Newcomers, not yet compared with the
    /// list, are scored with the candidates.
    ///
    /// - Complexity: O(terms of 64 documents).
    package func keptList(of number: Int, scratch: inout SearchScratch) -> KeptList? {
        guard kept.hasList(number) else { return nil }
        let state = kept.states[number]
        let newcomers = kept.newcomers.waiting.filter {
            kept.states[Int($0)].arrival > state.version
        }
        guard newcomers.count <= Self.fewNewcomers, let bound = bound(number, state) else {
            return nil
        }
        let candidates = kept.candidates(of: number)
        let late = newcomers.filter { $0 != number && !candidates.contains($0) }
        var scored = index.score(candidates + late, by: index.query(document: number), &scratch)
        let last = 2 * KeptLists.size
        guard scored.count > last else { return KeptList(scored: scored, bound: bound) }
        // Many newcomers: no list is that long.
        let dropped = scored[last].cosine
        scored.removeLast(scored.count - last)
        return KeptList(scored: scored, bound: max(bound, dropped))
    }

    /// The candidates of the list of `number` with their scores of today, proved or not; empty when
    /// there is no list.
    package func candidates(of number: Int, scratch: inout SearchScratch) -> [ScoredDocument] {
        guard kept.hasList(number) else { return [] }
        return index.score(
            kept.candidates(of: number), by: index.query(document: number), &scratch)
    }

    /// What a document outside the list can have at most; nil while the document itself waits to
    /// be compared.
    private func bound(_ number: Int, _ state: KeptLists.ListState) -> Double? {
        guard state.floor > 0 else { return 0 }
        guard state.arrival <= state.version, let norm = index.norm(of: number), norm > 0,
            state.peakNorm > 0
        else { return nil }
        let growth = max(0, index.logCount - Double(state.logCount))
        let offset = index.weighting.idfOffset
        let leastIDF = max(
            offset,
            Double(state.logCount) + offset - log(1 + Double(index.largestFrequency)))
        var ratio = 1 + growth / leastIDF
        // Most changes let no document frequency fall.
        let terms = kept.falls.isEmpty ? [] : index.terms(of: number)
        for entry in terms where Int(entry.term) < kept.falls.count {
            guard kept.falls[Int(entry.term)] > state.version else { continue }
            let now = index.idf(entry.term)
            let least =
                Double(state.logCount) + offset - log(1 + Double(kept.peaks[Int(entry.term)]))
            ratio = max(ratio, now / max(offset, least))
        }
        let numerator = index.weighting.product(idf: ratio)
        return Double(state.floor) * numerator * Double(state.peakNorm) / norm
            * kept.largestShrinkage
    }
}

/// The candidates of a list with their scores, and what all others stay below.
package struct KeptList: Sendable {
    /// The best first.
    package var scored: [ScoredDocument]
    /// No document outside `scored` has a larger similarity.
    package var bound: Double

    package init(scored: [ScoredDocument], bound: Double) {
        self.scored = scored
        self.bound = bound
    }

    /// The first `limit` documents that may be in the answer, or nil when another one could
    /// belong to it.
    package func list(limit: Int, admits: (UInt32) -> Bool) -> [ScoredDocument]? {
        var list: [ScoredDocument] = []
        for document in scored where list.count < limit {
            if admits(UInt32(document.document)) { list.append(document) }
        }
        guard bound > 0, limit > 0 else { return list }
        guard list.count == limit, let last = list.last else { return nil }
        return last.cosine > bound + InvertedIndex.tolerance ? list : nil
    }
}

extension InvertedIndex {
    /// Length of a document's vector; nil when it is not in the index.
    func norm(of number: Int) -> Double? {
        place(of: number).map { segments[$0.segment].norms[$0.local] }
    }

    /// Scores documents exactly: those above 0, the best first.
    func score(
        _ documents: [UInt32], by query: IndexQuery, _ scratch: inout SearchScratch
    ) -> [ScoredDocument] {
        scratch.fit(termCount: documentFrequency.count)
        scratch.factors.spread(query.terms.span, query.factors.span)
        let places = documents.map { place(of: Int($0)) }
        for case let place? in places { announce(place) }
        for case let place? in places.prefix(Self.lookahead) { prefetch(place) }
        var scored: [ScoredDocument] = []
        scored.reserveCapacity(documents.count)
        for (index, number) in documents.enumerated() {
            let ahead = index + Self.lookahead
            if ahead < places.count, let place = places[ahead] { prefetch(place) }
            if number == query.itself { continue }
            let cosine = cosine(of: Int(number), factors: scratch.factors)
            if cosine > 0 { scored.append(ScoredDocument(document: Int(number), cosine: cosine)) }
        }
        scratch.factors.clear(query.terms.span)
        scored.sort(by: precedes)
        return scored
    }

    /// Documents brought near before they are scored: enough to cover the wait for memory.
    private static let lookahead = 8

    /// Has brought near what says where a document lies and how long it is.
    private func announce(_ place: (segment: Int, local: Int)) {
        let norms = segments[place.segment].norms
        Prefetch.lines(of: norms.span.extracting(place.local..<place.local + 1))
        segments[place.segment].segment.vectors.announce(place.local)
    }

    /// Has a document brought near that lies anywhere in memory.
    private func prefetch(_ place: (segment: Int, local: Int)) {
        segments[place.segment].segment.vectors.prefetch(place.local)
    }
}

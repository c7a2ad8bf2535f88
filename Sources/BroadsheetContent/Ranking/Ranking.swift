/// Makes a list of articles from candidates: filters, factors, diversity, pins and fallback.
///
/// A function of its inputs alone. A candidate's score is its cosine times the factors; candidates
/// come by score (with diversity by `RankedItem.Diversity.value`) rounded to seven decimals, then
/// newer first, undated last, then by id. Pins stand at their positions, and when too few
/// candidates remain, the steps of the fallback fill the rest in their order.
///
/// Whatever the step, a list never holds the page's own article, one seen, blocked or not to be
/// shown, one twice, or (unless the rules ask for it) two of a duplicate group or another
/// language. Only pins may be outside the language, the window, the past and the story asked for:
/// an editor has decided.
package struct Ranking<Source: RankingSource> {
    let source: Source
    let rules: RankingRules
    let context: RankingContext
    let scorer: CandidateScorer
    private let filter: CandidateFilter
    /// The page's own article, and what is seen or blocked.
    private let barred: Set<Int>

    package init(source: Source, rules: RankingRules, context: RankingContext) {
        self.source = source
        self.rules = rules
        self.context = context
        let clock = PageClock(rules: rules, context: context, names: source.names)
        scorer = CandidateScorer(
            rules: rules, page: context.page, clock: clock, names: source.names)
        filter = CandidateFilter(rules: rules, context: context, clock: clock)
        var barred = Set(context.seen).union(context.blocked)
        if let document = context.document { barred.insert(document) }
        self.barred = barred
    }

    /// At most `limit` articles from candidates that are all there is.
    package func list(from candidates: [ScoredDocument], limit: Int) -> [RankedItem] {
        list(from: candidates, limit: limit, bound: 0).items
    }

    /// At most `limit` articles; none for a limit below 1.
    ///
    /// - Parameters:
    ///   - bound: no other document has a cosine above it.
    ///   - freshness: no other document has a larger factor of freshness.
    /// - Complexity: O(c log c) for c candidates; with diversity c · limit similarities more. The
    ///   fallback takes as many documents from the source as it needs.
    package func list(
        from candidates: [ScoredDocument], limit: Int, bound: Double, freshness: Double = 1
    ) -> RankedList {
        guard limit > 0 else { return RankedList(items: [], isSettled: true) }
        var shown = shownAlready()
        let pins = takePins(limit: limit, shown: &shown)
        let room = limit - pins.count
        var ordered = scored(candidates)
        var items: [RankedItem] = []
        var last: Double?
        if rules.diversity > 0 {
            let pool = max(Self.diversityPool, 2 * limit)
            if ordered.count >= pool {
                ordered.removeLast(ordered.count - pool)
                last = ordered.last?.score.value
            }
            items = diverse(
                ordered, besides: pins.map(\.item.document), limit: room, shown: &shown)
        } else {
            items = best(ordered, limit: room, shown: &shown)
            if items.count == room { last = items.last?.score }
        }
        let isSettled = room == 0 || isSettled(last: last, bound: bound, freshness)
        fallBack(to: room, items: &items, shown: &shown)
        return RankedList(items: PinnedItem.place(pins, among: items), isSettled: isSettled)
    }

    /// Diversity chooses among so many, the best of all by score, or twice the items asked for.
    private static var diversityPool: Int { 64 }

    /// Whether no document with a cosine of at most `bound` can have a place.
    ///
    /// - Parameter last: the least score that has one; nil while places are free.
    private func isSettled(last: Double?, bound: Double, _ freshness: Double) -> Bool {
        let cosine = bound + InvertedIndex.tolerance
        let score = cosine * scorer.mostFactor * freshness
        if bound <= 0 || cosine < rules.minimumCosine || score < rules.minimumScore { return true }
        return last.map { $0 > score } ?? false
    }

    /// The largest factor of freshness that documents of up to a time have, evergreen ones left out.
    ///
    /// - Parameter time: seconds since 1970; nil for documents without a date.
    package func mostFreshness(publishedUpTo time: Int64?) -> Double {
        scorer.mostFreshness(publishedUpTo: time)
    }

    /// Whether a document may stand in the list, whatever its cosine.
    package func admits(_ document: Int) -> Bool {
        guard !barred.contains(document), source.mayShow(document) else { return false }
        return filter.admits(source.traits(of: document))
    }

    // MARK: Parts of a list

    private func shownAlready() -> ShownDocuments {
        var shown = ShownDocuments(collapsesGroups: rules.showsOneOfDuplicates)
        for document in context.seen where source.mayShow(document) {
            _ = shown.take(document, group: source.traits(of: document).duplicateGroup)
        }
        for document in context.seen + context.blocked { shown.bar(document) }
        if let document = context.document { shown.bar(document) }
        shown.bar(group: context.page?.duplicateGroup)
        return shown
    }

    private func takePins(
        limit: Int, shown: inout ShownDocuments
    ) -> [PinnedItem] {
        var pins: [PinnedItem] = []
        let inOrder = context.pins.enumerated().sorted {
            ($0.element.position, $0.offset) < ($1.element.position, $1.offset)
        }
        for (_, pin) in inOrder where (1...limit).contains(pin.position) && pins.count < limit {
            guard source.mayShow(pin.document) else { continue }
            let traits = source.traits(of: pin.document)
            guard shown.take(pin.document, group: traits.duplicateGroup) else { continue }
            let item = item(pin.document, via: .pin, traits: traits)
            pins.append(PinnedItem(position: pin.position, item: item))
        }
        return pins
    }

    /// The candidates that may stand in the list, the best first.
    private func scored(_ candidates: [ScoredDocument]) -> [RankedCandidate] {
        var sections = scorer.memo()
        var ordered: [RankedCandidate] = []
        ordered.reserveCapacity(candidates.count)
        for candidate in candidates {
            guard candidate.cosine > 0, candidate.cosine >= rules.minimumCosine,
                source.mayShow(candidate.document)
            else { continue }
            let traits = source.traits(of: candidate.document)
            guard filter.admits(traits) else { continue }
            let score = scorer.score(candidate.cosine, traits, sections: &sections)
            // Also false where a rule that nobody checked made the score no number.
            guard score.value >= rules.minimumScore else { continue }
            ordered.append(RankedCandidate(candidate.document, traits, score))
        }
        ordered.sort { precedes($0, $0.orderedScore, $1, $1.orderedScore) }
        return ordered
    }

    private func best(
        _ ordered: [RankedCandidate], limit: Int, shown: inout ShownDocuments
    ) -> [RankedItem] {
        var items: [RankedItem] = []
        for candidate in ordered where items.count < limit {
            if shown.take(candidate.document, group: candidate.group) {
                items.append(candidate.item)
            }
        }
        return items
    }

    private func fallBack(
        to count: Int, items: inout [RankedItem], shown: inout ShownDocuments
    ) {
        for step in rules.fallback where items.count < count && canHelp(step) {
            let documents = source.documents(for: step, page: scorer.page)
            while items.count < count, let document = documents.next() {
                guard source.mayShow(document) else { continue }
                let traits = source.traits(of: document)
                guard filter.admits(traits), shown.take(document, group: traits.duplicateGroup)
                else { continue }
                items.append(item(document, via: step.via, traits: traits))
            }
        }
    }

    /// Whether a step can bring anything: asking costs a walk over the archive.
    private func canHelp(_ step: FallbackStep) -> Bool {
        if context.stories == .same, step != .story { return false }
        switch step {
        case .story: return scorer.page?.story != nil && context.stories != .other
        case .tags: return scorer.page?.tags.isEmpty == false
        case .section: return scorer.page.map { !source.names.name($0.section).isEmpty } ?? false
        case .latest: return true
        }
    }

    /// An item that did not come by its score, with the score that it has.
    private func item(
        _ document: Int, via: RankedItem.Via, traits: RankingTraits
    ) -> RankedItem {
        let cosine = source.cosine(of: document)
        guard cosine > 0 else { return RankedItem(document: document, via: via, factors: []) }
        var sections = scorer.memo()
        let score = scorer.score(cosine, traits, sections: &sections)
        return RankedItem(
            document: document, via: via, cosine: cosine, score: score.value,
            factors: score.factors)
    }

    /// The house's order: the larger key, the newer, the smaller id.
    func precedes(
        _ left: RankedCandidate, _ leftKey: Double, _ right: RankedCandidate, _ rightKey: Double
    ) -> Bool {
        if leftKey != rightKey { return leftKey > rightKey }
        if left.publishedAt != right.publishedAt { return left.publishedAt > right.publishedAt }
        return source.precedes(left.document, right.document)
    }
}

/// A list, and whether it holds against all that was not among the candidates.
package struct RankedList: Sendable, Hashable {
    package var items: [RankedItem]
    /// No other document can stand in it by its score.
    package var isSettled: Bool
}

/// A candidate that may stand in the list.
struct RankedCandidate {
    let document: Int
    /// Undated documents come last.
    let publishedAt: Int64
    let group: UInt32?
    let score: CandidateScore
    let orderedScore: Double

    init(_ document: Int, _ traits: RankingTraits, _ score: CandidateScore) {
        self.document = document
        publishedAt = traits.publishedAt ?? .min
        group = traits.duplicateGroup
        self.score = score
        orderedScore = score.value.roundedScore
    }

    var item: RankedItem {
        RankedItem(
            document: document, via: .cosine, cosine: score.cosine, score: score.value,
            factors: score.factors)
    }
}

extension FallbackStep {
    /// What items that it brings are known by.
    var via: RankedItem.Via {
        switch self {
        case .story: .story
        case .tags, .section: .tags
        case .latest: .latest
        }
    }
}

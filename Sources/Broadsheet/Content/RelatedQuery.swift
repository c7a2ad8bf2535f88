internal import BroadsheetArticles
internal import BroadsheetContent
internal import Foundation
internal import Synchronization

/// Lends work space to searches, one to each at a time, and keeps it for the next.
final class ScratchPool: Sendable {
    private struct State {
        var idle: [SearchScratch] = []
    }

    private let state = Mutex(State())

    /// Runs `body` with work space of its own.
    func withScratch<Result>(_ body: (inout SearchScratch) -> Result) -> Result {
        var scratch = state.withLock { $0.idle.popLast() } ?? SearchScratch()
        defer { state.withLock { [scratch] in $0.idle.append(scratch) } }
        return body(&scratch)
    }
}

/// Which articles a list may show at all.
struct ListFilter: Sendable {
    /// Leaves out articles without an address that may become a link.
    var linkableOnly = false
    /// Articles that may not be shown at this time are left out; nil asks nobody.
    var now: Date?

    func admits(_ number: Int, in content: ContentSnapshot) -> Bool {
        guard linkableOnly || now != nil else { return true }
        guard let card = content.card(number) else { return false }
        return (!linkableOnly || card.isLinkable) && (now.map(card.isVisible(at:)) ?? true)
    }
}

/// A list of related articles as it is to be made.
struct ListQuery: Sendable {
    /// What the articles are compared with.
    var terms: IndexQuery
    /// Whether `terms` lacks some that editors block; they count for nothing on this page.
    var isReduced = false
    /// Place of the scoring in the snapshot's `scorings`.
    var scoring: Int
    var rules: RankingRules
    var context: RankingContext
    var limit: Int
    var filter: ListFilter

    /// Whether the list is that of a search, whatever else is in the catalogue.
    var isByCosineAlone: Bool { rules == .none && context.pins.isEmpty && context.stories == .all }
}

/// What the kept list of an article says.
enum KeptAnswer: Sendable {
    /// The list, settled.
    case list([RankedItem])
    /// There is no kept list, or rules and filters reach beyond it: search.
    case missing
    /// The kept list does not prove any more what it would prove if it were found today: search,
    /// and have it found again.
    case worn
}

extension ContentSnapshot {
    /// The list from what is kept, else from a search, however long that takes.
    func list(_ query: ListQuery, pool: ScratchPool) -> [RankedItem] {
        if case .list(let list) = keptList(query, pool: pool) { return list }
        return searchedList(query, pool: pool)
    }

    /// The list from what is kept, where that needs no search.
    ///
    /// The candidates of a kept list are ranked with the rules of the request. The answer holds
    /// when no article outside could reach a place even with all boosts that there are.
    ///
    /// - Complexity: O(candidates).
    func keptList(_ query: ListQuery, pool: ScratchPool) -> KeptAnswer {
        guard let document = query.context.document else { return .missing }
        let key = KeptListCache.Key(number: document, scoring: query.scoring)
        guard var kept = keptList(key, pool: pool) else {
            if !indexes[query.scoring].kept.hasList(document) { lists.noteWanted(key) }
            return .missing
        }
        let ranking = Ranking(
            source: ListSource(content: self, query: query), rules: query.rules,
            context: query.context)
        let index = indexes[query.scoring].index
        if query.isReduced {
            guard let stretch = index.stretch(of: query.terms, for: document) else {
                return .missing
            }
            kept.bound *= stretch
            kept.scored = pool.withScratch { scratch in
                index.score(kept.scored.map(\.document), with: query.terms, scratch: &scratch)
            }
        }
        var list = ranking.list(from: kept.scored, limit: query.limit, bound: kept.bound)
        if list.isSettled { return .list(list.items) }
        let fresh = withFreshest(kept.scored, of: query, ranking, pool: pool)
        list = ranking.list(
            from: fresh.scored, limit: query.limit, bound: kept.bound, freshness: fresh.rest)
        if list.isSettled { return .list(list.items) }
        // Found again, it may prove more; where even that would not do, it stays.
        let best = ranking.list(
            from: fresh.scored, limit: query.limit, bound: kept.scored.last?.cosine ?? 0,
            freshness: fresh.rest)
        guard best.isSettled else { return .missing }
        lists.noteWanted(key)
        return .worn
    }

    /// Candidates and the freshest articles, and the largest factor of freshness of all others.
    ///
    /// On the page of a new article of an old archive nearly everything has lost as much by its age as
    /// can be, and only what is new could still pass it.
    private func withFreshest(
        _ scored: [ScoredDocument], of query: ListQuery, _ ranking: Ranking<ListSource>,
        pool: ScratchPool
    ) -> (scored: [ScoredDocument], rest: Double) {
        guard query.rules.freshness.fades, let freshest = freshest() else { return (scored, 1) }
        let rest = ranking.mostFreshness(publishedUpTo: freshest.rest)
        guard rest < 1 else { return (scored, 1) }
        let known = Set(scored.map { UInt32(truncatingIfNeeded: $0.document) })
        let new = freshest.documents.filter { !known.contains($0) }
        let index = indexes[query.scoring].index
        return pool.withScratch { scratch in
            let more = index.score(
                new.map { Int($0) }, with: query.terms, scratch: &scratch)
            return (scored + more, rest)
        }
    }

    /// The scored candidates of an article, those that a request to this snapshot found included.
    private func keptList(_ key: KeptListCache.Key, pool: ScratchPool) -> KeptList? {
        if let kept = lists.list(key) { return kept }
        let kept = pool.withScratch { scratch in
            indexes[key.scoring].keptList(of: key.number, scratch: &scratch)
        }
        if let kept { lists.store(kept, for: key) }
        return kept
    }

    /// The list from a search.
    ///
    /// Searches go for more and more candidates until the list holds against all the others, the
    /// first without the filters of the request, so that its candidates serve the next request
    /// too, the others with the filters inside.
    ///
    /// - Complexity: O(postings of the query's terms + articles), at most a few times.
    func searchedList(_ query: ListQuery, pool: ScratchPool) -> [RankedItem] {
        let index = indexes[query.scoring].index
        let ranking = Ranking(
            source: ListSource(content: self, query: query), rules: query.rules,
            context: query.context)
        if query.isByCosineAlone {
            let found = find(query.limit, index, query.terms, pool: pool) {
                ranking.admits(Int($0))
            }
            return ranking.list(from: found.scored, limit: query.limit)
        }
        if let document = query.context.document, !query.isReduced {
            let kept = find(Self.firstCandidates, index, query.terms, pool: pool) { _ in true }
            let list = ranking.list(from: kept.scored, limit: query.limit, bound: kept.bound)
            lists.store(
                kept, for: KeptListCache.Key(number: document, scoring: query.scoring))
            if list.isSettled { return list.items }
            let fresh = withFreshest(kept.scored, of: query, ranking, pool: pool)
            let whole = ranking.list(
                from: fresh.scored, limit: query.limit, bound: kept.bound, freshness: fresh.rest)
            if whole.isSettled { return whole.items }
        }
        var count = max(64, 2 * query.limit)
        while true {
            let found = find(count, index, query.terms, pool: pool) { ranking.admits(Int($0)) }
            let fresh = withFreshest(found.scored, of: query, ranking, pool: pool)
            let list = ranking.list(
                from: fresh.scored, limit: query.limit, bound: found.bound, freshness: fresh.rest)
            if list.isSettled || found.bound <= 0 { return list.items }
            count *= 8
        }
    }

    /// Candidates that the first search of an article leaves: enough for most rules.
    private static let firstCandidates = 256

    private func find(
        _ count: Int, _ index: InvertedIndex, _ terms: IndexQuery, pool: ScratchPool,
        admits: (UInt32) -> Bool
    ) -> KeptList {
        let found = pool.withScratch { scratch in
            index.search(terms, limit: count, scratch: &scratch, admits: admits)
        }
        let bound = found.count < count ? 0 : found.last.map { $0.cosine + 1e-7 } ?? 0
        return KeptList(scored: found, bound: bound)
    }

    /// The newest articles of a section (all for ""), newest first.
    ///
    /// - Parameter showsCopies: else of a group of copies, those of `excluded` included, one.
    func latest(
        section: String, limit: Int, excluded: Set<Int> = [], showsCopies: Bool = false,
        filter: ListFilter
    ) -> [Item] {
        var items: [Item] = []
        var groups = Set(showsCopies ? [] : excluded.compactMap { traits(of: $0).duplicateGroup })
        for number in order where items.count < limit {
            guard let card = card(Int(number)), SectionScope.contains(section, card.section),
                !excluded.contains(Int(number)), filter.admits(Int(number), in: self)
            else { continue }
            if !showsCopies, let group = traits(of: Int(number)).duplicateGroup,
                !groups.insert(group).inserted
            {
                continue
            }
            items.append(Item(card, via: .latest))
        }
        return items
    }
}

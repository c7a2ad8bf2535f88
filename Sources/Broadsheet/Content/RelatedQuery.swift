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

/// What a list of related articles is asked for.
enum RelatedSubject: Sendable {
    /// A document of the snapshot.
    case document(Int)
    /// A text that is not in the catalogue.
    case text(DocumentTerms)
}

/// Whether items say why they are there.
enum ReasonStyle: Sendable {
    /// They don't.
    case none
    /// A line of words in the site's language.
    case words(SiteStrings)
}

/// Which articles a list may not show.
struct ListFilter: Sendable {
    /// Articles that may not appear.
    var excluded: Set<Int> = []
    /// Leaves out articles without an address that may become a link.
    var linkableOnly = false
    /// Articles that may not be shown at this time are left out; nil asks nobody.
    var now: Date?

    func admits(_ number: Int, in content: ContentSnapshot) -> Bool {
        guard !excluded.contains(number) else { return false }
        guard linkableOnly || now != nil else { return true }
        guard let card = content.card(number) else { return false }
        return (!linkableOnly || card.isLinkable) && (now.map(card.isVisible(at:)) ?? true)
    }
}

extension ContentSnapshot {
    /// The articles most like `subject` as items, the best first.
    ///
    /// - Parameters:
    ///   - scoring: place of the scoring in `scorings`.
    ///   - filter: what may not appear; a document never appears in its own list.
    ///   - explain: adds all matched terms to each item.
    func related(
        to subject: RelatedSubject, scoring: Int, limit: Int, filter: ListFilter,
        reasons: ReasonStyle, explain: Bool, pool: ScratchPool
    ) -> [Item] {
        let index = indexes[scoring].index
        let query =
            switch subject {
            case .document(let number): index.query(document: number)
            case .text(let terms): index.query(terms: terms)
            }
        let found = pool.withScratch { scratch in
            kept(subject, scoring: scoring, limit: limit, filter: filter, scratch: &scratch)
                ?? index.search(query, limit: limit, scratch: &scratch) {
                    filter.admits(Int($0), in: self)
                }
        }
        return found.compactMap { result in
            guard let card = card(result.document) else { return nil }
            var item = Item(card, via: .cosine, cosine: result.cosine)
            if case .none = reasons, !explain { return item }
            let shares = index.explain(
                query, result.document, lexicon: lexicon, surfaces: surfaces)
            if case .words(let strings) = reasons {
                item.reason = strings.reason(words: shares.tellingWords(limit: 3))
            }
            if explain { item.explanation = Explanation(shares) }
            return item
        }
    }

    /// The answer from the kept list of a document, or nil when that takes a search.
    private func kept(
        _ subject: RelatedSubject, scoring: Int, limit: Int, filter: ListFilter,
        scratch: inout SearchScratch
    ) -> [ScoredDocument]? {
        guard case .document(let number) = subject else { return nil }
        let key = KeptListCache.Key(number: number, scoring: scoring)
        var kept = lists.list(key)
        if kept == nil {
            kept = indexes[scoring].keptList(of: number, scratch: &scratch)
            if let kept { lists.store(kept, for: key) }
        }
        guard let kept else { return nil }
        let proved = kept.list(limit: limit) { filter.admits(Int($0), in: self) }
        if proved == nil { lists.noteUnproved(key) }
        return proved
    }

    /// The newest articles of a section (all for ""), newest first.
    func latest(section: String, limit: Int, filter: ListFilter) -> [Item] {
        var items: [Item] = []
        for number in order where items.count < limit {
            guard let card = card(Int(number)), SectionScope.contains(section, card.section),
                filter.admits(Int(number), in: self)
            else { continue }
            items.append(Item(card, via: .latest))
        }
        return items
    }
}

extension Explanation {
    init(_ shares: [TermShare]) {
        terms = shares.map { Term(term: $0.term, surface: $0.surface, share: $0.share) }
        factors = []
    }
}

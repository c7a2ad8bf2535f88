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

extension ContentSnapshot {
    /// The articles most like `subject` as items, the best first.
    ///
    /// - Parameters:
    ///   - scoring: place of the scoring in `scorings`.
    ///   - excluded: documents that may not appear; a document never appears in its own list.
    ///   - explain: adds all matched terms to each item.
    func related(
        to subject: RelatedSubject, scoring: Int, limit: Int, excluding excluded: [Int],
        reasons: ReasonStyle, explain: Bool, pool: ScratchPool
    ) -> [Item] {
        let index = indexes[scoring]
        let found = pool.withScratch { scratch in
            switch subject {
            case .document(let document):
                index.related(
                    toDocument: document, limit: limit, excluding: excluded, scratch: &scratch)
            case .text(let terms):
                index.related(
                    toTerms: terms, limit: limit, excluding: excluded, scratch: &scratch)
            }
        }
        return found.map { result in
            var item = Item(cards[result.document], via: .cosine, cosine: result.cosine)
            if case .none = reasons, !explain { return item }
            let shares = shares(of: subject, with: result.document, scoring: scoring)
            if case .words(let strings) = reasons {
                item.reason = strings.reason(words: shares.tellingWords(limit: 3))
            }
            if explain { item.explanation = Explanation(shares) }
            return item
        }
    }

    private func shares(
        of subject: RelatedSubject, with document: Int, scoring: Int
    ) -> [TermShare] {
        switch subject {
        case .document(let number):
            indexes[scoring].explain(
                document: number, document, lexicon: lexicon, surfaces: surfaces)
        case .text(let terms):
            indexes[scoring].explain(
                terms: terms, document, lexicon: lexicon, surfaces: surfaces)
        }
    }

    /// The newest articles of a section (all for ""), newest first.
    func latest(section: String, limit: Int, excluding excluded: Set<Int>, at now: Date) -> [Item] {
        var items: [Item] = []
        for document in cards.indices where items.count < limit {
            let card = cards[document]
            guard SectionPath.contains(section, card.section), !excluded.contains(document),
                card.isVisible(at: now)
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

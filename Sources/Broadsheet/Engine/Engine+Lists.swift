internal import BroadsheetAds
internal import BroadsheetArticles
internal import BroadsheetContent
internal import Foundation

/// A list of related articles and, where it is recorded, how it is named in the ledger.
public struct RelatedList: Sendable, Hashable {
    /// The article it is for; nil for a draft.
    public var id: String?
    /// The articles, the best first.
    public var items: [Item]
    /// The configuration that made it.
    public var variant: String
    /// Set when the list was recorded.
    public var tracking: ListTracking?
}

extension Engine {
    /// The articles most like the one asked for, among those that readers may see.
    ///
    /// - Throws: `RequestError` for an unknown article or variant, or a limit outside 0…100.
    /// - Complexity: O(postings of the article's terms).
    public func related(_ request: RelatedRequest) throws -> RelatedList {
        try Self.checkLimit(request.limit)
        let now = environment.now()
        let content = state.content
        guard let document = content.document(id: request.id, at: now) else {
            throw RequestError.unknownArticle(id: request.id)
        }
        let choice = try chooseVariant(
            relatedVariants, named: request.variant, readerKey: request.readerKey,
            isDrawn: request.track)
        let items = content.related(
            to: .document(document), scoring: choice.index, limit: request.limit,
            filter: ListFilter(
                excluded: Set(content.documents(request.exclude)),
                linkableOnly: request.linkableOnly, now: now),
            reasons: .words(strings),
            explain: request.explain, pool: scratchPool)
        var list = RelatedList(id: request.id, items: items, variant: choice.name, tracking: nil)
        if request.track { list.tracking = try track(list, choice: choice, now: now) }
        return list
    }

    /// The articles most like a draft that is not in the catalogue; document frequencies are the
    /// catalogue's and words that it does not know are left out.
    ///
    /// - Throws: `RequestError` for a limit outside 0…100.
    public func related(_ request: DraftRequest) throws -> RelatedList {
        try Self.checkLimit(request.limit)
        let now = environment.now()
        let content = state.content
        let scoring = content.scorings[0]
        let text = DocumentText(request.article)
        let terms = content.lexicon.terms(
            of: text, weights: scoring.fields,
            with: scoring.analyzer.analyzer(language: request.article.language, of: text))
        let excluded = content.documents(request.exclude + [request.article.id])
        let items = content.related(
            to: .text(terms), scoring: 0, limit: request.limit,
            filter: ListFilter(excluded: Set(excluded), now: now), reasons: .words(strings),
            explain: request.explain, pool: scratchPool)
        return RelatedList(
            id: nil, items: items, variant: relatedVariants[0].name, tracking: nil)
    }

    /// The newest articles that readers may see.
    ///
    /// - Throws: `RequestError` for a limit outside 0…100.
    public func latest(_ request: LatestRequest) throws -> [Item] {
        try Self.checkLimit(request.limit)
        let content = state.content
        return content.latest(
            section: request.section, limit: request.limit,
            filter: ListFilter(
                excluded: Set(content.documents(request.exclude)),
                linkableOnly: request.linkableOnly, now: environment.now()))
    }

    static func checkLimit(_ limit: Int) throws {
        guard (0...100).contains(limit) else {
            throw RequestError.limitOutOfRange(found: limit)
        }
    }
}

extension ContentSnapshot {
    /// The numbers of the articles named; ids that name none are passed over.
    func documents(_ ids: [String]) -> [Int] { ids.compactMap { document(id: $0) } }
}

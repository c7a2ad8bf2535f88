internal import BroadsheetAds
internal import BroadsheetArticles
internal import BroadsheetContent
internal import Foundation
internal import Synchronization

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
    /// In which language the article is analysed, where the request asked for an explanation.
    public var language: AnalysisLanguage?
}

/// In which language an article is analysed, and how that is known.
public struct AnalysisLanguage: Sendable, Hashable {
    /// The primary subtag of its BCP 47 tag; nil when it is unknown.
    public var code: String?
    /// `declared` by the article, `detected` from its letters or words, `assumed` to be the site's, or
    /// `unknown`.
    public var origin: String
    /// How sure that is, 0…1: 1 for a declared language, 0 for an assumed or unknown one.
    public var confidence: Double

    init(_ found: ArticleLanguage) {
        code = found.language?.code
        origin = found.origin.rawValue
        confidence = found.confidence
    }
}

extension Engine {
    /// The articles most like the one asked for, among those that readers may see, by the rules of
    /// the site.
    ///
    /// A kept list is answered at once, on the caller's thread; where none proves the answer, a
    /// search waits for one of the few threads that searches have.
    ///
    /// - Throws: `RequestError` for an unknown article or variant, a limit outside 0…100, or a rule
    ///   that can't be; `EngineBusy` when a search is needed and too many wait;
    ///   `CancellationError` when the task is cancelled while its search waits.
    /// - Complexity: O(terms of 64 articles), or O(postings of the article's terms).
    public func related(_ request: RelatedRequest) async throws -> RelatedList {
        try Self.checkLimit(request.limit)
        let now = environment.now()
        let state = state
        guard let document = state.content.document(id: request.id, at: now) else {
            throw RequestError.unknownArticle(id: request.id)
        }
        let choice = try chooseVariant(
            relatedVariants, named: request.variant, readerKey: request.readerKey,
            isDrawn: request.track)
        var wishes = try wishes(
            of: choice.index, rules: request.rules, limit: request.limit, state: state, now: now)
        wishes.seen = state.content.documents(request.exclude)
        wishes.stories = request.stories.context
        wishes.linkableOnly = request.linkableOnly
        let items = try await list(
            state.content.query(document: document, wishes), of: state.content,
            explain: request.explain)
        var list = RelatedList(id: request.id, items: items, variant: choice.name)
        if request.explain {
            list.language = state.content.language(of: document).map(AnalysisLanguage.init)
        }
        if request.track { list.tracking = try track(list, choice: choice, now: now) }
        return list
    }

    /// The articles most like a draft that is not in the catalogue, or like what a reader likes.
    ///
    /// Document frequencies are the catalogue's and words that it does not know are left out. The
    /// draft counts once, what is liked three quarters, what is not liked half, each as the mean of
    /// its unit vectors.
    ///
    /// - Throws: `RequestError` for a limit outside 0…100 or a rule that can't be; `EngineBusy` when
    ///   too many searches wait; `CancellationError` when the task is cancelled while it waits.
    public func related(_ request: DraftRequest) async throws -> RelatedList {
        try Self.checkLimit(request.limit)
        let now = environment.now()
        let state = state
        let content = state.content
        var wishes = try wishes(
            of: 0, rules: request.rules, limit: request.limit, state: state, now: now)
        let liked = content.documents(request.like, at: now)
        let notLiked = content.documents(request.notLike, at: now)
        let ownID = request.article.map { [$0.id] } ?? []
        wishes.seen = content.documents(request.exclude + ownID) + liked + notLiked
        let items = try await searches.run { [wishes, strings, pool = scratchPool] in
            let draft = request.article.map {
                content.draft(DocumentText($0), of: $0, scoring: wishes.scoring)
            }
            let query = content.query(
                draft: draft?.terms, like: liked, notLike: notLiked,
                page: draft?.page ?? content.commonTraits(of: liked), wishes)
            return content.items(
                content.searchedList(query, pool: pool), of: query, reasons: .words(strings),
                explain: request.explain)
        }
        return RelatedList(id: nil, items: items, variant: relatedVariants[0].name)
    }

    /// Makes a list: from what is kept, on this thread, or by a search, on one of the executor's.
    ///
    /// - Throws: `EngineBusy` when a search is needed and too many wait; `CancellationError`.
    func list(
        _ query: ListQuery, of content: ContentSnapshot, explain: Bool
    ) async throws -> [Item] {
        let (pool, strings) = (scratchPool, strings)
        switch content.keptList(query, pool: pool) {
        case .list(let list):
            return content.items(list, of: query, reasons: .words(strings), explain: explain)
        case .missing: break
        case .worn: wornAnswers.add(1, ordering: .relaxed)
        }
        return try await searches.run {
            let list = content.searchedList(query, pool: pool)
            return content.items(list, of: query, reasons: .words(strings), explain: explain)
        }
    }

    /// What a request wishes of a list by a variant's rules.
    func wishes(
        of variant: Int, rules changes: [String: String], limit: Int, state: State, now: Date
    ) throws -> ListWishes {
        var rules = relatedVariants[variant].rule.ranking
        var overrides = RankingOverrides()
        do {
            for (name, text) in changes.sorted(by: { $0.key < $1.key }) {
                try overrides.set(name, text)
            }
            rules = try overrides.applied(to: rules)
        } catch {
            throw RequestError.badRule(
                name: error.setting, found: error.found, expected: error.expected)
        }
        return ListWishes(
            scoring: scoringPlaces[variant], rules: rules, limit: limit,
            editorial: state.editorial, now: now)
    }

    /// The newest articles that readers may see.
    ///
    /// - Throws: `RequestError` for a limit outside 0…100.
    public func latest(_ request: LatestRequest) throws -> [Item] {
        try Self.checkLimit(request.limit)
        let content = state.content
        return content.latest(
            section: request.section, limit: request.limit,
            excluded: Set(content.documents(request.exclude)),
            showsCopies: !configuration.ranking.showsOneOfDuplicates,
            filter: ListFilter(linkableOnly: request.linkableOnly, now: environment.now()))
    }

    static func checkLimit(_ limit: Int) throws {
        guard (0...100).contains(limit) else {
            throw RequestError.limitOutOfRange(found: limit)
        }
    }
}

extension Stories {
    var context: RankingContext.Stories {
        switch self {
        case .all: .all
        case .same: .same
        case .other: .other
        }
    }
}

extension ContentSnapshot {
    /// The numbers of the articles among `ids` that readers may see at `now`.
    fileprivate func documents(_ ids: [String], at now: Date) -> [Int] {
        ids.compactMap { document(id: $0, at: now) }
    }

    /// The language that all of some articles share; nil when there is none.
    fileprivate func commonTraits(of documents: [Int]) -> RankingTraits? {
        let languages = Set(documents.map { traits(of: $0).language })
        guard languages.count == 1, let language = languages.first else { return nil }
        return RankingTraits(language: language)
    }
}

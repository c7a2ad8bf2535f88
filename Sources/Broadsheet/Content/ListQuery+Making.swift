internal import BroadsheetArticles
internal import BroadsheetContent
internal import BroadsheetStorage
internal import Foundation

/// What of a request for a list does not depend on what the list is for.
struct ListWishes: Sendable {
    /// Place of the scoring in the snapshot's `scorings`.
    var scoring: Int
    var rules: RankingRules
    var limit: Int
    /// Documents that the page shows already, or that the caller does not want.
    var seen: [Int] = []
    var stories = RankingContext.Stories.all
    var linkableOnly = false
    /// What editors say; ids are looked up in the snapshot.
    var editorial = Editorial()
    /// The time of the page.
    var now: Date
    /// Whether articles are asked whether they may be seen at `now`.
    var asksVisibility = true

    fileprivate var filter: ListFilter {
        ListFilter(linkableOnly: linkableOnly, now: asksVisibility ? now : nil)
    }

    fileprivate var seconds: Int64 { TraitTable.seconds(now) ?? 0 }
}

/// Whether items say why they are there.
enum ReasonStyle: Sendable {
    /// They don't.
    case none
    /// A line of words in the site's language.
    case words(SiteStrings)
}

extension ContentSnapshot {
    /// The list of an article of the snapshot.
    func query(document: Int, _ wishes: ListWishes) -> ListQuery {
        let id = card(document)?.id
        let page = traits(of: document)
        var context = RankingContext(
            document: document, page: page, now: wishes.seconds, seen: wishes.seen,
            blocked: documents(wishes.editorial.blocked(on: id, at: wishes.now)),
            stories: wishes.stories)
        context.pins =
            id.map { wishes.editorial.pins(on: $0, at: wishes.now) }?.compactMap { pin in
                self.document(id: pin.pinned).map { .init(document: $0, position: pin.position) }
            } ?? []
        let ignored = terms(
            ofWords: wishes.editorial.blockedTerms(on: id, at: wishes.now), page: page,
            scoring: wishes.scoring)
        return ListQuery(
            terms: indexes[wishes.scoring].index.query(document: document, ignoring: ignored),
            isReduced: !ignored.isEmpty, scoring: wishes.scoring, rules: wishes.rules,
            context: context, limit: wishes.limit, filter: wishes.filter)
    }

    /// The list of a text that is not in the catalogue, or of what a reader likes and does not like.
    ///
    /// Words that editors block on every page count for nothing. The draft counts once, what is
    /// liked three quarters, what is not liked half, each as the mean of its unit vectors.
    ///
    /// - Parameter page: what ranking knows of it; nil for nothing.
    func query(
        draft: DocumentTerms?, like: [Int] = [], notLike: [Int] = [], page: RankingTraits?,
        _ wishes: ListWishes
    ) -> ListQuery {
        let ignored = terms(
            ofWords: wishes.editorial.blockedTerms(on: nil, at: wishes.now),
            page: page ?? RankingTraits(), scoring: wishes.scoring)
        let index = indexes[wishes.scoring].index
        let own = draft.map { terms in
            index.query(terms: terms.filter { !ignored.contains($0.term) })
        }
        func queries(_ documents: [Int], weight: Double) -> [(IndexQuery, Double)] {
            documents.map {
                (index.query(document: $0, ignoring: ignored), weight / Double(documents.count))
            }
        }
        let parts =
            (own.map { [($0, 1.0)] } ?? []) + queries(like, weight: 0.75)
            + queries(notLike, weight: -0.5)
        let terms = parts.count == 1 && own != nil ? parts[0].0 : index.query(sumOf: parts)
        return ListQuery(
            terms: terms, scoring: wishes.scoring, rules: wishes.rules,
            context: RankingContext(
                page: page, now: wishes.seconds, seen: wishes.seen,
                blocked: documents(wishes.editorial.blocked(on: nil, at: wishes.now)),
                stories: wishes.stories),
            limit: wishes.limit, filter: wishes.filter)
    }

    /// The terms of a draft, as those of an article of the catalogue would be, and what ranking knows
    /// of it.
    ///
    /// - Parameter text: the fields of the article that count.
    func draft(
        _ text: DocumentText, of article: Article, scoring: Int
    ) -> (terms: DocumentTerms, page: RankingTraits) {
        let analyzer = scorings[scoring].analyzer.analyzer(language: article.language, of: text)
        var terms = lexicon.terms(of: text, weights: scorings[scoring].fields, with: analyzer)
        if case .language(let language) = analyzer {
            let left = common[scoring][language] ?? []
            terms.removeAll { left.contains($0.term) }
        }
        var language = article.language.flatMap(Language.init(tag:))
        if language == nil, case .language(let found) = analyzer { language = found }
        return (terms, traits(of: ArticleCard(article), language: language))
    }

    /// The terms of words that editors block, by the analyser of the page's language.
    private func terms(ofWords words: [String], page: RankingTraits, scoring: Int) -> Set<UInt32> {
        guard !words.isEmpty else { return [] }
        let analyzer = scorings[scoring].analyzer.analyzer(
            language: page.language.map { names.name($0) })
        return Set(words.flatMap { lexicon.terms(of: $0, with: analyzer).map(\.term) })
    }

    /// The numbers of the articles of the snapshot among `ids`.
    func documents(_ ids: [String]) -> [Int] { ids.compactMap { document(id: $0) } }

    /// Articles of a list as items.
    ///
    /// - Parameter explain: adds all matched terms and the factors to each item.
    func items(
        _ list: [RankedItem], of query: ListQuery, reasons: ReasonStyle, explain: Bool
    ) -> [Item] {
        let index = indexes[query.scoring].index
        return list.compactMap { ranked in
            guard let card = card(ranked.document) else { return nil }
            let discount =
                index.lengthDiscount(of: ranked.document) * query.terms.lengthDiscount
            var item = Item(card, ranked, discount: discount)
            if case .none = reasons, !explain { return item }
            guard ranked.cosine != nil else { return item }
            let shares = index.explain(
                query.terms, ranked.document, lexicon: lexicon, surfaces: surfaces)
            if case .words(let strings) = reasons {
                item.reason = strings.reason(words: shares.tellingWords(limit: 3))
            }
            if explain {
                item.explanation = Explanation(
                    shares, scale: discount, factors: Explanation.factors(ranked, discount))
            }
            return item
        }
    }
}

extension Item {
    /// - Parameter discount: what the similarity was divided by for the lengths of the articles.
    fileprivate init(_ card: ArticleCard, _ ranked: RankedItem, discount: Double) {
        self.init(card, via: Via(ranked.via))
        cosine = ranked.cosine.map { min(1, $0 * discount) }
        score = ranked.score
    }
}

extension Item.Via {
    fileprivate init(_ via: RankedItem.Via) {
        self =
            switch via {
            case .cosine: .cosine
            case .story: .story
            case .tags: .tags
            case .latest: .latest
            case .pin: .pin
            }
    }
}

extension Explanation {
    /// - Parameter scale: what shares are multiplied with, so that they sum to the cosine.
    fileprivate init(_ shares: [TermShare], scale: Double, factors: [Factor]) {
        terms = shares.map {
            Term(term: $0.term, surface: $0.surface, share: $0.share * scale)
        }
        self.factors = factors
    }

    fileprivate static func factors(_ ranked: RankedItem, _ discount: Double) -> [Factor] {
        let length = discount == 1 ? [] : [Factor(name: "length", value: 1 / discount)]
        return length + ranked.factors.map { Factor(name: $0.name, value: $0.value) }
    }
}

internal import BroadsheetAds
internal import BroadsheetArticles
internal import BroadsheetContent
internal import BroadsheetStorage
internal import Dispatch
internal import Foundation
internal import Synchronization

/// Loads all articles into a store that is new, and analyses only what the cache does not know.
struct CatalogueLoader {
    let catalogue: Catalogue
    let cache: VectorCacheFile
    let threads: Int

    /// Articles fetched at a time when the cache lacks them.
    private static let batch = 512

    /// Loads the articles; nil, with the store as it was, when the cache can't be used.
    ///
    /// Cards always come from the catalogue. An article's terms come from the cache unless it is
    /// not there, has another stamp, or was written since by the word of the change feed.
    func load(into store: inout ContentStore, at now: Date) throws -> ArticleLoad? {
        guard store.isNew, let mark = cache.mark(),
            try catalogue.articleIDs(changedSince: mark) != nil,
            let (heads, known) = try read(), known.head.mark == mark,
            let changed = try catalogue.articleIDs(changedSince: mark)
        else { return nil }
        store.restore(known.lexicon)
        var merge = Merge(known.articles, changed: changed)
        var missing: [String] = []
        for card in heads.cards {
            let text = merge.text(of: card)
            if text == nil, card.isCompared(at: now) {
                missing.append(card.id)
            } else {
                store.put(card, text: text.map(cache.plan.expanded))
            }
        }
        for start in stride(from: 0, to: missing.count, by: Self.batch) {
            let ids = Array(missing[start..<min(start + Self.batch, missing.count)])
            for article in try catalogue.articles(ids: ids) { store.put(article) }
        }
        return heads.load
    }

    private struct Heads: Sendable {
        var cards: [ArticleCard]
        var load: ArticleLoad
    }

    /// Reads the catalogue's articles without their texts and, meanwhile, the cache; nil when that
    /// is damaged.
    private func read() throws -> (Heads, VectorCache)? {
        let heads = Mutex<Result<Heads, any Error>?>(nil)
        let known = Mutex<VectorCache?>(nil)
        DispatchQueue.concurrentPerform(iterations: 2) { part in
            if part == 0 {
                let result = Result { try readHeads() }
                heads.withLock { $0 = result }
            } else {
                let cache = cache.read(threads: threads)
                known.withLock { $0 = cache }
            }
        }
        guard let heads = try heads.withLock({ $0 })?.get(), let known = known.withLock({ $0 })
        else { return nil }
        return (heads, known)
    }

    private func readHeads() throws -> Heads {
        var cards: [ArticleCard] = []
        let load = try catalogue.loadArticles(withText: false) { cards.append(ArticleCard($0)) }
        return Heads(cards: cards, load: load)
    }

    /// Walks the articles of the cache along with those of the catalogue, both rising by id bytes.
    private struct Merge {
        private let articles: [VectorCache.CachedArticle]
        private let changed: Set<ExactID>
        private var next = 0

        init(_ articles: [VectorCache.CachedArticle], changed: [String]) {
            self.articles = articles
            self.changed = Set(changed.map { ExactID($0) })
        }

        /// What the cache knows of an article's text, with terms for each analysis.
        mutating func text(of card: ArticleCard) -> AnalysedText? {
            while next < articles.count,
                articles[next].id.utf8.lexicographicallyPrecedes(card.id.utf8)
            { next += 1 }
            guard next < articles.count, articles[next].id.utf8.elementsEqual(card.id.utf8),
                articles[next].stamp == card.stamp, card.status == .published,
                !changed.contains(ExactID(card.id))
            else { return nil }
            return articles[next].text
        }
    }
}

package import Broadsheet
internal import BroadsheetArticles
package import BroadsheetStorage
package import Foundation

/// A catalogue read once for evaluation: its articles and a corpus for each scoring.
package struct CatalogueCorpus: Sendable {
    /// How one corpus is made.
    package struct Options: Sendable {
        package var scoring: Scoring
        /// Cosine over all published articles and no other rule.
        package var isRaw: Bool

        package init(scoring: Scoring, isRaw: Bool) {
            self.scoring = scoring
            self.isRaw = isRaw
        }
    }

    /// The articles in the order that breaks ties.
    package let articles: [ListedArticle]
    /// Their corpus, and the same articles with the second scoring where there is one.
    package let corpora: [RelatedCorpus]

    /// Reads and indexes the catalogue.
    ///
    /// - Parameters:
    ///   - options: how the articles are compared, and which of them: with `isRaw` all published
    ///     ones, else those that readers may see at `now`.
    ///   - second: how the same articles are compared otherwise.
    ///   - progress: gets the number of articles read so far.
    /// - Throws: `StorageError`.
    package init(
        _ catalogue: Catalogue, _ options: Options, second: Options? = nil, now: Date,
        progress: (Int) -> Void = { _ in }
    ) throws {
        let gathered = try Self.read(catalogue, options, second, now, progress)
        let order = RelatedCorpus.order(of: gathered.cards)
        articles = order.map { gathered.listed[$0] }
        corpora = gathered.build(order: order)
    }

    /// What one pass over the catalogue gathers.
    private struct Gathered: ~Copyable {
        var first: RelatedCorpusBuilder
        var second: RelatedCorpusBuilder?
        var cards: [ArticleCard] = []
        var listed: [ListedArticle] = []

        mutating func add(_ article: Article) {
            first.add(article)
            second?.add(article)
            cards.append(ArticleCard(article))
            listed.append(ListedArticle(article))
        }

        consuming func build(order: [Int]) -> [RelatedCorpus] {
            var corpora = [first.build(order: order)]
            if let second { corpora.append(second.build(order: order)) }
            return corpora
        }
    }

    private static func read(
        _ catalogue: Catalogue, _ options: Options, _ second: Options?, _ now: Date,
        _ progress: (Int) -> Void
    ) throws -> Gathered {
        var gathered = Gathered(
            first: RelatedCorpusBuilder(scoring: options.scoring, isRaw: options.isRaw),
            second: second.map { RelatedCorpusBuilder(scoring: $0.scoring, isRaw: $0.isRaw) })
        var count = 0
        _ = try catalogue.loadArticles { article in
            count += 1
            progress(count)
            if RelatedCorpus.admits(article, isRaw: options.isRaw, at: now) {
                gathered.add(article)
            }
        }
        return gathered
    }
}

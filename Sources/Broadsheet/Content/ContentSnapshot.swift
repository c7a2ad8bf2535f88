internal import BroadsheetAds
package import BroadsheetArticles
package import BroadsheetContent
package import Foundation

/// The articles that readers may see and the indexes over them, at one moment. Immutable.
///
/// An article's place in `cards` is its `DocID`: newest first, undated last, then by id, which is
/// also the order that breaks ties and the order of the latest block.
package struct ContentSnapshot: Sendable {
    package let cards: [ArticleCard]
    package let scorings: [Scoring]
    /// One index for each scoring.
    package let indexes: [InvertedIndex]
    package let lexicon: Lexicon
    /// For each term the word that readers know it by.
    package let surfaces: [UInt32]
    /// Articles of the catalogue by status, those that nobody sees included.
    package let statusCounts: [Article.Status: Int]
    /// When the next article appears or disappears by itself.
    package let nextTransition: Date?
    /// Articles without an address that may become a link.
    let unlinkable: [Int]
    private let documents: [ExactID: Int]

    init(
        cards: [ArticleCard], scorings: [Scoring], indexes: [InvertedIndex], lexicon: Lexicon,
        statusCounts: [Article.Status: Int], nextTransition: Date?
    ) {
        self.cards = cards
        self.scorings = scorings
        self.indexes = indexes
        self.lexicon = lexicon
        self.statusCounts = statusCounts
        self.nextTransition = nextTransition
        surfaces = lexicon.surfaces()
        unlinkable = cards.indices.filter { !cards[$0].isLinkable }
        documents = Dictionary(
            cards.enumerated().map { (ExactID($1.id), $0) }, uniquingKeysWith: { first, _ in first }
        )
    }

    /// The place of an article, or nil when it is unknown or not to be shown at `now`.
    package func document(id: String, at now: Date) -> Int? {
        guard let document = documents[ExactID(id)], cards[document].isVisible(at: now) else {
            return nil
        }
        return document
    }

    /// The place of an article whatever the time.
    package func document(id: String) -> Int? { documents[ExactID(id)] }

    /// Articles of this snapshot that expired before `now`; a rebuild will drop them.
    package func expired(at now: Date) -> [Int] {
        guard let nextTransition, nextTransition <= now else { return [] }
        return cards.indices.filter { !cards[$0].isVisible(at: now) }
    }
}

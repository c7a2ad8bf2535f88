internal import BroadsheetAds
package import BroadsheetArticles
package import BroadsheetContent
package import Foundation

/// The articles that readers may see and the indexes over them, at one moment. Immutable.
///
/// Articles are known by number. A number stays with its id as long as the catalogue holds it.
package struct ContentSnapshot: Sendable {
    private let cards: ChunkedTable<ArticleCard>
    private let traitTable: TraitTable
    package let groups: ArticleGroups
    /// Numbers that did not stand for the same article when groups were found, as keys.
    private let ungrouped: [UInt32: Int]
    /// Numbers of the articles that do not age.
    private let evergreens: Set<UInt32>
    private let numbers: NumberTable
    /// Numbers of the articles that may be seen: newest first, undated last, then by id.
    package let order: [UInt32]
    package let scorings: [Scoring]
    /// One index for each scoring.
    package let indexes: [RelatedIndex]
    package let lexicon: Lexicon
    /// For each term the word that readers know it by.
    package let surfaces: [UInt32]
    /// Articles of the catalogue by status, those that nobody sees included.
    package let statusCounts: [Article.Status: Int]
    /// When the next article appears or disappears by itself.
    package let nextTransition: Date?
    /// For each scoring the terms that documents of a language lack in its index.
    let common: [[Language: Set<UInt32>]]
    /// Lists that requests have scored.
    let lists = KeptListCache()

    init(
        cards: ChunkedTable<ArticleCard>, traits: TraitTable, groups: ArticleGroups,
        ungrouped: [UInt32: Int], evergreens: Set<UInt32>, numbers: NumberTable, order: [UInt32],
        scorings: [Scoring],
        indexes: [RelatedIndex], lexicon: Lexicon, surfaces: [UInt32],
        statusCounts: [Article.Status: Int], nextTransition: Date?,
        common: [[Language: Set<UInt32>]]
    ) {
        self.cards = cards
        traitTable = traits
        self.groups = groups
        self.ungrouped = ungrouped
        self.evergreens = evergreens
        self.numbers = numbers
        self.order = order
        self.scorings = scorings
        self.indexes = indexes
        self.lexicon = lexicon
        self.surfaces = surfaces
        self.statusCounts = statusCounts
        self.nextTransition = nextTransition
        self.common = common
    }

    /// Most articles that are scored because they are fresh, and most that do not age.
    private static let freshCount = 256

    /// The freshest articles: those that do not age, and the newest; and when the newest of all
    /// others was published, nil where none of them has a date. Nil where too many don't age.
    func freshest() -> (documents: [UInt32], rest: Int64?)? {
        guard evergreens.count <= Self.freshCount else { return nil }
        let newest = order.prefix(Self.freshCount)
        let rest = order.dropFirst(Self.freshCount).first { !evergreens.contains($0) }
        let documents = newest + evergreens.sorted().filter { !newest.contains($0) }
        return (Array(documents), rest.flatMap { traitTable[Int($0)]?.publishedAt })
    }

    /// Number of articles that may be seen.
    package var count: Int { order.count }

    /// The card of an article; nil when the catalogue does not hold it.
    package func card(_ number: Int) -> ArticleCard? { cards[number] }

    /// Bytes of memory of what is known of articles beside their words.
    package var cardByteCount: Int {
        (0..<cards.count).reduce(cards.byteCount) { $0 + (cards[$1]?.byteCount ?? 0) }
    }

    /// Bytes of memory of what ranking compares, groups included.
    package var traitByteCount: Int { traitTable.byteCount + groups.byteCount }

    /// What ranking knows of an article; of one that is not there, nothing.
    func traits(of number: Int) -> RankingTraits {
        guard var traits = traitTable[number] else { return RankingTraits() }
        guard ungrouped[UInt32(truncatingIfNeeded: number)] == nil else { return traits }
        traits.duplicateGroup = groups.duplicateGroup(of: number).flatMap(UInt32.init(exactly:))
        traits.story = groups.story(of: number).flatMap(UInt32.init(exactly:))
        return traits
    }

    /// In which language an article is analysed; nil where it is not analysed by its language.
    func language(of number: Int) -> ArticleLanguage? { traitTable.analysedLanguage(of: number) }

    /// What ranking knows of an article that is not in the catalogue.
    func traits(of card: ArticleCard, language: Language?) -> RankingTraits {
        traitTable.traits(of: card, language: language)
    }

    /// The names behind the numbers of traits.
    var names: RankingNames { traitTable.names }

    /// The cards of the articles that may be seen, in order.
    package var listedCards: [ArticleCard] { order.compactMap { cards[Int($0)] } }

    /// The number of an article, or nil when it is unknown or not to be shown at `now`.
    package func document(id: String, at now: Date) -> Int? {
        guard let number = document(id: id), cards[number]?.isVisible(at: now) == true else {
            return nil
        }
        return number
    }

    /// The number of an article of the snapshot, whatever the time.
    package func document(id: String) -> Int? {
        guard let number = numbers.number(of: id), indexes[0].index.contains(Int(number)) else {
            return nil
        }
        return Int(number)
    }

    /// Number of articles whose list is kept, by the first scoring.
    package var listCount: Int { indexes[0].kept.listCount }
}

internal import BroadsheetArticles
package import BroadsheetContent
internal import Foundation

/// What ranking knows of articles beside their words, by number. Names become numbers here.
package struct TraitTable: Sendable {
    package private(set) var names = RankingNames()
    private var traits = ChunkedTable<RankingTraits>()

    /// The traits of an article, without its groups; nil when there is none of that number.
    subscript(number: Int) -> RankingTraits? { traits[number] }

    mutating func put(_ card: ArticleCard, at number: Int) {
        traits[number] = RankingTraits(
            publishedAt: card.publishedAt.flatMap(Self.seconds),
            section: names.number(of: card.section),
            tags: card.tags.map { names.number(of: $0) },
            authors: card.authors.map { names.number(of: $0) },
            language: card.language.flatMap(Language.init(tag:)).map {
                names.number(ofLanguage: $0.code)
            },
            isEvergreen: card.isEvergreen)
    }

    /// Notes the language that was found in an article which does not name one that we know.
    mutating func note(_ language: Language, of number: Int) {
        guard traits[number]?.language == nil else { return }
        traits[number]?.language = names.number(ofLanguage: language.code)
    }

    /// The language of an article; nil when it is unknown.
    func language(of number: Int) -> Language? {
        traits[number]?.language.flatMap { Language(tag: names.name($0)) }
    }

    mutating func remove(_ number: Int) { traits[number] = nil }

    /// The traits of an article that is not in the table; names that no article has are left out.
    func traits(of card: ArticleCard, language: Language?) -> RankingTraits {
        RankingTraits(
            publishedAt: card.publishedAt.flatMap(Self.seconds),
            section: names.find(card.section) ?? 0,
            tags: card.tags.compactMap(names.find), authors: card.authors.compactMap(names.find),
            language: language.flatMap { names.number(ofKnownLanguage: $0.code) },
            isEvergreen: card.isEvergreen)
    }

    /// Whole seconds since 1970.
    static func seconds(_ date: Date) -> Int64? {
        Int64(exactly: date.timeIntervalSince1970.rounded(.down))
    }
}

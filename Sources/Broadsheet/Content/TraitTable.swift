internal import BroadsheetArticles
package import BroadsheetContent
internal import Foundation

/// What ranking knows of articles beside their words, by number. Names become numbers here.
package struct TraitTable: Sendable {
    package private(set) var names = RankingNames()
    private var traits = ChunkedTable<RankingTraits>()
    /// Where articles' languages come from.
    private var origins = ChunkedTable<LanguageOrigin>()

    /// Where a language comes from and how sure that is.
    private struct LanguageOrigin: Sendable {
        var origin: ArticleLanguage.Origin
        var confidence: Float
    }

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
        origins[number] = nil
    }

    /// Notes the language that was found in an article which does not name one that we know.
    mutating func note(_ language: Language, of number: Int) {
        guard traits[number]?.language == nil else { return }
        traits[number]?.language = names.number(ofLanguage: language.code)
    }

    /// Notes in which language an article is analysed, and how that is known.
    mutating func note(_ found: ArticleLanguage, of number: Int) {
        guard traits[number] != nil else { return }
        if let language = found.language { note(language, of: number) }
        origins[number] = LanguageOrigin(
            origin: found.origin, confidence: Float(found.confidence))
    }

    /// In which language an article is analysed, and how that is known; nil where it is not
    /// analysed by its language.
    func analysedLanguage(of number: Int) -> ArticleLanguage? {
        origins[number].map { known in
            ArticleLanguage(
                language: language(of: number), origin: known.origin,
                confidence: Double(known.confidence))
        }
    }

    /// The language of an article; nil when it is unknown.
    func language(of number: Int) -> Language? {
        traits[number]?.language.flatMap { Language(tag: names.name($0)) }
    }

    mutating func remove(_ number: Int) {
        traits[number] = nil
        origins[number] = nil
    }

    /// The traits of an article that is not in the table; names that no article has are left out.
    func traits(of card: ArticleCard, language: Language?) -> RankingTraits {
        RankingTraits(
            publishedAt: card.publishedAt.flatMap(Self.seconds),
            section: names.find(card.section) ?? 0,
            tags: card.tags.compactMap(names.find), authors: card.authors.compactMap(names.find),
            language: language.flatMap { names.number(ofKnownLanguage: $0.code) },
            isEvergreen: card.isEvergreen)
    }

    /// Bytes of memory, without the names.
    var byteCount: Int {
        (0..<traits.count).reduce(traits.byteCount + origins.byteCount) { bytes, number in
            let lists = traits[number].map { [$0.tags.count, $0.authors.count] } ?? []
            return lists.reduce(bytes) { $0 + ($1 == 0 ? 0 : 32 + 4 * $1) }
        }
    }

    /// Whole seconds since 1970.
    static func seconds(_ date: Date) -> Int64? {
        Int64(exactly: date.timeIntervalSince1970.rounded(.down))
    }
}

internal import BroadsheetArticles
internal import BroadsheetContent

/// In which languages the articles of a catalogue are analysed, and how that is known.
struct LanguageCounts {
    private struct Key: Hashable {
        var code: String
        var origin: ArticleLanguage.Origin
    }

    private var counts: [Key: Int] = [:]
    private var unsure = 0
    private let site: Language?

    /// - Parameter siteLanguage: BCP 47 tag.
    init(siteLanguage: String) { site = Language(tag: siteLanguage) }

    mutating func add(_ article: Article) {
        let found = ArticleLanguage(
            declared: article.language, of: DocumentText(article), site: site)
        counts[Key(code: found.language?.code ?? "", origin: found.origin), default: 0] += 1
        let isUnsure = found.confidence < ArticleLanguage.leastSureConfidence
        if found.origin == .detected, isUnsure { unsure += 1 }
    }

    /// Numbers of articles: `en.declared`, `en.detected`, `en.assumed` and so on, `unknown`, and of
    /// the detected ones those that are not sure.
    var values: [(name: String, value: Int)] {
        let origins = ArticleLanguage.Origin.allCases
        func place(_ key: Key) -> Int { origins.firstIndex(of: key.origin) ?? origins.count }
        let sorted = counts.sorted {
            ($0.key.code, place($0.key)) < ($1.key.code, place($1.key))
        }
        let named = sorted.map { key, count in
            (key.code.isEmpty ? "unknown" : "\(key.code).\(key.origin.rawValue)", count)
        }
        return named + [("detected_unsure", unsure)]
    }
}

/// How text becomes terms.
package enum Analyzer: String, Sendable, Hashable, CaseIterable {
    /// Lower-cased words of two or more letters, digits or `_`: scikit-learn's `TfidfVectorizer()`.
    case plain
    /// The words of `plain` without the 318 English stop words, stemmed by Snowball English.
    case english
    /// `[a-z0-9]{2,}` of the lower-cased text without the 318 stop words.
    case ascii
}

/// Which analyser an article gets.
package enum AnalyzerChoice: Sendable, Hashable {
    /// By the article's language, where it has none by the site's.
    case automatic(siteLanguage: String)
    /// The same for every article.
    case always(Analyzer)

    /// The analyser for an article that says it is in `language`.
    package func analyzer(language: String?) -> Analyzer {
        switch self {
        case .always(let analyzer):
            return analyzer
        case .automatic(let siteLanguage):
            let tag = (language ?? siteLanguage).lowercased()
            return tag == "en" || tag.hasPrefix("en-") || tag.hasPrefix("en_") ? .english : .plain
        }
    }
}

/// How text becomes terms.
package enum Analyzer: Sendable, Hashable, CustomStringConvertible {
    /// Lower-cased words of two or more letters, digits or `_`: scikit-learn's `TfidfVectorizer()`.
    case plain
    /// The words of `plain` without the 318 English stop words, stemmed by Snowball English.
    case english
    /// `[a-z0-9]{2,}` of the lower-cased text without the 318 stop words.
    case ascii
    /// Unicode's words by the rules of a language: its elisions, stop list, stemmer and accents.
    case language(Language)

    /// Those that do not go by a language.
    package static let fixed: [Analyzer] = [.english, .plain, .ascii]

    /// The analyser that `name` names: `english`, `plain`, `ascii` or a language's tag, `de`.
    package init?(name: String) {
        switch name {
        case "plain": self = .plain
        case "english": self = .english
        case "ascii": self = .ascii
        default:
            guard let language = Language(tag: name) else { return nil }
            self = .language(language)
        }
    }

    /// What `init(name:)` takes, for messages.
    package static let names = "english, plain, ascii or a language tag such as de"

    package var description: String {
        switch self {
        case .plain: "plain"
        case .english: "english"
        case .ascii: "ascii"
        case .language(let language): language.code
        }
    }

    /// Place of the analyser's terms in the lexicon.
    var slot: Int {
        switch self {
        case .plain: 0
        case .english: 1
        case .ascii: 2
        case .language(let language): 3 + Int(language.rulesIndex)
        }
    }

    /// Number of places.
    static let slotCount = 3 + LanguageRules.all.count
}

/// Which analyser an article gets.
package enum AnalyzerChoice: Sendable, Hashable {
    /// By the article's language; where it declares none, by the one its words show; where they
    /// show none, by the site's.
    case automatic(siteLanguage: String)
    /// The same for every article.
    case always(Analyzer)

    /// The choice that `name` names: `auto` or what `Analyzer(name:)` takes.
    package init?(name: String, siteLanguage: String) {
        guard name != "auto" else {
            self = .automatic(siteLanguage: siteLanguage)
            return
        }
        guard let analyzer = Analyzer(name: name) else { return nil }
        self = .always(analyzer)
    }

    /// The site's language, where articles' own languages choose the analyser.
    package var siteLanguage: String? {
        if case .automatic(let siteLanguage) = self { siteLanguage } else { nil }
    }

    /// What `init(name:siteLanguage:)` takes, for messages.
    package static let names = "auto, " + Analyzer.names

    /// The analyser for an article that says it is in `language`.
    ///
    /// - Parameter text: what is looked at when it says nothing that names a language.
    package func analyzer(
        language: String?, of text: @autoclosure () -> DocumentText = DocumentText()
    ) -> Analyzer {
        switch self {
        case .always(let analyzer):
            return analyzer
        case .automatic(let siteLanguage):
            return analyzer(
                of: ArticleLanguage(
                    declared: language, of: text(), site: Language(tag: siteLanguage)))
        }
    }

    /// The analyser for an article in a language that was found with this choice's site language.
    package func analyzer(of found: ArticleLanguage) -> Analyzer {
        switch self {
        case .always(let analyzer): analyzer
        case .automatic: found.language.map { .language($0) } ?? .plain
        }
    }
}

/// The language that an article is analysed in, where it comes from, and how sure it is.
package struct ArticleLanguage: Sendable, Hashable {
    /// Where a language comes from.
    package enum Origin: String, Sendable, Hashable, CaseIterable {
        /// The article names it.
        case declared
        /// The article's letters or words show it.
        case detected
        /// They show none, and it is the site's.
        case assumed
        /// They show none, nor can it be the site's: the article is analysed as `plain`.
        case unknown
    }

    /// The language; nil where it is unknown.
    package let language: Language?
    package let origin: Origin
    /// How sure that is, 0…1: 1 for a declared language, 0 for an assumed or unknown one.
    package let confidence: Double

    /// Below this a detected language is worth a look.
    package static let leastSureConfidence = 0.5

    package init(language: Language?, origin: Origin, confidence: Double) {
        self.language = language
        self.origin = origin
        self.confidence = confidence
    }

    /// - Parameters:
    ///   - declared: what the article says; passed over when it names no language.
    ///   - text: what is looked at then.
    ///   - site: the language of the site.
    package init(
        declared: String?, of text: @autoclosure () -> DocumentText, site: Language?
    ) {
        if let language = declared.flatMap({ Language(tag: $0) }) {
            self.language = language
            origin = .declared
            confidence = 1
            return
        }
        let guess = LanguageGuess(of: text(), site: site)
        language = guess.language
        confidence = guess.confidence
        origin = guess.language == nil ? .unknown : guess.confidence > 0 ? .detected : .assumed
    }
}

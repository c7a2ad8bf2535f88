internal import BroadsheetAds
internal import BroadsheetContent
internal import Synchronization

/// Keywords of brand safety, held against articles.
///
/// A phrase occurs where all of its words do: in title, summary and tags as they are written, or as
/// terms of the index, which hold the body too and take `crash` and `crashed` for one.
final class KeywordPhrases: Sendable {
    private let texts: [String]
    /// By phrase.
    private let words: [[ExactID]]
    /// Terms of the phrases, by the analyser of the article; nil for a phrase of which no article
    /// has all words, empty where none of its words counts.
    private let terms = Mutex<[Analyzer: [[UInt32]?]]>([:])

    init(_ texts: [String]) {
        self.texts = texts
        words = texts.map { PageWords.words(of: $0).map(ExactID.init) }
    }

    /// By phrase, whether all of its words are among some.
    func matches(words known: Set<ExactID>) -> [Bool] {
        words.map { !$0.isEmpty && $0.allSatisfy(known.contains) }
    }

    /// By phrase, whether an article has it.
    ///
    /// - Parameter article: nil for one that is not in the index.
    func matches(
        _ card: ArticleCard, _ article: ComparedArticle?, in content: ContentSnapshot?
    ) -> [Bool] {
        guard !texts.isEmpty else { return [] }
        let known = ([card.title, card.summary] + card.tags).flatMap(PageWords.words)
        var found = matches(words: Set(known.map(ExactID.init)))
        guard let article, let content else { return found }
        let terms = terms(by: article.analyzer, in: content)
        for index in found.indices where !found[index] {
            guard let wanted = terms[index], !wanted.isEmpty else { continue }
            found[index] = wanted.allSatisfy(article.has)
        }
        return found
    }

    private func terms(by analyzer: Analyzer, in content: ContentSnapshot) -> [[UInt32]?] {
        if let known = terms.withLock({ $0[analyzer] }) { return known }
        let withheld = content.withheldTerms(of: analyzer, scoring: ContextTable.scoring)
        let made = texts.map { text in
            content.lexicon.phraseTerms(of: text, with: analyzer)?
                .filter { !withheld.contains($0) }
        }
        terms.withLock { $0[analyzer] = made }
        return made
    }
}

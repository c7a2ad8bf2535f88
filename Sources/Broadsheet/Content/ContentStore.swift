internal import BroadsheetAds
package import BroadsheetArticles
internal import BroadsheetContent
package import Foundation

/// The writer's side of the content: every article's card and analysed text, kept up to date.
///
/// One thread owns it. Readers get `ContentSnapshot`s, which share its arrays. Only published
/// articles are analysed; an embargoed one is, so that it is ready when its time comes.
package struct ContentStore: ~Copyable {
    /// Which articles a snapshot holds.
    package enum Admission: Sendable {
        /// Those that readers may see at the time of the snapshot.
        case visible
        /// All with the status `published`, whatever the time (`--raw-scores`).
        case published
    }

    private struct Entry {
        var card: ArticleCard
        /// Analysed text, one for each of `scorings`.
        var terms: [DocumentTerms]
    }

    private let scorings: [Scoring]
    private let admission: Admission
    private let text: @Sendable (Article) -> String
    private var analyzer = DocumentAnalyzer()
    private var entries: [ExactID: Entry] = [:]

    /// - Parameters:
    ///   - scorings: at least one; the first is the default configuration.
    ///   - text: what of an article is compared.
    package init(
        scorings: [Scoring], admission: Admission = .visible,
        text: @escaping @Sendable (Article) -> String = Scoring.text(of:)
    ) {
        precondition(!scorings.isEmpty, "a store needs a scoring")
        self.scorings = scorings
        self.admission = admission
        self.text = text
    }

    /// Number of articles, of every status.
    package var count: Int { entries.count }

    /// Takes an article in, in place of the one with its id.
    package mutating func put(_ article: Article) {
        var terms = Array(repeating: DocumentTerms(), count: scorings.count)
        if article.status == .published {
            let text = text(article)
            for (index, scoring) in scorings.enumerated() {
                let analyzer = scoring.analyzer.analyzer(language: article.language)
                let known = scorings[..<index].firstIndex {
                    $0.analyzer.analyzer(language: article.language) == analyzer
                }
                terms[index] =
                    known.map { terms[$0] } ?? self.analyzer.analyze(text, with: analyzer)
            }
        }
        entries[ExactID(article.id)] = Entry(card: ArticleCard(article), terms: terms)
    }

    /// Forgets an article; nothing happens when it is not there.
    package mutating func remove(id: String) { entries[ExactID(id)] = nil }

    /// Forgets all articles but not the words.
    package mutating func removeAll() { entries.removeAll() }

    /// What readers see at `now`.
    ///
    /// - Complexity: O(postings): the indexes are built anew, exact whatever changed.
    package borrowing func snapshot(at now: Date) -> ContentSnapshot {
        var statusCounts: [Article.Status: Int] = [:]
        var nextTransition: Date?
        var admitted: [Entry] = []
        for entry in entries.values {
            statusCounts[entry.card.status, default: 0] += 1
            if let next = entry.card.nextTransition(after: now) {
                nextTransition = nextTransition.map { min($0, next) } ?? next
            }
            let isIn =
                admission == .visible
                ? entry.card.isVisible(at: now) : entry.card.status == .published
            if isIn { admitted.append(entry) }
        }
        admitted.sort { ArticleCard.precedes($0.card, $1.card) }
        let lexicon = analyzer.lexicon
        let indexes = scorings.indices.map { number in
            InvertedIndex(
                documents: admitted.map { $0.terms[number] }, termCount: lexicon.termCount,
                scale: scorings[number].scale)
        }
        return ContentSnapshot(
            cards: admitted.map(\.card), scorings: scorings, indexes: indexes, lexicon: lexicon,
            statusCounts: statusCounts, nextTransition: nextTransition)
    }
}

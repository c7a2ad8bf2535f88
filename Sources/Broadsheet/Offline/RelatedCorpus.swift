package import BroadsheetArticles
internal import BroadsheetContent
package import Foundation

/// Articles compared with one another outside a server, for evaluation: the seam between the
/// measures and whatever searches.
///
/// A document's number is its place in the corpus, which also breaks ties. Immutable; any thread
/// may search with work space of its own.
package struct RelatedCorpus: Sendable {
    /// Where scores come from: the index that serves, or plain code where the document frequencies
    /// are those of other articles, which the index does not know.
    private enum Searcher: Sendable {
        case index(InvertedIndex)
        case vectors
    }

    /// An article that a search found, by its number, and what it is ranked by.
    package struct Match: Sendable, Hashable {
        package var document: Int
        package var score: Double

        init(document: Int, score: Double) {
            self.document = document
            self.score = score
        }

        fileprivate init(_ found: ScoredDocument) {
            self.init(document: found.document, score: found.cosine)
        }
    }

    /// Work space of one search at a time.
    package struct Scratch: Sendable {
        fileprivate var index = SearchScratch()
        fileprivate var sums: [Double] = []

        package init() {}
    }

    private let searcher: Searcher
    private let vectors: CorpusVectors
    private let queries: [DocumentTerms]

    fileprivate init(
        documents: [DocumentTerms], queries: [DocumentTerms], background: [DocumentTerms]?,
        termCount: Int, weighting: Weighting
    ) {
        self.queries = queries
        vectors = CorpusVectors(
            documents: documents, background: background, termCount: termCount,
            weighting: weighting)
        searcher =
            background == nil
            ? .index(
                InvertedIndex(
                    documents: documents, termCount: termCount, weighting: weighting))
            : .vectors
    }

    /// Number of articles that are searched.
    package var count: Int { vectors.count }

    /// Number of articles that ask without being part of the corpus.
    package var queryCount: Int { queries.count }

    /// Number of words of an article that count, repetitions included.
    package func wordCount(of document: Int) -> Int {
        vectors.documents[document].reduce(0) { $0 + Int($1.frequency) }
    }

    /// The cosine of two articles of the corpus, 0…1.
    package func cosine(of first: Int, with second: Int) -> Double {
        vectors.cosine(first, second)
    }

    /// The articles most like one of the corpus, itself left out: all with a score above 0, at most
    /// `limit`, the best first.
    package func related(
        toDocument document: Int, limit: Int, scratch: inout Scratch
    ) -> [Match] {
        let found =
            switch searcher {
            case .index(let index):
                index.related(toDocument: document, limit: limit, scratch: &scratch.index)
            case .vectors:
                vectors.related(
                    to: vectors.documents[document], limit: limit, excluding: document,
                    sums: &scratch.sums)
            }
        return found.map(Match.init)
    }

    /// The articles most like query number `query`: all with a score above 0, at most `limit`, the
    /// best first.
    package func related(
        toQuery query: Int, limit: Int, scratch: inout Scratch
    ) -> [Match] {
        let found =
            switch searcher {
            case .index(let index):
                index.related(toTerms: queries[query], limit: limit, scratch: &scratch.index)
            case .vectors:
                vectors.related(
                    to: queries[query], limit: limit, excluding: nil, sums: &scratch.sums)
            }
        return found.map(Match.init)
    }
}

/// Analyses articles one by one and builds a ``RelatedCorpus`` of them, so that no text is kept.
package struct RelatedCorpusBuilder: ~Copyable {
    private let scoring: Scoring
    private let isRaw: Bool
    private var analyzer = DocumentAnalyzer()
    private var documents: [DocumentTerms] = []
    private var queries: [DocumentTerms] = []
    private var background: [DocumentTerms]?

    /// - Parameter isRaw: compares title and body alone, as `--raw-scores` says.
    package init(scoring: Scoring, isRaw: Bool) {
        self.scoring = scoring
        self.isRaw = isRaw
    }

    /// Takes in an article that is searched; it gets the next number.
    package mutating func add(_ article: Article) { documents.append(terms(of: article)) }

    /// Takes in an article that asks; it gets the next number of its own. What the corpus lacks of
    /// its terms is ignored.
    package mutating func addQuery(_ article: Article) { queries.append(terms(of: article)) }

    /// Takes in an article that only counts: when there is one, document frequencies and N come
    /// from these alone, and a term that they lack has the frequency 0.
    package mutating func addBackground(_ article: Article) {
        let terms = terms(of: article)
        if background == nil { background = [] }
        background?.append(terms)
    }

    /// The corpus.
    ///
    /// - Parameter order: numbers of the articles in the order that the corpus is to have; nil: as
    ///   they came.
    package consuming func build(order: [Int]? = nil) -> RelatedCorpus {
        let ordered = order.map { $0.map { documents[$0] } } ?? documents
        return RelatedCorpus(
            documents: ordered, queries: queries, background: background,
            termCount: analyzer.lexicon.termCount, weighting: scoring.weighting)
    }

    private mutating func terms(of article: Article) -> DocumentTerms {
        let text = isRaw ? DocumentText(raw: article) : DocumentText(article)
        return analyzer.analyze(
            text, weights: scoring.fields,
            with: scoring.analyzer.analyzer(language: article.language, of: text))
    }
}

extension RelatedCorpus {
    /// Whether a corpus of a catalogue holds an article: with `isRaw` every published one, else
    /// those that readers may see at `now`.
    package static func admits(_ article: Article, isRaw: Bool, at now: Date) -> Bool {
        isRaw ? article.status == .published : article.isVisible(at: now)
    }

    /// The places of articles in the order that breaks ties in a catalogue: newer first, undated
    /// last, then by id.
    package static func order(of cards: [ArticleCard]) -> [Int] {
        cards.indices.sorted { ArticleCard.precedes(cards[$0], cards[$1]) }
    }
}

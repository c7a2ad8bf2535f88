import BroadsheetArticles
import BroadsheetContent
import Testing

@testable import Broadsheet

struct ScoringTests {
    @Test(arguments: [
        (Analyzer.plain, TermFrequencyScale.raw), (.english, .log), (.ascii, .log),
    ])
    func `counts stay raw with the plain analyser unless said otherwise`(
        analyzer: Analyzer, scale: TermFrequencyScale
    ) {
        for other in TermFrequencyScale.allCases {
            #expect(Scoring(analyzer: .always(analyzer), scale: other).weighting.scale == other)
            #expect(Scoring.raw(analyzer: .always(analyzer), scale: other).weighting.scale == other)
        }
        #expect(Scoring(analyzer: .always(analyzer)).weighting.scale == scale)
        #expect(Scoring.raw(analyzer: .always(analyzer)).weighting.scale == scale)
    }

    @Test
    func `raw scores are the plain cosine of title and body, once each`() {
        let scoring = Scoring.raw(analyzer: .always(.english))
        #expect(scoring.weighting == Weighting(scale: .log) && scoring.fields == .raw)
    }

    /// An article whose body has words `first` to `last`, each once.
    private static func article(_ id: String, _ range: ClosedRange<Int>) -> Article {
        Article(id: id, title: "", body: range.map { "word\($0)" }.joined(separator: " "))
    }

    private static func items(_ articles: [Article], of id: String) async throws -> [Item] {
        let engine = try await TestSite(articles: articles).engine()
        return try await engine.related(RelatedRequest(id: id, explain: true)).items
    }

    @Test
    func `a long article's discount is a factor between cosine and score`() async throws {
        let items = try await Self.items(
            [Self.article("short", 1...100), Self.article("long", 1...1024)], of: "short")
        let item = try #require(items.first)
        let (score, cosine) = (try #require(item.score), try #require(item.cosine))
        let explanation = try #require(item.explanation)
        // The eighth root of 1024 / 256, on one side only.
        let factor = 1 / 4.0.squareRoot().squareRoot().squareRoot()
        let length = explanation.factors.first { $0.name == "length" }
        #expect(length.map { abs($0.value - factor) < 1e-12 } == true)
        let product = explanation.factors.reduce(cosine) { $0 * $1.value }
        #expect(abs(product - score) < 1e-12)
        #expect(abs(explanation.terms.reduce(0) { $0 + $1.share } - cosine) < 1e-12)
    }

    @Test
    func `articles of common length have no factor`() async throws {
        let items = try await Self.items(
            [Self.article("a", 1...100), Self.article("b", 50...300)], of: "a")
        let item = try #require(items.first)
        #expect(item.explanation?.factors.contains { $0.name == "length" } == false)
    }

    @Test
    func `a title word counts twice, and a summary stands for an empty body`() throws {
        let scoring = Scoring(analyzer: .always(.plain))
        var analyzer = DocumentAnalyzer()
        let terms = analyzer.analyze(
            DocumentText(Article(id: "a", title: "harbour", summary: "cranes stand")),
            weights: scoring.fields, with: .plain)
        #expect(terms.map(\.frequency).sorted() == [1, 1, 2])
    }
}

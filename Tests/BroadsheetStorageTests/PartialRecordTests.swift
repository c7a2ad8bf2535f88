import BroadsheetArticles
import BroadsheetStorage
import Foundation
import Testing

@Suite struct PartialRecordTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private static let stored = Article(
        id: "cms-1", url: "https://news.example/one", title: "Old", summary: "Sum",
        body: "The whole text", section: "World/Asia", tags: ["a"], status: .draft,
        evergreen: true, ads: .none, adLabels: ["war"])

    private func put(
        _ article: Article, _ fields: ImportSession.Fields, into catalogue: Catalogue
    ) throws {
        _ = try catalogue.importArticles { session in
            _ = try session.put(article, identifiedByURL: true, fields: fields)
        }
    }

    @Test func `a feed changes what it says and leaves status, ads and text as they are`() throws {
        let catalogue = try scratch.catalogue()
        _ = try catalogue.publish(Self.stored)
        let item = Article(
            id: "https://news.example/one", url: "https://NEWS.example/one/?utm_source=rss",
            title: "New")
        try put(item, .published, into: catalogue)
        var expected = Self.stored
        expected.title = "New"
        #expect(try catalogue.article(id: "cms-1") == expected)
        #expect(try catalogue.articleCounts().total == 1)
    }

    @Test func `a feed does not publish again what was withdrawn`() throws {
        let catalogue = try scratch.catalogue()
        let item = Article(id: "https://news.example/two", url: "https://news.example/two")
        try put(item, .published, into: catalogue)
        #expect(try catalogue.withdraw(id: item.id))
        try put(item, .published, into: catalogue)
        #expect(try catalogue.article(id: item.id)?.status == .withdrawn)
    }

    @Test func `an export that knows the status sets it`() throws {
        let catalogue = try scratch.catalogue()
        _ = try catalogue.publish(Self.stored)
        let item = Article(id: "https://news.example/one", url: "https://news.example/one")
        try put(item, .publishedWithStatus, into: catalogue)
        #expect(try catalogue.article(id: "cms-1")?.status == .published)
        #expect(try catalogue.article(id: "cms-1")?.ads == Article.AdPolicy.none)
    }

    @Test func `an article known by its address takes the newsroom's id when that comes`() throws {
        let catalogue = try scratch.catalogue()
        let item = Article(id: "https://news.example/one", url: "https://news.example/one")
        try put(item, .published, into: catalogue)
        let result = try catalogue.publish(Self.stored)
        #expect(result.outcome == .updated && result.warnings.isEmpty)
        #expect(try catalogue.article(id: "cms-1") == Self.stored)
        #expect(try catalogue.articleCounts().total == 1)
    }
}

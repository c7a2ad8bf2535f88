import BroadsheetArticles
import BroadsheetStorage
import Foundation
import Testing

@testable import Broadsheet

struct ExtremeCatalogueTests {
    @Test
    func `an empty catalogue answers with empty lists and unknown articles`() async throws {
        let engine = try await TestSite(articles: []).engine()
        #expect(try engine.latestIDs().isEmpty)
        await #expect(throws: RequestError.unknownArticle(id: "a")) {
            try await engine.relatedIDs("a")
        }
        let draft = DraftRequest(article: Article(id: "d", body: "summit"))
        #expect(try await engine.related(draft).items.isEmpty)
        let page = try await engine.page(PageRequest(blocks: [.init(name: "l", kind: .latest)]))
        #expect(page.blocks[0].items.isEmpty)
        #expect(engine.metrics.listsReady == 0)
    }

    @Test
    func `the only article has no related ones`() async throws {
        let site = try TestSite(articles: [TestSite.article("only", "Summit", hoursAgo: 1)])
        let engine = try await site.engine()
        #expect(try await engine.relatedIDs("only").isEmpty)
        #expect(try engine.latestIDs() == ["only"])
        let draft = DraftRequest(article: Article(id: "d", body: "summit"))
        #expect(try await engine.related(draft).items.map(\.id) == ["only"])
    }

    @Test(arguments: ["", " \n\n ", "…!?–", "the of and", "\u{0}"])
    func `an article without words is shown as latest and related to nothing`(
        text: String
    ) async throws {
        let silent = Article(id: "silent", body: text, publishedAt: TestSite.noon)
        let engine = try await TestSite(articles: TestSite.articles + [silent]).engine()
        #expect(try await engine.relatedIDs("silent").isEmpty)
        #expect(try engine.latestIDs().first == "silent")
        #expect(try await !engine.relatedIDs("summit").contains("silent"))
    }

    @Test
    func `an article of one word finds those that hold it`() async throws {
        let engine = try await TestSite(
            articles: TestSite.articles + [Article(id: "one", title: "Comet")]
        ).engine()
        #expect(Set(try await engine.relatedIDs("one")) == ["comet", "pictures"])
    }

    @Test
    func `an article of 5 MB is served with the others`() async throws {
        let body = String(repeating: "The summit opens trade talks. ", count: 175_000)
        #expect(body.utf8.count > 5_000_000)
        let engine = try await TestSite(
            articles: TestSite.articles + [Article(id: "big", title: "Big", body: body)]
        ).engine()
        #expect(try await engine.relatedIDs("big").contains("trade"))
        #expect(try engine.article(id: "big")?.body.utf8.count == body.utf8.count)
    }

    @Test
    func `100,000 tags of an article slow no decision down to a halt`() async throws {
        var tagged = TestSite.article("tagged", "Summit", hoursAgo: 1)
        tagged.tags = (0..<100_000).map { "tag \($0)" }
        let site = try TestSite(articles: [tagged], campaigns: TestSite.campaigns)
        let engine = try await site.engine()
        let answer = try engine.ad(slot: "side", article: "tagged")
        let row = try #require(try await engine.writtenLedger().decision(id: answer.decision))
        #expect(row.request?.contains("\"tag 99999\"") == true)
    }

    @Test(arguments: [
        "a b", "\"quoted\"", "a/b", "a,b;c", "🗞", "%2F", "line\nbreak", "'; DROP TABLE article;--",
        String(repeating: "x", count: 10_000), String(repeating: "é", count: 5_000),
    ])
    func `an id of any characters is served, recorded and excluded`(id: String) async throws {
        var odd = TestSite.article("odd", "Summit of odd names", hoursAgo: 0)
        odd.id = id
        let site = try TestSite(
            articles: TestSite.articles + [odd], campaigns: TestSite.campaigns)
        let engine = try await site.engine()
        #expect(try await engine.relatedIDs("summit").contains(id))
        #expect(try await !engine.relatedIDs("summit", exclude: [id]).contains(id))
        let answer = try engine.ad(slot: "side", article: id)
        #expect(try await engine.recordImpression(token: answer.filled().impressionURL.token))
        #expect(try engine.ledger.decision(id: answer.decision)?.articleID == id)
        let list = try await engine.related(RelatedRequest(id: id, track: true))
        #expect(try await engine.recordListSeen(token: #require(list.tracking).seenURL.token))
    }

    @Test
    func `times at the ends of the calendar are taken as they are`() async throws {
        var ancient = TestSite.article("ancient", "Summit")
        ancient.publishedAt = Date(timeIntervalSince1970: Double(UTCTime.earliestSecond))
        var eternal = TestSite.article("eternal", "Summit", hoursAgo: 1)
        eternal.expiresAt = Date(timeIntervalSince1970: Double(UTCTime.latestSecond))
        let engine = try await TestSite(articles: [ancient, eternal]).engine()
        #expect(try engine.latestIDs() == ["eternal", "ancient"])
    }
}

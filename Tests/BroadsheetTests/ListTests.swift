import BroadsheetArticles
import BroadsheetTestSupport
import Foundation
import Testing

@testable import Broadsheet

struct ListTests {
    @Test
    func `a related list holds similar articles, the best first, never its own`() async throws {
        let engine = try await TestSite().engine()
        let list = try await engine.related(RelatedRequest(id: "summit"))
        #expect(Set(list.items.map(\.id)) == ["sanctions", "trade", "pictures"])
        let scores = list.items.compactMap(\.score)
        #expect(scores.count == 3 && scores == scores.sorted(by: >))
        #expect(scores.allSatisfy { (0...1).contains($0) })
        #expect(list.items.allSatisfy { $0.via == .cosine && $0.reason != nil })
        #expect(list.variant == "default" && list.tracking == nil)
    }

    @Test
    func `excluded articles leave their places to the next; unknown ids exclude nothing`()
        async throws
    {
        let engine = try await TestSite().engine()
        let all = try await engine.relatedIDs("summit")
        let rest = try await engine.relatedIDs("summit", limit: 2, exclude: [all[0], "nobody", ""])
        #expect(rest == Array(all[1...2]))
        #expect(try await engine.relatedIDs("summit", exclude: all).isEmpty)
        let latest = try engine.latest(LatestRequest(exclude: ["summit", "nobody"]))
        #expect(latest.map(\.id) == ["sanctions", "trade", "comet", "pictures"])
    }

    @Test(arguments: [Int.min, -1, 101, Int.max])
    func `a limit outside 0 to 100 is refused everywhere`(limit: Int) async throws {
        let engine = try await TestSite().engine()
        let error = RequestError.limitOutOfRange(found: limit)
        await #expect(throws: error) { try await engine.relatedIDs("summit", limit: limit) }
        #expect(throws: error) { try engine.latestIDs(limit: limit) }
        await #expect(throws: error) {
            try await engine.related(DraftRequest(article: Article(id: "x"), limit: limit))
        }
        await #expect(throws: error) {
            try await engine.page(
                PageRequest(blocks: [.init(name: "n", kind: .latest, limit: limit)]))
        }
        #expect(error.description == "limit is \(limit); expected 0 to 100")
    }

    @Test(arguments: [0, 1, 2, 100])
    func `no list is longer than its limit`(limit: Int) async throws {
        let engine = try await TestSite().engine()
        #expect(try await engine.relatedIDs("summit", limit: limit).count == min(limit, 3))
        #expect(try engine.latestIDs(limit: limit).count == min(limit, 5))
    }

    @Test(arguments: ["", "nobody", "Summit", "draft", "embargo", "expired", "withdrawn"])
    func `an id that readers may not see is unknown`(id: String) async throws {
        var hidden = ["draft", "embargo", "expired", "withdrawn"].map {
            TestSite.article($0, "Summit", hoursAgo: 1)
        }
        hidden[0].status = .draft
        hidden[1].publishedAt = TestSite.noon + 1
        hidden[2].expiresAt = TestSite.noon
        hidden[3].status = .withdrawn
        let site = try TestSite(
            articles: TestSite.articles + hidden, campaigns: TestSite.campaigns)
        let engine = try await site.engine()
        let error = RequestError.unknownArticle(id: id)
        await #expect(throws: error) { try await engine.related(RelatedRequest(id: id)) }
        #expect(throws: error) { try engine.ad(slot: "side", article: id) }
        await #expect(throws: error) { try await engine.page(PageRequest(article: id)) }
        #expect(try engine.article(id: id) == nil)
        #expect(Set(try engine.latestIDs()).isDisjoint(with: ["draft", "embargo", "expired"]))
    }

    @Test
    func `the newest articles of a section come newest first`() async throws {
        let engine = try await TestSite().engine()
        #expect(try engine.latestIDs(section: "World") == ["summit", "sanctions"])
        #expect(try engine.latestIDs(section: "Science", limit: 1) == ["comet"])
        #expect(try engine.latestIDs(section: "Nowhere").isEmpty)
    }

    @Test
    func `an explanation's shares sum to the cosine`() async throws {
        let engine = try await TestSite().engine()
        let list = try await engine.related(RelatedRequest(id: "summit", explain: true))
        for item in list.items {
            let explanation = try #require(item.explanation)
            let sum = explanation.terms.reduce(0) { $0 + $1.share }
            #expect(abs(sum - (item.cosine ?? 0)) < 1e-12)
            #expect(item.score == item.cosine && explanation.factors.isEmpty)
        }
        #expect(try await engine.related(RelatedRequest(id: "summit")).items[0].explanation == nil)
    }

    @Test
    func `a draft is scored like an article of the same text and does not find itself`()
        async throws
    {
        let engine = try await TestSite().engine()
        let stored = try #require(try engine.article(id: "summit"))
        let list = try await engine.related(DraftRequest(article: stored))
        let known = try await engine.related(RelatedRequest(id: "summit"))
        #expect(list.id == nil && list.items == known.items)
        var copy = stored
        copy.id = "another"
        let found = try await engine.related(DraftRequest(article: copy, exclude: ["trade"]))
        #expect(found.items.first?.id == "summit")
        #expect(!found.items.contains { $0.id == "trade" })
        let empty = try await engine.related(
            DraftRequest(article: Article(id: "", body: "zyzzyva")))
        #expect(empty.items.isEmpty)
    }

    @Test
    func `an embargo ends and an expiry passes without any request or writer`() async throws {
        let site = try TestSite()
        var embargo = TestSite.article("embargo", "Summit news")
        embargo.publishedAt = TestSite.noon + 60
        var brief = TestSite.article("brief", "Summit brief", hoursAgo: 2)
        brief.expiresAt = TestSite.noon + 60
        try site.put([embargo, brief])
        let engine = try await site.engine()
        #expect(try await engine.relatedIDs("summit").contains("brief"))
        #expect(try !engine.latestIDs().contains("embargo"))
        site.clock.now = TestSite.noon + 60
        // Before anybody has brought the snapshot up to date, what expired is hidden already.
        #expect(try await !engine.relatedIDs("summit").contains("brief"))
        #expect(try !engine.latestIDs().contains("brief"))
        try await engine.catchUp()
        #expect(try engine.latestIDs().first == "embargo")
        #expect(try await engine.relatedIDs("summit").contains("embargo"))
        #expect(try await !engine.relatedIDs("summit").contains("brief"))
    }

    @Test
    func `ids that look the same in other bytes are served as two articles`() async throws {
        let ids = ["caf\u{E9}", "cafe\u{301}"]
        let site = try TestSite(
            articles: ids.map { TestSite.article($0, "Summit \($0.utf8.count)") })
        let engine = try await site.engine()
        for (id, other) in [(ids[0], ids[1]), (ids[1], ids[0])] {
            let items = try await engine.related(RelatedRequest(id: id)).items
            #expect(items.map(\.id.utf8Bytes) == [other.utf8Bytes])
            let latest = try engine.latest(LatestRequest(exclude: [id]))
            #expect(latest.map(\.id.utf8Bytes) == [other.utf8Bytes])
        }
    }
}

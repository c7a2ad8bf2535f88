import BroadsheetArticles
import BroadsheetStorage
import Foundation
import Testing

@testable import Broadsheet

struct LiveChangeTests {
    @Test
    func `what the sqlite3 shell does is served after the next look`() async throws {
        let site = try TestSite()
        let engine = try await site.engine()
        let time = "'2024-07-10T11:59:00Z'"
        let steps: [(sql: String, first: String)] = [
            (
                "INSERT INTO article(id,title,published_at) VALUES('new','Summit ends',\(time));",
                "new"
            ),
            ("UPDATE article SET id = 'moved' WHERE id = 'new';", "moved"),
            (
                "REPLACE INTO article(id,title,published_at) VALUES('moved','Comet',\(time));",
                "moved"
            ),
            ("UPDATE article SET status = 'draft' WHERE id = 'moved';", "summit"),
            ("UPDATE article SET status = 'published' WHERE id = 'moved';", "moved"),
            ("DELETE FROM article WHERE id = 'moved';", "summit"),
            ("BEGIN; DELETE FROM article; ROLLBACK;", "summit"),
        ]
        for step in steps {
            try site.scratch.shell(step.sql)
            try await engine.catchUp()
            #expect(try engine.latestIDs().first == step.first, "\(step.sql)")
            try await Self.expectInStep(engine, site)
        }
    }

    /// Fails unless the engine answers as one does that has just loaded the catalogue.
    static func expectInStep(
        _ engine: Engine, _ site: TestSite, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let fresh = try await site.engine(seed: 99, ledger: "fresh.sqlite")
        let ids = try fresh.latestIDs(limit: 100)
        #expect(try engine.latestIDs(limit: 100) == ids, sourceLocation: sourceLocation)
        for id in ids {
            let request = RelatedRequest(id: id)
            let lists = [try await engine.related(request), try await fresh.related(request)]
            #expect(
                lists[0].items.map(\.id) == lists[1].items.map(\.id),
                sourceLocation: sourceLocation)
            for (left, right) in zip(lists[0].items, lists[1].items) {
                #expect(abs((left.cosine ?? 0) - (right.cosine ?? 1)) < 1e-12)
            }
        }
    }

    @Test
    func `an import by another process is served, all of it at once`() async throws {
        let site = try TestSite()
        let engine = try await site.engine()
        var more = (0..<20).map { TestSite.article("more \($0)", "Summit \($0)", hoursAgo: 0) }
        more.append(TestSite.article("summit", "A comet instead", hoursAgo: 1))
        try site.put(more)
        #expect(try engine.latestIDs(limit: 100).count == 5)
        try await engine.catchUp()
        #expect(try engine.latestIDs(limit: 100).count == 25)
        try await Self.expectInStep(engine, site)
    }

    @Test
    func `publishing and withdrawing are visible when they return`() async throws {
        let site = try TestSite()
        let engine = try await site.engine()
        var article = TestSite.article("flash", "Summit flash", hoursAgo: 0)
        #expect(try await engine.publish(article) == .new)
        #expect(try engine.latestIDs().first == "flash")
        #expect(try await engine.publish(article) == .unchanged)
        article.title = "Comet flash"
        #expect(try await engine.publish(article) == .updated)
        #expect(try engine.latest(LatestRequest()).first?.title == "Comet flash")
        #expect(try await engine.withdraw(id: "flash"))
        #expect(try engine.latestIDs().first == "summit")
        #expect(try await engine.withdraw(id: "flash"))
        #expect(try await engine.withdraw(id: "nobody") == false)
        #expect(engine.metrics.articles.map(\.count) == [5, 0, 1])
        try await Self.expectInStep(engine, site)
    }

    @Test
    func `an article that no row can hold is refused with its reason`() async throws {
        let engine = try await TestSite().engine()
        await #expect(throws: PublishError(problem: "the id is empty")) {
            try await engine.publish(Article(id: ""))
        }
        await #expect(throws: PublishError.self) { try await engine.publish(Article(id: "a\0b")) }
        #expect(try await engine.withdraw(id: "a\0b") == false)
    }

    @Test
    func `orphans are left out with a counted warning that stays while they do`() async throws {
        let site = try TestSite(campaigns: TestSite.campaigns)
        let engine = try await site.engine()
        #expect(engine.metrics.catalogueWarnings == 0)
        #expect(try engine.ad(slot: "top").filled().lineItem == "heavy")
        try site.scratch.shell(
            """
            DROP TRIGGER line_item_kept_for_creative;
            DELETE FROM line_item WHERE id = 'heavy';
            """)
        try await engine.catchUp()
        #expect(try engine.ad(slot: "top").outcome == .noFill(reason: "none_eligible"))
        #expect(engine.metrics.catalogueWarnings > 0)
        try site.put([TestSite.article("another", "An article", hoursAgo: 3)])
        try await engine.catchUp()
        #expect(engine.metrics.catalogueWarnings > 0)
    }

    @Test
    func `a change of campaigns is served without touching the articles`() async throws {
        let site = try TestSite(campaigns: TestSite.campaigns)
        let engine = try await site.engine()
        try site.scratch.shell("UPDATE line_item SET status = 'paused' WHERE id = 'heavy';")
        try await engine.catchUp()
        #expect(try engine.ad(slot: "top").outcome == .noFill(reason: "none_eligible"))
        for _ in 0..<10 {
            #expect(try engine.ad(slot: "side").filled().lineItem == "light")
        }
        #expect(try engine.latestIDs().count == 5)
    }

    @Test
    func `a feed with a gap is answered by loading everything`() async throws {
        let site = try TestSite()
        let engine = try await site.engine()
        try site.scratch.shell(
            """
            INSERT INTO article(id,title) VALUES('lost','Summit lost');
            DELETE FROM change;
            INSERT INTO article(id,title) VALUES('after','Summit after');
            """)
        try await engine.catchUp()
        try await Self.expectInStep(engine, site)
        #expect(try engine.latestIDs().suffix(2) == ["after", "lost"])
    }

    @Test
    func `changes older than a day are forgotten once an hour`() async throws {
        let site = try TestSite()
        let engine = try await site.engine()
        try site.scratch.shell("UPDATE change SET at = '2024-07-01T00:00:00Z';")
        try await engine.catchUp()
        #expect(try site.scratch.shell("SELECT count(*) FROM change;") == "1\n")
        try await Self.expectInStep(engine, site)
    }

    @Test
    func `requests while the catalogue changes never fail and never mix two states`() async throws {
        let site = try TestSite()
        let engine = try await site.engine()
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                for round in 0..<30 {
                    _ = try await engine.publish(
                        TestSite.article("flip", round.isMultiple(of: 2) ? "Summit" : "Comet"))
                }
            }
            for _ in 0..<2 {
                tasks.addTask {
                    for _ in 0..<150 {
                        let page = try await engine.page(
                            PageRequest(
                                article: "summit",
                                blocks: [
                                    .init(name: "r", kind: .related),
                                    .init(name: "l", kind: .latest),
                                ]))
                        let ids = page.blocks.flatMap { $0.items.map(\.id) }
                        #expect(Set(ids).count == ids.count)
                        #expect(Set(ids).isSuperset(of: ["sanctions", "trade", "comet"]))
                    }
                }
            }
            try await tasks.waitForAll()
        }
    }
}

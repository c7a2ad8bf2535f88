import BroadsheetArticles
import Foundation
import Testing

@testable import Broadsheet

/// Changes of more articles than are applied at once.
struct BacklogTests {
    private static let count = 2 * CatalogueFollower.slice + 300

    private static func articles(_ name: String) -> [Article] {
        (0..<count).map { TestSite.article("\(name) \($0)", "\(name) \($0 % 50)", hoursAgo: 9) }
    }

    @Test
    func `a large import is served in parts, and at last as a whole`() async throws {
        let site = try TestSite()
        let engine = try await site.engine()
        try site.put(Self.articles("Import"))
        try await engine.catchUp()
        #expect(engine.metrics.visibleArticles == 5 + CatalogueFollower.slice)
        try await engine.applyBacklog()
        #expect(engine.metrics.visibleArticles == 5 + Self.count)
        try await LiveChangeTests.expectInStep(engine, site)
    }

    @Test
    func `a small change after a large one is served before it`() async throws {
        let site = try TestSite()
        let engine = try await site.engine()
        try site.put(Self.articles("Import"))
        try await engine.catchUp()
        try site.put([TestSite.article("flash", "Summit flash", hoursAgo: 0)])
        try await engine.catchUp()
        #expect(try engine.latestIDs().first == "flash")
        #expect(engine.metrics.visibleArticles == 6 + CatalogueFollower.slice)
        try await engine.applyBacklog()
        try await LiveChangeTests.expectInStep(engine, site)
    }

    @Test
    func `what is published while a large change waits is visible when that returns`()
        async throws
    {
        let site = try TestSite()
        let engine = try await site.engine()
        let articles = Self.articles("Import")
        try site.put(articles)
        try await engine.catchUp()
        // One that waits, by its place in the import, gets another text.
        var changed = articles[3]
        changed.publishedAt = TestSite.noon
        #expect(try await engine.publish(changed) == .updated)
        #expect(try engine.latestIDs().first == changed.id)
        #expect(try await engine.withdraw(id: articles[4].id))
        try await engine.applyBacklog()
        #expect(try engine.latestIDs().first == changed.id)
        #expect(engine.metrics.visibleArticles == 5 + Self.count - 1)
        try await LiveChangeTests.expectInStep(engine, site)
    }

    @Test
    func `a batch larger than what is applied at once is visible when publishing returns`()
        async throws
    {
        let engine = try await TestSite().engine()
        let results = try await engine.publish(contentsOf: Self.articles("Batch"))
        #expect(results.allSatisfy { $0 == .new })
        #expect(engine.metrics.visibleArticles == 5 + Self.count)
    }

    @Test
    func `articles deleted by the thousand are gone`() async throws {
        let site = try TestSite()
        let engine = try await site.engine()
        try site.put(Self.articles("Import"))
        try await engine.catchUp()
        try site.scratch.shell("DELETE FROM article WHERE id LIKE 'Import%';")
        try await engine.catchUp()
        try await engine.applyBacklog()
        #expect(engine.metrics.visibleArticles == 5)
        try await LiveChangeTests.expectInStep(engine, site)
    }

    @Test
    func `of a hundred changes of one article at once the last committed one is served`()
        async throws
    {
        let site = try TestSite()
        let engine = try await site.engine()
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for number in 0..<100 {
                tasks.addTask {
                    _ = try await engine.publish(
                        TestSite.article("one", "Summit number\(number)", hoursAgo: 0))
                }
            }
            try await tasks.waitForAll()
        }
        let stored = try #require(try engine.article(id: "one"))
        #expect(try engine.latest(LatestRequest()).first?.title == stored.title)
        await engine.settle()
        try await LiveChangeTests.expectInStep(engine, site)
    }
}

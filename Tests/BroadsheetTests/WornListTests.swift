import BroadsheetArticles
import Testing

@testable import Broadsheet

struct WornListTests {
    /// Two articles share three words with `asked`, 70 two, 150 another one, which is as frequent.
    private static func articles() -> [Article] {
        let close = (0..<70).map { TestSite.article("close \($0)", "harbour ferry code\($0)c") }
        let far = (0..<150).map { TestSite.article("far \($0)", "glacier code\($0)f") }
        let others = (0..<80).map { TestSite.article("other \($0)", "code\($0)o") }
        let near = (0..<2).map { TestSite.article("near \($0)", "harbour ferry pier code\($0)n") }
        let asked = TestSite.article("asked", "harbour ferry pier glacier")
        return [asked] + near + close + far + others
    }

    @Test
    func `a list that proves nothing any more is searched for, counted and found again`()
        async throws
    {
        let site = try TestSite(articles: Self.articles())
        let engine = try await site.engine()
        await engine.settle()
        #expect(try await engine.relatedIDs("asked", limit: 2) == ["near 0", "near 1"])
        #expect(engine.metrics.searches == 0 && engine.metrics.wornAnswers == 0)
        // The frequent word becomes a rare one: articles outside the list may belong to it now.
        for number in 2..<150 {
            _ = try await engine.publish(TestSite.article("far \(number)", "code\(number)g"))
        }
        await engine.settle()
        let ids = try await engine.relatedIDs("asked", limit: 2)
        let fresh = try await site.engine(seed: 2, ledger: "fresh.sqlite")
        #expect(try await fresh.relatedIDs("asked", limit: 2) == ids)
        #expect(engine.metrics.searches == 1)
        await engine.settle()
        #expect(engine.metrics.wornAnswers == 1)
        #expect(try await engine.relatedIDs("asked", limit: 2) == ids)
        #expect(engine.metrics.searches == 1)
    }
}

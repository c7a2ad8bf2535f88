import BroadsheetArticles
import BroadsheetContent
import BroadsheetStorage
import Foundation
import Testing

@testable import Broadsheet

struct VectorStartTests {
    @Test
    func `a second start takes the terms from the file and finds the same lists`() throws {
        let kept = try KeptSite()
        try kept.expectRight(isFromCache: false)
        try kept.expectRight(isFromCache: true)
        try kept.expectRight(isFromCache: true)
    }

    @Test
    func `a second start does not read texts that have not changed`() throws {
        let kept = try KeptSite()
        let before = KeptSite.lists(try kept.start().content)
        // The feed is forged, which only a start that trusts it can fail to see.
        try kept.site.scratch.shell(
            """
            UPDATE article SET body = 'nothing';
            DELETE FROM change WHERE seq > 5;
            UPDATE sqlite_sequence SET seq = 5 WHERE name = 'change';
            """)
        let second = try kept.start()
        #expect(second.isFromCache)
        #expect(KeptSite.lists(second.content) == before)
    }

    @Test(arguments: [
        "UPDATE article SET body = 'comet comet pictures' WHERE id = 'trade';",
        "UPDATE article SET title = 'Comet' WHERE id = 'trade';",
        "UPDATE article SET status = 'withdrawn' WHERE id = 'trade';",
        "DELETE FROM article WHERE id IN ('trade', 'comet');",
        "UPDATE article SET id = 'zz' WHERE id = 'comet';",
        "INSERT INTO article(id, title, body) VALUES('new', 'Summit', 'Comet pictures');",
        "REPLACE INTO article(id, title, body) VALUES('comet', 'Summit', 'trade talks');",
        "DELETE FROM article;",
        "UPDATE article SET language = 'de';",
    ])
    func `what was written between two starts is analysed again`(sql: String) throws {
        let kept = try KeptSite()
        try kept.start()
        try kept.site.scratch.shell(sql)
        try kept.expectRight(isFromCache: true)
        try kept.expectRight(isFromCache: true)
    }

    @Test(arguments: [
        "UPDATE article SET body = 'comet'; DELETE FROM change;",
        "UPDATE article SET body = 'comet'; DELETE FROM change WHERE seq > 5;",
        "DROP TRIGGER article_updated; UPDATE article SET body = 'comet';",
        "UPDATE article SET body = 'comet'; DELETE FROM change WHERE seq < 8;",
    ])
    func `a feed that can't tell what changed has everything analysed again`(sql: String) throws {
        let kept = try KeptSite()
        try kept.start()
        try kept.site.scratch.shell(sql)
        try kept.expectRight(isFromCache: false)
    }

    @Test
    func `a card that changed behind the feed's back is analysed again`() throws {
        let kept = try KeptSite()
        try kept.start()
        try kept.site.scratch.shell(
            """
            UPDATE article SET title = 'Comet', body = 'comet' WHERE id = 'trade';
            DELETE FROM change WHERE seq > 5;
            UPDATE sqlite_sequence SET seq = 5 WHERE name = 'change';
            """)
        try kept.expectRight(isFromCache: true)
    }

    @Test
    func `the file of another catalogue is not believed`() throws {
        let kept = try KeptSite()
        try kept.start()
        let other = try KeptSite(
            articles: TestSite.articles.map { article in
                var article = article
                article.body = "comet"
                return article
            })
        // A second apart, as two imports are.
        try other.site.scratch.shell("UPDATE change SET at = '2020-01-01T00:00:00Z';")
        let bytes = try #require(kept.file.bytes())
        try other.file.replace { try $0(bytes) }
        try other.expectRight(isFromCache: false)
    }

    @Test
    func `another analyser, other fields and other variants make another file`() throws {
        let kept = try KeptSite()
        try kept.start()
        let weighted = Scoring(
            analyzer: .automatic(siteLanguage: "en"), weighting: Weighting(scale: .log),
            fields: FieldWeights(title: 3, summary: 1, tags: 1, body: 1))
        let others = [
            KeptSite.scorings(.automatic(siteLanguage: "de")), KeptSite.scorings(.always(.plain)),
            [weighted], KeptSite.scorings() + [weighted],
        ]
        for scorings in others {
            try kept.expectRight(scorings: scorings, isFromCache: false)
            try kept.expectRight(scorings: scorings, isFromCache: true)
        }
    }

    @Test
    func `variants that weigh the same terms otherwise share the file`() throws {
        let kept = try KeptSite()
        try kept.start()
        let scorings = [TermFrequencyScale.raw, .log].map {
            Scoring(analyzer: .automatic(siteLanguage: "en"), scale: $0)
        }
        try kept.expectRight(scorings: scorings, isFromCache: true)
    }

    @Test
    func `an embargoed article is kept and there when its time comes`() throws {
        let kept = try KeptSite()
        try kept.site.put([TestSite.article("later", "Summit later", hoursAgo: -1)])
        let lists = KeptSite.lists(try kept.start(at: TestSite.noon).content)
        #expect(!lists.joined().contains("later"))
        // The feed's rows are newer than noon of July 2024, so nothing was kept yet.
        #expect(kept.file.bytes() == nil)
        try kept.site.scratch.shell("UPDATE change SET at = '2024-07-10T11:00:00Z';")
        try kept.start(at: TestSite.noon)
        try kept.expectRight(at: TestSite.noon.addingTimeInterval(7_200), isFromCache: true)
    }

    @Test
    func `an expired article is neither kept nor read`() throws {
        var old = TestSite.article("old", "Summit of old", hoursAgo: 100)
        old.expiresAt = TestSite.noon
        let kept = try KeptSite(articles: TestSite.articles + [old])
        try kept.expectRight(isFromCache: false)
        try kept.expectRight(isFromCache: true)
    }

    @Test
    func `a change of this second is not named, since a new catalogue could look the same`() throws
    {
        let kept = try KeptSite()
        try kept.site.scratch.shell("UPDATE change SET at = '2024-07-10T12:00:00Z';")
        try kept.start(at: TestSite.noon.addingTimeInterval(1))
        #expect(kept.file.bytes() == nil)
        try kept.start(at: TestSite.noon.addingTimeInterval(3))
        #expect(kept.file.bytes() != nil)
    }

    @Test
    func `an empty catalogue has nothing to keep`() throws {
        let kept = try KeptSite(articles: [])
        try kept.start()
        #expect(kept.file.bytes() == nil)
    }

    @Test(arguments: [true, false])
    func `an engine keeps the articles of a large catalogue when it ends, unless told not to`(
        keepsVectors: Bool
    ) async throws {
        let articles = (0..<VectorKeeper.leastCount).map {
            TestSite.article("a\($0)", "Summit \($0 % 97) trade \($0 % 13)", hoursAgo: 1)
        }
        let kept = try KeptSite(articles: articles)
        kept.site.clock.now = KeptSite.now
        var configuration = Configuration()
        configuration.keepsVectors = keepsVectors
        let first = try await kept.site.engine(configuration: configuration)
        let list = try await first.relatedIDs("a1")
        await first.shutdown()
        #expect((kept.file.bytes() != nil) == keepsVectors)
        let second = try await kept.site.engine(configuration: configuration)
        #expect(try await second.relatedIDs("a1") == list)
    }

    @Test
    func `an engine leaves no file beside a small catalogue`() async throws {
        let kept = try KeptSite()
        kept.site.clock.now = KeptSite.now
        await (try kept.site.engine()).shutdown()
        #expect(kept.file.bytes() == nil)
    }

    @Test
    func `an engine that can't write the file ends all the same and leaves no draft`() async throws
    {
        let articles = (0..<VectorKeeper.leastCount).map {
            TestSite.article("a\($0)", "Summit \($0)", hoursAgo: 1)
        }
        let kept = try KeptSite(articles: articles)
        kept.site.clock.now = KeptSite.now
        try FileManager.default.createDirectory(
            atPath: kept.file.path, withIntermediateDirectories: false)
        await (try kept.site.engine()).shutdown()
        let names = try FileManager.default.contentsOfDirectory(
            atPath: kept.site.scratch.folder.path)
        #expect(names.filter { $0.contains(".vectors") } == ["news.vectors"])
        #expect(try await kept.site.engine().latestIDs(limit: 1).count == 1)
    }
}

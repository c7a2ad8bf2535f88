import BroadsheetArticles
import BroadsheetStorage
import Foundation
import Testing

@Suite struct ImportTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// An article that uses every column.
    private static let full = Article(
        id: "full", url: "https://x.example/full?id=1", title: "“Title”", summary: "Sum\nmary",
        body: "One.\n\nTwo – \u{1F600}", section: "World/Asia", language: "pt-BR",
        tags: ["a \"quoted\" tag", "back\\slash", "tab\tnew\nline", "\u{1}", "plain/slash"],
        authors: ["Ana", "Bo"],
        image: Article.Image(url: "https://x.example/i.jpg", width: 1200, height: 800, alt: "Alt"),
        source: Article.Source(name: "Agency", url: "https://agency.example/1"),
        publishedAt: Date(timeIntervalSince1970: 1_720_000_000),
        updatedAt: Date(timeIntervalSince1970: -86_401),
        expiresAt: Date(timeIntervalSince1970: 4_102_444_799), status: .draft, evergreen: true,
        ads: .house, adLabels: ["gambling"])

    @Test func `an article comes back as it went in`() throws {
        let catalogue = try scratch.catalogue()
        #expect(try catalogue.publish(Self.full) == PutResult(outcome: .new, id: "full"))
        #expect(try catalogue.article(id: "full") == Self.full)
    }

    @Test func `the same article again is unchanged and leaves no trace in the feed`() throws {
        let catalogue = try scratch.catalogue()
        _ = try catalogue.publish(Self.full)
        let follower = try Follower(catalogue)
        #expect(try catalogue.publish(Self.full).outcome == .unchanged)
        #expect(try follower.follow() == nil)
    }

    @Test func `the same id with other content is an update`() throws {
        let catalogue = try scratch.catalogue()
        _ = try catalogue.publish(Self.full)
        var changed = Self.full
        changed.body += "!"
        #expect(try catalogue.publish(changed).outcome == .updated)
        #expect(try catalogue.article(id: "full")?.body == changed.body)
    }

    @Test func `a text that differs only in its bytes is an update`() throws {
        let catalogue = try scratch.catalogue()
        _ = try catalogue.publish(Article(id: "a", title: "caf\u{E9}"))
        #expect(
            try catalogue.publish(Article(id: "a", title: "cafe\u{301}")).outcome == .updated)
    }

    @Test func `counts add up over a transaction`() throws {
        let catalogue = try scratch.catalogue()
        _ = try catalogue.publish(Article(id: "same"))
        _ = try catalogue.publish(Article(id: "old", title: "old"))
        let counts = try catalogue.importArticles { session in
            for id in ["same", "old", "fresh", ""] {
                _ = try session.put(Article(id: id, title: id == "old" ? "new" : ""))
            }
        }
        #expect(counts == ImportCounts(new: 1, updated: 1, unchanged: 1, rejected: 1))
    }

    @Test func `an address that another article holds is left out with a warning`() throws {
        let catalogue = try scratch.catalogue()
        _ = try catalogue.publish(Article(id: "a", url: "https://x.example/1"))
        let result = try catalogue.publish(Article(id: "b", url: "https://x.example/1"))
        #expect(result.outcome == .new)
        #expect(
            result.warnings == [
                "url https://x.example/1 belongs to article a already; stored without it"
            ])
        #expect(try catalogue.article(id: "b")?.url == nil)
    }

    @Test func `an article known by its address updates the one that holds the address`() throws {
        let catalogue = try scratch.catalogue()
        _ = try catalogue.publish(Article(id: "cms-7", url: "https://x.example/1", title: "old"))
        let incoming = Article(
            id: "https://x.example/1", url: "https://x.example/1", title: "new")
        var result = PutResult(outcome: .new, id: "")
        _ = try catalogue.importArticles {
            result = try $0.put(incoming, identifiedByURL: true)
        }
        #expect(result == PutResult(outcome: .updated, id: "cms-7"))
        #expect(try catalogue.article(id: "cms-7")?.title == "new")
        #expect(try catalogue.articleCounts().total == 1)
    }

    @Test(arguments: ["", "a\0b"])
    func `an id that no row can hold is rejected`(id: String) throws {
        let result = try scratch.catalogue().publish(Article(id: id))
        guard case .rejected = result.outcome else {
            Issue.record("\(result)")
            return
        }
    }

    @Test(arguments: ["two words", "'; DROP TABLE article; --", "a/b,c", "😀", "\u{FEFF}x", "\r\n"])
    func `any other text can be an id`(id: String) throws {
        let catalogue = try scratch.catalogue()
        _ = try catalogue.publish(Article(id: id))
        #expect(try catalogue.article(id: id)?.id == id)
    }

    @Test func `an id of 10 kB, a body of 5 MB and 100,000 tags come back whole`() throws {
        let catalogue = try scratch.catalogue()
        let article = Article(
            id: String(repeating: "i", count: 10_000),
            body: String(repeating: "word ", count: 1_000_000),
            tags: (0..<100_000).map { "tag \($0)" })
        _ = try catalogue.publish(article)
        #expect(try catalogue.article(id: article.id) == article)
    }

    @Test func `NUL characters in texts are left out with a warning`() throws {
        let catalogue = try scratch.catalogue()
        let result = try catalogue.publish(
            Article(id: "a", title: "x\0y", body: "\0", tags: ["t\0"]))
        #expect(result.warnings == ["NUL characters are left out"])
        #expect(
            try catalogue.article(id: "a") == Article(id: "a", title: "xy", tags: ["t"]))
    }

    @Test(arguments: [Double.nan, .infinity, -1e300, 253_402_300_800])
    func `a time that no row can hold is left out with a warning`(seconds: Double) throws {
        let catalogue = try scratch.catalogue()
        let result = try catalogue.publish(
            Article(id: "a", publishedAt: Date(timeIntervalSince1970: seconds)))
        #expect(result.warnings.count == 1)
        #expect(try catalogue.article(id: "a") == Article(id: "a"))
    }

    @Test(arguments: [
        (-62_167_219_200.0, "0000-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
        (951_782_400, "2000-02-29T00:00:00Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
        (0.999, "1970-01-01T00:00:00Z"), (-0.5, "1969-12-31T23:59:59Z"),
    ])
    func `times are written as UTC to the second`(seconds: Double, text: String) throws {
        let catalogue = try scratch.catalogue()
        _ = try catalogue.publish(
            Article(id: "a", publishedAt: Date(timeIntervalSince1970: seconds)))
        #expect(try scratch.shell("SELECT published_at FROM article") == text + "\n")
        #expect(
            try catalogue.article(id: "a")?.publishedAt?.timeIntervalSince1970
                == seconds.rounded(.down))
    }

    private struct Interruption: Error {}

    @Test func `an import that fails leaves nothing`() throws {
        let catalogue = try scratch.catalogue()
        #expect(throws: Interruption.self) {
            _ = try catalogue.importArticles { session in
                _ = try session.put(Article(id: "a"))
                throw Interruption()
            }
        }
        #expect(try catalogue.articleCounts().total == 0)
    }

    @Test func `an import that is cancelled leaves nothing, even if its feed goes on`() throws {
        let catalogue = try scratch.catalogue()
        var asked = 0
        #expect(throws: CancellationError.self) {
            _ = try catalogue.importArticles(isCancelled: {
                asked += 1
                return asked == 2
            }) { session in
                for id in ["a", "b", "c"] { _ = try? session.put(Article(id: id)) }
            }
        }
        #expect(try catalogue.articleCounts().total == 0)
    }

    @Test func `a withdrawn article stays and is known as withdrawn`() throws {
        let catalogue = try scratch.catalogue()
        _ = try catalogue.publish(Article(id: "a"))
        #expect(try catalogue.withdraw(id: "a"))
        #expect(try catalogue.article(id: "a")?.status == .withdrawn)
        #expect(try catalogue.articleCounts().withdrawn == 1)
    }

    @Test func `withdrawing an unknown article says so`() throws {
        #expect(try !scratch.catalogue().withdraw(id: "nobody"))
    }
}

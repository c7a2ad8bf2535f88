import Broadsheet
import BroadsheetArticles
import Foundation
import Testing

@testable import BroadsheetServer

struct DemoNewspaperTests {
    static let settings = ServerSettings(isDemo: true)

    static let story = Article(
        id: "a/story", url: "https://elsewhere.example/a-story", title: "A <b>story</b>",
        body: "First paragraph & more of the summit.\n\nSecond paragraph on sanctions.",
        section: "World/Asia", authors: ["Ada", "Ben", "Cy"],
        source: Article.Source(name: "Elsewhere", url: "https://elsewhere.example/a-story"),
        publishedAt: TestSite.noon.addingTimeInterval(-60))

    @Test
    func `the entrance leads to the front page`() async throws {
        try await TestSite.serve(settings: Self.settings) { client in
            for uri in ["/", "/demo"] {
                let response = try await client.get(uri)
                #expect(response.status == 302)
                #expect(response["Location"] == "/demo/")
            }
            let front = try await client.get("/demo/")
            #expect(front.status == 200)
            #expect(front.text.contains("Leaders meet at the summit"))
        }
    }

    @Test
    func `an article's page has its parts in a newspaper's order`() async throws {
        try await TestSite.serve(
            articles: TestSite.articles + [Self.story], settings: Self.settings
        ) { client in
            let response = try await client.get("/demo/article/a%2Fstory")
            #expect(response.status == 200)
            #expect(response["Cache-Control"] == "private, no-store")
            var rest = Substring(response.text)
            for part in [
                "Wednesday, July 10, 2024", "href=\"/demo/\">Home", "/demo/section/World\"",
                "/demo/section/World/Asia\"", "<h1>A &lt;b&gt;story&lt;/b&gt;</h1>",
                "Ada, Ben and Cy", "<p>First paragraph &amp; more of the summit.</p>",
                "<p>Second paragraph on sanctions.</p>", "Continue reading this article at",
                "https://elsewhere.example/a-story", "Stay connected", "Latest articles",
                "/v1/impression/", "Related articles", "also about:", "Leave a reply",
            ] {
                let range = try #require(rest.range(of: part), "\(part) in \(rest)")
                rest = rest[range.upperBound...]
            }
        }
    }

    @Test
    func `every link to an article leads to its page in the demo`() async throws {
        try await TestSite.serve(
            articles: TestSite.articles + [Self.story], settings: Self.settings
        ) { client in
            for uri in ["/demo/", "/demo/section/World", "/demo/article/summit"] {
                let text = try await client.get(uri).text
                #expect(text.contains("href=\"/demo/article/a%2Fstory\""))
                #expect(!text.contains("news.example"))
                #expect(!text.contains("javascript:"))
            }
        }
    }

    @Test
    func `no page of the demo runs a script`() async throws {
        try await TestSite.serve(settings: Self.settings) { client in
            for uri in ["/demo/", "/demo/section/Technology", "/demo/article/hostile", "/demo/x"] {
                let response = try await client.get(uri)
                #expect(!response.text.contains("<script"))
                #expect(!response.text.contains("<img src=x"))
                #expect(response["Content-Security-Policy"]?.contains("default-src 'none'") == true)
            }
        }
    }

    @Test(arguments: [
        "/demo/article/nobody", "/demo/article/draft", "/demo/section/Nowhere",
        "/demo/articles.jsonl",
        "/demo/images/../articles.jsonl", "/demo/images/%2E%2E%2Farticles.jsonl", "/demo/ads/x.svg",
    ])
    func `what the demo does not have is a page with status 404`(uri: String) async throws {
        try await TestSite.serve(settings: Self.settings) { client in
            let response = try await client.get(uri)
            #expect(response.status == 404)
            #expect(response.text.contains("No such page"))
        }
    }

    @Test
    func `files come with their type and a tag`() async throws {
        try await TestSite.serve(settings: Self.settings) { client in
            let style = try await client.get("/demo/style.css")
            #expect(style["Content-Type"] == "text/css; charset=utf-8")
            let tag = try #require(style["ETag"])
            let held = try await client.get("/demo/style.css", headers: ["If-None-Match": tag])
            #expect(held.status == 304)
            let picture = try await client.get("/demo/images/comet.svg")
            #expect(picture["Content-Type"] == "image/svg+xml")
        }
    }

    @Test
    func `dates and fixed words follow the site's language and time zone`() async throws {
        var configuration = Configuration()
        configuration.site.language = "de-CH"
        configuration.site.timeZone = "Asia/Tokyo"
        let late = Article(
            id: "late", title: "Spät", body: "Text.",
            publishedAt: Date(timeIntervalSince1970: 1_720_537_200))
        try await TestSite.serve(
            articles: [late], configuration: configuration, settings: Self.settings
        ) { client in
            let text = try await client.get("/demo/article/late").text
            #expect(text.contains("Mittwoch, 10. Juli 2024"))
            #expect(text.contains("Neueste Artikel"))
        }
    }
}

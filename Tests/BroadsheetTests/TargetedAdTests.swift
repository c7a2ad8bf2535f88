import BroadsheetArticles
import Foundation
import Testing

@testable import Broadsheet

/// Rules of campaign files on the pages of an engine.
struct TargetedAdTests {
    /// One line item with a rule, and one of the house for the rest.
    private static func campaigns(_ rule: String) -> String {
        """
        slots:
          - {id: side, sizes: [300x250]}
        advertisers:
          - {id: dog, name: Dog, domain: dog.example}
        campaigns:
          - id: c
            advertiser: dog
            line_items:
              - id: aimed
                tier: standard
                slots: [side]
                targeting:
        \(rule.split(separator: "\n").map { "          \($0)" }.joined(separator: "\n"))
                creatives:
                  - {id: a, kind: image, size: 300x250, image: /a.svg, alt: A, click_url: "https://d.example/"}
              - id: rest
                tier: house
                slots: [side]
                creatives:
                  - {id: b, kind: image, size: 300x250, image: /b.svg, alt: B, click_url: "https://d.example/"}
        """
    }

    private static func page() -> Article {
        Article(
            id: "page", url: "https://news.example/asia/page", title: "Flood in the harbour",
            summary: "Two ferries sink.", body: "Text", section: "World/Asia", language: "en",
            tags: ["garden"], publishedAt: TestSite.noon - 60)
    }

    @Test(arguments: [
        ("{section: World}", true), ("{section: Asia}", false), ("{tag: [garden]}", true),
        ("{keyword: ferries}", true), ("{keyword: [Flood, fire]}", true),
        ("{keyword: text}", false),
        ("{language: en}", true), ("{language: de}", false),
        ("{url: \"https://news.example/asia/\"}", true), ("{hour: 11-13}", true),
        ("{hour: 22-6}", false), ("{country: DE}", false),
        ("{section: World, not: {keyword: [crash, flood]}}", false),
        (
            "any:\n  - {section: World, not: {keyword: [crash]}}\n  - {tag: [car], hour: 18-23}",
            true
        ),
    ])
    func `a rule is held against the article and the moment`(rule: String, holds: Bool) async throws
    {
        let site = try TestSite(articles: [Self.page()], campaigns: Self.campaigns(rule))
        let engine = try await site.engine()
        let ad = try engine.ad(slot: "side", article: "page").filled()
        #expect(ad.lineItem == (holds ? "aimed" : "rest"), "\(rule)")
        #expect(ad.propensity == 1)
    }

    @Test func `a goal that a program wrote is held like one of a file`() async throws {
        let site = try TestSite(
            articles: [Self.page()], campaigns: Self.campaigns("{section: World}"))
        try site.scratch.shell(
            "UPDATE line_item SET tier='guaranteed', goal_unit='impressions', goal_count=5 WHERE id='aimed';"
        )
        let engine = try await site.engine()
        var served = 0
        for _ in 0..<20 {
            if try engine.ad(slot: "side", article: "page").filled().lineItem == "aimed" {
                served += 1
            }
            await engine.delivery.balance()
        }
        #expect(served == 5)
    }
}

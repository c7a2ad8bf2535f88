import BroadsheetAds
import BroadsheetArticles
import BroadsheetStorage
import Foundation
import Testing

@testable import Broadsheet

/// A paper and campaigns for tests of briefs and brand safety.
enum ContextFixture {
    static let articles = [
        article(
            "trains", "Night trains are full again",
            """
            The sleeping cars leave from a platform that had been boarded up. Berths on the night
            train are sold out, and railways ask for more carriages.
            """),
        article(
            "crash", "Carriages leave the rails in the hills",
            """
            A train derailed on Tuesday. Eleven passengers were injured when three carriages
            crashed through the fence beside the line.
            """),
        article(
            "tea", "The four o'clock tea",
            """
            Leaves, water and patience: how a pot of tea is made, and which cups keep it warm.
            """),
        article(
            "comet", "The probe sends pictures of the comet",
            """
            Dust and ice fly past the camera while the probe follows the tail of the comet.
            """),
        article(
            "gardens", "Seeds for a late spring",
            """
            What grows in gardens when the ground stays cold: peas, beans and patience.
            """),
    ]

    static func article(_ id: String, _ title: String, _ body: String) -> Article {
        Article(
            id: id, url: "https://news.example/\(id)", title: title, body: body, language: "en",
            publishedAt: TestSite.noon - 3_600)
    }

    /// A line item `aimed` of weight 3 with the given terms, and `rest` of weight 1 without.
    static func campaigns(_ terms: String, advertiser: String = "labels: []") -> String {
        """
        slots:
          - {id: side, sizes: [300x250], formats: [image], priority: 1}
          - {id: foot, sizes: [300x250], formats: [image], priority: 2}
        advertisers:
          - {id: rail, name: Rail, \(advertiser)}
          - {id: dog, name: Dog}
        campaigns:
          - id: c
            advertiser: rail
            line_items:
              - id: aimed
                weight: 3
                slots: [side, foot]
                \(terms)
                creatives: [{id: a, kind: image, size: 300x250, image: /a.svg, alt: A,
                             click_url: "https://rail.example/"}]
          - id: d
            advertiser: dog
            line_items:
              - id: rest
                slots: [side, foot]
                creatives: [{id: b, kind: image, size: 300x250, image: /b.svg, alt: B,
                             click_url: "https://dog.example/"}]
        """
    }

    static func site(_ terms: String, advertiser: String = "labels: []") throws -> TestSite {
        try TestSite(
            articles: articles, campaigns: campaigns(terms, advertiser: advertiser))
    }
}

extension Engine {
    /// What becomes of `aimed` in slot `side` on the page of an article: its probability, or why it
    /// has none.
    func fate(on article: String?) async throws -> String {
        let answer = try ad(slot: "side", article: article)
        try await ledger.flush()
        let story = try DecisionAudit(ledger: ledger).story(of: answer.decision)
        #expect(story.isSame == true, "\(story.differences)")
        let candidates = story.replay.candidates
        let aimed = candidates.first { $0.lineItem.id == "aimed" }
        return aimed.map { $0.dropped?.rawValue ?? "\($0.probability)" } ?? "not a candidate"
    }

    /// The cosine of a line item's brief and an article, as decisions go by it.
    func briefCosine(_ lineItem: String, _ article: String) -> Double? {
        let state = state
        return state.ads.contexts[0].cosine(
            ofLineItem: lineItem, with: state.content.document(id: article))
    }
}

import BroadsheetAds
import BroadsheetStorage
import Foundation
import Testing

@testable import Broadsheet

/// Goals and budgets from the campaign file to the ledger.
struct GoalTests {
    /// One slot, a line item with a bound, and one of the house behind it.
    private static func campaigns(_ terms: String, price: String = "{model: cpm, amount: 4}")
        -> String
    {
        """
        slots:
          - {id: side, sizes: [300x250]}
        advertisers:
          - {id: dog, name: AlphaDog, budget: {lifetime: 1000}}
          - {id: us, name: Us}
        campaigns:
          - id: summer
            advertiser: dog
            name: Summer
            line_items:
              - id: goal
                price: \(price)
                \(terms)
                slots: [side]
                creatives: [{id: c, kind: image, size: 300x250, image: /a.svg, alt: A,
                             click_url: "https://dog.example/"}]
          - id: own
            advertiser: us
            name: Own
            line_items:
              - id: house
                tier: house
                slots: [side]
                creatives: [{id: h, kind: image, size: 300x250, image: /h.svg, alt: H,
                             click_url: "https://news.example/"}]
        """
    }

    /// Decides until the house is shown; what the ads of the goal's line item carry.
    private func serve(_ engine: Engine, atMost count: Int = 1_000) async throws -> [AdAnswer.Ad] {
        var ads: [AdAnswer.Ad] = []
        for _ in 0..<count {
            let ad = try engine.ad(slot: "side").filled()
            if ad.lineItem == "goal" {
                ads.append(ad)
            } else {
                await engine.delivery.balance()
                let next = try engine.ad(slot: "side").filled()
                if next.lineItem != "goal" { return ads }
                ads.append(next)
            }
        }
        return ads
    }

    private func counters(_ engine: Engine) throws -> [String: [Int64]] {
        Dictionary(
            uniqueKeysWithValues: try engine.ledger.goals().map {
                ($0.key.text, [$0.booked, $0.committed, $0.leased])
            })
    }

    private static let tenImpressions = "tier: guaranteed\n        goal: {impressions: 10}"

    @Test func `as many decisions as units are booked get the line item, and as many are billed`()
        async throws
    {
        let site = try TestSite(campaigns: Self.campaigns(Self.tenImpressions))
        let engine = try await site.engine()
        let ads = try await serve(engine)
        #expect(ads.count == 10)
        for ad in ads {
            #expect(try await engine.recordImpression(token: ad.impressionURL.token))
            #expect(try await engine.recordImpression(token: ad.impressionURL.token))
        }
        let verdicts = try engine.ledger.events(.impression).map(\.verdict)
        #expect(verdicts.count { $0 == .billable } == 10)
        #expect(verdicts.count { $0 == .duplicate } == 10)
        #expect(try counters(engine)["impressions/line_item//goal"] == [10, 10, 0])
        #expect(try await serve(engine).isEmpty)
    }

    @Test func `a unit whose beacon never comes is given anew after the token's life`() async throws
    {
        let site = try TestSite(campaigns: Self.campaigns(Self.tenImpressions))
        let engine = try await site.engine()
        let lost = try await serve(engine)
        #expect(lost.count == 10)
        site.clock.now += 1_801
        // Time passes in the ledger with what it commits.
        await engine.delivery.balance()
        await engine.delivery.balance()
        let ads = try await serve(engine)
        #expect(ads.count == 10)
        for ad in lost + ads {
            #expect(try await engine.recordImpression(token: ad.impressionURL.token))
        }
        let verdicts = try engine.ledger.events(.impression).map(\.verdict)
        #expect(
            verdicts == Array(repeating: .late, count: 10) + Array(repeating: .billable, count: 10))
    }

    @Test func `beacons of a process that died are billed while its lease lasts`() async throws {
        let site = try TestSite(campaigns: Self.campaigns(Self.tenImpressions))
        let dead = try await site.engine(seed: 1)
        let ads = try await serve(dead)
        let heir = try await site.engine(seed: 2)
        #expect(try await serve(heir).isEmpty)
        for ad in ads { #expect(try await heir.recordImpression(token: ad.impressionURL.token)) }
        #expect(try heir.ledger.events(.impression).allSatisfy { $0.verdict == .billable })
        #expect(try counters(heir)["impressions/line_item//goal"] == [10, 10, 0])
    }

    @Test func `two engines that share a ledger deliver the goal together, once`() async throws {
        let site = try TestSite(campaigns: Self.campaigns(Self.tenImpressions))
        let engines = [try await site.engine(seed: 1), try await site.engine(seed: 2)]
        var ads: [AdAnswer.Ad] = []
        for _ in 0..<20 {
            for engine in engines {
                let ad = try engine.ad(slot: "side").filled()
                if ad.lineItem == "goal" { ads.append(ad) }
                await engine.delivery.balance()
            }
        }
        for (number, ad) in ads.enumerated() {
            let engine = engines[number % 2]
            #expect(try await engine.recordImpression(token: ad.impressionURL.token))
        }
        let verdicts = try engines[0].ledger.events(.impression).map(\.verdict)
        #expect(verdicts == Array(repeating: .billable, count: 10))
    }

    @Test func `a goal of viewable impressions is billed by the viewable beacon`() async throws {
        let terms = "tier: guaranteed\n        goal: {viewable_impressions: 3}"
        let engine = try await TestSite(campaigns: Self.campaigns(terms)).engine()
        let ads = try await serve(engine)
        #expect(ads.count == 3)
        for ad in ads {
            #expect(try await engine.recordImpression(token: ad.impressionURL.token))
            #expect(try await engine.recordViewable(token: ad.viewableURL.token))
        }
        #expect(
            try engine.ledger.events(.viewable).map(\.verdict) == [.billable, .billable, .billable])
        #expect(try counters(engine)["viewable/line_item//goal"] == [3, 3, 0])
    }

    @Test func `clicks beyond the goal lead on and are not billed, and the line item stops`()
        async throws
    {
        let terms = "tier: guaranteed\n        goal: {clicks: 2}"
        let engine = try await TestSite(campaigns: Self.campaigns(terms)).engine()
        let ads = try (0..<5).map { _ in try engine.ad(slot: "side").filled() }
        #expect(ads.allSatisfy { $0.lineItem == "goal" })
        for ad in ads {
            #expect(
                try await engine.recordClick(token: ad.clickURL.token) == "https://dog.example/")
        }
        let verdicts = try engine.ledger.events(.click).map(\.verdict)
        #expect(verdicts == [.billable, .billable, .overGoal, .overGoal, .overGoal])
        #expect(try engine.ad(slot: "side").filled().lineItem == "house")
    }

    @Test func `a daily budget is spent to the last event that fits, and comes back the next day`()
        async throws
    {
        // 4.00 per thousand: 0.004 an impression, of which 0.03 holds seven.
        let site = try TestSite(campaigns: Self.campaigns("budget: {daily: \"0.03\"}"))
        let engine = try await site.engine()
        let ads = try await serve(engine)
        #expect(ads.count == 7)
        for ad in ads { #expect(try await engine.recordImpression(token: ad.impressionURL.token)) }
        let day = try counters(engine)["nanos/line_item/2024-07-10/goal"]
        #expect(day?[0] == 30_000_000 && day?[1] == 28_000_000)
        #expect(try counters(engine)["nanos/advertiser//dog"]?[1] == 28_000_000)
        site.clock.now += 12 * 3_600
        await engine.delivery.balance()
        #expect(try await serve(engine).count == 7)
    }

    @Test func `what is left of a stopped line item is still billed`() async throws {
        let site = try TestSite(campaigns: Self.campaigns(Self.tenImpressions))
        let engine = try await site.engine()
        let ads = try await serve(engine)
        try site.scratch.shell("UPDATE line_item SET status = 'archived' WHERE id = 'goal';")
        try await engine.catchUp()
        #expect(try await serve(engine).isEmpty)
        for ad in ads { #expect(try await engine.recordImpression(token: ad.impressionURL.token)) }
        #expect(try engine.ledger.events(.impression).allSatisfy { $0.verdict == .billable })
    }

    @Test func `a booking that is raised serves on, and one that is lowered stops`() async throws {
        let site = try TestSite(campaigns: Self.campaigns(Self.tenImpressions))
        let engine = try await site.engine()
        for ad in try await serve(engine) {
            #expect(try await engine.recordImpression(token: ad.impressionURL.token))
        }
        try site.scratch.shell("UPDATE line_item SET goal_count = 15 WHERE id = 'goal';")
        try await engine.catchUp()
        await engine.delivery.balance()
        let more = try await serve(engine)
        #expect(more.count == 5)
        try site.scratch.shell("UPDATE line_item SET goal_count = 12 WHERE id = 'goal';")
        try await engine.catchUp()
        await engine.delivery.balance()
        for ad in more { #expect(try await engine.recordImpression(token: ad.impressionURL.token)) }
        let verdicts = try engine.ledger.events(.impression).map(\.verdict)
        #expect(verdicts.count { $0 == .billable } == 12)
        #expect(verdicts.count { $0 == .overGoal } == 3)
    }

    @Test func `nothing is billed for a line item that nobody booked`() async throws {
        let site = try TestSite(campaigns: Self.campaigns("tier: standard"))
        let ad = try await site.engine().ad(slot: "side").filled()
        try site.scratch.shell("DELETE FROM creative; DELETE FROM line_item;")
        let heir = try await site.engine(seed: 2)
        #expect(try await heir.recordImpression(token: ad.impressionURL.token))
        let row = try #require(try heir.ledger.events(.impression).first)
        #expect(row.verdict == .invalid && row.reason == "unknown_line_item")
    }

    @Test func `after shutdown nothing is leased but what readers may still bill`() async throws {
        let site = try TestSite(campaigns: Self.campaigns(Self.tenImpressions))
        let engine = try await site.engine()
        let ad = try engine.ad(slot: "side").filled()
        #expect(ad.lineItem == "goal")
        await engine.shutdown()
        #expect(try counters(engine)["impressions/line_item//goal"] == [10, 0, 1])
    }
}

import BroadsheetArticles
import BroadsheetStorage
import Foundation
import Testing

@testable import Broadsheet

struct AdLedgerTests {
    @Test
    func `a decision is kept with its probability, policy, campaigns and request`() async throws {
        let site = try TestSite(campaigns: TestSite.campaigns)
        let engine = try await site.engine()
        let answer = try engine.ad(slot: "side", article: "summit")
        let ad = try answer.filled()
        let ledger = try await engine.writtenLedger()
        let row = try #require(try ledger.decision(id: answer.decision))
        #expect(row.at == TestSite.noon && row.slot == "side" && row.articleID == "summit")
        #expect(row.lineItemID == ad.lineItem && row.creativeID == ad.creative)
        #expect(row.propensity == (ad.lineItem == "heavy" ? 0.75 : 0.25))
        #expect(row.propensity == ad.propensity)
        #expect(row.policy == "default" && row.noFill == nil)
        let hash = try #require(row.snapshot)
        let snapshot = try #require(try ledger.snapshot(hash: hash))
        #expect(snapshot.content.contains("heavy-side") && snapshot.hash.count == 64)
        let request = try JSONSerialization.jsonObject(with: Data((row.request ?? "").utf8))
        let fields = try #require(request as? [String: any Sendable])
        #expect(fields["section"] as? String == "World/Asia")
        #expect(UInt64(fields["seed"] as? String ?? "") != nil)
    }

    @Test
    func `an unfilled slot is a decision with its reason and without a probability`() async throws {
        let engine = try await TestSite(campaigns: TestSite.campaigns).engine()
        let answer = try engine.ad(slot: "empty")
        #expect(answer.outcome == .noFill(reason: "none_eligible"))
        let row = try #require(try await engine.writtenLedger().decision(id: answer.decision))
        #expect(row.noFill == "none_eligible" && row.propensity == nil && row.lineItemID == nil)
        #expect(engine.metrics.noFills.map(\.outcome) == ["none_eligible"])
    }

    @Test
    func `campaigns go to the ledger with the first decision that used them and not again`()
        async throws
    {
        let site = try TestSite(campaigns: TestSite.campaigns)
        let engine = try await site.engine()
        _ = try engine.ad(slot: "side")
        let hash = engine.state.ads.frozen[0].hash
        #expect(try await engine.writtenLedger().snapshot(hash: hash) != nil)
        try site.scratch.shell("DELETE FROM snapshot;", on: "news.ledger.sqlite")
        _ = try engine.ad(slot: "side")
        #expect(try await engine.writtenLedger().snapshot(hash: hash) == nil)
    }

    @Test
    func `campaigns are kept under another hash once they change`() async throws {
        let site = try TestSite(campaigns: TestSite.campaigns)
        let engine = try await site.engine()
        let before = engine.state.ads.frozen[0].hash
        try site.scratch.shell("UPDATE line_item SET weight = 9 WHERE id = 'light';")
        try await engine.catchUp()
        let answer = try engine.ad(slot: "side")
        let row = try #require(try await engine.writtenLedger().decision(id: answer.decision))
        #expect(row.snapshot != before)
        #expect(row.propensity == (row.lineItemID == "light" ? 0.75 : 0.25))
    }

    @Test
    func `line items are drawn by weight within four standard errors`() async throws {
        let engine = try await TestSite(campaigns: TestSite.campaigns).engine(seed: 20_240_710)
        let count = 1_000
        var heavy = 0
        for _ in 0..<count where try engine.ad(slot: "side").filled().lineItem == "heavy" {
            heavy += 1
        }
        let error = (0.75 * 0.25 / Double(count)).squareRoot()
        #expect(abs(Double(heavy) / Double(count) - 0.75) < 4 * error)
    }

    @Test
    func `an impression and a click count once, whatever comes after`() async throws {
        let engine = try await TestSite(campaigns: TestSite.campaigns).engine()
        let answer = try engine.ad(slot: "side")
        let ad = try answer.filled()
        for _ in 1...3 {
            #expect(try await engine.recordImpression(token: ad.impressionURL.token))
            let destination = try await engine.recordClick(token: ad.clickURL.token)
            #expect(destination == "https://dog.example/\(ad.lineItem)")
        }
        let ledger = try await engine.writtenLedger()
        for kind in [DeliveryEvent.Kind.impression, .click] {
            let rows = try ledger.events(kind)
            #expect(rows.map(\.verdict) == [.billable, .duplicate, .duplicate])
            #expect(rows.allSatisfy { $0.decisionID == answer.decision })
        }
    }

    @Test
    func `many impressions of one decision at once leave one that counts`() async throws {
        let engine = try await TestSite(campaigns: TestSite.campaigns).engine()
        let token = try engine.ad(slot: "side").filled().impressionURL.token
        try await withThrowingTaskGroup(of: Bool.self) { tasks in
            for _ in 0..<50 { tasks.addTask { try await engine.recordImpression(token: token) } }
            for try await isKnown in tasks { #expect(isKnown) }
        }
        let rows = try engine.ledger.events(.impression)
        #expect(rows.count == 50 && rows.count { $0.verdict == .billable } == 1)
    }

    @Test(arguments: [
        (0.0, Verdict.billable), (1_800, .billable), (1_801, .late), (1e9, .late), (-60, .billable),
    ])
    func `half an hour after the decision a beacon is late`(
        seconds: Double, verdict: Verdict
    ) async throws {
        let site = try TestSite(campaigns: TestSite.campaigns)
        let engine = try await site.engine()
        let ad = try engine.ad(slot: "side").filled()
        site.clock.now += seconds
        #expect(try await engine.recordImpression(token: ad.impressionURL.token))
        #expect(try await engine.recordClick(token: ad.clickURL.token) != nil)
        #expect(try engine.ledger.events(.impression).map(\.verdict) == [verdict])
        #expect(try engine.ledger.events(.click).map(\.verdict) == [verdict])
    }

    @Test
    func `a token of the other kind or of nobody records nothing`() async throws {
        let engine = try await TestSite(campaigns: TestSite.campaigns).engine()
        let ad = try engine.ad(slot: "side").filled()
        for token in [ad.clickURL.token, "", "A", ad.impressionURL.token + "A"] {
            #expect(try await engine.recordImpression(token: token) == false)
            #expect(try await engine.recordListSeen(token: token) == false)
            #expect(try await engine.recordListClick(token: token, position: 1) == nil)
        }
        #expect(try await engine.recordClick(token: ad.impressionURL.token) == nil)
        #expect(try engine.ledger.events(.impression).isEmpty)
        #expect(try engine.ledger.events(.click).isEmpty)
    }

    @Test
    func `a beacon whose decision the ledger lost brings the decision along`() async throws {
        let site = try TestSite(campaigns: TestSite.campaigns)
        let answer = try await site.engine().ad(slot: "side", article: "summit")
        let ad = try answer.filled()
        let restarted = try await site.engine(seed: 2, ledger: "new.sqlite")
        #expect(try restarted.ledger.decision(id: answer.decision) == nil)
        #expect(try await restarted.recordImpression(token: ad.impressionURL.token))
        let row = try #require(try restarted.ledger.decision(id: answer.decision))
        #expect(row.slot == "side" && row.articleID == "summit" && row.at == TestSite.noon)
        #expect(row.lineItemID == ad.lineItem && row.creativeID == ad.creative)
        #expect(row.propensity == ad.propensity)
        #expect(try restarted.ledger.deliveryCounts().map(\.impressions.billable) == [1])
    }

    @Test
    func `after shutdown beacons fail and what was recorded is on disk`() async throws {
        let site = try TestSite(campaigns: TestSite.campaigns)
        let engine = try await site.engine()
        let answer = try engine.ad(slot: "side")
        let token = try answer.filled().impressionURL.token
        await engine.shutdown()
        await #expect(throws: LedgerError.closed) {
            try await engine.recordImpression(token: token)
        }
        #expect(throws: LedgerError.closed) { try engine.ad(slot: "side") }
        let ledger = try SQLiteLedger.open(
            path: site.scratch.path("news.ledger.sqlite"), mode: .readOnly)
        #expect(try ledger.decision(id: answer.decision) != nil)
    }

    @Test
    func `an ad respects what its article admits`() async throws {
        var quiet = TestSite.article("quiet", "An obituary", hoursAgo: 1)
        quiet.ads = .none
        let site = try TestSite(articles: [quiet], campaigns: TestSite.campaigns)
        let engine = try await site.engine()
        #expect(try engine.ad(slot: "side", article: "quiet").outcome == .noFill(reason: "off"))
        #expect(throws: RequestError.unknownSlot(id: "nowhere")) {
            try engine.ad(slot: "nowhere", article: "quiet")
        }
    }
}

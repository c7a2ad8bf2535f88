import BroadsheetAds
import BroadsheetStorage
import Foundation
import Testing

@testable import Broadsheet

/// Beacons from nobody who reads are kept with their reason and not billed.
struct TrafficTests {
    static let browser =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36"

    private static func configuration(ranges: String...) throws -> Configuration {
        var configuration = TestSite.plain
        configuration.invalidRanges = try AddressRanges(ranges)
        return configuration
    }

    @Test(arguments: [
        (BeaconSource(userAgent: "Googlebot/2.1"), "bot"),
        (BeaconSource(userAgent: browser, isPrefetch: true), "prefetch"),
        (BeaconSource(address: "192.0.2.77", userAgent: browser), "ip_range"),
        (BeaconSource(address: "::ffff:192.0.2.77", userAgent: browser), "ip_range"),
    ])
    func `impression, view and click are kept with their reason, and valid ones after it count`(
        source: BeaconSource, reason: String
    ) async throws {
        let site = try TestSite(campaigns: TestSite.campaigns)
        let engine = try await site.engine(
            configuration: try Self.configuration(ranges: "192.0.2.0/24"))
        let ad = try engine.ad(slot: "side").filled()
        site.clock.now += 2
        let reader = BeaconSource(address: "198.51.100.7", userAgent: Self.browser)
        for source in [source, reader, source] {
            #expect(
                try await engine.recordImpression(token: ad.impressionURL.token, from: source))
            #expect(try await engine.recordViewable(token: ad.viewableURL.token, from: source))
            #expect(
                try await engine.recordClick(token: ad.clickURL.token, from: source)
                    == "https://dog.example/\(ad.lineItem)")
        }
        let ledger = try await engine.writtenLedger()
        for kind in DeliveryEvent.Kind.allCases {
            let rows = try ledger.events(kind)
            #expect(rows.map(\.verdict) == [.invalid, .billable, .invalid])
            #expect(rows.map(\.reason) == [reason, nil, reason])
        }
    }

    @Test func `nobody in particular, without ranges and header fields, is billed`() async throws {
        let site = try TestSite(campaigns: TestSite.campaigns)
        let engine = try await site.engine()
        for source in [nil, BeaconSource(), BeaconSource(address: "no address")] {
            let ad = try engine.ad(slot: "side").filled()
            _ = try await engine.recordImpression(token: ad.impressionURL.token, from: source)
            _ = try await engine.recordClick(token: ad.clickURL.token, from: source)
        }
        for kind in [DeliveryEvent.Kind.impression, .click] {
            let rows = try engine.ledger.events(kind)
            #expect(rows.map(\.verdict) == [.billable, .billable, .billable])
        }
    }

    @Test func `a view within a second of its decision is too fast, one after it counts`()
        async throws
    {
        let site = try TestSite(campaigns: TestSite.campaigns)
        let engine = try await site.engine()
        let token = try engine.ad(slot: "side").filled().viewableURL.token
        for _ in 0..<3 {
            _ = try await engine.recordViewable(token: token, from: BeaconSource())
            site.clock.now += 0.5
        }
        let rows = try engine.ledger.events(.viewable)
        #expect(rows.map(\.reason) == ["too_fast", "too_fast", nil])
        #expect(rows.last?.verdict == .billable)
    }

    @Test func `after a clock was set back nothing is called too fast`() async throws {
        let site = try TestSite(campaigns: TestSite.campaigns)
        let engine = try await site.engine()
        let ad = try engine.ad(slot: "side").filled()
        site.clock.now -= 3_600
        for _ in 0..<2 {
            let next = try engine.ad(slot: "side").filled()
            for ad in [ad, next] {
                _ = try await engine.recordImpression(
                    token: ad.impressionURL.token, from: BeaconSource())
                site.clock.now += 1
                _ = try await engine.recordViewable(
                    token: ad.viewableURL.token, from: BeaconSource())
                _ = try await engine.recordClick(token: ad.clickURL.token, from: BeaconSource())
            }
        }
        for kind in DeliveryEvent.Kind.allCases {
            #expect(try engine.ledger.events(kind).allSatisfy { $0.verdict != .invalid })
        }
    }

    @Test(arguments: DeliveryEvent.Kind.allCases)
    func `only the grace of clocks may lie between a decision and an earlier beacon`(
        kind: DeliveryEvent.Kind
    ) {
        let filter = TrafficFilter(ranges: AddressRanges())
        let decided = TestSite.noon
        func judge(_ seconds: Double, hasJumped: Bool = false) -> InvalidTraffic? {
            let now = decided.addingTimeInterval(seconds)
            return filter.judge(
                BeaconSource(), kind, isNotice: false,
                times: TrafficFilter.Times(
                    decidedAt: decided, wall: now, ledger: now, hasJumped: hasJumped))
        }
        #expect(judge(-61) == .tooFast && judge(-61, hasJumped: true) == nil)
        #expect(judge(-59) == nil && judge(-0.1) == nil && judge(1) == nil)
        #expect(judge(0.9) == (kind == .viewable ? .tooFast : nil))
    }

    @Test func `an exchange's own server is not judged by its header fields`() async throws {
        let site = try TestSite(campaigns: TestSite.campaigns)
        let engine = try await site.engine(
            configuration: try Self.configuration(ranges: "192.0.2.0/24"))
        var token = AdToken(
            decision: "d", slot: "side", article: "", lineItem: "heavy", creative: "heavy-side",
            propensity: 1, issuedAt: TestSite.noon)
        let server = BeaconSource(address: "192.0.2.1", userAgent: "Go-http-client/1.1")
        for isNotice in [false, true] {
            token.isNotice = isNotice
            let text = token.text(.impression, signedBy: engine.keys)
            #expect(try await engine.recordImpression(token: text, from: server))
        }
        let rows = try engine.ledger.events(.impression)
        #expect(rows.map(\.verdict) == [.invalid, .billable])
    }

    @Test func `an invalid impression leaves the unit of a goal reserved for a valid one`()
        async throws
    {
        let site = try TestSite(
            campaigns: TestSite.campaigns.replacing(
                "tier: standard\n        weight: 1",
                with: "tier: guaranteed\n        goal: {impressions: 1}\n        "
                    + "starts: 2024-07-01\n        ends: 2024-08-01"))
        let engine = try await site.engine()
        await engine.delivery.balance()
        let ad = try engine.ad(slot: "side").filled()
        #expect(ad.lineItem == "light")
        let (bot, reader) = (
            BeaconSource(userAgent: "Googlebot"), BeaconSource(userAgent: "Firefox")
        )
        for source in [bot, reader] {
            _ = try await engine.recordImpression(token: ad.impressionURL.token, from: source)
        }
        #expect(
            try engine.ledger.events(.impression).map(\.verdict) == [.invalid, .billable])
        #expect(try engine.ledger.goals().map(\.committed) == [1])
    }

    @Test func `an invalid impression confirms no cap`() async throws {
        let site = try TestSite(campaigns: CapTests.campaigns("{limit: 1, per: lifetime}"))
        let engine = try await site.engine()
        let reader = Reader(key: "r")
        let ad = try engine.ad(slot: "side", reader: reader).filled()
        _ = try await engine.recordImpression(
            token: ad.impressionURL.token, from: BeaconSource(userAgent: "Googlebot"))
        #expect(engine.readers.counters.statistics.confirmed == 0)
        _ = try await engine.recordImpression(
            token: ad.impressionURL.token, from: BeaconSource(userAgent: "Firefox"))
        #expect(engine.readers.counters.statistics.confirmed == 1)
    }
}

import BroadsheetAds
import BroadsheetStorage
import Foundation
import Testing

@testable import Broadsheet

/// Frequency caps from the campaign file to the page.
struct CapTests {
    private static func campaigns(_ caps: String, on object: String = "line_item") -> String {
        func own(_ name: String) -> String { name == object ? "caps: [\(caps)]" : "labels: [x]" }
        return """
            slots:
              - {id: side, sizes: [300x250], priority: 1}
              - {id: foot, sizes: [300x250], priority: 2}
            advertisers:
              - {id: dog, name: Dog, labels: [x]}
            campaigns:
              - id: c
                advertiser: dog
                \(own("campaign"))
                line_items:
                  - id: capped
                    slots: [side, foot]
                    \(own("line_item"))
                    creatives: [{id: a, kind: image, size: 300x250, image: /a.svg, alt: A,
                                 click_url: "https://d.example/"}]
                  - id: rest
                    tier: house
                    slots: [side, foot]
                    creatives:
                      - {id: b, kind: image, size: 300x250, image: /b.svg, alt: B,
                         click_url: "https://d.example/"}
                      - {id: b2, kind: image, size: 300x250, image: /b.svg, alt: B,
                         click_url: "https://d.example/"}
            """
    }

    private static let twoADay = "{limit: 2, per: day}"

    private func lineItems(_ page: PageAnswer) throws -> [String] {
        try page.ads.map { try $0.filled().lineItem }
    }

    @Test(arguments: ["line_item", "campaign"])
    func `a reader with a key sees an ad as often as its cap allows`(object: String) async throws {
        let site = try TestSite(campaigns: Self.campaigns("{limit: 2, per: day, scope: line_item}", on: object))
        let engine = try await site.engine()
        let reader = Reader(key: "r")
        var seen: [String] = []
        for _ in 0..<4 {
            let ad = try engine.ad(slot: "side", reader: reader).filled()
            seen.append(ad.lineItem)
            #expect(try await engine.recordImpression(token: ad.impressionURL.token))
        }
        #expect(seen == ["capped", "capped", "rest", "rest"])
        #expect(try engine.ad(slot: "side", reader: Reader(key: "s")).filled().lineItem == "capped")
        site.clock.now += 86_400
        #expect(try engine.ad(slot: "side", reader: reader).filled().lineItem == "capped")
    }

    @Test func `slots of one page know of each other`() async throws {
        let engine = try await TestSite(campaigns: Self.campaigns("{limit: 1, per: day}")).engine()
        let page = try await engine.page(
            PageRequest(slots: ["side", "foot"], reader: Reader(key: "r")))
        #expect(try lineItems(page) == ["capped", "rest"])
        #expect(page.capToken == nil)
    }

    @Test func `a decision without its beacon is taken back after the token's life`() async throws {
        let site = try TestSite(campaigns: Self.campaigns("{limit: 1, per: lifetime}"))
        let engine = try await site.engine()
        let reader = Reader(key: "r")
        #expect(try engine.ad(slot: "side", reader: reader).filled().lineItem == "capped")
        #expect(try engine.ad(slot: "side", reader: reader).filled().lineItem == "rest")
        site.clock.now += 1_802
        let ad = try engine.ad(slot: "side", reader: reader).filled()
        #expect(ad.lineItem == "capped")
        #expect(try await engine.recordImpression(token: ad.impressionURL.token))
        site.clock.now += 1_802
        #expect(try engine.ad(slot: "side", reader: reader).filled().lineItem == "rest")
    }

    @Test func `a token carries the counts of a reader without a key`() async throws {
        let engine = try await TestSite(campaigns: Self.campaigns(Self.twoADay)).engine()
        var reader = Reader()
        var seen: [String] = []
        for _ in 0..<4 {
            let page = try await engine.page(PageRequest(slots: ["side"], reader: reader))
            seen += try lineItems(page)
            let token = try #require(page.capToken)
            #expect(token.utf8.count <= 1_024)
            reader.capToken = token
        }
        #expect(seen == ["capped", "capped", "rest", "rest"])
    }

    @Test func `a token that is not ours is that of a new reader`() async throws {
        let site = try TestSite(campaigns: Self.campaigns("{limit: 1, per: day}"))
        let engine = try await site.engine()
        let first = try await engine.page(PageRequest(slots: ["side"]))
        let token = try #require(first.capToken)
        var reader = Reader()
        reader.capToken = token
        #expect(try lineItems(try await engine.page(PageRequest(slots: ["side"], reader: reader))) == ["rest"])
        for place in token.indices {
            var bytes = Array(token)
            bytes[token.distance(from: token.startIndex, to: place)] = token[place] == "A" ? "B" : "A"
            reader.capToken = String(bytes)
            let page = try await engine.page(PageRequest(slots: ["side"], reader: reader))
            #expect(try lineItems(page) == ["capped"])
        }
        // An impression token is signed with the same key and is no cap token.
        let ad = try engine.ad(slot: "side").filled()
        reader.capToken = ad.impressionURL.token
        #expect(try lineItems(try await engine.page(PageRequest(slots: ["side"], reader: reader))) == ["capped"])
        #expect(try await engine.recordImpression(token: token) == false)
    }

    @Test func `without consent nothing is counted and what needs a count is not shown`() async throws {
        let engine = try await TestSite(campaigns: Self.campaigns(Self.twoADay)).engine()
        var reader = Reader(key: "r")
        reader.gdpr = 1
        let page = try await engine.page(PageRequest(slots: ["side", "foot"], reader: reader))
        #expect(try lineItems(page) == ["rest", "rest"])
        #expect(page.capToken == nil)
        #expect(engine.readers.counters.statistics.readers == 0)
    }

    @Test func `when only consent is missing the answer says so`() async throws {
        let text = Self.campaigns(Self.twoADay).replacing("tier: house", with: "status: paused")
        let engine = try await TestSite(campaigns: text).engine()
        var reader = Reader()
        reader.gpc = true
        #expect(try engine.ad(slot: "side", reader: reader).outcome == .noFill(reason: "consent"))
        #expect(try engine.ad(slot: "side").filled().lineItem == "capped")
    }

    @Test func `the key of a reader stands in no token, answer or row`() async throws {
        let site = try TestSite(campaigns: Self.campaigns(Self.twoADay))
        let engine = try await site.engine()
        let key = "visitor-4711"
        let answer = try engine.ad(slot: "side", reader: Reader(key: key))
        let token = try answer.filled().impressionURL.token
        let bytes = try #require(Base64URL.decode(token))
        #expect(!String(decoding: bytes, as: UTF8.self).contains(key))
        let row = try #require(try await engine.writtenLedger().decision(id: answer.decision))
        #expect(!String(describing: row).contains(key))
    }

    @Test func `a browser's own words give its class of device away`() {
        let agents: [(String, DeviceClass)] = [
            ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36", .desktop),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148", .phone),
            ("Mozilla/5.0 (Linux; Android 14; Pixel 8) Mobile Safari/537.36", .phone),
            ("Mozilla/5.0 (Linux; Android 13; SM-X700) Safari/537.36", .tablet),
            ("Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X)", .tablet),
            ("Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0)", .tv), ("curl/8.5.0", .other),
        ]
        for (agent, device) in agents { #expect(DeviceClass(userAgent: agent) == device) }
        #expect(DeviceClass(userAgent: "") == nil)
    }
}

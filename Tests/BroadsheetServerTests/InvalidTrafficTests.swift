import BroadsheetAds
import BroadsheetStorage
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import Broadsheet
@testable import BroadsheetServer

/// Beacons over HTTP are judged by their own requests.
struct InvalidTrafficTests {
    private static let browser = ["User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/127.0"]

    private func verdicts(_ engine: Engine) throws -> [String] {
        try engine.ledger.events(.impression).map { $0.reason ?? $0.verdict.rawValue }
    }

    @Test
    func `bots and prefetches get their picture and are not billed, a browser is`() async throws {
        try await TestSite.serve { client in
            let ad = try await client.get(AdRouteTests.ad).object()
            let url = try #require(ad["impression_url"] as? String)
            let headers = [
                ["User-Agent": "Googlebot/2.1"],
                Self.browser.merging(["Sec-Purpose": "prefetch;prerender"]) { $1 }, Self.browser,
            ]
            for headers in headers {
                let response = try await client.get(url, headers: headers)
                #expect(response.status == 200 && response.bytes.count == 43)
            }
            let rows = try client.engine.ledger.events(.impression)
            #expect(rows.map(\.reason) == ["bot", "prefetch", nil])
            #expect(rows.map(\.verdict) == [.invalid, .invalid, .billable])
        }
    }

    @Test func `a bot's click leads on and is not billed`() async throws {
        try await TestSite.serve { client in
            let ad = try await client.get(AdRouteTests.ad).object()
            let url = try #require(ad["click_url"] as? String)
            let response = try await client.get(url, headers: ["User-Agent": "Googlebot/2.1"])
            #expect(response.status == 302)
            #expect(response["Location"]?.hasPrefix("https://alphadog.example/") == true)
            #expect(try client.engine.ledger.events(.click).map(\.reason) == ["bot"])
        }
    }

    @Test func `a view in the second of its decision is too fast`() async throws {
        try await TestSite.serve { client in
            let ad = try await client.get(AdRouteTests.ad).object()
            let url = try #require(ad["viewable_url"] as? String)
            #expect(try await client.get(url, headers: Self.browser).status == 200)
            #expect(try client.engine.ledger.events(.viewable).map(\.reason) == ["too_fast"])
        }
    }

    @Test(arguments: [
        (["127.0.0.0/8", "::1"], "ip_range"), ([], "billable"), (["10.0.0.0/8"], "billable"),
    ])
    func `over a connection a trusted proxy's word counts and nobody else's`(
        proxies: [String], expected: String
    ) async throws {
        var configuration = Configuration()
        configuration.http.trustedProxies = proxies
        configuration.invalidRanges = try AddressRanges(["192.0.2.0/24"])
        let site = try await TestSite.open(configuration: configuration)
        defer { site.remove() }
        let answer = try site.engine.ad(slot: "article-side")
        guard case .ad(let ad) = answer.outcome else {
            Issue.record("no ad")
            return
        }
        var fields = HTTPFields()
        for (name, value) in Self.browser.merging(
            ["X-Forwarded-For": "192.0.2.9"], uniquingKeysWith: { $1 })
        {
            fields[try #require(HTTPField.Name(name))] = value
        }
        let application = try HTTPServer.application(
            engine: site.engine, settings: ServerSettings(port: 0))
        try await application.test(.live) { [fields] client in
            let response = try await client.execute(
                uri: ad.impressionURL, method: .get, headers: fields, body: nil)
            #expect(response.status == .ok)
        }
        #expect(try verdicts(site.engine) == [expected])
        await site.engine.shutdown()
    }

    @Test func `a connection from one of the ranges is not billed`() async throws {
        var configuration = Configuration()
        configuration.invalidRanges = try AddressRanges(["127.0.0.0/8", "::1"])
        let site = try await TestSite.open(configuration: configuration)
        defer { site.remove() }
        guard case .ad(let ad) = try site.engine.ad(slot: "article-side").outcome else {
            Issue.record("no ad")
            return
        }
        let application = try HTTPServer.application(
            engine: site.engine, settings: ServerSettings(port: 0))
        try await application.test(.live) { client in
            _ = try await client.execute(
                uri: ad.impressionURL, method: .get, headers: [:], body: nil)
        }
        #expect(try verdicts(site.engine) == ["ip_range"])
        await site.engine.shutdown()
    }

    @Test func `a server with a trusted proxy that is none does not start`() async throws {
        var configuration = Configuration()
        configuration.http.trustedProxies = ["proxy.example"]
        let site = try await TestSite.open(configuration: configuration)
        defer { site.remove() }
        let problem = #expect(throws: AddressRangeProblem.self) {
            try HTTPServer.application(engine: site.engine, settings: ServerSettings())
        }
        #expect(problem?.description.contains("found `proxy.example`, expected") == true)
        await site.engine.shutdown()
    }
}

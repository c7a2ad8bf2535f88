import BroadsheetArticles
import BroadsheetStorage
import Foundation
import Testing

@testable import Broadsheet

struct ListLedgerTests {
    @Test
    func `a tracked list, its view and its clicks are rows of the ledger`() async throws {
        let engine = try await TestSite().engine()
        let list = try await engine.related(RelatedRequest(id: "summit", track: true))
        let tracking = try #require(list.tracking)
        let token = tracking.seenURL.token
        #expect(tracking.seenURL == "/v1/list/\(token)/seen")
        #expect(tracking.clickURL == "/v1/list/\(token)/click/")
        #expect(try await engine.recordListSeen(token: token))
        #expect(try await engine.recordListSeen(token: token))
        let address = try await engine.recordListClick(token: token, position: 2)
        #expect(address == list.items[1].url)

        let rows = try engine.ledger.listEvents()
        #expect(rows.map(\.kind) == ["list", "seen", "seen", "click"])
        #expect(rows.map(\.verdict) == [.counted, .counted, .duplicate, .counted])
        #expect(rows.allSatisfy { $0.listID == tracking.list && $0.articleID == "summit" })
        #expect(rows[0].items == list.items.map(\.id))
        #expect(rows[0].variant == "default" && rows[0].propensity == 1)
        #expect(rows[3].position == 1)
    }

    @Test(arguments: [Int.min, -1, 0, 4, Int.max])
    func `a position that the list does not have leads nowhere`(position: Int) async throws {
        let engine = try await TestSite().engine()
        let list = try await engine.related(RelatedRequest(id: "summit", track: true))
        #expect(list.items.count == 3)
        let token = try #require(list.tracking).seenURL.token
        #expect(try await engine.recordListClick(token: token, position: position) == nil)
        #expect(try await engine.writtenLedger().listEvents().count == 1)
    }

    @Test
    func `a click on an article without an address leads nowhere`() async throws {
        let site = try TestSite(articles: ["a", "b"].map { Article(id: $0, body: "summit trade") })
        let engine = try await site.engine()
        let list = try await engine.related(RelatedRequest(id: "a", track: true))
        let token = try #require(list.tracking).seenURL.token
        #expect(try await engine.recordListClick(token: token, position: 1) == nil)
    }

    @Test
    func `half an hour after the list its view is late`() async throws {
        let site = try TestSite()
        let engine = try await site.engine()
        let list = try await engine.related(RelatedRequest(id: "summit", track: true))
        let token = try #require(list.tracking).seenURL.token
        site.clock.now += 1_801
        #expect(try await engine.recordListSeen(token: token))
        #expect(try engine.ledger.listEvents().map(\.verdict) == [.counted, .late])
    }

    @Test
    func `an untracked list leaves no row`() async throws {
        let engine = try await TestSite().engine()
        #expect(try await engine.related(RelatedRequest(id: "summit")).tracking == nil)
        #expect(try await engine.writtenLedger().listEvents().isEmpty)
    }

    @Test
    func `a list that the ledger lost comes back with its token`() async throws {
        let site = try TestSite()
        let list = try await site.engine().related(RelatedRequest(id: "summit", track: true))
        let restarted = try await site.engine(seed: 2, ledger: "new.sqlite")
        let token = try #require(list.tracking).seenURL.token
        #expect(try await restarted.recordListSeen(token: token))
        let rows = try restarted.ledger.listEvents()
        #expect(rows.map(\.kind) == ["list", "seen"])
        #expect(rows[0].items == list.items.map(\.id))
    }

    @Test(arguments: [
        ("https://a.example/x", "https://a.example/x?utm_source=related&q=a%20b%26%C3%BC"),
        (
            "https://a.example/x?id=1#part",
            "https://a.example/x?id=1&utm_source=related&q=a%20b%26%C3%BC#part"
        ),
        ("/x#a?b", "/x?utm_source=related&q=a%20b%26%C3%BC#a?b"),
    ])
    func `a site's parameters stand behind the query and before the fragment`(
        url: String, expected: String
    ) {
        let parameters = [
            Configuration.LinkParameter(name: "utm_source", value: "related"),
            Configuration.LinkParameter(name: "q", value: "a b&ü"),
        ]
        #expect(LinkParameters.add(parameters, to: url) == expected)
        #expect(LinkParameters.add([], to: url) == url)
    }

    @Test
    func `beacons of a site with a base address are absolute`() async throws {
        var configuration = Configuration()
        configuration.site.baseURL = "https://ads.example/b/"
        let site = try TestSite(campaigns: TestSite.campaigns)
        let engine = try await site.engine(configuration: configuration)
        let ad = try engine.ad(slot: "side").filled()
        #expect(ad.impressionURL.hasPrefix("https://ads.example/b/v1/impression/"))
        #expect(ad.clickURL.hasPrefix("https://ads.example/b/v1/click/"))
        let list = try await engine.related(RelatedRequest(id: "summit", track: true))
        #expect(list.tracking?.seenURL.hasPrefix("https://ads.example/b/v1/list/") == true)
    }
}

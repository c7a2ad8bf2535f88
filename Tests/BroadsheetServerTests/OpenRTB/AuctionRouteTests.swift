import BroadsheetStorage
import Foundation
import HTTPTypes
import Testing

@testable import Broadsheet
@testable import BroadsheetServer

struct AuctionRouteTests {
    private static func body(_ more: String = "", offer: String = "") -> String {
        #"{"id":"r","imp":[{"id":"1","tagid":"top","banner":{"w":970,"h":250}\#(offer)}],"#
            + #""site":{"id":"s","content":{"id":"summit"}}\#(more)}"#
    }

    private static func serve(
        configuration: Configuration = AuctionCorpusTests.configuration,
        _ run: @Sendable (Client) async throws -> Void
    ) async throws {
        try await TestSite.serve(
            articles: AuctionCorpusTests.articles, campaigns: AuctionCorpusTests.campaigns(),
            configuration: configuration, run)
    }

    /// The first bid of an answer.
    private static func bid(_ reply: Reply) throws -> WireObject {
        let answer = try WireObject(JSONParser.parse(reply.bytes), path: "")
        let seat = try #require(try answer.children("seatbid").first)
        return try #require(try seat.children("bid").first)
    }

    private static func path(_ address: String?) throws -> String {
        try #require(address).replacing("https://ads.example", with: "")
    }

    private static func beacons(_ bid: WireObject) throws -> (pixel: String, click: String) {
        let markup = try #require(try bid.text("adm"))
        let pixel = try #require(markup.firstMatch(of: /\/v1\/impression\/[A-Za-z0-9_-]+/))
        let click = try #require(markup.firstMatch(of: /\/v1\/click\/[A-Za-z0-9_-]+/))
        return (String(pixel.output), String(click.output))
    }

    @Test
    func `a bid is billed once, by its notice or by its picture, and never by winning`()
        async throws
    {
        try await Self.serve { client in
            let reply = try await client.send(.post, "/openrtb2/auction", body: Self.body())
            let bid = try Self.bid(reply)
            #expect(try bid.text("nurl") == nil)
            let notice = try Self.path(bid.text("burl"))
                .replacing("${AUCTION_PRICE}", with: "4.2")
                .replacing("${AUCTION_CURRENCY}", with: "USD")
            let beacons = try Self.beacons(bid)
            #expect(try await client.get(notice).status == 200)
            #expect(try await client.get(beacons.pixel).status == 200)
            #expect(try await client.get(beacons.click).status == 302)
            let impressions = try client.engine.ledger.events(.impression)
            #expect(impressions.map(\.verdict) == [.billable, .duplicate])
            #expect(try client.engine.ledger.events(.click).map(\.verdict) == [.billable])
            let row = try #require(
                try client.engine.ledger.decision(id: impressions[0].decisionID))
            #expect(row.slot == "top" && row.articleID == "summit" && row.propensity == 1)
            #expect(try bid.text("id") == row.id + ":1")
        }
    }

    @Test
    func `a test decides, and nothing of it is billed`() async throws {
        try await Self.serve { client in
            let reply = try await client.send(
                .post, "/openrtb2/auction", body: Self.body(#","test":1"#))
            let beacons = try Self.beacons(Self.bid(reply))
            #expect(try await client.get(beacons.pixel).status == 200)
            let click = try await client.get(beacons.click)
            #expect(click.status == 302)
            #expect(click["Location"] == "https://alphadog.example/a")
            for kind in [DeliveryEvent.Kind.impression, .click] {
                let events = try client.engine.ledger.events(kind)
                #expect(events.map(\.verdict) == [.invalid])
                #expect(events.map(\.reason) == ["test"])
            }
            let id = try #require(try client.engine.ledger.events(.click).first).decisionID
            let request = try client.engine.ledger.decision(id: id)?.request
            #expect(request?.contains("\"test\":true") == true)
        }
    }

    @Test
    func `without an address of our own nobody is told to call one`() async throws {
        try await Self.serve(configuration: Configuration()) { client in
            let reply = try await client.send(.post, "/openrtb2/auction", body: Self.body())
            let bid = try Self.bid(reply)
            #expect(!bid.has("burl"))
            #expect(try Self.beacons(bid).pixel.hasPrefix("/v1/impression/"))
        }
    }

    @Test
    func `where our own address is http, nothing is offered that must be https`() async throws {
        var configuration = Configuration()
        configuration.site.baseURL = "HTTP://ads.example"
        try await Self.serve(configuration: configuration) { client in
            let secure = Self.body(offer: #","secure":1"#)
            let reply = try await client.send(.post, "/openrtb2/auction", body: secure)
            #expect(reply.status == 204)
            #expect(client.decisionCount == 0)
            let plain = try await client.send(.post, "/openrtb2/auction", body: Self.body())
            #expect(plain.status == 200)
        }
    }

    @Test(arguments: [
        #"{"id":"r","imp":[{"id":"1","tagid":"nowhere","banner":{"w":1,"h":1}}],"site":{"id":"s"}}"#,
        #"{"id":"r","imp":[{"id":"1","tagid":"top","video":{}}],"site":{"id":"s"}}"#,
        #"{"id":"r","imp":[{"id":"1","tagid":"top","banner":{"w":970,"h":250}}],"site":{"id":"s"},"tmax":1}"#,
        #"{"id":"r","imp":[{"id":"1","tagid":"top","banner":{"w":970,"h":250}}],"site":{"id":"s"},"cur":["EUR"]}"#,
        #"{"id":"r","imp":[{"id":"1","tagid":"top","banner":{"w":970,"h":250}}]}"#,
    ])
    func `what can't be answered decides nothing`(body: String) async throws {
        try await Self.serve { client in
            let reply = try await client.send(.post, "/openrtb2/auction", body: body)
            #expect(reply.status == 204 || reply.status == 400)
            #expect(client.decisionCount == 0)
        }
    }

    @Test
    func `only POST is answered`() async throws {
        try await Self.serve { client in
            for method in [HTTPRequest.Method.get, .head, .put, .delete] {
                let reply = try await client.send(method, "/openrtb2/auction")
                #expect(reply.status == 405)
                #expect(reply["Allow"] == "POST, OPTIONS")
            }
        }
    }

    @Test
    func `time that the body took to arrive counts`() throws {
        let body = Self.body(#","tmax":50"#)
        let request = try AuctionRequest(Array(body.utf8))
        #expect(request.refusal(currency: "USD", elapsed: .milliseconds(45)) == nil)
        #expect(request.refusal(currency: "USD", elapsed: .milliseconds(46)) == .noTime)
        #expect(request.refusal(currency: "USD", elapsed: .seconds(9_000)) == .noTime)
    }
}

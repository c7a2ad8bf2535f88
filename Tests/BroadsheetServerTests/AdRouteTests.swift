import Broadsheet
import Foundation
import HTTPTypes
import Testing

@testable import BroadsheetServer

struct AdRouteTests {
    static let ad = "/v1/slots/article-side/ad"

    @Test
    func `an ad comes with its signed addresses and is never kept by a cache`() async throws {
        try await TestSite.serve { client in
            let response = try await client.get(Self.ad + "?article=summit")
            #expect(response.status == 200)
            #expect(response["Cache-Control"] == "private, no-store")
            let ad = try response.object()
            #expect(ad["line_item"] as? String == "side")
            #expect(ad["creative"] as? String == "dog")
            #expect((ad["click_url"] as? String)?.hasPrefix("/v1/click/") == true)
            #expect(client.decisionCount == 1)
        }
    }

    @Test
    func `an impression is a picture of 43 bytes, however often it is fetched`() async throws {
        try await TestSite.serve { client in
            let ad = try await client.get(Self.ad).object()
            let url = try #require(ad["impression_url"] as? String)
            for _ in 1...2 {
                let response = try await client.get(url)
                #expect(response.status == 200)
                #expect(response["Content-Type"] == "image/gif")
                #expect(response["Cache-Control"] == "no-store")
                #expect(response.bytes.count == 43)
            }
            let click = try #require(ad["click_url"] as? String)
            let swapped = click.replacing("/v1/click/", with: "/v1/impression/")
            #expect(try await client.get(swapped).status == 404)
        }
    }

    @Test
    func `a click leads to the stored address in printable ASCII, whatever the query`()
        async throws
    {
        try await TestSite.serve { client in
            let ad = try await client.get(Self.ad).object()
            let url = try #require(ad["click_url"] as? String)
            let response = try await client.get(url + "?url=https://evil.example")
            #expect(response.status == 302)
            #expect(response["Location"] == "https://alphadog.example/plans?a=1&b=%C3%BC")
            #expect(response["Cache-Control"] == "no-store")
        }
    }

    @Test
    func `a changed token is not known and leads nowhere`() async throws {
        try await TestSite.serve { client in
            let ad = try await client.get(Self.ad).object()
            let url = try #require(ad["click_url"] as? String)
            for bad in [
                url.dropLast() + "", url + "A", url.replacing("/v1/click/", with: "/v1/click/A"),
            ] {
                let response = try await client.get(String(bad))
                #expect(response.status == 404)
                #expect(response["Location"] == nil)
            }
        }
    }

    @Test
    func `HEAD decides nothing and records nothing`() async throws {
        try await TestSite.serve(settings: ServerSettings(isDemo: true)) { client in
            let ad = try await client.get(Self.ad).object()
            let before = client.decisionCount
            var uris = [Self.ad, Self.ad + "?format=html", "/demo/", "/demo/article/summit"]
            uris += ["impression_url", "click_url"].compactMap { ad[$0] as? String }
            for uri in uris {
                let response = try await client.send(.head, uri)
                #expect(response.status == 200)
                #expect(response.bytes.count == 0)
                #expect(response["Content-Length"] == nil)
            }
            #expect(client.decisionCount == before)
        }
    }

    @Test
    func `a slot without an ad is an answer with its reason`() async throws {
        try await TestSite.serve { client in
            let uri = "/v1/slots/\(PercentCoding.encode("empty \"slot\""))/ad"
            #expect(try await client.get(uri).object()["no_fill"] as? String == "none_eligible")
            let html = try await client.get(uri + "?format=html")
            #expect(html.status == 200)
            #expect(html["Cache-Control"] == "private, no-store")
            #expect(
                html.text == "<aside hidden data-broadsheet-empty=\"none_eligible\"></aside>")
        }
    }

    @Test
    func `an ad as HTML is ready to stand in a page`() async throws {
        try await TestSite.serve { client in
            let response = try await client.get(Self.ad + "?format=html")
            #expect(response["Content-Type"] == "text/html; charset=utf-8")
            #expect(response.text.contains("/v1/impression/"))
        }
    }

    @Test
    func `a page holds its blocks in order, no article twice, and its ads`() async throws {
        try await TestSite.serve { client in
            let response = try await client.send(
                .post, "/v1/page",
                body: #"""
                    {"article":"summit","blocks":[
                      {"name":"more","kind":"related","limit":2},
                      {"name":"new","kind":"latest","limit":8,"section":"World"}],
                     "slots":["article-side"],"exclude":["hostile"],"unknown":{"a":[1]},
                     "reader":{"key":"r","gdpr":0,"gpc":false,"country":"FR"}}
                    """#)
            #expect(response.status == 200)
            #expect(response["Cache-Control"] == "private, no-store")
            let blocks = try #require(
                try response.object()["blocks"] as? [String: [[String: any Sendable]]])
            let ids = ["more", "new"].flatMap { blocks[$0] ?? [] }.compactMap {
                $0["id"] as? String
            }
            #expect(ids.count == Set(ids).count && !ids.isEmpty)
            #expect(!ids.contains("summit") && !ids.contains("hostile"))
            #expect(response.text.contains(#""slots":{"article-side":{"decision":"#))
        }
    }

    @Test(arguments: [
        (#"{"key":"r"}"#, "r"), (#"{"key":"r","gdpr":0,"gpc":"0"}"#, "r"),
        (#"{"key":"r","gdpr":1,"tcf":"CPXxRfAPXxRfA"}"#, nil), (#"{"key":"r","gpc":true}"#, nil),
        (#"{"key":"r","gpc":1}"#, nil), (#"{"key":"r","coppa":1}"#, nil),
        (#"{"key":"r","us_privacy":"1YYN"}"#, nil), (#"{"key":"r","gpp":"nonsense"}"#, nil),
        (#"{"key":"r","gdpr":1}"#, nil), (#"{"gdpr":0}"#, nil),
    ])
    func `a reader's key is used only with consent`(json: String, key: String?) throws {
        let body = try JSONBody.decode(ReaderBody.self, from: Array(json.utf8))
        let reader = try body.reader(isOperator: false)
        #expect((reader.allowsState ? reader.key : nil) == key)
    }

    @Test
    func `only the operator is believed where a reader is`() throws {
        let json =
            #"{"country":"FR","region":"FR-75","ip":"192.0.2.1","user_agent":"x","device":"tv"}"#
        let body = try JSONBody.decode(ReaderBody.self, from: Array(json.utf8))
        let (stranger, known) = (
            try body.reader(isOperator: false), try body.reader(isOperator: true)
        )
        #expect(stranger.country == nil && stranger.address == nil && stranger.userAgent == nil)
        #expect(stranger.device == "tv" && known.country == "FR" && known.region == "FR-75")
        #expect(known.address == "192.0.2.1" && known.userAgent == "x")
    }
}

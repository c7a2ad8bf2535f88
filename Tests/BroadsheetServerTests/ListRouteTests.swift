import Broadsheet
import Foundation
import HTTPTypes
import Testing

@testable import BroadsheetServer

struct ListRouteTests {
    static let related = "/v1/articles/summit/related"

    @Test
    func `related articles come as the contract has them`() async throws {
        try await TestSite.serve { client in
            let response = try await client.get(Self.related)
            #expect(response.status == 200)
            #expect(response["Content-Type"] == "application/json")
            #expect(
                response["Cache-Control"] == "public, max-age=60, stale-while-revalidate=600")
            #expect(try response.object()["id"] as? String == "summit")
            let ids = try response.ids("related")
            #expect(Set(ids).isSuperset(of: ["sanctions", "hostile"]))
            #expect(!ids.contains("summit") && !ids.contains("draft") && !ids.contains("embargo"))
            let keys = try #require(response["Surrogate-Key"])
            #expect(keys.hasPrefix("related-summit article-summit article-"))
        }
    }

    @Test(arguments: ["a/b c,\"d\"+ü%2F🗞", "summit"])
    func `an id is found when it is encoded once`(id: String) async throws {
        try await TestSite.serve { client in
            let path = "/v1/articles/\(PercentCoding.encode(id))/related"
            let response = try await client.get(path)
            #expect(response.status == 200)
            #expect(try response.object()["id"] as? String == id)
        }
    }

    @Test
    func `an id of ten kilobytes is unknown, not too much`() async throws {
        try await TestSite.serve { client in
            let id = String(repeating: "%F0%9F%97%9E", count: 2_500)
            let response = try await client.get("/v1/articles/\(id)/related")
            #expect(response.status == 404)
        }
    }

    @Test
    func `excluded articles and those beyond the limit stay away`() async throws {
        try await TestSite.serve { client in
            let odd = PercentCoding.encode("a/b c,\"d\"+ü%2F🗞")
            let uri = Self.related + "?exclude=sanctions&exclude=\(odd)&exclude=nobody"
            let ids = try await client.get(uri).ids("related")
            #expect(Set(ids) == ["hostile", "script-address"])
            #expect(try await client.get(Self.related + "?limit=0").ids("related").isEmpty)
            #expect(try await client.get(Self.related + "?limit=1").ids("related").count == 1)
        }
    }

    @Test
    func `the latest articles of a section come newest first`() async throws {
        try await TestSite.serve { client in
            let ids = try await client.get("/v1/latest?section=World&limit=2").ids("latest")
            #expect(ids == ["summit", "sanctions"])
        }
    }

    @Test
    func `a caller that holds the answer gets 304 without a body`() async throws {
        try await TestSite.serve { client in
            let tag = try #require(try await client.get(Self.related)["ETag"])
            for held in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
                let response = try await client.get(
                    Self.related, headers: ["If-None-Match": held])
                #expect(response.status == 304)
                #expect(response.bytes.count == 0)
                #expect(response["ETag"] == tag)
            }
            let other = try await client.get(Self.related, headers: ["If-None-Match": "\"x\""])
            #expect(other.status == 200)
        }
    }

    @Test
    func `another form, limit, list or configuration has another tag`() async throws {
        var configuration = Configuration()
        configuration.site.linkParameters = [.init(name: "utm_source", value: "related")]
        let tags = Tags()
        try await TestSite.serve { client in
            for uri in [
                Self.related, Self.related + "?format=html", Self.related + "?limit=1",
                "/v1/latest", Self.related + "?explain=1",
            ] {
                await tags.add(try await client.get(uri)["ETag"])
            }
            await tags.add(try await client.get(Self.related + "?ignored=1")["ETag"])
        }
        try await TestSite.serve(configuration: configuration) { client in
            await tags.add(try await client.get(Self.related)["ETag"])
        }
        #expect(await tags.distinct == 6)
    }

    @Test
    func `a recorded list is private, has no tag and names its routes`() async throws {
        try await TestSite.serve { client in
            let response = try await client.get(Self.related + "?track=1")
            #expect(response["Cache-Control"] == "private, no-store")
            #expect(response["ETag"] == nil)
            let list = try #require(try response.object()["list"] as? [String: any Sendable])
            let seen = try #require(list["seen_url"] as? String)
            #expect(try await client.get(seen).status == 200)
            let click = try #require(list["click_url"] as? String)
            let first = try await client.get(click + "1")
            #expect(first.status == 302 || first.status == 404)
            #expect(try await client.get(click + "99").status == 404)
            #expect(try await client.get(click + "x").status == 404)
        }
    }

    @Test
    func `HEAD has the header of GET, no body, and records no list`() async throws {
        try await TestSite.serve { client in
            let get = try await client.get(Self.related)
            let head = try await client.send(.head, Self.related + "?track=1")
            #expect(head.status == 200)
            #expect(head.bytes.count == 0)
            #expect(head["ETag"] == get["ETag"])
            #expect(head["Content-Length"] == String(get.bytes.count))
        }
    }

    @Test
    func `a fragment escapes what a title holds and links no script`() async throws {
        try await TestSite.serve { client in
            for uri in [Self.related + "?format=html", "/v1/latest?format=html"] {
                let response = try await client.get(uri)
                #expect(response["Content-Type"] == "text/html; charset=utf-8")
                #expect(response["X-Content-Type-Options"] == "nosniff")
                #expect(response.text.contains("&lt;script&gt;"))
                #expect(!response.text.contains("<script"))
                #expect(!response.text.contains("javascript:"))
                #expect(!response.text.contains("b=\"2\""))
                #expect(response.text.contains("/sanctions?id=7"))
            }
        }
    }

    @Test
    func `links of a fragment carry the site's parameters`() async throws {
        var configuration = Configuration()
        configuration.site.linkParameters = [.init(name: "utm_source", value: "a b")]
        try await TestSite.serve(configuration: configuration) { client in
            let text = try await client.get("/v1/latest?format=html").text
            #expect(text.contains("/sanctions?id=7&amp;utm_source=a%20b"))
        }
    }

    @Test
    func `a draft gets the articles most like it`() async throws {
        try await TestSite.serve { client in
            let response = try await client.send(
                .post, "/v1/related",
                body: #"{"title":"Summit on sanctions","limit":2,"exclude":["summit"]}"#)
            #expect(response.status == 200)
            #expect(try response.object()["id"] is NSNull)
            let ids = try response.ids("related")
            #expect(ids.count == 2 && !ids.contains("summit"))
        }
    }
}

private actor Tags {
    private var tags: Set<String> = []

    var distinct: Int { tags.count }

    func add(_ tag: String?) { if let tag { tags.insert(tag) } }

    @Test func `an HTML list is filled up with articles that can be linked`() async throws {
        try await TestSite.serve { client in
            // `script-address`, the fifth article, may not become a link.
            let all = try await client.get("/v1/latest?limit=100").ids("latest")
            let text = try await client.get("/v1/latest?limit=\(all.count - 1)&format=html").text
            #expect(text.components(separatedBy: "<li>").count - 1 == all.count - 1)
        }
    }
}

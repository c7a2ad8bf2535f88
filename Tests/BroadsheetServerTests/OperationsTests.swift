import Broadsheet
import BroadsheetResources
import Foundation
import HTTPTypes
import Testing

@testable import BroadsheetServer

struct OperationsTests {
    @Test
    func `readiness says what there is to serve`() async throws {
        try await TestSite.serve { client in
            let ready = try await client.get("/readyz").object()
            #expect(ready["articles"] as? Int == 5)
            #expect(ready["lists_ready"] as? Int == 0, "nobody runs the upkeep here")
            #expect(ready["read_only"] as? Bool == false)
        }
    }

    @Test
    func `metrics count answers by route, never by id`() async throws {
        try await TestSite.serve { client in
            _ = try await client.get("/v1/articles/summit/related")
            _ = try await client.get("/v1/articles/nobody/related")
            _ = try await client.get("/wp-login.php")
            _ = try await client.get("/v1/slots/article-side/ad")
            _ = try await client.get("/v1/slots/empty%20%22slot%22/ad")
            let response = try await client.get("/metrics")
            #expect(response["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
            let lines = response.text.split(separator: "\n")
            let route = "/v1/articles/{id}/related"
            for expected in [
                "broadsheet_http_requests_total{route=\"\(route)\",status=\"200\"} 1",
                "broadsheet_http_requests_total{route=\"\(route)\",status=\"404\"} 1",
                "broadsheet_http_requests_total{route=\"other\",status=\"404\"} 1",
                "broadsheet_http_request_seconds_bucket{route=\"\(route)\",le=\"+Inf\"} 2",
                "broadsheet_http_request_seconds_count{route=\"\(route)\"} 2",
                #"broadsheet_decisions_total{slot="article-side",outcome="ad"} 1"#,
                #"broadsheet_decisions_total{slot="empty \"slot\"",outcome="no_fill"} 1"#,
                #"broadsheet_no_fill_total{slot="empty \"slot\"",reason="none_eligible"} 1"#,
                #"broadsheet_articles{status="draft"} 1"#,
                "broadsheet_lists_ready 0.0", "# TYPE broadsheet_ledger_queue gauge",
                "# TYPE broadsheet_snapshot_age_seconds gauge",
            ] {
                #expect(lines.contains { $0 == expected }, "\(expected)")
            }
        }
    }

    @Test
    func `buckets of a histogram only grow and end at the count`() {
        let metrics = RequestMetrics()
        for seconds in [0, 0.000_1, 0.03, 100] {
            metrics.count(route: "/", status: 200, seconds: seconds)
        }
        let counts = metrics.snapshot[0].counts
        #expect(counts.count == 4)
        #expect(counts.buckets.first == 2)
        #expect(counts.buckets.last == 1)
        #expect(counts.seconds == 100.030_1)
    }

    @Test
    func `a label's value can't break out of its quotation marks`() {
        #expect(PrometheusText.escape("a\"b\\c\nd") == #"a\"b\\c\nd"#)
    }

    @Test
    func `the description names every route and method that is served, and no other`() throws {
        let json = try JSONSerialization.jsonObject(
            with: Data(EmbeddedFile.bytes("openapi.json") ?? []))
        let document = try #require(json as? [String: any Sendable])
        #expect((document["openapi"] as? String)?.hasPrefix("3.1") == true)
        let paths = try #require(document["paths"] as? [String: [String: any Sendable]])
        let routes: [Route] = [
            .related(article: ""), .relatedToDraft, .latest, .slotAd(slot: ""), .page,
            .auction, .impression(token: ""), .viewable(token: ""), .click(token: ""),
            .listSeen(token: ""),
            .listClick(token: "", position: ""), .article(id: ""), .decision(id: ""), .health,
            .readiness, .metrics,
            .openAPI,
        ]
        #expect(Set(paths.keys) == Set(routes.map(\.template)))
        for route in routes {
            let methods = route.methods.filter { $0 != .head }.map { $0.rawValue.lowercased() }
            let described = try #require(paths[route.template]).keys.filter { $0 != "parameters" }
            #expect(Set(described) == Set(methods), "\(route.template)")
        }
    }

    @Test(arguments: [
        ("https://news.example", "https://news.example"), ("https://evil.example", nil),
        ("null", nil), ("https://news.example.evil.example", nil),
    ])
    func `only pages of allowed origins may read an answer`(
        origin: String, allowed: String?
    ) async throws {
        var configuration = Configuration()
        configuration.http.allowedOrigins = ["https://news.example"]
        try await TestSite.serve(configuration: configuration) { client in
            for uri in ["/v1/latest", "/v1/articles/nobody/related"] {
                let response = try await client.get(uri, headers: ["Origin": origin])
                #expect(response["Access-Control-Allow-Origin"] == allowed)
                #expect(response["Access-Control-Allow-Credentials"] == nil)
                #expect(response["Vary"] == "Origin")
            }
            let preflight = try await client.send(
                .options, "/v1/page",
                headers: ["Origin": origin, "Access-Control-Request-Method": "POST"])
            #expect(preflight.status == 204)
            #expect(preflight["Access-Control-Allow-Origin"] == allowed)
            let methods = preflight["Access-Control-Allow-Methods"]
            #expect(methods == (allowed == nil ? nil : "POST, OPTIONS"))
        }
    }

    @Test
    func `without allowed origins nothing is said to other origins`() async throws {
        try await TestSite.serve { client in
            let response = try await client.get(
                "/v1/latest", headers: ["Origin": "https://a.example"])
            #expect(response["Access-Control-Allow-Origin"] == nil)
            #expect(response["Vary"] == nil)
        }
    }
}

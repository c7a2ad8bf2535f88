import HTTPTypes
import Testing

@testable import BroadsheetServer

/// A request that can't be answered, and how it is told so.
struct BadRequest: Sendable, CustomTestStringConvertible {
    var method: HTTPRequest.Method
    var uri: String
    var body: String?
    var status: Int
    /// Stands in the detail.
    var says: String

    init(_ method: HTTPRequest.Method, _ uri: String, _ status: Int, _ says: String) {
        self.init(method, uri, nil, status, says)
    }

    init(
        _ method: HTTPRequest.Method, _ uri: String, _ body: String?, _ status: Int, _ says: String
    ) {
        self.method = method
        self.uri = uri
        self.body = body
        self.status = status
        self.says = says
    }

    var testDescription: String { "\(method) \(uri.prefix(60)) \(body?.prefix(60) ?? "")" }
}

struct BadInputTests {
    static let deep = String(repeating: "[", count: 100_000)

    static let requests = [
        BadRequest(.get, "/v1/articles/nobody/related", 404, "no article `nobody`"),
        BadRequest(.get, "/v1/articles/draft/related", 404, "draft"),
        BadRequest(.get, "/v1/articles/embargo/related", 404, "embargo"),
        BadRequest(.get, "/v1/articles/%00/related", 404, "no article"),
        BadRequest(.get, "/v1/articles/%FF/related", 400, "UTF-8"),
        BadRequest(.get, "/v1/articles/summit/related?limit=abc", 400, "limit: found `abc`"),
        BadRequest(.get, "/v1/articles/summit/related?limit=101", 400, "0 to 100"),
        BadRequest(.get, "/v1/articles/summit/related?limit=1&limit=2", 400, "2 times"),
        BadRequest(.get, "/v1/articles/summit/related?explain=maybe", 400, "explain: found"),
        BadRequest(.get, "/v1/articles/summit/related?track=2", 400, "track: found"),
        BadRequest(.get, "/v1/articles/summit/related?format=xml", 400, "json or html"),
        BadRequest(.get, "/v1/articles/summit/related?variant=none", 400, "no variant"),
        BadRequest(.get, "/v1/articles/summit/related?exclude=%zz", 400, "exclude: found"),
        BadRequest(.post, "/v1/articles/summit/related", 405, "GET or HEAD"),
        BadRequest(.get, "/v1/related", 400, "article: missing"),
        BadRequest(.get, "/v1/related?article=nobody", 404, "no article `nobody`"),
        BadRequest(.delete, "/v1/related", 405, "GET or HEAD or POST"),
        BadRequest(.get, "/v1/articles/summit/related?stories=mine", 400, "all, same, other"),
        BadRequest(.get, "/v1/articles/summit/related?diversity=2", 400, "a number from 0 to 1"),
        BadRequest(.get, "/v1/articles/summit/related?half_life_days=nan", 400, "found `nan`"),
        BadRequest(.get, "/v1/articles/summit/related?fallback=luck", 400, "story, tags"),
        BadRequest(.get, "/v1/latest?section=a&section=b", 400, "section: found 2"),
        BadRequest(.get, "/v1/slots/nowhere/ad", 404, "no slot `nowhere`"),
        BadRequest(.get, "/v1/slots/article-side/ad?article=nobody", 404, "no article"),
        BadRequest(.get, "/v1/slots/article-side/ad?article=a&article=b", 400, "2 times"),
        BadRequest(.get, "/v1/impression/x", 404, "token"),
        BadRequest(.get, "/v1/click/x", 404, "token"),
        BadRequest(.get, "/v1/list/x/seen", 404, "token"),
        BadRequest(.get, "/v1/list/x/click/1", 404, "token"),
        BadRequest(.get, "/v1/list/x/click/99999999999999999999", 404, "token"),
        BadRequest(.put, "/v1/articles/summit", "{}", 404, "nothing is served"),
        BadRequest(.get, "/demo/", 404, "nothing is served"),
        BadRequest(.get, "/", 404, "nothing is served"),
        BadRequest(.post, "/openrtb2/auction", "{}", 400, "Invalid request: id: found nothing"),
        BadRequest(.get, "/openrtb2/auction", 405, "expected POST"),
        BadRequest(.get, "/v1/viewable/x", 404, "not signed here"),
        BadRequest(.post, "/v1/page", "", 400, "not JSON"),
        BadRequest(.post, "/v1/page", "{", 400, "not JSON"),
        BadRequest(.post, "/v1/page", "[]", 400, "body: found another"),
        BadRequest(.post, "/v1/page", deep, 400, "not JSON"),
        BadRequest(.post, "/v1/page", #"{"article":7}"#, 400, "article: found another"),
        BadRequest(.post, "/v1/page", #"{"article":"nobody"}"#, 404, "no article"),
        BadRequest(.post, "/v1/page", #"{"slots":["nowhere"]}"#, 404, "no slot"),
        BadRequest(.post, "/v1/page", #"{"slots":"a"}"#, 400, "slots: found another"),
        BadRequest(.post, "/v1/page", #"{"blocks":[{"kind":"latest"}]}"#, 400, "blocks[0].name"),
        BadRequest(
            .post, "/v1/page", #"{"blocks":[{"name":"a","kind":"x"}]}"#, 400,
            "blocks[0].kind: found `x`"),
        BadRequest(
            .post, "/v1/page", #"{"blocks":[{"name":"a","kind":"latest","limit":101}]}"#, 400,
            "limit is 101"),
        BadRequest(
            .post, "/v1/page", #"{"blocks":[{"name":"a","kind":"latest","limit":1.5}]}"#, 400,
            "blocks[0].limit"),
        BadRequest(
            .post, "/v1/page",
            #"{"blocks":[{"name":"a","kind":"latest"},{"name":"a","kind":"latest"}]}"#, 400,
            "two blocks"),
        BadRequest(.post, "/v1/page", #"{"reader":{"gdpr":"yes"}}"#, 400, "reader.gdpr"),
        BadRequest(
            .post, "/v1/page",
            #"{"slots":[\#(Array(repeating: #""a""#, count: 51).joined(separator: ","))]}"#, 400,
            "slots: found 51"),
        BadRequest(.post, "/v1/related", #"{"like":"summit"}"#, 400, "like: found another"),
        BadRequest(.post, "/v1/related", #"{"not_like":[7]}"#, 400, "not_like[0]: found another"),
        BadRequest(
            .post, "/v1/related", #"{"like":["summit"],"rules":{"languages":"mine"}}"#, 400,
            "own or all"),
        BadRequest(
            .post, "/v1/related",
            #"{"like":[\#(Array(repeating: #""a""#, count: 1_001).joined(separator: ","))]}"#, 400,
            "like: found 1001"),
        BadRequest(.post, "/v1/related", #"{"title":7}"#, 400, "title: found a number"),
        BadRequest(.post, "/v1/related", #"{"limit":-1}"#, 400, "limit is -1"),
        BadRequest(.post, "/v1/related", #"{"limit":1e400}"#, 400, "beyond all numbers"),
        BadRequest(.post, "/v1/related", #"{"limit":1e30}"#, 400, "limit: found another"),
    ]

    @Test(arguments: requests)
    func `a caller's mistake is told with its status, found and expected`(
        request: BadRequest
    ) async throws {
        try await TestSite.serve { client in
            let response = try await client.send(request.method, request.uri, body: request.body)
            #expect(response.status == request.status)
            #expect(response["Content-Type"] == "application/problem+json")
            let problem = try response.object()
            #expect(problem["status"] as? Int == request.status)
            let detail = try #require(problem["detail"] as? String)
            #expect(detail.contains(request.says), "\(detail)")
        }
    }

    @Test(arguments: [
        ("/v1/articles/nobody/related?format=html", "unknown_article"),
        ("/v1/articles/summit/related?format=html&limit=x", "bad_request"),
        ("/v1/articles/summit/related?format=html&limit=0", "none"),
        ("/v1/slots/nowhere/ad?format=html", "unknown_slot"),
        ("/v1/latest?format=html&section=Nowhere", "none"),
    ])
    func `with format html a mistake is an invisible element, so that a page stays whole`(
        uri: String, reason: String
    ) async throws {
        try await TestSite.serve { client in
            let response = try await client.get(uri)
            #expect(response.status == 200)
            #expect(
                response.text == "<aside hidden data-broadsheet-empty=\"\(reason)\"></aside>")
        }
    }

    @Test
    func `a body of another media type is refused`() async throws {
        try await TestSite.serve { client in
            let response = try await client.send(
                .post, "/v1/page", headers: ["Content-Type": "text/plain"], body: "{}")
            #expect(response.status == 415)
            let suffix = try await client.send(
                .post, "/v1/page", headers: ["Content-Type": "application/ld+json;charset=utf-8"],
                body: "{}")
            #expect(suffix.status == 200)
        }
    }

    @Test
    func `a body beyond the limit is refused`() async throws {
        var settings = ServerSettings()
        settings.limits.pageByteCount = 10
        try await TestSite.serve(settings: settings) { client in
            let response = try await client.send(.post, "/v1/page", body: #"{"exclude":["abc"]}"#)
            #expect(response.status == 413)
        }
    }

    @Test
    func `too many requests at once are told to come back, but health is told`() async throws {
        var settings = ServerSettings()
        settings.limits.requestCount = 0
        try await TestSite.serve(settings: settings) { client in
            let response = try await client.get("/v1/latest")
            #expect(response.status == 503)
            #expect(response["Retry-After"] != nil)
            #expect(try await client.get("/healthz").status == 200)
        }
    }
}

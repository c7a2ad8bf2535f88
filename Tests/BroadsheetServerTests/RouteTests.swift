import Testing

@testable import BroadsheetServer

struct RouteTests {
    @Test(arguments: [
        ("/v1/articles/a%2Fb%20c/related", Route.related(article: "a/b c")),
        ("/v1/articles/a+b/related", .related(article: "a+b")),
        ("/v1/articles/a%252Fb/related", .related(article: "a%2Fb")),
        ("/v1/articles/%F0%9F%97%9E/related", .related(article: "🗞")),
        ("/v1/articles/..", .article(id: "..")),
        ("/v1/decisions/0a", .decision(id: "0a")),
        ("/v1/related", .relatedToDraft), ("/v1/latest", .latest), ("/v1/page", .page),
        ("/openrtb2/auction", .auction),
        ("/v1/slots/article%2Dtop/ad", .slotAd(slot: "article-top")),
        ("/v1/impression/T", .impression(token: "T")), ("/v1/click/T", .click(token: "T")),
        ("/v1/list/T/seen", .listSeen(token: "T")),
        ("/v1/list/T/click/3", .listClick(token: "T", position: "3")),
        ("/", .demoEntrance), ("/demo", .demoEntrance), ("/demo/", .demoFront),
        ("/demo/section/World/Asia", .demoSection(path: "World/Asia")),
        ("/demo/article/x", .demoArticle(id: "x")),
        ("/demo/images/a.svg", .demoFile(path: "images/a.svg")),
        ("/healthz", .health), ("/readyz", .readiness), ("/metrics", .metrics),
        ("/openapi.json", .openAPI),
    ])
    func `a path leads to its route, each segment decoded once`(path: String, route: Route) throws {
        #expect(try Route(path: path) == route)
    }

    @Test(arguments: [
        "", "/v1", "/v1/", "/v2/latest", "/v1/latest/", "/v1/articles//related", "/v1/articles/",
        "/v1/articles/a/b/related", "/v1/articles/a/related/", "/v1/slots//ad", "/v1/list/T",
        "/v1/list/T/click", "/openrtb2", "/openrtb2/auction/", "/openrtb2/auction/x", "/console",
        "/embed.js", "*",
        "/healthz/", "//", "/v1//latest",
    ])
    func `a path that is not listed leads nowhere`(path: String) throws {
        let route = try Route(path: path)
        #expect(route == nil || route == .demoEntrance && path.isEmpty)
    }

    @Test(arguments: ["/v1/articles/%/related", "/v1/articles/%4/related", "/v1/click/%zz", "/%FF"])
    func `a path with a broken escape is a bad request`(path: String) {
        #expect(throws: Problem.self) { _ = try Route(path: path) }
    }

    @Test
    func `a query writes a space as plus and a plus as its escape`() throws {
        let query = QueryParameters("section=A+B%2BC&exclude=a,b&exclude=%26&exclude=")
        #expect(try query.single("section") == "A B+C")
        #expect(try query.all("exclude") == ["a,b", "&", ""])
    }

    @Test(arguments: [
        "limit=abc", "limit=101", "limit=-1", "limit=", "limit=1.5", "limit=+5", "limit=٣",
        "limit=99999999999999999999", "limit=1&limit=1", "limit=%zz", "limit",
    ])
    func `a limit that is no number from 0 to 100 is a bad request`(query: String) {
        #expect(throws: Problem.self) { try QueryParameters(query).limit() }
    }

    @Test
    func `text that is encoded decodes to itself`() {
        let text = "a/b c,\"d\"+ü%2F🗞\u{0}\n~"
        let encoded = PercentCoding.encode(text)
        #expect(encoded.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
        #expect(PercentCoding.decode(Substring(encoded).utf8) == text)
    }
}

import BroadsheetAds
import BroadsheetArticles
import BroadsheetStorage
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Synchronization
import Testing

@testable import Broadsheet
@testable import BroadsheetServer

/// A small newspaper in a folder of its own, served without a port at noon of July 10, 2024.
struct TestSite: Sendable {
    let engine: Engine
    let folder: URL

    static let noon = Date(timeIntervalSince1970: 1_720_612_800)

    static let articles = [
        Article(
            id: "summit", url: "https://news.example/summit", title: "Leaders meet at the summit",
            body: "Leaders of both countries met at the summit to talk about sanctions and trade.",
            section: "World/Asia", publishedAt: noon.addingTimeInterval(-3_600)),
        Article(
            id: "sanctions", url: "/sanctions?id=7", title: "Sanctions stay, says minister",
            body: "The minister said after the summit that the sanctions on trade would stay.",
            section: "World", publishedAt: noon.addingTimeInterval(-7_200)),
        Article(
            id: "a/b c,\"d\"+ü%2F🗞", url: "https://news.example/odd", title: "An odd id",
            body: "Trade sanctions were the subject of the summit, the leaders said again.",
            section: "World", publishedAt: noon.addingTimeInterval(-9_000)),
        Article(
            id: "hostile", url: "https://news.example/h?a=1&b=\"2\"",
            title: "<script>alert('x')</script> & summit \"sanctions\"",
            summary: "</p><img src=x onerror=alert(1)>",
            body: "The summit and the sanctions, with trade, as told by leaders of a script.",
            section: "Technology", publishedAt: noon.addingTimeInterval(-10_000)),
        Article(
            id: "script-address", url: "javascript:alert(1)", title: "No address to go to",
            body: "Leaders, summit, sanctions and trade under an address that runs a script.",
            section: "Technology", publishedAt: noon.addingTimeInterval(-11_000)),
        Article(id: "draft", title: "Not yet", body: "Summit sanctions.", status: .draft),
        Article(
            id: "embargo", title: "Tomorrow", body: "Summit sanctions.",
            publishedAt: noon.addingTimeInterval(86_400)),
    ]

    static let campaigns = """
        slots:
          - {id: article-side, sizes: [300x250], formats: [image, html], priority: 1}
          - {id: "empty \\"slot\\"", sizes: [728x90], formats: [image], priority: 2}
        advertisers:
          - {id: alphadog, name: AlphaDog Hosting, domain: alphadog.example}
        campaigns:
          - id: summer
            advertiser: alphadog
            name: Summer
            time_zone: UTC
            line_items:
              - id: side
                tier: standard
                weight: 1
                slots: [article-side]
                price: {model: cpm, amount: "4.20"}
                creatives:
                  - {id: dog, kind: image, size: 300x250, image: /dog.svg, alt: Dog,
                     click_url: "https://alphadog.example/plans?a=1&b=ü"}
        """

    /// Opens an engine over a new catalogue.
    static func open(
        articles: [Article] = TestSite.articles, campaigns: String = TestSite.campaigns,
        configuration: Configuration = Configuration(),
        searches: SearchExecutor = SearchExecutor(threads: 1)
    ) async throws -> TestSite {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "broadsheet-server-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appending(path: "news.sqlite").path
        let catalogue = try Catalogue.open(path: path, mode: .create)
        _ = try catalogue.importArticles { session in
            for article in articles { _ = try session.put(article) }
        }
        let ads = CampaignFileReader().read([
            CampaignFileReader.File(name: "campaigns.yaml", bytes: Array(campaigns.utf8))
        ])
        try #require(!ads.hasErrors, "\(ads.problems)")
        _ = try catalogue.importCampaigns(ads.catalogue)
        let count = Mutex<UInt64>(0)
        let environment = Engine.Environment(
            now: { noon },
            random: {
                count.withLock {
                    $0 &+= 0x9E37_79B9_7F4A_7C15; return $0
                }
            })
        let engine = try await Engine(
            catalogue: path, ledger: nil, keyFile: nil, configuration: configuration,
            environment: environment, logger: Logger(label: "test"), searches: searches)
        return TestSite(engine: engine, folder: folder)
    }

    /// Calls `body` with a client of the service and removes the folder afterwards.
    static func serve(
        articles: [Article] = TestSite.articles, campaigns: String = TestSite.campaigns,
        configuration: Configuration = Configuration(),
        settings: ServerSettings = ServerSettings(),
        searches: SearchExecutor = SearchExecutor(threads: 1),
        _ body: @Sendable (Client) async throws -> Void
    ) async throws {
        let site = try await open(
            articles: articles, campaigns: campaigns, configuration: configuration,
            searches: searches)
        defer { site.remove() }
        let application = try HTTPServer.application(engine: site.engine, settings: settings)
        try await application.test(.router) { client in
            try await body(Client(client: client, engine: site.engine))
        }
        await site.engine.shutdown()
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }
}

/// Sends requests to the service in this process.
struct Client: Sendable {
    let client: any TestClientProtocol
    let engine: Engine

    func send(
        _ method: HTTPRequest.Method, _ uri: String, headers: [String: String] = [:],
        body: String? = nil
    ) async throws -> Reply {
        try await send(method, uri, headers: headers, bytes: body.map { Array($0.utf8) })
    }

    func send(
        _ method: HTTPRequest.Method, _ uri: String, headers: [String: String] = [:],
        bytes: [UInt8]?
    ) async throws -> Reply {
        var fields = HTTPFields()
        if bytes != nil { fields[.contentType] = "application/json" }
        for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
        let response = try await client.execute(
            uri: uri, method: method, headers: fields, body: bytes.map { ByteBuffer(bytes: $0) })
        return Reply(
            status: response.status.code, fields: response.headers,
            bytes: Array(buffer: response.body))
    }

    func get(_ uri: String, headers: [String: String] = [:]) async throws -> Reply {
        try await send(.get, uri, headers: headers)
    }

    /// Decisions that were recorded so far.
    var decisionCount: Int { engine.metrics.decisions.reduce(0) { $0 + $1.count } }
}

/// What came back.
struct Reply: Sendable {
    var status: Int
    var fields: HTTPFields
    var bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// A header by name.
    subscript(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { fields[$0] }
    }

    /// The body as JSON.
    func object() throws -> [String: any Sendable] {
        try #require(
            try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: any Sendable])
    }

    /// The member `id` of each element of the member `list`.
    func ids(_ list: String) throws -> [String] {
        let items = try #require(try object()[list] as? [[String: any Sendable]])
        return items.compactMap { $0["id"] as? String }
    }
}

import BroadsheetAds
import BroadsheetArticles
import BroadsheetContent
import BroadsheetStorage
import BroadsheetTestSupport
import Foundation
import Logging
import Synchronization
import Testing

@testable import Broadsheet

/// A clock that stands still until a test moves it.
final class TestClock: Sendable {
    /// Noon of July 10, 2024.
    static let noon = Date(timeIntervalSince1970: 1_720_612_800)

    private let time = Mutex(TestClock.noon)

    var now: Date {
        get { time.withLock { $0 } }
        set { time.withLock { $0 = newValue } }
    }
}

/// A catalogue in a folder of its own and engines over it, with a clock and a random source that
/// the test holds.
final class TestSite: Sendable {
    let scratch: Scratch
    let catalogue: Catalogue
    let clock = TestClock()

    static let noon = TestClock.noon

    init(articles: [Article] = TestSite.articles, campaigns: String = "") throws {
        scratch = try Scratch()
        catalogue = try Catalogue.open(path: scratch.path("news.sqlite"), mode: .create)
        try put(articles)
        guard !campaigns.isEmpty else { return }
        let result = CampaignFileReader().read([
            CampaignFileReader.File(name: "campaigns.yaml", bytes: Array(campaigns.utf8))
        ])
        try #require(!result.hasErrors, "\(result.problems)")
        _ = try catalogue.importCampaigns(result.catalogue)
    }

    /// Lists by cosine alone, for tests that are not about the rules of lists.
    static let plain: Configuration = {
        var configuration = Configuration()
        configuration.ranking = .none
        return configuration
    }()

    /// Imports articles as another process would.
    func put(_ articles: [Article]) throws {
        _ = try catalogue.importArticles { session in
            for article in articles { _ = try session.put(article) }
        }
    }

    /// An engine over the catalogue; engines with one seed draw the same numbers.
    func engine(
        seed: UInt64 = 1, configuration: Configuration = TestSite.plain, ledger: String? = nil,
        searches: SearchExecutor = SearchExecutor(threads: 1)
    ) async throws -> Engine {
        let generator = Mutex(SeededGenerator(seed: seed))
        return try await Engine(
            catalogue: scratch.path("news.sqlite"), ledger: ledger.map(scratch.path),
            keyFile: scratch.path("test.key"), configuration: configuration,
            environment: Engine.Environment(
                now: { [clock] in clock.now },
                random: { generator.withLock { $0.next() } }),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, searches: searches)
    }

    static let articles = [
        article("summit", "Leaders meet at the summit", "World/Asia", hoursAgo: 1),
        article("sanctions", "Sanctions stay after the summit", "World", hoursAgo: 2),
        article("trade", "Summit opens trade talks, sanctions remain", "Business", hoursAgo: 3),
        article("comet", "The comet sends its first pictures", "Science", hoursAgo: 4),
        article("pictures", "Pictures of the comet puzzle the summit", "Science", hoursAgo: 5),
    ]

    static func article(
        _ id: String, _ title: String, _ section: String = "", hoursAgo: Double? = nil
    ) -> Article {
        Article(
            id: id, url: "https://news.example/\(id)", title: title,
            body: title, section: section,
            publishedAt: hoursAgo.map { noon.addingTimeInterval(-3_600 * $0) })
    }

    /// Two line items, one booked three times as heavily, and a slot that nobody books.
    static let campaigns = """
        slots:
          - {id: side, sizes: [300x250], formats: [image], priority: 2}
          - {id: top, sizes: [728x90], formats: [image], priority: 1}
          - {id: empty, sizes: [160x600], formats: [image], priority: 3}
        advertisers:
          - {id: dog, name: AlphaDog, domain: dog.example}
        campaigns:
          - id: summer
            advertiser: dog
            name: Summer
            line_items:
              - id: heavy
                tier: standard
                weight: 3
                slots: [side, top]
                creatives:
                  - {id: heavy-side, kind: image, size: 300x250, image: /a.svg, alt: A,
                     click_url: "https://dog.example/heavy"}
                  - {id: heavy-top, kind: image, size: 728x90, image: /b.svg, alt: B,
                     click_url: "https://dog.example/top"}
              - id: light
                tier: standard
                weight: 1
                slots: [side]
                creatives:
                  - {id: light-side, kind: image, size: 300x250, image: /c.svg, alt: C,
                     click_url: "https://dog.example/light"}
        """
}

extension Engine {
    /// Ids of a related list.
    func relatedIDs(
        _ id: String, limit: Int = 10, exclude: [String] = []
    ) async throws -> [String] {
        try await related(RelatedRequest(id: id, limit: limit, exclude: exclude)).items.map(\.id)
    }

    /// Ids of the newest articles.
    func latestIDs(section: String = "", limit: Int = 10) throws -> [String] {
        try latest(LatestRequest(section: section, limit: limit)).map(\.id)
    }

    /// The ledger after everything on its way was written.
    func writtenLedger() async throws -> any DeliveryLedger {
        try await ledger.flush()
        return ledger
    }
}

extension AdAnswer {
    /// The ad; fails where there is none.
    func filled() throws -> Ad {
        guard case .ad(let ad) = outcome else {
            Issue.record("no ad in \(slot): \(outcome)")
            throw RequestError.unknownSlot(id: slot)
        }
        return ad
    }
}

extension String {
    /// The token at the end of a beacon's address, or before `/seen` and `/click/`.
    var token: String {
        split(separator: "/").map(String.init).max { $0.count < $1.count } ?? ""
    }

    var utf8Bytes: [UInt8] { Array(utf8) }
}

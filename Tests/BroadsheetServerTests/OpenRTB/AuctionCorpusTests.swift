import BroadsheetAds
import BroadsheetArticles
import Foundation
import HTTPTypes
import Testing

@testable import Broadsheet
@testable import BroadsheetServer

/// Requests for auctions and what the whole server answers.
struct AuctionCorpusTests {
    static let articles =
        TestSite.articles + [
            Article(id: "silent", title: "No ads", body: "Words.", section: "Life", ads: .none),
            Article(id: "quiet", title: "Ours only", body: "Words.", section: "Life", ads: .house),
            Article(
                id: "barred", title: "No hosting", body: "Words.", section: "Life",
                adLabels: ["hosting"]),
        ]

    static var configuration: Configuration {
        var configuration = Configuration()
        configuration.site.baseURL = "https://ads.example/"
        return configuration
    }

    static func campaigns() throws -> String {
        try String(
            contentsOf: AuctionCase.folder.appending(path: "campaigns.yaml"), encoding: .utf8)
    }

    @Test
    func `every request of the corpus is answered as the specification has it`() async throws {
        let cases = try AuctionCase.all()
        try #require(cases.count >= 150)
        #expect(Set(cases.map(\.name)).count == cases.count)
        // A clock that stands still: what `tmax` leaves must not depend on the machine.
        let instant = ContinuousClock.now
        try await TestSite.serve(
            articles: Self.articles, campaigns: Self.campaigns(),
            configuration: Self.configuration, settings: ServerSettings(instant: { instant })
        ) { client in
            for wanted in cases {
                let reply = try await client.send(
                    .post, "/openrtb2/auction", headers: wanted.headers, bytes: wanted.body)
                Self.check(reply, wanted)
            }
        }
    }

    private static func check(_ reply: Reply, _ wanted: AuctionCase) {
        let text = normalised(reply.text)
        #expect(reply.status == wanted.status, "\(wanted): \(text.prefix(2_000))")
        if reply.status == 200 || reply.status == 204 {
            #expect(reply["x-openrtb-version"] == "2.6", "\(wanted)")
            #expect(reply["Cache-Control"] == "private, no-store", "\(wanted)")
        }
        if reply.status == 204 { #expect(reply.bytes.isEmpty, "\(wanted)") }
        let node = try? JSONParser.parse(Array(text.utf8))
        if let answer = wanted.answer {
            #expect(reply["Content-Type"] == "application/json", "\(wanted)")
            #expect(node == answer, "\(wanted): \(text)")
        }
        if let problem = wanted.problem {
            #expect(reply["Content-Type"] == "application/problem+json", "\(wanted)")
            guard case .object(let object) = node else {
                Issue.record("\(wanted): \(text)")
                return
            }
            #expect(object["detail"] == .text(problem), "\(wanted)")
        }
        if let key = wanted.readerKey {
            let gpc = wanted.headers["Sec-GPC"] == "1"
            let request = try? AuctionRequest(wanted.body, gpc: gpc)
            #expect(request.map { $0.auction.readerKey ?? "" } == key, "\(wanted)")
        }
    }

    /// Without what differs from run to run: ids of decisions and tokens.
    private static func normalised(_ text: String) -> String {
        text.replacing(/\/v1\/(impression|viewable|click)\/[A-Za-z0-9_-]+/) {
            "/v1/\($0.output.1)/TOKEN"
        }
        .replacing(/[0-9a-f]{32}/, with: "DECISION")
    }
}

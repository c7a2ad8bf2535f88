import BroadsheetAds
import BroadsheetArticles
import Foundation
import Testing

@testable import Broadsheet

/// A small day, served by the serving code on a virtual clock.
struct SimulationTests {
    private static let start = Date(timeIntervalSince1970: 1_719_792_000)

    private static func lineItem(_ id: String, _ section: String, _ goal: Int) -> String {
        """
          - id: c-\(id)
            advertiser: dog
            line_items:
              - id: \(id)
                tier: guaranteed
                goal: {impressions: \(goal)}
                starts: 2024-07-01
                ends: 2024-07-02
                slots: [side]
                sections: {include: [\(section)]}
                creatives: [{id: k-\(id), kind: image, size: 300x250, image: /a.svg, alt: A,
                             click_url: "https://dog.example/"}]
        """
    }

    private func simulate(
        _ lineItems: String..., seed: UInt64 = 1,
        controller: GuaranteedPacing.Controller = .slots, error: Double = 0
    ) async throws -> SimulationResult {
        let file = """
            slots:
              - {id: side, sizes: [300x250]}
            advertisers:
              - {id: dog, name: Dog}
            campaigns:
            \(lineItems.joined(separator: "\n"))
            """
        let read = CampaignFileReader().read([
            CampaignFileReader.File(name: "a.yaml", bytes: Array(file.utf8))
        ])
        #expect(!read.hasErrors, "\(read.problems)")
        let articles = (0..<20).map { number in
            TestSite.article("p\(number)", "Title", number < 15 ? "World" : "Science")
        }
        let trace = RequestTrace(
            articles: articles, slots: ["side"], count: 4_000, from: Self.start,
            until: Self.start + 86_400, seed: seed)
        var settings = Simulation.Settings()
        settings.seed = seed
        settings.controller = controller
        settings.forecastError = error
        var simulation = try await Simulation(read.catalogue, trace, settings: settings)
        return try #require(try await simulation.run())
    }

    @Test(arguments: GuaranteedPacing.Controller.allCases)
    func `goals that fit are met and never exceeded, whoever paces`(
        controller: GuaranteedPacing.Controller
    ) async throws {
        let result = try await simulate(
            Self.lineItem("world", "World", 1_800), Self.lineItem("science", "Science", 200),
            controller: controller, error: 0.15)
        #expect(result.requests == 4_000 && result.rows.count == 2)
        for row in result.rows {
            #expect(row.isFeasible && row.isMet && row.billed <= row.booked, "\(row)")
            #expect(row.warned == nil)
        }
    }

    @Test func `even pacing follows the readers`() async throws {
        let result = try await simulate(Self.lineItem("world", "World", 1_800))
        #expect(try #require(result.meanPacingError) < 0.04)
    }

    @Test func `what can't be delivered is named beforehand, with how much will lack`() async throws
    {
        let result = try await simulate(
            Self.lineItem("world", "World", 1_000), Self.lineItem("science", "Science", 1_800))
        let row = try #require(result.rows.first { $0.lineItem == "science" })
        let lacking = Double(row.booked - row.billed)
        #expect(!row.isFeasible && !row.isMet)
        #expect(abs(try #require(row.warned) - lacking) < 0.05 * lacking)
        #expect(result.rows.contains { $0.lineItem == "world" && $0.isMet && $0.warned == nil })
    }

    @Test func `the same seed gives the same bytes, another one others`() async throws {
        func bytes(_ seed: UInt64) async throws -> String {
            var writer = JSONWriter()
            let result = try await simulate(Self.lineItem("world", "World", 1_800), seed: seed)
            result.write(to: &writer)
            return writer.text
        }
        let first = try await bytes(1)
        #expect(try await bytes(1) == first)
        #expect(try await bytes(2) != first)
    }
}

import BroadsheetArticles
import BroadsheetStorage
import BroadsheetContent
import Foundation
import Testing

@testable import Broadsheet

struct VariantTests {
    /// Three variants of lists with shares 1 : 2 : 5 and two of ads, 1 : 3.
    static let configuration: Configuration = {
        var configuration = Configuration()
        configuration.relatedVariants = [
            .init(name: "plain", share: 1, rule: rules(.plain)),
            .init(name: "english", share: 2, rule: rules(.english)),
            .init(name: "ascii", share: 5, rule: rules(.ascii)),
        ]
        configuration.adVariants = [
            .init(name: "uniform", share: 1, rule: .uniform),
            .init(name: "booked", share: 3, rule: .booked),
        ]
        return configuration
    }()

    private static func rules(_ analyzer: Analyzer) -> RelatedRules {
        RelatedRules(scoring: Scoring(analyzer: .always(analyzer)))
    }

    @Test
    func `a named variant is used with probability 1`() async throws {
        let engine = try await TestSite().engine(configuration: Self.configuration)
        for name in ["plain", "english", "ascii"] {
            let list = try await engine.related(
                RelatedRequest(id: "summit", variant: name, track: true, readerKey: "r"))
            #expect(list.variant == name && list.tracking?.probability == 1)
        }
        let error = await #expect(throws: RequestError.self) {
            try await engine.related(RelatedRequest(id: "summit", variant: "nobody"))
        }
        #expect(
            try #require(error).description
                == "no variant `nobody`; expected one of plain, english, ascii")
    }

    @Test
    func `without a reader and a record the first variant answers, so that caches agree`()
        async throws
    {
        let engine = try await TestSite().engine(configuration: Self.configuration)
        for _ in 0..<20 {
            #expect(try await engine.related(RelatedRequest(id: "summit")).variant == "plain")
        }
    }

    @Test
    func `a reader keeps a variant, over engines and random sources`() async throws {
        let site = try TestSite()
        let engines = [
            try await site.engine(seed: 1, configuration: Self.configuration),
            try await site.engine(seed: 2, configuration: Self.configuration, ledger: "b.sqlite"),
        ]
        for reader in 0..<50 {
            let request = RelatedRequest(id: "summit", readerKey: "reader \(reader)")
            var names: [String] = []
            for engine in engines + engines {
                names.append(try await engine.related(request).variant)
            }
            #expect(Set(names).count == 1)
        }
    }

    @Test(arguments: [true, false])
    func `variants get their shares within four standard errors`(byReader: Bool) async throws {
        let engine = try await TestSite().engine(configuration: Self.configuration)
        let count = 4_000
        var drawn: [String: Int] = [:]
        for reader in 0..<count {
            let choice = try engine.chooseVariant(
                engine.relatedVariants, named: nil, readerKey: byReader ? "r\(reader)" : nil,
                isDrawn: true)
            drawn[choice.name, default: 0] += 1
            #expect(choice.probability == engine.relatedVariants[choice.index].share)
        }
        for (name, share) in [("plain", 0.125), ("english", 0.25), ("ascii", 0.625)] {
            let error = (share * (1 - share) / Double(count)).squareRoot()
            let found = Double(drawn[name] ?? 0) / Double(count)
            #expect(abs(found - share) < 4 * error, "\(name): \(found)")
        }
    }

    @Test
    func `a tracked list is logged with its variant and its probability`() async throws {
        let engine = try await TestSite().engine(configuration: Self.configuration)
        var names: Set<String> = []
        for _ in 0..<40 {
            let list = try await engine.related(RelatedRequest(id: "summit", track: true))
            names.insert(list.variant)
        }
        #expect(names.count > 1)
        let shares = ["plain": 0.125, "english": 0.25, "ascii": 0.625]
        for row in try await engine.writtenLedger().listEvents() {
            #expect(row.propensity == shares[row.variant ?? ""])
        }
    }

    @Test
    func `the uniform variant of ads draws all weights alike and is logged by its name`()
        async throws
    {
        let site = try TestSite(campaigns: TestSite.campaigns)
        let engine = try await site.engine(configuration: Self.configuration)
        let answers = try (0..<80).map { _ in try engine.ad(slot: "side") }
        let ledger = try await engine.writtenLedger()
        var propensities: [String: Set<Double>] = [:]
        for answer in answers {
            let row = try #require(try ledger.decision(id: answer.decision))
            let key = "\(row.policy ?? "") \(row.lineItemID ?? "")"
            propensities[key, default: []].insert(try #require(row.propensity))
            let share = row.policy == "uniform" ? 0.25 : 0.75
            #expect(row.request?.contains("\"variant_probability\":\(share)") == true)
        }
        #expect(propensities["uniform heavy"] == [0.5])
        #expect(propensities["uniform light"] == [0.5])
        #expect(propensities["booked heavy"] == [0.75])
        #expect(propensities["booked light"] == [0.25])
    }
}

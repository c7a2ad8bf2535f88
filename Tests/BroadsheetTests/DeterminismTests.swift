import BroadsheetArticles
import BroadsheetStorage
import Foundation
import Testing

@testable import Broadsheet

struct DeterminismTests {
    /// What an engine answers to one series of requests, as JSON lines.
    static func transcript(of engine: Engine) async throws -> String {
        var writer = JSONWriter()
        try await Self.write(engine, to: &writer)
        return writer.text
    }

    private static func write(_ engine: Engine, to writer: inout JSONWriter) async throws {
        for id in try engine.latestIDs(limit: 100) {
            let request = RelatedRequest(id: id, explain: true, track: true)
            try await engine.related(request).write(to: &writer)
            try engine.ad(slot: "side", article: id).write(to: &writer)
            let page = try await engine.page(
                PageRequest(
                    article: id,
                    blocks: [
                        .init(name: "r", kind: .related, limit: 2),
                        .init(name: "l", kind: .latest),
                    ], slots: ["top", "side", "empty"], track: true, reader: Reader(key: "reader")))
            page.write(to: &writer)
        }
    }

    @Test
    func `engines with the same catalogue, keys, clock and random numbers answer the same bytes`()
        async throws
    {
        let site = try TestSite(campaigns: TestSite.campaigns)
        let configuration = VariantTests.configuration
        let left = try await site.engine(
            seed: 7, configuration: configuration, ledger: "left.sqlite")
        let right = try await site.engine(
            seed: 7, configuration: configuration, ledger: "right.sqlite")
        let transcript = try await Self.transcript(of: left)
        #expect(try await Self.transcript(of: right) == transcript)
        for ledger in [left, right] { try await ledger.ledger.flush() }
        let tables = "SELECT * FROM decision; SELECT * FROM list_event; SELECT * FROM snapshot;"
        #expect(
            try site.scratch.shell(tables, on: "left.sqlite")
                == site.scratch.shell(tables, on: "right.sqlite"))
        let other = try await site.engine(
            seed: 8, configuration: configuration, ledger: "other.sqlite")
        #expect(try await Self.transcript(of: other) != transcript)
    }

    @Test
    func `previews of one seed are the same bytes, of another seed others`() throws {
        let site = try TestSite(campaigns: TestSite.campaigns)
        let texts = try [1, 1, 2].map { (seed: UInt64) in
            let preview = try DecisionPreview(
                catalogue: site.catalogue, article: "summit", now: TestSite.noon, seed: seed,
                language: "en")
            var writer = JSONWriter()
            for answer in try preview.decide(slots: ["side", "top", "side"]) {
                answer.write(to: &writer)
            }
            return writer.text
        }
        #expect(texts[0] == texts[1] && texts[0] != texts[2])
    }

    @Test
    func `tokens of a preview are taken by no engine`() async throws {
        let site = try TestSite(campaigns: TestSite.campaigns)
        let preview = try DecisionPreview(
            catalogue: site.catalogue, article: nil, now: TestSite.noon, seed: 1, language: "en")
        let ad = try preview.decide(slots: ["top"])[0].filled()
        let engine = try await site.engine()
        #expect(try await engine.recordImpression(token: ad.impressionURL.token) == false)
        #expect(try await engine.recordClick(token: ad.clickURL.token) == nil)
    }
}

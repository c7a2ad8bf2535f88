import BroadsheetAds
import BroadsheetStorage
import Foundation
import Testing

@testable import Broadsheet

/// A reader who is to be forgotten is forgotten by every engine over the ledger.
struct ForgettingTests {
    private static let campaigns = CapTests.campaigns("{limit: 1, per: lifetime}")

    private func lineItem(_ engine: Engine, _ key: String) throws -> String {
        try engine.ad(slot: "side", reader: Reader(key: key)).filled().lineItem
    }

    @Test func `an order in the ledger erases the counts of one reader and of no other`()
        async throws
    {
        let site = try TestSite(campaigns: Self.campaigns)
        let engine = try await site.engine()
        for key in ["r", "s"] {
            #expect(try lineItem(engine, key) == "capped")
            #expect(try lineItem(engine, key) == "rest")
        }
        site.clock.now += 5
        let files = EngineFiles(
            catalogue: site.scratch.path("news.sqlite"), keyFile: site.scratch.path("test.key"))
        try await ReaderErasure.order(reader: "r", files: files, now: site.clock.now)
        #expect(try lineItem(engine, "r") == "rest")
        try await engine.obeyOrders()
        #expect(try lineItem(engine, "r") == "capped")
        #expect(try lineItem(engine, "s") == "rest")
        // The order is carried out once: what is counted after it stays.
        try await engine.obeyOrders()
        #expect(try lineItem(engine, "r") == "rest")
    }

    @Test func `an engine forgets at once, and others that share its ledger too`() async throws {
        let site = try TestSite(campaigns: Self.campaigns)
        let (engine, other) = (try await site.engine(seed: 1), try await site.engine(seed: 2))
        for engine in [engine, other] { #expect(try lineItem(engine, "r") == "capped") }
        try await engine.forget(reader: "r")
        #expect(engine.readers.counters.statistics.readers == 0)
        try await other.obeyOrders()
        #expect(other.readers.counters.statistics.readers == 0)
    }

    @Test func `beacons of what was decided before count for nobody, later ones do`() async throws {
        let site = try TestSite(campaigns: Self.campaigns)
        let engine = try await site.engine()
        let reader = Reader(key: "r")
        let before = try engine.ad(slot: "side", reader: reader).filled()
        site.clock.now += 5
        try await engine.forget(reader: "r")
        // Also where it was started again in between.
        let heir = try await site.engine(seed: 2)
        try await heir.obeyOrders()
        for engine in [engine, heir] {
            #expect(try await engine.recordImpression(token: before.impressionURL.token))
            #expect(engine.readers.counters.statistics.readers == 0)
        }
        #expect(
            try engine.ledger.events(.impression).map(\.verdict) == [.billable, .duplicate],
            "it is billed all the same")
        site.clock.now += 5
        let after = try engine.ad(slot: "side", reader: reader).filled()
        #expect(after.lineItem == "capped")
        #expect(try await engine.recordImpression(token: after.impressionURL.token))
        #expect(engine.readers.counters.statistics.confirmed == 1)
    }

    @Test func `neither key nor hash stays anywhere on disk once the order's time is over`()
        async throws
    {
        let site = try TestSite(campaigns: Self.campaigns)
        let engine = try await site.engine()
        let key = "visitor-4711"
        let ad = try engine.ad(slot: "side", reader: Reader(key: key)).filled()
        #expect(try await engine.recordImpression(token: ad.impressionURL.token))
        try await engine.forget(reader: key)
        let hash = engine.readers.hash(of: key).text
        func dump() throws -> String { try site.scratch.shell(".dump", on: "news.ledger.sqlite") }
        #expect(try dump().contains(hash) && !dump().contains(key))
        site.clock.now += ForgottenReader.keptSeconds + 1
        try await engine.obeyOrders()
        #expect(try !dump().contains(hash))
        #expect(try engine.ledger.forgotten(after: 0).readers.isEmpty)
        #expect(!engine.readers.erased.cover(engine.readers.hash(of: key), decidedAt: .distantPast))
    }

    @Test func `a reader whom nobody knows is forgotten like any other`() async throws {
        let site = try TestSite(campaigns: Self.campaigns)
        let engine = try await site.engine()
        try await engine.forget(reader: "nobody")
        try await engine.obeyOrders()
        #expect(try engine.ledger.forgotten(after: 0).readers.count == 1)
    }

    @Test func `a row that somebody damaged is passed over`() async throws {
        let site = try TestSite(campaigns: Self.campaigns)
        let engine = try await site.engine()
        #expect(try lineItem(engine, "r") == "capped")
        try site.scratch.shell(
            """
            INSERT INTO forgotten(reader, at) VALUES('no hash', '2024-07-10T12:00:00Z'),
                (x'00ff', 7), ('', ''), ('\(engine.readers.hash(of: "r").text)', 'no time');
            """, on: "news.ledger.sqlite")
        try await engine.obeyOrders()
        #expect(try lineItem(engine, "r") == "capped")
    }

    @Test func `without ledger or keys the order says what is missing`() async throws {
        let site = try TestSite(campaigns: Self.campaigns)
        let files = EngineFiles(catalogue: site.scratch.path("news.sqlite"))
        await #expect(throws: StorageError.self) {
            try await ReaderErasure.order(reader: "r", files: files, now: TestSite.noon)
        }
        _ = try await site.engine()
        let error = await #expect(throws: EngineError.self) {
            try await ReaderErasure.order(reader: "r", files: files, now: TestSite.noon)
        }
        #expect(error == .missingKeyFile(path: files.keyFile))
    }
}

import BroadsheetAds
import BroadsheetStorage
import Foundation
import Testing

@testable import Broadsheet

/// The plan of the guaranteed tier in a running engine: made from the ledger's requests, kept in the
/// ledger, and named by the decisions that went by it.
struct PlanTests {
    /// A line item that books some impressions until midnight, and nothing behind it.
    private static func campaigns(goal: Int) -> String {
        """
        slots:
          - {id: side, sizes: [300x250]}
        advertisers:
          - {id: dog, name: AlphaDog}
        campaigns:
          - id: summer
            advertiser: dog
            name: Summer
            line_items:
              - id: booked
                tier: guaranteed
                goal: {impressions: \(goal)}
                starts: 2024-07-09
                ends: 2024-07-11
                slots: [side]
                creatives: [{id: c, kind: image, size: 300x250, image: /a.svg, alt: A,
                             click_url: "https://dog.example/"}]
        """
    }

    /// A ledger with requests of the day before noon, five a quarter of an hour; then an engine that
    /// has read them, and has made its plan.
    private func plannedEngine(goal: Int) async throws -> (TestSite, Engine) {
        let site = try TestSite(campaigns: Self.campaigns(goal: goal))
        // Before the ledger first sees the time, which never goes back.
        site.clock.now = TestSite.noon.addingTimeInterval(-86_400)
        let first = try await site.engine(seed: 1)
        for quarter in 0..<96 {
            site.clock.now = TestSite.noon.addingTimeInterval(Double(quarter - 96) * 900)
            for _ in 0..<5 { _ = try first.ad(slot: "side") }
        }
        site.clock.now = TestSite.noon
        try await first.ledger.flush()
        await first.shutdown()
        let engine = try await site.engine(seed: 2)
        engine.pacing.fill(from: RequestSample(engine.ledger, before: TestSite.noon))
        engine.pacing.tick(engine.state.ads.frozen[0], at: engine.delivery.clock.now())
        return (site, engine)
    }

    private func row(_ answer: AdAnswer, _ engine: Engine) throws -> DecisionRow {
        try #require(try engine.ledger.decision(id: answer.decision))
    }

    @Test func `decisions name the plan and the settings, which the ledger keeps once`()
        async throws
    {
        let (_, engine) = try await plannedEngine(goal: 100)
        let answers = try (0..<20).map { _ in try engine.ad(slot: "side") }
        try await engine.ledger.flush()
        let rows = try answers.map { try row($0, engine) }
        let plans = Set(rows.compactMap(\.plan))
        #expect(plans.count == 1 && rows.allSatisfy { $0.plan != nil })
        let plan = try #require(try engine.ledger.snapshot(hash: plans.first ?? ""))
        #expect(plan.kind == .plan)
        #expect(plan.content.contains(#""line_items":[{"line_item":"booked""#), "\(plan.content)")
        let hashes = Set(rows.compactMap(\.configuration))
        let settings = try #require(
            try engine.ledger.snapshot(hash: hashes.first ?? ""))
        #expect(hashes.count == 1 && settings.kind == .configuration)
        #expect(settings.content.contains(#""token_life_seconds":1800"#), "\(settings.content)")
        #expect(AuditedText(.plan, plan.content).hash == plan.hash)
        #expect(AuditedText(.configuration, settings.content).hash == settings.hash)
        await engine.shutdown()
    }

    @Test func `what pacing leaves empty says so, and is made again from the ledger`() async throws
    {
        let (_, engine) = try await plannedEngine(goal: 100)
        var answers: [AdAnswer] = []
        for _ in 0..<20 {
            await engine.delivery.balance()
            for _ in 0..<5 { answers.append(try engine.ad(slot: "side")) }
        }
        try await engine.ledger.flush()
        // Others fall to units that are on their way.
        let reasons = try answers.compactMap { try row($0, engine).noFill }.filter { $0 == "paced" }
        // About a hundred of the 240 requests until midnight are to be filled.
        #expect(reasons.count > 20 && reasons.count < 100)
        let audit = DecisionAudit(ledger: engine.ledger)
        for answer in answers.prefix(20) {
            #expect(try audit.story(of: answer.decision).differences == [])
        }
        await engine.shutdown()
    }

    @Test func `a goal beyond what yesterday's requests can give is named in the plan`()
        async throws
    {
        let (_, engine) = try await plannedEngine(goal: 100_000)
        let answer = try engine.ad(slot: "side")
        try await engine.ledger.flush()
        let hash = try #require(try row(answer, engine).plan)
        let plan = try #require(try engine.ledger.snapshot(hash: hash))
        #expect(
            plan.content.contains(#""short":[{"line_item":"booked","units":"#), "\(plan.content)")
        await engine.shutdown()
    }
}

import BroadsheetAds
import BroadsheetArticles
import BroadsheetStorage
import Foundation
import Testing

@testable import Broadsheet

@Suite struct DecisionAuditTests {
    private func site() throws -> TestSite { try TestSite(campaigns: TestSite.campaigns) }

    @Test(arguments: ["side", "top", "empty"])
    func `a decision is explained and made again from the ledger alone`(slot: String) async throws {
        let site = try site()
        let engine = try await site.engine(seed: 9)
        let answer = try engine.ad(slot: slot, article: "summit")
        _ = try await engine.writtenLedger()
        // The campaigns of now are others; only what the ledger keeps may count.
        try site.scratch.shell("UPDATE line_item SET weight = 50, status = 'paused';")
        let ledger = try SQLiteLedger.open(
            path: site.scratch.path("news.ledger.sqlite"), mode: .readOnly)
        let story = try DecisionAudit(ledger: ledger).story(of: answer.decision)
        #expect(story.isSame == true && story.differences == [])
        #expect(story.record.request.articleSection == "World/Asia")
        #expect(story.record.request.url == "https://news.example/summit")
        switch slot {
        case "side":
            #expect(story.replay.candidates.map(\.lineItem.id) == ["heavy", "light"])
            #expect(story.replay.candidates.map(\.probability) == [0.75, 0.25])
        case "top": #expect(story.replay.candidates.map(\.probability) == [1])
        default: #expect(story.replay.candidates.isEmpty && story.replay.ad == nil)
        }
        var writer = JSONWriter()
        story.write(to: &writer)
        story.writeReplay(to: &writer)
        #expect(writer.text.contains(#""same":true,"differences":[]"#))
        #expect(story.lines.last == "made again: the same to the last bit")
    }

    @Test(arguments: [
        ("UPDATE decision SET propensity = 0.5", "the probability is"),
        ("UPDATE decision SET line_item_id = 'nobody'", "the line item is"),
        ("UPDATE decision SET creative_id = NULL", "the creative is"),
        ("UPDATE decision SET no_fill = 'capped'", "the reason for no ad is none"),
        (
            "UPDATE snapshot SET content = replace(content, '\"weight\":3', '\"weight\":2')", nil
        ),
        (
            "UPDATE snapshot SET content = replace(content, '\"id\":\"heavy\"', '\"id\":\"zeavy\"')",
            "the line item is"
        ),
    ])
    func `what somebody changed in the ledger is named`(
        sql: String, difference: String?
    ) async throws {
        let site = try site()
        let engine = try await site.engine(seed: 9)
        let answer = try engine.ad(slot: "side")
        _ = try await engine.writtenLedger()
        try site.scratch.shell(sql, on: "news.ledger.sqlite")
        let story = try DecisionAudit(ledger: engine.ledger).story(of: answer.decision)
        if let difference {
            #expect(story.isSame == false)
            #expect(
                story.differences.contains { $0.hasPrefix(difference) }, "\(story.differences)")
        } else {
            // Weights stand in the record, so those of the campaigns are not asked.
            #expect(story.isSame == true)
        }
    }

    @Test func `what is missing or damaged is an error that says so`() async throws {
        let site = try site()
        let engine = try await site.engine()
        let audit = DecisionAudit(ledger: engine.ledger)
        #expect(throws: DecisionAudit.Failure.unknownDecision("x")) { try audit.story(of: "x") }
        let answer = try engine.ad(slot: "side")
        let hash = engine.state.ads.frozen[0].hash
        _ = try await engine.writtenLedger()
        func expect(_ sql: String, _ failure: DecisionAudit.Failure) throws {
            try site.scratch.shell(sql, on: "news.ledger.sqlite")
            #expect(throws: failure) { try audit.story(of: answer.decision) }
        }
        try expect(
            "DELETE FROM snapshot", .noCampaigns(answer.decision, hash: hash))
        try expect(
            "UPDATE decision SET record = x'01ff'",
            .damaged(
                answer.decision, reason: DecisionRecord.DecodingFailure.damaged.description))
        try expect("UPDATE decision SET record = NULL", .noRecord(answer.decision))
    }

    // MARK: Days

    @Test func `the fates of a line item in a day add up to the decisions for its slots`()
        async throws
    {
        let site = try site()
        let engine = try await site.engine(seed: 3)
        for _ in 0..<40 { _ = try engine.ad(slot: "side") }
        for slot in ["top", "empty"] { _ = try engine.ad(slot: slot) }
        try site.scratch.shell(
            "UPDATE line_item SET tags_include = '[\"x\"]' WHERE id = 'light';")
        try await engine.catchUp()
        for _ in 0..<5 { _ = try engine.ad(slot: "side") }
        try site.scratch.shell("UPDATE line_item SET status = 'paused' WHERE id = 'light';")
        try await engine.catchUp()
        for _ in 0..<3 { _ = try engine.ad(slot: "side") }
        site.clock.now += 86_400
        for _ in 0..<2 { _ = try engine.ad(slot: "side") }
        let ledger = try await engine.writtenLedger()
        try ledger.record(decisions: [
            DecisionRow(id: "restored", at: TestSite.noon, slot: "side", lineItemID: "heavy")
        ])
        try await ledger.flush()
        let noon = TestSite.noon
        let fates = try DecisionAudit(ledger: ledger).fates(
            ofLineItem: "light", from: noon - 43_200, until: noon + 43_200
        ) { _ in }
        let chosen = try ledger.deliveryCounts().first { $0.lineItemID == "light" }?.decisions
        #expect(fates.chosen == chosen && fates.chosen > 0)
        #expect(fates.chosen + fates.notDrawn == 40)
        #expect(fates.reasons == [NoFill.Count(reason: .tag, count: 5)])
        #expect(fates.notActive == 3 && fates.noRecord == 1)
        #expect(fates.decisions == 49 && fates.outranked == 0 && fates.notKept == 0)
        #expect(throws: DecisionAudit.Failure.unknownLineItem("nobody")) {
            try DecisionAudit(ledger: ledger).fates(
                ofLineItem: "nobody", from: noon, until: noon + 1
            ) { _ in }
        }
    }

    // MARK: Names and hand-over

    @Test func `ids rise with time and are 32 digits at any time`() {
        let times = [-1, 0, 1, 1.001, 1_720_612_800, 1_720_612_800.002, 1e11, 1e18, .infinity]
        let ids = times.map {
            DecisionID.make(at: Date(timeIntervalSince1970: $0), random: .max, 0)
        }
        #expect(ids.allSatisfy { $0.utf8.count == 32 && ReservationID($0) != nil })
        #expect(ids == ids.sorted())
        #expect(ids[4].hasPrefix("01909c83c600ffff"), "\(ids[4])")
        #expect(
            DecisionID.make(at: Date(timeIntervalSince1970: .nan), random: 1, 2)
                == "00000000000000010000000000000002")
    }

    @Test func `campaigns are handed over again after half a day, so that pruning loses none`()
        async throws
    {
        let site = try site()
        let engine = try await site.engine()
        _ = try engine.ad(slot: "side")
        _ = try await engine.writtenLedger()
        try site.scratch.shell("DELETE FROM snapshot;", on: "news.ledger.sqlite")
        site.clock.now += 43_200
        _ = try engine.ad(slot: "side")
        let hash = engine.state.ads.frozen[0].hash
        #expect(try await engine.writtenLedger().snapshot(hash: hash) != nil)
    }
}

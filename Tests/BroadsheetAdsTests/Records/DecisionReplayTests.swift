import BroadsheetAds
import BroadsheetTestSupport
import Foundation
import Testing

@Suite struct DecisionReplayTests {
    @Test(arguments: 1...24 as ClosedRange<UInt64>)
    func
        `a decision made again from its record and the stored campaigns is the same to the last bit`(
            seed: UInt64
        ) throws
    {
        var stored: AdSnapshot?
        try RecordedWorld.each(seed: seed) { world in
            let snapshot =
                try stored
                ?? AdSnapshot(
                    canonicalBytes: world.snapshot.canonicalBytes())
            stored = snapshot
            let record = try DecisionRecord(world.bytes)
            let replay = snapshot.replay(record, decision: world.id)
            try #require(replay.differences == [])
            guard !replay.isUnprovable else {
                #expect(record.isTruncated)
                return
            }
            #expect(replay.ad == world.decision.ad)
            #expect(replay.noFill == world.decision.noFill?.reason)
            #expect(replay.candidates.map(\.probability) == world.log.entries.map(\.probability))
        }
    }

    private func recorded(
        _ snapshot: AdSnapshot, _ gates: Gates = .open
    ) throws -> (decision: Decision, record: DecisionRecord) {
        var room = DecisionScratch()
        room.keepsLog = true
        let request = CampaignFixture.request()
        let draw = KeyedGenerator(seed: 5).keyed(by: "d")
        let decision = snapshot.decide(request, gates: gates, using: draw, scratch: &room)
        snapshot.writeRecord(of: request, seed: 5, gates: gates, scratch: &room)
        return (decision, try DecisionRecord(room.record))
    }

    private static let plain = CampaignFixture.snapshot([
        CampaignFixture.lineItem("a", weight: 3), CampaignFixture.lineItem("b"),
        CampaignFixture.lineItem("c"), CampaignFixture.lineItem("d") { $0.tags.include = ["x"] },
    ])

    @Test func `a weight that was not the logged one shows in the probabilities`() throws {
        var (_, record) = try recorded(Self.plain)
        record.candidates[1].weight = 1.000_000_000_000_000_2
        let replay = Self.plain.replay(record, decision: "d")
        #expect(
            replay.differences == ["the probabilities of the candidates are not those logged"])
    }

    @Test func `campaigns that are not the logged ones show in what passes targeting`() throws {
        let (_, record) = try recorded(Self.plain)
        let others = CampaignFixture.snapshot([
            CampaignFixture.lineItem("a", weight: 3), CampaignFixture.lineItem("b"),
            CampaignFixture.lineItem("c") { $0.tags.include = ["x"] },
            CampaignFixture.lineItem("d") { $0.tags.include = ["x"] },
        ])
        #expect(
            others.replay(record, decision: "d").differences == [
                "2 line items pass targeting, 3 were logged",
                "c was logged and does not pass targeting", "tag drops 2, 1 were logged",
                "the probabilities of the candidates are not those logged",
            ])
        #expect(
            AdSnapshot(AdCatalogue()).replay(record, decision: "d").differences == [
                "the campaigns have no slot top"
            ])
    }

    @Test func `more candidates than are kept are proved where all others weighed what is booked`()
        throws
    {
        let snapshot = CampaignFixture.snapshot(
            (0..<200).map { CampaignFixture.lineItem("l\(1_000 + $0)", weight: Double(1 + $0 % 7)) }
        )
        let (decision, record) = try recorded(snapshot)
        #expect(record.isTruncated && record.candidates.count == 64 && record.rest?.count == 136)
        let replay = snapshot.replay(record, decision: "d")
        #expect(replay.differences == [] && !replay.isUnprovable && replay.ad == decision.ad)
    }

    @Test func `more candidates than are kept are not proved where some were dropped or reweighed`()
        throws
    {
        let snapshot = CampaignFixture.snapshot(
            (0..<200).map { CampaignFixture.lineItem("l\(1_000 + $0)") })
        var gates = Gates()
        gates.capped = snapshot.emptySet
        gates.capped[150] = true
        var (_, record) = try recorded(snapshot, gates)
        #expect(snapshot.replay(record, decision: "d").isUnprovable)
        gates = Gates()
        gates.multipliers = (0..<200).map { $0 == 150 ? 0.5 : 1 }
        (_, record) = try recorded(snapshot, gates)
        #expect(snapshot.replay(record, decision: "d").isUnprovable)
    }

    @Test func `what was paused is not in the stored campaigns and contradicts nothing`() throws {
        let snapshot = CampaignFixture.snapshot([
            CampaignFixture.lineItem("a"), CampaignFixture.lineItem("b") { $0.status = .paused },
        ])
        let (_, record) = try recorded(snapshot)
        #expect(record.count(of: .paused) == 1)
        let stored = try AdSnapshot(canonicalBytes: snapshot.canonicalBytes())
        #expect(stored.replay(record, decision: "d").differences == [])
        #expect(LineItemProbe(lineItem: "b", in: stored) == nil)
    }

    // MARK: One line item

    @Test(arguments: 1...24 as ClosedRange<UInt64>)
    func `one line item's fate is what asking all of them says`(seed: UInt64) throws {
        var fates: Set<LineItemProbe.Fate> = []
        try RecordedWorld.each(seed: seed) { world in
            let record = try DecisionRecord(world.bytes)
            let rows = world.snapshot.explain(world.request, gates: world.gates).rows
            for row in rows.prefix(70) {
                guard row.verdict != .ineligible(.paused), row.verdict != .ineligible(.archived)
                else { continue }
                var probe = try #require(
                    LineItemProbe(lineItem: row.lineItem, in: world.snapshot))
                #expect(probe.names(slot: world.request.slot) && !probe.names(slot: "nowhere"))
                let chosen = world.decision.ad?.lineItem
                let fate = probe.fate(in: record, chosen: chosen)
                fates.insert(fate)
                if fate == .notKept {
                    #expect(record.isTruncated)
                    continue
                }
                #expect(fate == Self.fate(row.verdict, isChosen: chosen == row.lineItem))
            }
        }
        #expect(fates.count > 1)
    }

    private static func fate(
        _ verdict: DecisionExplanation.Verdict, isChosen: Bool
    ) -> LineItemProbe.Fate {
        if isChosen { return .chosen }
        switch verdict {
        case .drawn: return .notDrawn
        case .outranked: return .outranked
        case .ineligible(let reason): return .dropped(reason)
        }
    }
}

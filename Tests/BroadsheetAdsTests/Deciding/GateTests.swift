import BroadsheetAds
import Foundation
import Testing

@Suite struct GateTests {
    private let request = CampaignFixture.request()
    private let snapshot = CampaignFixture.snapshot(
        ["a", "b", "c"].map { CampaignFixture.lineItem($0) })

    private static let gates:
        [(any WritableKeyPath<Gates, LineItemSet> & Sendable, Ineligibility, NoFill.Reason)] = [
            (\.offTopic, .context, .noneEligible), (\.unsuitable, .brandSafety, .excluded),
            (\.spent, .spent, .noneEligible), (\.consent, .consent, .consent),
            (\.excluded, .excludedOnPage, .excluded), (\.capped, .capped, .capped),
            (\.paced, .paced, .paced), (\.lookAhead, .lookAhead, .excluded),
        ]

    @Test(arguments: gates.indices)
    func `each gate drops line items with its own reason`(index: Int) {
        let (gate, reason, noFill) = Self.gates[index]
        var gates = Gates()
        gates[keyPath: gate] = snapshot.emptySet
        gates[keyPath: gate][1] = true
        let verdicts = snapshot.explain(request, gates: gates).rows.map(\.verdict)
        #expect(
            verdicts == [.drawn(probability: 0.5), .ineligible(reason), .drawn(probability: 0.5)])
        for number in [0, 2] { gates[keyPath: gate][number] = true }
        let decision = snapshot.decide(request, gates: gates, using: FixedDraw(number: 0))
        let expected = NoFill(reason: noFill, passedOver: [.init(reason: reason, count: 3)])
        #expect(decision.noFill == expected)
    }

    @Test func `the gate that was asked last names the reason`() {
        var gates = Gates()
        gates.capped = snapshot.emptySet
        gates.paced = snapshot.emptySet
        for number in 0..<3 { gates.capped[number] = true }
        gates.capped[2] = false
        gates.paced[1] = true
        gates.paced[2] = true
        let noFill = snapshot.decide(request, gates: gates, using: FixedDraw(number: 0)).noFill
        #expect(noFill?.reason == .paced)
        #expect(
            noFill?.passedOver == [
                .init(reason: .capped, count: 2), .init(reason: .paced, count: 1),
            ])
    }

    @Test func `multipliers scale weights, and 0 or less or no number drops`() {
        var gates = Gates()
        gates.multipliers = [3, .nan]
        let rows = snapshot.explain(request, gates: gates).rows.map(\.verdict)
        #expect(
            rows == [
                .drawn(probability: 0.75), .ineligible(.zeroWeight), .drawn(probability: 0.25),
            ])
        gates.multipliers = [0, -1, 0]
        let noFill = snapshot.decide(request, gates: gates, using: FixedDraw(number: 0)).noFill
        #expect(noFill?.passedOver == [.init(reason: .zeroWeight, count: 3)])
    }

    @Test func `sets take numbers out of range without harm`() {
        var set = snapshot.emptySet
        set[-1] = true
        set[100_000] = true
        #expect(set.count == 0 && !set[-1] && !set[100_000])
        set[2] = true
        #expect(set.count == 1 && set[2])
        set.removeAll()
        #expect(set.count == 0)
    }

    @Test func `numbers run by tier, then by id, and lead back to line items`() {
        let snapshot = CampaignFixture.snapshot([
            CampaignFixture.lineItem("z", tier: .sponsorship), CampaignFixture.lineItem("b"),
            CampaignFixture.lineItem("a"), CampaignFixture.lineItem("p") { $0.status = .paused },
        ])
        #expect((0..<3).map { snapshot.lineItem($0)?.id } == ["z", "a", "b"])
        #expect(snapshot.number(ofLineItem: "b") == 2 && snapshot.number(ofLineItem: "p") == nil)
        #expect(snapshot.lineItem(3) == nil && snapshot.lineItem(-1) == nil)
    }
}

@Suite struct CandidateLogTests {
    private func log(_ snapshot: AdSnapshot, _ request: AdRequest, _ gates: Gates = .open)
        -> CandidateLog
    {
        var scratch = DecisionScratch()
        scratch.keepsLog = true
        let draw = FixedDraw(number: 0)
        _ = snapshot.pick(request, gates: gates, using: draw, scratch: &scratch)
        return scratch.log
    }

    @Test func `every line item that passed targeting stands there, drawn or dropped`() {
        let snapshot = CampaignFixture.snapshot([
            CampaignFixture.lineItem("a", weight: 3), CampaignFixture.lineItem("b"),
            CampaignFixture.lineItem("c"), CampaignFixture.lineItem("d", tier: .house),
            CampaignFixture.lineItem("e") { $0.tags.include = ["x"] },
        ])
        var gates = Gates()
        gates.capped = snapshot.emptySet
        gates.capped[2] = true
        let log = log(snapshot, CampaignFixture.request(), gates)
        #expect(!log.isTruncated)
        #expect(
            log.entries == [
                .init(lineItem: 0, weight: 3, probability: 0.75, dropped: nil),
                .init(lineItem: 1, weight: 1, probability: 0.25, dropped: nil),
                .init(lineItem: 2, weight: 1, probability: 0, dropped: .capped),
                .init(lineItem: 4, weight: 1, probability: 0, dropped: nil),
            ])
    }

    @Test(arguments: [64, 65, 200])
    func `beyond sixty-four the greatest are kept and the rest is added up`(count: Int) {
        let snapshot = CampaignFixture.snapshot(
            (0..<count).map { index in
                CampaignFixture.lineItem(
                    "l\(1_000 + index)", weight: Double(1 + (index * 37) % count))
            })
        let log = log(snapshot, CampaignFixture.request())
        let shares = snapshot.distribution(CampaignFixture.request()).map(\.propensity)
        let greatest = shares.indices.sorted { shares[$0] > shares[$1] }.prefix(64).sorted()
        #expect(log.entries.map(\.lineItem) == greatest)
        #expect(log.entries.map(\.probability) == greatest.map { shares[$0] })
        #expect(log.restCount == count - 64 && log.isTruncated == (count > 64))
        let sum = log.entries.reduce(log.restProbability) { $0 + $1.probability }
        #expect(abs(sum - 1) < 1e-12)
    }

    @Test func `among equals the smaller numbers are kept`() {
        let snapshot = CampaignFixture.snapshot(
            (0..<100).map { CampaignFixture.lineItem("l\(1_000 + $0)") })
        #expect(log(snapshot, CampaignFixture.request()).entries.map(\.lineItem) == Array(0..<64))
    }

    @Test func `a log holds the last decision alone`() {
        var scratch = DecisionScratch()
        scratch.keepsLog = true
        let snapshot = CampaignFixture.snapshot([CampaignFixture.lineItem("a")])
        let draw = FixedDraw(number: 0)
        _ = snapshot.pick(CampaignFixture.request(), using: draw, scratch: &scratch)
        #expect(scratch.log.entries.count == 1)
        let nowhere = CampaignFixture.request { $0.slot = "nowhere" }
        _ = snapshot.pick(nowhere, using: draw, scratch: &scratch)
        #expect(scratch.log.entries.isEmpty)
    }
}

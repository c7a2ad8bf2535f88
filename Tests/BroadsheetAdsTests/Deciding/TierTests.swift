import BroadsheetAds
import Foundation
import Testing

@Suite struct TierTests {
    private let request = CampaignFixture.request()

    private func sponsor(_ id: String, share: Double?, weight: Double = 1) -> LineItem {
        CampaignFixture.lineItem(id, tier: .sponsorship, weight: weight) { $0.shareOfVoice = share }
    }

    private func shares(_ lineItems: [LineItem], gates: Gates = .open) -> [String: Double] {
        var shares: [String: Double] = [:]
        for ad in CampaignFixture.snapshot(lineItems).distribution(request, gates: gates) {
            shares[ad.lineItem, default: 0] += ad.propensity
        }
        return shares
    }

    @Test func `sponsorships get their shares, and the rest goes on to the next tier`() {
        let found = shares([
            sponsor("a", share: 0.25), sponsor("b", share: 0.5), CampaignFixture.lineItem("c"),
            CampaignFixture.lineItem("d", tier: .house),
        ])
        #expect(found == ["a": 0.25, "b": 0.5, "c": 0.25])
    }

    @Test func `shares that add up to more than 1 are divided by their sum`() {
        let found = shares([
            sponsor("a", share: 0.5), sponsor("b", share: 1), CampaignFixture.lineItem("c"),
        ])
        #expect(found == ["a": 0.5 / 1.5, "b": 1 / 1.5])
    }

    @Test func `ten shares of a tenth leave nothing, whatever rounding says`() {
        let sponsors = (0..<10).map { sponsor("s\($0)", share: 0.1) }
        let snapshot = CampaignFixture.snapshot(sponsors + [CampaignFixture.lineItem("c")])
        #expect(snapshot.distribution(request).allSatisfy { $0.tier == .sponsorship })
        for number in [0, 1.0.nextDown, 1] {
            let ad = snapshot.decide(request, using: FixedDraw(number: number)).ad
            #expect(ad?.tier == .sponsorship)
        }
    }

    @Test func `sponsorships without a share divide by weight what the others leave`() {
        let found = shares([
            sponsor("a", share: 0.25), sponsor("b", share: nil, weight: 2),
            sponsor("c", share: nil), CampaignFixture.lineItem("d"),
        ])
        #expect(found == ["a": 0.25, "b": 0.5, "c": 0.25])
    }

    @Test func `a share that nobody takes leaves the slot empty`() {
        let snapshot = CampaignFixture.snapshot([sponsor("a", share: 0.25)])
        let half = snapshot.decide(request, using: FixedDraw(number: 0.5))
        #expect(half.noFill == NoFill(reason: .noneEligible))
        #expect(snapshot.decide(request, using: FixedDraw(number: 0.2)).ad?.propensity == 0.25)
    }

    @Test(arguments: [
        (0.25.nextDown, "a"), (0.25, "b"), (0.75.nextDown, "b"), (0.75, "c"), (1, "c"),
    ])
    func `a border between shares belongs to the second alone, the last to the next tier`(
        number: Double, winner: String
    ) {
        let snapshot = CampaignFixture.snapshot([
            sponsor("a", share: 0.25), sponsor("b", share: 0.5), CampaignFixture.lineItem("c"),
        ])
        #expect(snapshot.decide(request, using: FixedDraw(number: number)).ad?.lineItem == winner)
    }

    @Test func `tiers draw with numbers of their own`() {
        let snapshot = CampaignFixture.snapshot([
            sponsor("a", share: 0.5), CampaignFixture.lineItem("b"), CampaignFixture.lineItem("c"),
        ])
        let tally = snapshot.decide(request, repeated: 40_000, seed: 3)
        #expect(tally.lineItems.map(\.probability) == [0.5, 0.25, 0.25])
        for item in tally.lineItems {
            let error = (40_000 * item.probability * (1 - item.probability)).squareRoot()
            #expect(abs(Double(item.count) - 40_000 * item.probability) < 4 * error)
        }
    }

    // MARK: Guaranteed

    private func guaranteed(_ id: String, weight: Double = 1) -> LineItem {
        CampaignFixture.lineItem(id, tier: .guaranteed, weight: weight) {
            $0.goal = Goal(unit: .impressions, count: 100)
        }
    }

    @Test func `without a plan the guaranteed tier draws by weight`() {
        #expect(shares([guaranteed("a", weight: 3), guaranteed("b")]) == ["a": 0.75, "b": 0.25])
    }

    @Test func `a plan's shares are taken in its order, at most what is left`() {
        var gates = Gates()
        gates.plan = GuaranteedShares([
            .init(lineItem: 1, share: 0.75), .init(lineItem: 0, share: 0.5),
        ])
        let found = shares(
            [guaranteed("a"), guaranteed("b"), CampaignFixture.lineItem("c")], gates: gates)
        #expect(found == ["a": 0.25, "b": 0.75])
    }

    @Test func `what a plan leaves goes on to the next tier`() {
        var gates = Gates()
        gates.plan = GuaranteedShares([.init(lineItem: 0, share: 0.25)])
        let found = shares([guaranteed("a"), CampaignFixture.lineItem("c")], gates: gates)
        #expect(found == ["a": 0.25, "c": 0.75])
    }

    @Test func `line items that the plan does not know share what it leaves`() {
        var gates = Gates()
        gates.plan = GuaranteedShares([.init(lineItem: 0, share: 0.25)])
        let found = shares(
            [guaranteed("a"), guaranteed("b", weight: 2), guaranteed("c")], gates: gates)
        #expect(found == ["a": 0.25, "b": 0.5, "c": 0.25])
    }

    @Test(arguments: [.nan, -1, 2, .infinity] as [Double])
    func `a plan's share that is no share counts as the nearest bound`(share: Double) {
        var gates = Gates()
        gates.plan = GuaranteedShares([
            .init(lineItem: 0, share: share), .init(lineItem: 99, share: 1),
            .init(lineItem: -1, share: 1),
        ])
        let found = shares([guaranteed("a"), CampaignFixture.lineItem("c")], gates: gates)
        #expect(found["a", default: 0] == (share > 0 ? 1 : 0))
    }

    // MARK: Exploration

    @Test func `exploration mixes weights with a uniform draw in standard and house only`() {
        var slot = CampaignFixture.slot
        slot.exploration = 0.2
        for (tier, expected) in [(Tier.standard, 0.7), (.house, 0.7), (.guaranteed, 0.75)] {
            let snapshot = CampaignFixture.snapshot(
                [
                    CampaignFixture.lineItem("a", tier: tier, weight: 3),
                    CampaignFixture.lineItem("b", tier: tier),
                ], slots: [slot])
            let found = snapshot.distribution(request).map(\.propensity)
            #expect(abs(found[0] - expected) < 1e-15 && abs(found[1] - 1 + expected) < 1e-15)
        }
    }

    @Test func `shares are not explored`() {
        var slot = CampaignFixture.slot
        slot.exploration = 1
        let snapshot = CampaignFixture.snapshot(
            [
                sponsor("a", share: 0.25), CampaignFixture.lineItem("b", weight: 9),
                CampaignFixture.lineItem("c"),
            ], slots: [slot])
        #expect(snapshot.distribution(request).map(\.propensity) == [0.25, 0.375, 0.375])
    }

    // MARK: Default creative

    private func withDefault(_ lineItems: [LineItem], labels: [String] = []) -> AdSnapshot {
        var slot = CampaignFixture.slot
        slot.defaultCreative = "own-c"
        let own = CampaignFixture.lineItem("own", tier: .house) {
            $0.starts = .distantFuture
            $0.labels = labels
        }
        return CampaignFixture.snapshot(lineItems + [own], slots: [slot])
    }

    @Test func `the default creative is shown when no tier takes the draw`() {
        let snapshot = withDefault([sponsor("a", share: 0.25)])
        let ad = snapshot.decide(request, using: FixedDraw(number: 0.5)).ad
        #expect(ad?.creative.id == "own-c" && ad?.propensity == 0.75)
        #expect(snapshot.distribution(request).map(\.propensity) == [0.25, 0.75])
        #expect(withDefault([]).decide(request, using: FixedDraw(number: 0)).ad?.propensity == 1)
    }

    @Test func `an article without ads, or one that bars its labels, shows no default creative`() {
        let snapshot = withDefault([], labels: ["beer"])
        for change in [
            { $0.articleAdPolicy = .none }, { $0.articleAdLabels = ["beer"] },
        ] as [(inout AdRequest) -> Void] {
            let request = CampaignFixture.request(change: change)
            #expect(snapshot.decide(request, using: FixedDraw(number: 0)).ad == nil)
        }
        let house = CampaignFixture.request { $0.articleAdPolicy = .house }
        #expect(snapshot.decide(house, using: FixedDraw(number: 0)).ad != nil)
    }

    @Test func `a creative that is drawn and the default has the sum of both probabilities`() {
        var slot = CampaignFixture.slot
        slot.defaultCreative = "a-c"
        let snapshot = CampaignFixture.snapshot([sponsor("a", share: 0.25)], slots: [slot])
        for number in [0.1, 0.9] {
            let ad = snapshot.decide(request, using: FixedDraw(number: number)).ad
            #expect(ad?.propensity == 1)
        }
        #expect(snapshot.distribution(request).map(\.propensity) == [1])
    }
}

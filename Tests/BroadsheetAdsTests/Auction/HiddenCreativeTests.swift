import BroadsheetAds
import BroadsheetTestSupport
import Foundation
import Testing

@Suite struct HiddenCreativeTests {
    private static let small = AdSize(width: 320, height: 50)
    private static let slot = Slot(id: "top", sizes: [CampaignFixture.size, small])

    /// Line items of one to four creatives of either size, weights 1 to 5, in two tiers.
    private static func snapshot(_ generator: inout SeededGenerator) -> AdSnapshot {
        let lineItems = (0..<1 + generator.below(6)).map { number in
            CampaignFixture.lineItem(
                "l\(number)", tier: generator.below(2) == 0 ? .standard : .house,
                weight: Double(1 + generator.below(5))
            ) { lineItem in
                lineItem.price = Price(
                    model: .cpm, amountMicros: Int64(generator.below(4)) * 1_000_000)
                lineItem.creatives = (0..<1 + generator.below(4)).map { place in
                    var creative = CampaignFixture.creative(
                        "l\(number)-\(place)", weight: Double(1 + generator.below(5)))
                    if generator.below(2) == 0 { creative.size = small }
                    return creative
                }
            }
        }
        return CampaignFixture.snapshot(lineItems, slots: [slot])
    }

    private static func requirements(_ generator: inout SeededGenerator) -> AdRequirements {
        var requirements = AdRequirements(
            banner: .init(sizes: [generator.below(2) == 0 ? small : CampaignFixture.size]))
        requirements.floorMicros = Int64(generator.below(4)) * 1_000_000
        return requirements
    }

    /// The catalogue without what does not answer: an oracle that knows nothing of gates.
    private static func reduced(
        _ snapshot: AdSnapshot, _ requirements: AdRequirements
    ) -> AdSnapshot {
        var catalogue = snapshot.catalogue
        for campaign in catalogue.campaigns.indices {
            catalogue.campaigns[campaign].lineItems.removeAll { lineItem in
                let price = lineItem.tier == .house ? 0 : lineItem.price?.amountMicros ?? 0
                return price < requirements.floorMicros
            }
            for index in catalogue.campaigns[campaign].lineItems.indices {
                catalogue.campaigns[campaign].lineItems[index].creatives.removeAll { creative in
                    creative.size.map { requirements.banner?.sizes.contains($0) } != true
                }
            }
        }
        return AdSnapshot(catalogue)
    }

    @Test(arguments: [3, 20_260_704] as [UInt64])
    func `what an offer refuses is as if it were not booked, to the last probability`(
        seed: UInt64
    ) throws {
        var generator = SeededGenerator(seed: seed)
        for round in 0..<300 {
            let snapshot = Self.snapshot(&generator)
            let requirements = Self.requirements(&generator)
            var gates = Gates()
            snapshot.admit(requirements, in: "top", currency: "USD", to: &gates)
            let request = CampaignFixture.request()
            let reduced = Self.reduced(snapshot, requirements)
            let comment: Comment = "seed \(seed), round \(round)"
            let offered = snapshot.distribution(request, gates: gates)
            #expect(offered == reduced.distribution(request), comment)
            for draw in 0..<20 {
                let source = KeyedGenerator(seed: seed).keyed(by: UInt64(draw))
                let ad = snapshot.decide(request, gates: gates, using: source).ad
                #expect(ad == reduced.decide(request, using: source).ad, comment)
            }
        }
    }

    @Test func `a line item without a creative that answers is excluded, with its reason`() {
        let snapshot = CampaignFixture.snapshot([CampaignFixture.lineItem("a")])
        var gates = Gates()
        let requirements = AdRequirements(banner: .init(sizes: [Self.small]))
        let refused = snapshot.admit(requirements, in: "top", currency: "USD", to: &gates)
        #expect(refused[AdRefusal.size.rawValue] == 1 && refused.reduce(0, +) == 1)
        let decision = snapshot.decide(
            CampaignFixture.request(), gates: gates, using: FixedDraw(number: 0))
        #expect(decision.noFill?.reason == .excluded)
    }

    @Test func `what other gates keep out stays out`() {
        let snapshot = CampaignFixture.snapshot(["a", "b"].map { CampaignFixture.lineItem($0) })
        var gates = Gates()
        gates.excluded = snapshot.emptySet
        gates.excluded[0] = true
        snapshot.admit(.init(banner: .init()), in: "top", currency: "USD", to: &gates)
        let ads = snapshot.distribution(CampaignFixture.request(), gates: gates)
        #expect(ads.map(\.lineItem) == ["b"])
    }

    @Test func `an unknown slot refuses nothing and traps nowhere`() {
        let snapshot = CampaignFixture.snapshot([CampaignFixture.lineItem("a")])
        var gates = Gates()
        #expect(snapshot.admit(.init(), in: "none", currency: "USD", to: &gates).isEmpty)
    }
}

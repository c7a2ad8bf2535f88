import BroadsheetAds
import Foundation
import Testing

@Suite struct DecisionTests {
    private let request = CampaignFixture.request()

    @Test func `the highest tier with an eligible line item decides`() {
        var lineItems = [
            CampaignFixture.lineItem("house", tier: .house),
            CampaignFixture.lineItem("standard", tier: .standard),
            CampaignFixture.lineItem("sponsor", tier: .sponsorship),
            CampaignFixture.lineItem("booked", tier: .guaranteed),
        ]
        var order: [String] = []
        while !lineItems.isEmpty {
            let decision = CampaignFixture.snapshot(lineItems)
                .decide(request, using: FixedDraw(number: 0.999))
            guard let winner = decision.ad?.lineItem else { break }
            order.append(winner)
            lineItems.removeAll { $0.id == winner }
        }
        #expect(order == ["sponsor", "booked", "standard", "house"])
    }

    @Test func `a tier without an eligible line item leaves the slot to the next`() {
        let snapshot = CampaignFixture.snapshot([
            CampaignFixture.lineItem("a", tier: .sponsorship) { $0.ends = CampaignFixture.now },
            CampaignFixture.lineItem("b", tier: .house),
        ])
        let ad = snapshot.decide(request, using: FixedDraw(number: 0)).ad
        #expect(ad?.lineItem == "b" && ad?.propensity == 1)
    }

    @Test func `the distribution is the product of line item and creative weights`() {
        let snapshot = CampaignFixture.snapshot([
            CampaignFixture.lineItem("b", weight: 3) {
                $0.creatives = [
                    CampaignFixture.creative("y", weight: 1),
                    CampaignFixture.creative("x", weight: 4),
                ]
            },
            CampaignFixture.lineItem("a", weight: 1),
        ])
        let distribution = snapshot.distribution(request)
        #expect(distribution.map(\.creative.id) == ["a-c", "x", "y"])
        for (ad, expected) in zip(distribution, [0.25, 0.6, 0.15]) {
            #expect(abs(ad.propensity - expected) < 1e-15)
        }
    }

    @Test func `creatives that do not fit the slot take no share of the draw`() {
        let snapshot = CampaignFixture.snapshot([
            CampaignFixture.lineItem("a") {
                var small = CampaignFixture.creative("small", weight: 99)
                small.size = AdSize(width: 1, height: 1)
                $0.creatives.append(small)
            }
        ])
        #expect(snapshot.distribution(request).map(\.propensity) == [1])
    }

    @Test(arguments: [1, 7, 2024] as [UInt64])
    func `a decision logs the probability that the distribution gives it`(seed: UInt64) {
        let snapshot = CampaignFixture.snapshot(
            (1...9).map { index in
                CampaignFixture.lineItem("l\(index)", weight: Double(index) * 0.1) {
                    $0.creatives.append(
                        CampaignFixture.creative("l\(index)-d", weight: Double(index)))
                }
            })
        let distribution = snapshot.distribution(request)
        #expect(abs(distribution.reduce(0) { $0 + $1.propensity } - 1) < 1e-14)
        for key in 0..<200 {
            let draw = KeyedGenerator(seed: seed).keyed(by: UInt64(key))
            let ad = snapshot.decide(request, using: draw).ad
            #expect(distribution.contains { $0 == ad })
        }
    }

    @Test func `one hundred thousand keyed draws stay within four standard errors of the weights`()
    {
        let weights = ["a": 1.0, "b": 2, "c": 3, "d": 10, "e": 0.5]
        let snapshot = CampaignFixture.snapshot(
            weights.keys.sorted().map {
                CampaignFixture.lineItem($0, weight: weights[$0] ?? 1)
            })
        let count = 100_000
        let tally = snapshot.decide(request, repeated: count, seed: 2024)
        #expect(tally.lineItems.map(\.lineItem) == ["a", "b", "c", "d", "e"])
        #expect(tally.lineItems.reduce(0) { $0 + $1.count } == count)
        for item in tally.lineItems {
            let p = (weights[item.lineItem] ?? 0) / 16.5
            #expect(abs(item.probability - p) < 1e-15)
            let error = (Double(count) * p * (1 - p)).squareRoot()
            #expect(abs(Double(item.count) - Double(count) * p) < 4 * error, "\(item)")
        }
    }

    @Test func `line item and creative are drawn independently`() {
        let snapshot = CampaignFixture.snapshot(
            ["a", "b"].map { id in
                CampaignFixture.lineItem(id) {
                    $0.creatives.append(CampaignFixture.creative("\(id)-d"))
                }
            })
        var counts: [String: Int] = [:]
        for key in 0..<40_000 {
            let draw = KeyedGenerator(seed: 5).keyed(by: UInt64(key))
            counts[snapshot.decide(request, using: draw).ad?.creative.id ?? "", default: 0] += 1
        }
        let error = (40_000 * 0.25 * 0.75).squareRoot()
        for id in ["a-c", "a-d", "b-c", "b-d"] {
            #expect(abs(Double(counts[id] ?? 0) - 10_000) < 4 * error, "\(id): \(counts)")
        }
    }

    @Test func `weights of 10 to the 308 and 10 to the minus 308 share a draw without NaN`() {
        let snapshot = CampaignFixture.snapshot([
            CampaignFixture.lineItem("a", weight: 1e308),
            CampaignFixture.lineItem("b", weight: 1e308),
            CampaignFixture.lineItem("c", weight: .leastNonzeroMagnitude),
        ])
        #expect(snapshot.distribution(request).map(\.propensity) == [0.5, 0.5, 0])
        let last = FixedDraw(number: 1.0.nextDown)
        #expect(snapshot.decide(request, using: last).ad?.lineItem == "b")
    }

    @Test(arguments: [0, 1, 2, 5, 6, 100])
    func `the greatest and the least number of a draw always find an ad`(count: Int) {
        let snapshot = CampaignFixture.snapshot(
            (0..<count).map { CampaignFixture.lineItem("l\($0)", weight: 0.1) })
        // 1 is more than a source may give; Revive, whose source gives it, then shows no ad.
        for number in [0, 1.0.nextDown, 1] {
            let decision = snapshot.decide(request, using: FixedDraw(number: number))
            #expect((decision.ad != nil) == (count > 0))
        }
    }

    @Test func `a border between two line items belongs to the second alone`() {
        let snapshot = CampaignFixture.snapshot(
            ["a", "b", "c", "d"].map { CampaignFixture.lineItem($0) })
        let winners = [0, 0.25.nextDown, 0.25, 0.5, 0.75, 0.75.nextDown].map {
            snapshot.decide(request, using: FixedDraw(number: $0)).ad?.lineItem
        }
        #expect(winners == ["a", "a", "b", "c", "d", "c"])
    }

    @Test func `the order in which objects arrive changes nothing`() {
        let lineItems = ["b", "a", "\u{E9}", "Z"].map {
            CampaignFixture.lineItem($0, weight: Double($0.utf8.count))
        }
        let distributions = [lineItems, lineItems.reversed()].map {
            CampaignFixture.snapshot($0).distribution(request)
        }
        #expect(distributions[0] == distributions[1])
        #expect(distributions[0].map(\.lineItem) == ["Z", "a", "b", "\u{E9}"])
    }
}

@Suite struct NoFillTests {
    private func noFill(
        _ lineItems: [LineItem], labels: [String] = [],
        request: (inout AdRequest) -> Void = { _ in }
    ) -> NoFill? {
        CampaignFixture.snapshot(lineItems, labels: labels)
            .decide(CampaignFixture.request(change: request), using: FixedDraw(number: 0)).noFill
    }

    @Test func `an empty slot and an unknown slot have nothing eligible`() {
        #expect(noFill([]) == NoFill(reason: .noneEligible, passedOver: []))
        let unknown = noFill([CampaignFixture.lineItem("a")]) { $0.slot = "nowhere" }
        #expect(unknown == NoFill(reason: .noneEligible, passedOver: []))
    }

    @Test func `reasons are counted in the order in which rules are asked`() {
        let lineItems = [
            CampaignFixture.lineItem("a") { $0.starts = .distantFuture },
            CampaignFixture.lineItem("b", tier: .house) { $0.ends = .distantPast },
            CampaignFixture.lineItem("c") { $0.ends = .distantPast },
            CampaignFixture.lineItem("d") { $0.status = .paused },
            CampaignFixture.lineItem("e") { $0.tags.include = ["x"] },
        ]
        let expected: [(Ineligibility, Int)] = [
            (.paused, 1), (.notStarted, 1), (.ended, 2), (.tag, 1),
        ]
        let found = noFill(lineItems)
        #expect(found?.reason == .noneEligible)
        #expect(found?.passedOver.map(\.reason) == expected.map(\.0))
        #expect(found?.passedOver.map(\.count) == expected.map(\.1))
    }

    @Test func `an article without ads is off, whatever else forbids`() {
        let found = noFill([CampaignFixture.lineItem("a") { $0.starts = .distantFuture }]) {
            $0.articleAdPolicy = .none
        }
        #expect(found?.reason == .off)
        #expect(noFill([]) { $0.articleAdPolicy = .none }?.reason == .off)
    }

    @Test func `labels are the reason when nothing else forbids a line item`() {
        let lineItems = [
            CampaignFixture.lineItem("a"),
            CampaignFixture.lineItem("b") { $0.ends = .distantPast },
        ]
        let found = noFill(lineItems, labels: ["cars"]) { $0.articleAdLabels = ["cars"] }
        #expect(found?.reason == .excluded)
        let over = noFill([lineItems[1]], labels: ["cars"]) { $0.articleAdLabels = ["cars"] }
        #expect(over?.reason == .noneEligible)
    }
}

@Suite struct ExplanationTests {
    @Test func `every line item of the slot has its probability or its reason`() {
        let snapshot = CampaignFixture.snapshot([
            CampaignFixture.lineItem("late", tier: .sponsorship) { $0.starts = .distantFuture },
            CampaignFixture.lineItem("three", tier: .guaranteed, weight: 3),
            CampaignFixture.lineItem("one", tier: .guaranteed),
            CampaignFixture.lineItem("mid", tier: .guaranteed) { $0.status = .paused },
            CampaignFixture.lineItem("own", tier: .house),
            CampaignFixture.lineItem("other") { $0.slots = ["elsewhere"] },
        ])
        let rows = snapshot.explain(CampaignFixture.request()).rows
        #expect(rows.map(\.lineItem) == ["late", "mid", "one", "three", "own"])
        let verdicts: [DecisionExplanation.Verdict] = [
            .ineligible(.notStarted), .ineligible(.paused), .drawn(probability: 0.25),
            .drawn(probability: 0.75), .outranked(by: .guaranteed),
        ]
        #expect(rows.map(\.verdict) == verdicts)
    }
}

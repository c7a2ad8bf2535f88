import BroadsheetAds
import BroadsheetTestSupport
import Testing

/// One page, filled slot by slot beside the oracle.
struct PageComparison {
    typealias Page = [PageOracle.Shown?]

    let requests: [AdRequest]
    let snapshot: AdSnapshot
    private var oracle: PageOracle
    private let decisions: DecisionOracle
    private let catalogue: AdCatalogue
    /// By number in the snapshot: place in the oracle.
    private let places: [Int]
    private let creatives: [String: Int]

    init(_ catalogue: AdCatalogue, _ requests: [AdRequest], prunes: Bool = false) {
        self.requests = requests
        self.catalogue = catalogue
        let snapshot = AdSnapshot(catalogue)
        self.snapshot = snapshot
        var oracle = PageOracle(catalogue, requests)
        oracle.prunes = prunes
        self.oracle = oracle
        decisions = DecisionOracle(catalogue)
        places = (0..<snapshot.lineItemCount).map { number in
            oracle.booked.firstIndex { $0.lineItem.id == snapshot.lineItem(number)?.id } ?? -1
        }
        var creatives: [String: Int] = [:]
        for index in oracle.creatives.indices { creatives[oracle.creatives[index].id] = index }
        self.creatives = creatives
    }

    /// What the oracle says about one slot.
    private struct Expected {
        var verdicts = PageOracle.Verdicts()
        var chances: [String: Double] = [:]
        var rest = 0.0
        /// The slot's default creative, if it may stand.
        var fallback: PageOracle.Shown?
    }

    /// Fills a page and compares every slot; gives what the page shows.
    func check(seed: UInt64, _ comment: Comment, _ scratch: inout PageScratch) -> Page {
        var page = Page(repeating: nil, count: requests.count)
        var product = 1.0
        let generator = KeyedGenerator(seed: seed)
        scratch.decision.keepsLog = true
        let result = snapshot.decidePage(requests, using: { _ in generator }, scratch: &scratch) {
            slot, pick, decision, _ in
            let expected = self.expected(slot, page)
            compare(decision.log, expected, "\(comment) slot \(slot) \(page)")
            let shown = pick.flatMap { self.shown($0, slot) }
            let chance = shown.map { self.chance($0, expected) }
            #expect((pick == nil) == (shown == nil), comment)
            if let pick, let chance {
                #expect(abs(pick.propensity - chance) < 1e-9, "\(comment) slot \(slot) \(page)")
            } else {
                #expect(expected.fallback == nil || expected.rest == 0, comment)
            }
            product *= chance ?? expected.rest
            page[slot] = shown
        }
        #expect(abs(result.propensity - product) < 1e-9, comment)
        #expect(result.isLookAheadExact, comment)
        #expect(oracle.keepsRules(page), "\(comment) \(page)")
        return page
    }

    private func shown(_ pick: AdSnapshot.Pick, _ slot: Int) -> PageOracle.Shown? {
        guard let ad = snapshot.ad(pick, in: requests[slot].slot),
            let creative = creatives[ad.creative.id]
        else { return nil }
        return PageOracle.Shown(lineItem: places[pick.lineItem], creative: creative)
    }

    /// The roadblock that has a slot already.
    private func owner(_ slot: Int, _ page: Page) -> String? {
        for case let shown? in page {
            let item = oracle.booked[shown.lineItem].lineItem
            if item.roadblock != nil, item.slots.contains(requests[slot].slot) { return item.id }
        }
        return nil
    }

    private func expected(_ slot: Int, _ page: Page) -> Expected {
        var expected = Expected(verdicts: oracle.verdicts(slot, page))
        if let owner = owner(slot, page) {
            expected.chances[owner] = 1
            return expected
        }
        var gates = DecisionOracle.NamedGates()
        gates.dropped = expected.verdicts.dropped
        let (parts, rest) = decisions.parts(requests[slot], gates)
        expected.rest = rest
        for part in parts {
            for index in part.rows.indices {
                expected.chances[part.rows[index].lineItem.id] = part.probability(index)
            }
        }
        expected.fallback = fallback(slot, page)
        return expected
    }

    private func fallback(_ slot: Int, _ page: Page) -> PageOracle.Shown? {
        let id = catalogue.slots.first { $0.id == requests[slot].slot }?.defaultCreative
        guard let id, let creative = creatives[id],
            let item = oracle.booked.firstIndex(where: { booked in
                booked.lineItem.creatives.contains { $0.id == id }
            })
        else { return nil }
        let shown = PageOracle.Shown(lineItem: item, creative: creative)
        return oracle.admits(shown, slot, page) ? shown : nil
    }

    private func compare(_ log: CandidateLog, _ expected: Expected, _ comment: Comment) {
        var sum = expected.rest
        for entry in log.entries {
            let id = oracle.booked[places[entry.lineItem]].lineItem.id
            // A slot that a roadblock has is barred to all others, whatever would drop them.
            let dropped = expected.verdicts.dropped[id]
            #expect(entry.dropped == dropped, "\(comment) \(id)")
            #expect(
                abs(entry.probability - (expected.chances[id] ?? 0)) < 1e-9, "\(comment) \(id)")
            sum += entry.probability
        }
        #expect(abs(sum + log.restProbability - 1) < 1e-9, comment)
    }

    /// Probability of a creative: drawn, or shown as the default.
    private func chance(_ shown: PageOracle.Shown, _ expected: Expected) -> Double {
        let id = oracle.booked[shown.lineItem].lineItem.id
        var chance = shown == expected.fallback ? expected.rest : 0
        if let drawn = expected.verdicts.creatives[id], drawn.contains(shown.creative) {
            let total = drawn.reduce(0) { $0 + oracle.creatives[$1].weight }
            let share = oracle.creatives[shown.creative].weight / total
            chance += (expected.chances[id] ?? 0) * share
        }
        return chance
    }
}

/// Pages against every assignment looked at one by one, over random catalogues.
@Suite struct PageOracleTests {
    static let seeds: [UInt64] = (1...10).map { $0 * 1_000 }

    @Test(arguments: seeds)
    func `every slot drops and draws what all assignments looked at one by one say`(seed: UInt64) {
        print("page oracle seeds from \(seed)")
        var scratch = PageScratch()
        for index in 0..<100 {
            var pages = RandomPages(seed: seed + UInt64(index))
            pages.slotCount = 2 + pages.below(2)
            pages.count = 2 + pages.below(5)
            pages.defaults = seed % 2_000 == 0 ? 50 : 0
            let comparison = PageComparison(pages.catalogue(), pages.requests())
            for draw in 0..<2 {
                _ = comparison.check(
                    seed: UInt64(draw), "seed \(seed + UInt64(index)) draw \(draw)", &scratch)
            }
        }
    }

    static let larger: [(seed: UInt64, slots: Int, lineItems: Int, labels: Int)] = [
        (1, 4, 24, 8), (2, 5, 14, 5), (3, 5, 20, 8),
    ]

    @Test(arguments: larger)
    func `larger pages drop what a slower exact search says`(
        seed: UInt64, slots: Int, lineItems: Int, labels: Int
    ) {
        print("larger pages seed \(seed)")
        var scratch = PageScratch()
        for index in 0..<1 {
            var pages = RandomPages(seed: seed * 100 + UInt64(index))
            pages.slotCount = slots
            pages.count = lineItems
            pages.labelCount = labels
            pages.labelShare = 12
            pages.roadblocks = 0
            pages.creatives = 0
            let comparison = PageComparison(pages.catalogue(), pages.requests(), prunes: true)
            _ = comparison.check(seed: seed, "seed \(seed * 100 + UInt64(index))", &scratch)
        }
    }
}

import BroadsheetAds
import BroadsheetTestSupport
import Testing

/// How often pages are shown, against the probabilities that they are logged with.
@Suite struct PageFrequencyTests {
    /// Pages of one seed; without optimisation fewer, for time's sake.
    #if DEBUG
        private static let pageCount = 3_000
    #else
        private static let pageCount = 100_000
    #endif

    private func catalogue(seed: UInt64) -> (AdCatalogue, [AdRequest]) {
        var pages = RandomPages(seed: seed)
        pages.slotCount = 3
        pages.count = 7
        return (pages.catalogue(), pages.requests())
    }

    @Test(arguments: [21, 22, 23, 24] as [UInt64])
    func `pages come as often as the product of their propensities says`(seed: UInt64) {
        print("page frequencies seed \(seed)")
        let (catalogue, requests) = catalogue(seed: seed)
        let snapshot = AdSnapshot(catalogue)
        let generator = KeyedGenerator(seed: seed)
        var scratch = PageScratch()
        var counts: [[Int]: (count: Int, propensity: Double)] = [:]
        let total = Self.pageCount
        for page in 0..<total {
            let draw = generator.keyed(by: UInt64(page))
            let result = snapshot.decidePage(requests, using: { _ in draw }, scratch: &scratch)
            let key = scratch.picks.map { $0?.creative ?? -1 }
            #expect(counts[key].map { abs($0.propensity - result.propensity) < 1e-12 } ?? true)
            counts[key, default: (0, result.propensity)].count += 1
        }
        #expect(counts.count > 1)
        // Chi-square over pages that are expected at least five times, and the rest as one.
        var (statistic, cells, restCount, restChance) = (0.0, 0, total, 1.0)
        for (count, propensity) in counts.values where propensity * Double(total) >= 5 {
            let expected = propensity * Double(total)
            statistic += (Double(count) - expected) * (Double(count) - expected) / expected
            cells += 1
            restCount -= count
            restChance -= propensity
        }
        let expected = restChance * Double(total)
        if expected > 5 {
            let error = Double(restCount) - expected
            statistic += error * error / expected
            cells += 1
        } else {
            #expect(Double(restCount) < expected + 40)
        }
        // Mean and spread of chi-square: cells - 1 and twice that.
        let freedom = Double(max(cells - 1, 1))
        #expect(statistic < freedom + 5 * (2 * freedom).squareRoot() + 5)
    }

    @Test func `the same seeds give the same pages, whatever a scratch was used for`() {
        let (catalogue, requests) = catalogue(seed: 31)
        let snapshot = AdSnapshot(catalogue)
        let (other, otherRequests) = self.catalogue(seed: 32)
        let elsewhere = AdSnapshot(other)
        var used = PageScratch()
        for page in 0..<200 {
            let draw = KeyedGenerator(seed: 31).keyed(by: UInt64(page))
            _ = elsewhere.decidePage(otherRequests, using: { _ in draw }, scratch: &used)
            let first = snapshot.decidePage(requests, using: { _ in draw }, scratch: &used)
            var fresh = PageScratch()
            let second = snapshot.decidePage(requests, using: { _ in draw }, scratch: &fresh)
            #expect(used.picks == fresh.picks && first == second)
        }
    }

    @Test func `no rule is broken on pages of ten slots with every rule at once`() {
        var scratch = PageScratch()
        for seed in 0..<12 as Range<UInt64> {
            var pages = RandomPages(seed: 7_000 + seed)
            pages.slotCount = 10
            pages.count = 40
            pages.defaults = 30
            let (catalogue, requests) = (pages.catalogue(), pages.requests())
            let snapshot = AdSnapshot(catalogue)
            let oracle = PageOracle(catalogue, requests)
            for page in 0..<3 as Range<UInt64> {
                let draw = KeyedGenerator(seed: seed).keyed(by: page)
                let result = snapshot.decidePage(requests, using: { _ in draw }, scratch: &scratch)
                #expect(result.propensity > 0 && result.propensity <= 1 + 1e-9)
                let shown = zip(scratch.picks, requests).map { pick, request in
                    pick.flatMap { snapshot.ad($0, in: request.slot) }.flatMap { ad in
                        oracle.shown(lineItem: ad.lineItem, creative: ad.creative.id)
                    }
                }
                #expect(oracle.keepsRules(shown), "seed \(7_000 + seed) page \(page)")
            }
        }
    }
}

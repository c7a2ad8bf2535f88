import BroadsheetEvaluation
import Foundation
import Testing

struct ListTests {
    /// Four items, lists 0 → 1, 2; 1 → 2; 2 → nothing; 3 → 2, 1.
    private func exposure() -> Exposure {
        var exposure = Exposure(itemCount: 4)
        for list in [[1, 2], [2], [], [2, 1]] { exposure.add(list) }
        return exposure
    }

    @Test
    func `exposure counts what is listed how often`() {
        let exposure = exposure()
        #expect(exposure.counts == [0, 2, 3, 0])
        #expect(exposure.coverage == 0.5 && exposure.coveredItems == 2)
        #expect(exposure.listings == 5 && exposure.filledLists == 3 && exposure.lists == 4)
        #expect(exposure.hubs(limit: 2).map(\.item) == [2, 1])
        #expect(exposure.hubShare(limit: 1) == 0.6)
    }

    @Test
    func `exposure measures have the values of their formulas`() {
        let exposure = exposure()
        // c rising: 0 0 2 3; weights −3 −1 1 3.
        #expect(exposure.gini == 11.0 / 20)
        let entropy: Double = -0.4 * log(0.4) - 0.6 * log(0.6)
        #expect(isClose(exposure.entropy, entropy))
        let novelty: Double = -2 * log2(2.0 / 3) / 5
        #expect(isClose(exposure.novelty, novelty))
        // Mean 1.25; squares sum to 6.75, cubes to −2 · 1.25³ + 0.75³ + 1.75³ = 1.875.
        let variance: Double = 6.75 / 4
        let skewness: Double = 1.875 / 4 / (variance * variance.squareRoot())
        #expect(isClose(exposure.skewness, skewness))
    }

    @Test
    func `hubs in equally many lists come by number`() {
        var exposure = Exposure(itemCount: 3)
        exposure.add([2, 0])
        #expect(exposure.hubs(limit: 3).map(\.item) == [0, 2, 1])
    }

    @Test
    func `without lists nothing is measured`() {
        let exposure = Exposure(itemCount: 3)
        #expect(exposure.coverage == 0 && exposure.gini == nil && exposure.entropy == nil)
        #expect(
            exposure.novelty == nil && exposure.skewness == nil
                && exposure.hubShare(limit: 1) == nil)
        #expect(exposure.lorenzCurve(points: 10).isEmpty)
        #expect(Exposure(itemCount: 0).coverage == nil)
    }

    @Test
    func `the Lorenz curve runs from nothing to everything below the diagonal`() {
        let curve = exposure().lorenzCurve(points: 4)
        #expect(curve.map(\.items) == [0, 0.25, 0.5, 0.75, 1])
        #expect(curve.map(\.listings) == [0, 0, 0, 0.4, 1])
    }

    private func list(
        owner: Int, _ items: [Int], similarities: [Double], days: [Int?] = [],
        sources: [Bool?] = []
    ) -> ListSample {
        let rest = Array<Int?>(repeating: nil, count: items.count - days.count)
        let others = Array<Bool?>(repeating: nil, count: items.count - sources.count)
        return ListSample(
            owner: owner, items: items, scores: items.indices.map { 0.5 - 0.1 * Double($0) },
            similarities: similarities, daysOlder: days + rest, sharesSource: sources + others)
    }

    @Test
    func `lists are measured as far as they are long`() {
        var measures = ListMeasures(at: 2, itemCount: 4)
        measures.add(
            list(
                owner: 0, [1, 2, 3], similarities: [0.2, 0.95, 0.9], days: [2, -1, 100],
                sources: [true, nil, true]))
        measures.add(list(owner: 1, [0], similarities: []))
        measures.add(list(owner: 2, [], similarities: []))
        #expect(measures.diversity.value == 0.8)
        #expect(measures.duplicates.value == 0 && measures.duplicates.count == 2)
        #expect(measures.empty.hits == 1 && measures.empty.count == 3)
        #expect(isClose(measures.score.value, 1.4 / 3))
        #expect(measures.sameSource.value == 1)
        #expect(measures.ages.mean == 1.5 && measures.older.value == 0.5)
        #expect(isClose(measures.reciprocity.value, 2.0 / 3))
    }

    @Test
    func `a list with two items alike from 0.9 on holds duplicates`() {
        var measures = ListMeasures(at: 3, itemCount: 4)
        measures.add(list(owner: 0, [1, 2, 3], similarities: [0.2, 0.9, 0.1]))
        measures.add(list(owner: 1, [0, 2], similarities: [0.8999]))
        #expect(measures.duplicates.value == 0.5)
    }

    @Test
    func `pieces of lists merge to one pass over all`() throws {
        var generator = SplitMix64(seed: 11)
        var whole = ListMeasures(at: 5, itemCount: 30)
        var pieces = Array(repeating: ListMeasures(at: 5, itemCount: 30), count: 3)
        for owner in 0..<30 {
            let length = generator.below(8)
            let items = (0..<length).map { (owner + 1 + $0 * 3) % 30 }
            let pairs = length * (length - 1) / 2
            let sample = list(
                owner: owner, items,
                similarities: (0..<pairs).map { _ in Double(generator.below(100)) / 100 },
                days: (0..<length).map { _ in generator.below(40) - 20 })
            whole.add(sample)
            pieces[owner / 10].add(sample)
        }
        let merged = pieces[0].merged(with: pieces[1]).merged(with: pieces[2])
        #expect(merged.exposure == whole.exposure && merged.ages == whole.ages)
        #expect(merged.scores == whole.scores && merged.duplicates == whole.duplicates)
        #expect(merged.reciprocity.value == whole.reciprocity.value)
        let (piecewise, once) = (merged.diversity.value, whole.diversity.value)
        #expect(abs(try #require(piecewise) - (try #require(once))) < 1e-14)
    }

    @Test
    func `churn tells what lists keep`() {
        var churn = ListChurn(at: 3)
        churn.add(before: [1, 2, 3, 9], after: [2, 3, 4, 1])
        churn.add(before: [], after: [])
        churn.add(before: [1], after: [])
        #expect(isClose(churn.jaccard.value, 0.5))
        #expect(isClose(churn.overlap.value, 5.0 / 9))
        #expect(churn.identical.hits == 1 && churn.sameFirst.hits == 1)
        #expect(ListChurn(at: 3).jaccard.value == nil)
    }
}

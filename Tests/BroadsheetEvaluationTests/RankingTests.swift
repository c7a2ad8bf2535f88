import BroadsheetEvaluation
import Foundation
import Testing

struct RankingTests {
    @Test
    func `binary measures of a ranking have the values of their formulas`() {
        // Relevant at ranks 1, 3 and 6; a fourth one was not found.
        let ranks = RelevantRanks(ranks: [1, 3, 6], relevantCount: 4)
        #expect(ranks.precision(at: 5) == 0.4)
        #expect(ranks.averagePrecision == (1 + 2.0 / 3 + 3.0 / 6) / 4)
        #expect(ranks.reciprocalRank == 1)
        let gain = 1 + 1 / log2(4.0)
        let ideal = 1 + 1 / log2(3.0) + 1 / log2(4.0) + 1 / log2(5.0)
        #expect(abs(ranks.discountedGain(at: 5) - gain / ideal) < 1e-15)
    }

    @Test
    func `the ideal holds no more relevant documents than places`() {
        let ranks = RelevantRanks(ranks: [1, 2], relevantCount: 100)
        #expect(ranks.discountedGain(at: 2) == 1)
    }

    @Test
    func `a query without relevant documents counts 0`() {
        let ranks = RelevantRanks(ranks: [], relevantCount: 0)
        #expect(ranks.discountedGain(at: 10) == 0 && ranks.averagePrecision == 0)
        #expect(ranks.reciprocalRank == 0 && ranks.precision(at: 0) == 0)
    }

    @Test
    func `graded gains are discounted by log2 of rank and one`() {
        var measure = DiscountedGain(at: 3)
        measure.add(gains: [0.5, 0, 1, 9], judged: [0, 1, 0.5, 0.25])
        let ideal = 1 + 0.5 / log2(3) + 0.25 / 2
        #expect(measure.value.map { abs($0 - 1 / ideal) < 1e-15 } == true)
    }

    @Test
    func `graded gain is 0 where nothing is worth anything, nil without queries`() {
        var measure = DiscountedGain(at: 3)
        #expect(measure.value == nil)
        measure.add(gains: [0, -1], judged: [-1, 0])
        #expect(measure.value == 0)
    }

    @Test
    func `scores equal to ten decimals are ordered by place`() {
        let documents = [
            RankedDocument(place: 4, score: 0.5), RankedDocument(place: 2, score: 0.5 + 1e-12),
            RankedDocument(place: 9, score: 0.50001), RankedDocument(place: 0, score: .nan),
            RankedDocument(place: 1, score: 0.5 + 1e-9),
        ]
        #expect(RankingOrder.sorted(documents).map(\.place) == [9, 1, 2, 4, 0])
    }

    @Test(arguments: [
        // Most votes win.
        ([(1, 0.1), (1, 0.1), (0, 0.9)], 1, 0),
        // Of equally many the larger sum.
        ([(1, 0.2), (0, 0.3), (1, 0.2), (0, 0.3)], 0, 0),
        // Of equal sums the first name.
        ([(2, 0.5), (1, 0.5)], 1, 1),
    ])
    func `neighbours vote, ties go to the larger sum, then to the first name`(
        neighbours: [(Int, Double)], majority: Int, weighted: Int
    ) {
        let labelled = neighbours.map { LabelledNeighbour(label: $0.0, score: $0.1) }
        #expect(NeighbourVote.majority(labelled) == majority)
        #expect(NeighbourVote.weighted(labelled) == weighted)
    }

    @Test
    func `without neighbours there is no vote`() {
        #expect(NeighbourVote.majority([]) == nil && NeighbourVote.weighted([]) == nil)
    }

    @Test
    func `retrieval by class means over queries and by class`() {
        var retrieval = ClassRetrieval(classCount: 2)
        retrieval.add(query(label: 0, ranks: [1], of: 1, neighbours: [0, 1, 0]))
        retrieval.add(query(label: 1, ranks: [2], of: 1, neighbours: [0, 1, 0]))
        #expect(retrieval.nearest.value == 0.5 && retrieval.vote.value == 0.5)
        #expect(retrieval.averagePrecision.value == 0.75)
        #expect(retrieval.precision.value == 0.1 && retrieval.success.value == 1)
        #expect(retrieval.classes.map(\.accuracy.value) == [1, 0])
        #expect(ClassRetrieval(classCount: 2).discountedGain.value == nil)
    }

    @Test
    func `pieces of queries merge to one pass over all`() throws {
        var generator = SplitMix64(seed: 7)
        var whole = ClassRetrieval(classCount: 3)
        var pieces = Array(repeating: ClassRetrieval(classCount: 3), count: 4)
        for index in 0..<101 {
            let first = 1 + generator.below(20)
            let label = generator.below(3)
            let query = query(
                label: label, ranks: [first, first + 1 + generator.below(9)], of: 3,
                neighbours: (0..<10).map { _ in generator.below(3) })
            whole.add(query)
            pieces[index % 4].add(query)
        }
        let merged = pieces.dropFirst().reduce(pieces[0]) { $0.merged(with: $1) }
        #expect(merged.vote == whole.vote && merged.queryCount == 101)
        let pairs = [
            (merged.discountedGain, whole.discountedGain),
            (merged.averagePrecision, whole.averagePrecision),
            (merged.classes[2].discountedGain, whole.classes[2].discountedGain),
        ]
        for (piecewise, once) in pairs {
            #expect(abs(try #require(piecewise.value) - (try #require(once.value))) < 1e-13)
            #expect(abs(try #require(piecewise.variance) - (try #require(once.variance))) < 1e-13)
        }
    }

    private func query(
        label: Int, ranks: [Int], of count: Int, neighbours: [Int]
    ) -> ClassRetrieval.Query {
        ClassRetrieval.Query(
            label: label, ranks: RelevantRanks(ranks: ranks, relevantCount: count),
            neighbours: neighbours.enumerated().map {
                LabelledNeighbour(label: $1, score: 1 / Double($0 + 2))
            })
    }
}

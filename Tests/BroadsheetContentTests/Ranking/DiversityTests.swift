import BroadsheetContent
import BroadsheetTestSupport
import Testing

struct DiversityTests {
    private static func rules(_ diversity: Double) -> RankingRules {
        var rules = RankingRules.none
        rules.diversity = diversity
        return rules
    }

    /// Documents 1 and 2 nearly say the same, 3 something else.
    private static let world: RankingWorld = {
        var world = RankingWorld(Array(repeating: .init(), count: 4))
        world.cosines = [[1, 2]: 0.9, [1, 3]: 0.1, [2, 3]: 0.2]
        return world
    }()

    private static let candidates = [(1, 0.8), (2, 0.7), (3, 0.5)]

    @Test(arguments: [
        (0.0, [1, 2, 3]), (0.1, [1, 2, 3]), (0.3, [1, 3, 2]), (1.0, [1, 3, 2]),
    ])
    func `the more diversity counts, the later comes what was said`(
        diversity: Double, documents: [Int]
    ) {
        let list = Self.world.list(
            page: 0, candidates: Self.candidates, rules: Self.rules(diversity))
        #expect(list.map(\.document) == documents)
    }

    @Test
    func `items tell what they resemble and by which value they are ordered`() {
        let list = Self.world.list(page: 0, candidates: Self.candidates, rules: Self.rules(0.5))
        #expect(list.map(\.diversity?.nearest) == [nil, 1, 1])
        #expect(list.map(\.diversity?.similarity) == [0, 0.1, 0.9])
        let scores = [0.8, 0.5, 0.7]
        for (item, score) in zip(list, scores) {
            let similarity = item.diversity?.similarity ?? 1
            #expect(item.diversity?.value == 0.5 * score - 0.5 * similarity)
        }
        #expect(list.map(\.score) == [0.8, 0.5, 0.7], "scores stay what they are")
    }

    @Test
    func `what resembles a pin comes later too`() {
        let list = Self.world.list(
            page: 0, candidates: [(2, 0.7), (3, 0.5)], rules: Self.rules(0.5), pins: [(1, at: 1)])
        #expect(list.map(\.document) == [1, 3, 2])
        #expect(list[1].diversity?.nearest == 1)
    }

    @Test(arguments: 0..<4)
    func `lists equal those of the definition`(block: Int) {
        for number in 0..<500 {
            let seed = UInt64(block * 500 + number)
            var random = SeededGenerator(seed: seed)
            let count = 2 + random.below(25)
            var world = RankingWorld()
            for _ in 0..<count {
                world.add(.init(group: random.below(3) == 0 ? UInt32(random.below(4)) : nil))
            }
            for first in 0..<count {
                for second in 0..<first where random.below(3) > 0 {
                    // Coarse, so that many values tie.
                    world.cosines[[second, first]] = Double(random.below(11)) / 10
                }
            }
            var rules = Self.rules(Double(1 + random.below(10)) / 10)
            rules.showsOneOfDuplicates = true
            let pins = random.below(2) == 0 ? [] : [0]
            let open = (1..<count).filter {
                pins.isEmpty || world.documents[0].duplicateGroup == nil
                    || world.documents[$0].duplicateGroup != world.documents[0].duplicateGroup
            }
            let scored = open.map { ($0, Double(1 + random.below(10)) / 10) }
            let limit = 1 + random.below(12)
            let list = world.list(
                candidates: scored, rules: rules, limit: limit + pins.count,
                pins: pins.map { ($0, at: 1) })
            // The oracle breaks ties by place: here, the house's order.
            let expected = DiversityOracle.order(
                scores: scored.map(\.1),
                groups: open.map { world.documents[$0].duplicateGroup }, lambda: rules.diversity,
                limit: limit, similarity: { world.similarity(open[$0], open[$1]) },
                similarityToPins: { place in pins.map { world.similarity(open[place], $0) }.max() })
            #expect(
                list.dropFirst(pins.count).map(\.document) == expected.map { open[$0] },
                "seed \(seed)")
        }
    }
}

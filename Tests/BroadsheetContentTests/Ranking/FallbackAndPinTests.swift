import BroadsheetContent
import Testing

/// What fills a list beside candidates.
struct FallbackAndPinTests {
    /// A page (0), another of its story, one that shares a tag, one of its section, three others.
    static let world = RankingWorld([
        .init(day: 990, section: "World", tags: ["trade"], story: 7),
        .init(day: 900, section: "Sport", story: 7),
        .init(day: 901, section: "Sport", tags: ["trade"]),
        .init(day: 902, section: "World/Asia"),
        .init(day: 910), .init(day: 912), .init(day: 911),
    ])

    private static func rules(_ fallback: [FallbackStep]) -> RankingRules {
        var rules = RankingRules.none
        rules.fallback = fallback
        return rules
    }

    @Test
    func `story, tags, section and latest fill a list in this order and say so`() {
        let list = Self.world.list(
            page: 0, candidates: [(6, 0.4)], rules: RankingRules(), limit: 6)
        #expect(list.map(\.document) == [6, 1, 2, 3, 5, 4])
        #expect(list.map(\.via) == [.cosine, .story, .tags, .tags, .latest, .latest])
        #expect(list.dropFirst().allSatisfy { $0.score == nil && $0.factors.isEmpty })
    }

    private static let steps: [([FallbackStep], [Int])] = [
        ([], [6]), ([.latest], [6, 5, 4]), ([.section], [6, 3]), ([.tags, .story], [6, 2, 1]),
    ]

    @Test(arguments: steps)
    func `only the steps that the rules name are taken, in their order`(
        steps: [FallbackStep], documents: [Int]
    ) {
        let list = Self.world.list(
            page: 0, candidates: [(6, 0.4)], rules: Self.rules(steps), limit: 3)
        #expect(list.map(\.document) == documents)
    }

    @Test
    func `a candidate that was too little alike can come back with its score`() {
        var rules = RankingRules()
        rules.minimumCosine = 0.3
        let list = Self.world.list(
            page: 0, candidates: [(6, 0.4), (1, 0.2)], rules: rules, limit: 2)
        #expect(list.map(\.via) == [.cosine, .story])
        #expect(list.last?.cosine == 0.2)
        #expect(list.last?.score == list.last?.factors.reduce(0.2) { $0 * $1.value })
    }

    @Test
    func `a list of the page's own story is filled from that story alone`() {
        let list = Self.world.list(page: 0, rules: RankingRules(), stories: .same)
        #expect(list.map(\.document) == [1])
    }

    @Test
    func `a list of other stories is never filled from the page's own`() {
        let list = Self.world.list(page: 0, rules: RankingRules(), stories: .other)
        #expect(list.map(\.document) == [2, 3, 5, 6, 4])
    }

    @Test
    func `a source is asked for no more than is needed`() {
        struct Endless: RankingSource {
            let names = RankingNames()
            func traits(of document: Int) -> RankingTraits { RankingTraits() }
            func mayShow(_ document: Int) -> Bool { document >= 0 }
            func cosine(of document: Int) -> Double { 0 }
            func similarity(_ first: Int, _ second: Int) -> Double { 0 }
            func documents(for step: FallbackStep, page: RankingTraits?) -> AnyIterator<Int> {
                AnyIterator((0...).makeIterator())
            }
        }
        let ranking = Ranking(
            source: Endless(), rules: RankingRules(), context: RankingContext(now: 0))
        #expect(ranking.list(from: [], limit: 3).map(\.document) == [0, 1, 2])
    }

    private static let pinned: [(pins: [(Int, at: Int)], documents: [Int])] = [
        ([(4, at: 1)], [4, 6, 1]), ([(4, at: 3)], [6, 1, 4]),
        ([(4, at: 2), (5, at: 1)], [5, 4, 6]),
        ([(4, at: 2), (5, at: 2)], [6, 4, 5]), ([(4, at: 3), (5, at: 3)], [6, 4, 5]),
        ([(4, at: 4)], [6, 1, 2]), ([(4, at: 0)], [6, 1, 2]),
        ([(4, at: 1), (4, at: 3)], [4, 6, 1]),
        ([(4, at: 3), (5, at: 3), (2, at: 3), (3, at: 1)], [3, 4, 5]),
    ]

    @Test(arguments: pinned)
    func `a pin stands at its position, the next free one, or not at all`(
        pins: [(Int, at: Int)], documents: [Int]
    ) {
        let list = Self.world.list(
            page: 0, candidates: [(6, 0.4), (1, 0.3), (2, 0.2)], rules: .none, limit: 3, pins: pins)
        #expect(list.map(\.document) == documents)
        for item in list where [3, 4, 5].contains(item.document) { #expect(item.via == .pin) }
    }

    @Test
    func `a pin moves up in a list that is too short`() {
        let list = Self.world.list(
            page: 0, candidates: [(6, 0.4)], rules: .none, pins: [(4, at: 9)])
        #expect(list.map(\.document) == [6, 4])
    }

    @Test
    func `a pin that is a candidate too is listed once, with its score`() {
        let list = Self.world.list(
            page: 0, candidates: [(6, 0.4), (1, 0.3)], rules: .none, pins: [(1, at: 1)])
        #expect(list.map(\.document) == [1, 6] && list.map(\.via) == [.pin, .cosine])
        #expect(list.first?.score == 0.3)
    }

    @Test
    func `a pin may be of another language, age and story, but no copy of what is shown`() {
        let world = RankingWorld([
            .init(day: 990, language: "en", story: 1), .init(day: 1, language: "de"),
            .init(day: 990, language: "en", group: 4), .init(day: 990, language: "en", group: 4),
        ])
        var rules = RankingRules()
        rules.windowDays = 30
        let list = world.list(
            page: 0, rules: rules, pins: [(1, at: 1), (2, at: 2), (3, at: 3)], stories: .same)
        #expect(list.map(\.document) == [1, 2])
    }
}

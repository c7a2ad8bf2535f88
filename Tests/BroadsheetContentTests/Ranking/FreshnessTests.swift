import BroadsheetContent
import Testing

struct FreshnessTests {
    static let day = 86_400.0
    static let rule = Freshness(halfLifeDays: 10, offsetDays: 2, floor: 0.1)

    @Test(arguments: [
        (0.0, 1.0), (2, 1), (12, 0.5), (22, 0.25), (7, 0.7071067811865476), (1_000, 0.1),
    ])
    func `half is left after each half-life beyond the offset, never less than the floor`(
        days: Double, factor: Double
    ) {
        #expect(abs(Self.rule.factor(ageSeconds: days * Self.day) - factor) < 1e-15)
    }

    @Test
    func `an article without a date counts as old as can be`() {
        #expect(Self.rule.factor(ageSeconds: nil) == 0.1)
    }

    @Test(arguments: [
        ("Sport", 7.0), ("Sport/Football", 7), ("Sport/Football/Women", 3), ("Sports", 30),
        ("sport", 30), ("World/Sport", 30), ("", 30),
    ])
    func `a section goes by the longest path that holds it, by component`(
        section: String, halfLife: Double
    ) {
        func rule(_ days: Double) -> Freshness {
            Freshness(halfLifeDays: days, offsetDays: 0, floor: 0)
        }
        let rules = FreshnessRules(
            standard: rule(30),
            sections: [
                .init(path: "Sport/Football/Women", freshness: rule(3)),
                .init(path: "Sport", freshness: rule(7)),
                .init(path: "Recipes", freshness: nil),
            ])
        #expect(rules.rule(forSection: section)?.halfLifeDays == halfLife)
        #expect(rules.rule(forSection: "Recipes/Soups") == nil)
    }

    private static var rules: RankingRules {
        var rules = RankingRules.none
        rules.freshness = FreshnessRules(
            standard: rule,
            sections: [
                .init(
                    path: "Archive",
                    freshness: Freshness(halfLifeDays: 400, offsetDays: 0, floor: 0))
            ])
        return rules
    }

    /// The factor that a candidate of `day` gets on a page of `page`, day 1,000 being now.
    private func factor(page: Int?, day: Int?, section: String = "", evergreen: Bool = false)
        -> Double
    {
        let world = RankingWorld([
            .init(day: page, section: section),
            .init(day: day, section: section, isEvergreen: evergreen),
        ])
        let list = world.list(page: 0, candidates: [(1, 0.5)], rules: Self.rules)
        return list.first?.factors.first { $0.name == "freshness" }?.value ?? 1
    }

    @Test
    func `the age of candidates counts from now for a page that is young`() {
        #expect(factor(page: 995, day: 988) == 0.5)
        #expect(factor(page: 990, day: 988) == 0.5, "as old as the half-life is young")
    }

    @Test
    func `a page older than the half-life of its section shows its contemporaries`() {
        #expect(factor(page: 989, day: 977) == 0.5)
        #expect(factor(page: 500, day: 498) == 1)
        #expect(factor(page: 989, day: 977, section: "Archive") < 1)
        #expect(abs(factor(page: 700, day: 600, section: "Archive") - 0.5) < 1e-15, "from now")
        #expect(abs(factor(page: 500, day: 100, section: "Archive") - 0.5) < 1e-15)
    }

    @Test
    func `where nothing fades, a page of the archive still stands in its own time for windows`() {
        var rules = RankingRules.none
        rules.windowDays = 30
        let world = RankingWorld([.init(day: 500), .init(day: 499), .init(day: 990)])
        let list = world.list(page: 0, candidates: [(1, 0.5), (2, 0.6)], rules: rules)
        #expect(list.map(\.document) == [1])
    }

    @Test
    func `what came after the time of the page is as fresh as can be`() {
        #expect(factor(page: 500, day: 990) == 1)
    }

    @Test
    func `an undated page stands in the present, an undated candidate gets the floor`() {
        #expect(factor(page: nil, day: 988) == 0.5)
        #expect(factor(page: 995, day: nil) == 0.1)
    }

    @Test
    func `an evergreen candidate never fades, dated or not`() {
        #expect(factor(page: 995, day: 1, evergreen: true) == 1)
        #expect(factor(page: 995, day: nil, evergreen: true) == 1)
    }

    @Test
    func `an evergreen page stands in the present however old it is`() {
        let world = RankingWorld([.init(day: 100, isEvergreen: true), .init(day: 988)])
        let list = world.list(page: 0, candidates: [(1, 0.5)], rules: Self.rules)
        #expect(list.first?.factors.map(\.value) == [0.5])
    }

    @Test(arguments: [Int64.min, Int64.max])
    func `times at the ends of what a number can hold do no harm`(time: Int64) {
        var world = RankingWorld()
        var traits = world.traits(.init())
        traits.publishedAt = time
        let context = RankingContext(page: traits, now: Int64.min + Int64.max - time)
        var rules = Self.rules
        rules.windowDays = 1
        rules.isPastOnly = true
        world.add(.init(day: 3))
        let list = Ranking(source: world, rules: rules, context: context).list(
            from: [ScoredDocument(document: 0, cosine: 0.5)], limit: 3)
        #expect(list.isEmpty)
    }
}

import BroadsheetContent
import Testing

struct RankingOverridesTests {
    @Test
    func `no change leaves all rules as they are`() throws {
        for rules in [RankingRules(), .none] {
            #expect(try RankingOverrides().applied(to: rules) == rules)
        }
    }

    @Test
    func `a change of one rule leaves the others as they are`() throws {
        var overrides = RankingOverrides()
        overrides.diversity = 0.5
        var expected = RankingRules()
        expected.diversity = 0.5
        #expect(try overrides.applied(to: RankingRules()) == expected)
    }

    @Test
    func `a change of freshness for all sections changes each rule's own numbers`() throws {
        var rules = RankingRules()
        rules.freshness = FreshnessRules(
            standard: Freshness(halfLifeDays: 90, offsetDays: 2, floor: 0.5),
            sections: [
                .init(
                    path: "Sport", freshness: Freshness(halfLifeDays: 7, offsetDays: 0, floor: 0.1))
            ])
        var overrides = RankingOverrides()
        overrides.freshness = .change(.init(halfLifeDays: 30))
        let changed = try overrides.applied(to: rules).freshness
        #expect(changed.standard == Freshness(halfLifeDays: 30, offsetDays: 2, floor: 0.5))
        #expect(
            changed.sections.map(\.freshness) == [
                Freshness(halfLifeDays: 30, offsetDays: 0, floor: 0.1)
            ])
        overrides.freshness = .off
        let off = try overrides.applied(to: rules).freshness
        #expect(off.standard == nil && off.rule(forSection: "Sport") == nil)
    }

    @Test
    func `a section without a rule of its own starts from the standard, changed first`() throws {
        var overrides = RankingOverrides()
        overrides.sectionFreshness = [
            .init(path: "Sport", setting: .change(.init(halfLifeDays: 7))),
            .init(path: "Recipes", setting: .off),
        ]
        overrides.standardFreshness = .change(.init(floor: 0.2))
        let once = try overrides.applied(to: RankingRules())
        #expect(
            once.freshness.sections == [
                .init(
                    path: "Sport", freshness: Freshness(halfLifeDays: 7, offsetDays: 2, floor: 0.2)),
                .init(path: "Recipes", freshness: nil),
            ])
        var again = RankingOverrides()
        again.sectionFreshness = [.init(path: "Sport", setting: .change(.init(offsetDays: 1)))]
        #expect(
            try again.applied(to: once).freshness.rule(forSection: "Sport")
                == Freshness(halfLifeDays: 7, offsetDays: 1, floor: 0.2))
    }

    @Test
    func `a freshness that was off starts from the default`() throws {
        var overrides = RankingOverrides()
        overrides.freshness = .change(.init(halfLifeDays: 5))
        #expect(
            try overrides.applied(to: .none).freshness.standard
                == Freshness(halfLifeDays: 5, offsetDays: 2, floor: 0.5))
    }

    @Test
    func `a window can be set and lifted`() throws {
        var overrides = RankingOverrides()
        overrides.window = .days(30)
        let rules = try overrides.applied(to: RankingRules())
        #expect(rules.windowDays == 30)
        overrides.window = .off
        #expect(try overrides.applied(to: rules).windowDays == nil)
    }

    private static let numbers: [(RuleRange, @Sendable (inout RankingOverrides, Double) -> Void)] =
        [
            (.halfLifeDays, { $0.freshness = .change(.init(halfLifeDays: $1)) }),
            (.offsetDays, { $0.standardFreshness = .change(.init(offsetDays: $1)) }),
            (
                .floor,
                { $0.sectionFreshness = [.init(path: "", setting: .change(.init(floor: $1)))] }
            ),
            (.windowDays, { $0.window = .days($1) }), (.sameSection, { $0.sameSection = $1 }),
            (.sharedTag, { $0.sharedTag = $1 }),
            (.sharedTagsAtMost, { $0.sharedTagsAtMost = $1 }),
            (.sameAuthor, { $0.sameAuthor = $1 }), (.diversity, { $0.diversity = $1 }),
            (.minimumCosine, { $0.minimumCosine = $1 }),
            (.minimumScore, { $0.minimumScore = $1 }),
        ]

    @Test(arguments: numbers.indices)
    func `a number that is not finite or out of its range is refused by name`(index: Int) throws {
        let (range, set) = Self.numbers[index]
        let bounds = (range.range.lowerBound, range.range.upperBound)
        for value in [.nan, .infinity, -.infinity, bounds.0 - 0.001, bounds.1 + 0.001] {
            var overrides = RankingOverrides()
            set(&overrides, value)
            let problem = #expect(throws: RuleProblem.self) {
                _ = try overrides.applied(to: RankingRules())
            }
            #expect(problem?.setting == range.name)
            #expect(problem?.description.contains("expected a number from") == true)
        }
        for value in [bounds.0, bounds.1] {
            var overrides = RankingOverrides()
            set(&overrides, value)
            _ = try overrides.applied(to: RankingRules())
        }
    }

    @Test
    func `a problem says found and expected in one line`() {
        let problem = #expect(throws: RuleProblem.self) {
            _ = try RuleRange.halfLifeDays.check(-1)
        }
        #expect(
            problem?.description
                == "half_life_days: found -1.0, expected a number from 0.01 to 36500")
    }
}

/// Changes given as texts, as in a query.
struct RankingOverridesTextTests {
    private func overrides(_ settings: [(String, String)]) throws -> RankingOverrides {
        var overrides = RankingOverrides()
        for (name, text) in settings { try overrides.set(name, text) }
        return overrides
    }

    @Test
    func `every rule can be changed by its name`() throws {
        let rules = try overrides([
            ("half_life_days", "30"), ("offset_days", "0"), ("floor", "0.1"),
            ("past_only", "true"), ("window_days", "365"), ("same_section", "1.5"),
            ("shared_tag", "1.2"), ("shared_tags_at_most", "2"), ("same_author", "1.1"),
            ("ignored_tags", "featured, front page,"), ("diversity", "0.3"),
            ("minimum_cosine", "0.2"), ("minimum_score", "0.02"), ("languages", "all"),
            ("duplicates", "all"), ("fallback", "latest,story"),
        ]).applied(to: RankingRules())
        var expected = RankingRules()
        expected.freshness.standard = Freshness(halfLifeDays: 30, offsetDays: 0, floor: 0.1)
        expected.isPastOnly = true
        expected.windowDays = 365
        expected.boosts = Boosts(
            sameSection: 1.5, sharedTag: 1.2, sharedTagsAtMost: 2, sameAuthor: 1.1)
        expected.ignoredTags = ["featured", "front page"]
        expected.diversity = 0.3
        expected.minimumCosine = 0.2
        expected.minimumScore = 0.02
        expected.isOwnLanguageOnly = false
        expected.showsOneOfDuplicates = false
        expected.fallback = [.latest, .story]
        #expect(rules == expected)
    }

    @Test
    func `freshness, boosts, window and fallback can be switched off by name`() throws {
        let names = ["freshness", "boosts", "window_days", "fallback"]
        let rules = try overrides(names.map { ($0, "off") }).applied(to: RankingRules())
        #expect(rules.freshness.standard == nil && rules.boosts == RankingRules.none.boosts)
        #expect(rules.windowDays == nil && rules.fallback == [])
    }

    @Test(arguments: RankingOverrides.names)
    func `a text that a rule can't have is refused by the rule's name`(name: String) throws {
        // A tag may be called anything.
        guard name != "ignored_tags" else { return }
        let problem = #expect(throws: RuleProblem.self) { _ = try overrides([(name, "nan")]) }
        #expect(problem?.setting == name && problem?.found == "`nan`")
    }

    @Test
    func `an unknown rule is refused with the known ones`() {
        let problem = #expect(throws: RuleProblem.self) { _ = try overrides([("halflife", "1")]) }
        #expect(problem?.expected.hasPrefix("one of freshness, half_life_days") == true)
    }
}

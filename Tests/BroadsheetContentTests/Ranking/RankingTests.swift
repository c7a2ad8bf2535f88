import BroadsheetContent
import Testing

/// Filters, factors, order and duplicates, on a small archive.
struct RankingTests {
    private static func rules(_ change: (inout RankingRules) -> Void = { _ in }) -> RankingRules {
        var rules = RankingRules.none
        change(&rules)
        return rules
    }

    @Test
    func `without rules the candidates above 0 come by cosine`() {
        let world = RankingWorld(Array(repeating: .init(), count: 5))
        let list = world.list(
            page: 0, candidates: [(1, 0.2), (2, 0), (3, 0.9), (4, -0.5)], rules: .none)
        #expect(list.map(\.document) == [3, 1] && list.map(\.score) == [0.9, 0.2])
        #expect(
            list.allSatisfy { $0.via == .cosine && $0.factors.isEmpty && $0.cosine == $0.score })
    }

    @Test
    func `equal scores to seven decimals come newest first, undated last, then by id`() {
        let world = RankingWorld([
            .init(), .init(), .init(day: 5), .init(day: 9), .init(day: 5), .init(day: 1),
        ])
        let list = world.list(
            page: 0,
            candidates: [
                (5, 0.500_000_6), (4, 0.500_000_04), (3, 0.5), (2, 0.5), (1, 0.500_000_049),
            ],
            rules: .none)
        #expect(list.map(\.document) == [5, 3, 2, 4, 1])
    }

    @Test(arguments: [0, -1, .min])
    func `a limit below 1 gives an empty list`(limit: Int) {
        let world = RankingWorld([.init(), .init()])
        let list = world.list(
            page: 0, candidates: [(1, 0.5)], rules: RankingRules(), limit: limit,
            pins: [(1, at: 1)])
        #expect(list.isEmpty)
    }

    @Test
    func `the page itself, what was seen, is blocked, hidden or unknown is never listed`() {
        var world = RankingWorld(Array(repeating: .init(day: 1), count: 6))
        world.hidden = [4]
        let list = world.list(
            page: 0, candidates: (-1..<9).map { ($0, 0.5) }, rules: RankingRules(),
            seen: [2, 77], blocked: [3, -5], pins: [(0, at: 1), (2, at: 1), (3, at: 1), (4, at: 1)])
        #expect(list.map(\.document) == [1, 5])
    }

    @Test
    func `a candidate given twice is listed once`() {
        let world = RankingWorld([.init(), .init(), .init()])
        let list = world.list(
            page: 0, candidates: [(1, 0.5), (2, 0.4), (1, 0.5)], rules: .none)
        #expect(list.map(\.document) == [1, 2])
    }

    @Test
    func `candidates below the least cosine are left out`() {
        let world = RankingWorld(Array(repeating: .init(), count: 4))
        let list = world.list(
            page: 0, candidates: [(1, 0.3), (2, 0.5), (3, 0.299)],
            rules: Self.rules { $0.minimumCosine = 0.3 })
        #expect(list.map(\.document) == [2, 1])
    }

    @Test
    func `candidates below the least score are left out, whatever their cosine`() {
        let world = RankingWorld([.init(day: 999), .init(day: 1_000), .init(day: 980)])
        let rules = Self.rules {
            $0.minimumScore = 0.3
            $0.freshness.standard = Freshness(halfLifeDays: 10, offsetDays: 0, floor: 0)
        }
        let list = world.list(page: 0, candidates: [(1, 0.3), (2, 0.9)], rules: rules)
        #expect(list.map(\.document) == [1])
    }

    @Test
    func `an article of another language is left out, one of unknown language is not`() {
        let world = RankingWorld([
            .init(language: "pt-BR"), .init(language: "pt"), .init(language: "de"), .init(),
        ])
        let candidates = [(1, 0.5), (2, 0.4), (3, 0.3)]
        let own = Self.rules { $0.isOwnLanguageOnly = true }
        #expect(world.list(page: 0, candidates: candidates, rules: own).map(\.document) == [1, 3])
        #expect(world.list(page: 0, candidates: candidates, rules: .none).count == 3)
        #expect(world.list(page: 3, candidates: candidates, rules: own).count == 2)
    }

    @Test
    func `past-only leaves out what is newer than the page and what has no date`() {
        let world = RankingWorld([
            .init(day: 5), .init(day: 5), .init(day: 6), .init(day: 1), .init(),
        ])
        let list = world.list(
            page: 0, candidates: (1...4).map { ($0, 0.5) },
            rules: Self.rules { $0.isPastOnly = true })
        #expect(list.map(\.document) == [1, 3])
    }

    @Test
    func `a window leaves out what is further from the page's time, evergreen or undated too`() {
        let world = RankingWorld([
            .init(day: 999), .init(day: 990), .init(day: 989), .init(day: 3, isEvergreen: true),
            .init(),
        ])
        let list = world.list(
            page: 0, candidates: (1...4).map { ($0, 0.5) },
            rules: Self.rules { $0.windowDays = 10 })
        #expect(list.map(\.document) == [1])
    }

    @Test
    func `on a page of the archive a window reaches to both sides`() {
        let world = RankingWorld([
            .init(day: 500), .init(day: 490), .init(day: 510), .init(day: 511), .init(day: 489),
        ])
        let list = world.list(
            page: 0, candidates: (1...4).map { ($0, 0.5) },
            rules: Self.rules {
                $0.windowDays = 10
                $0.freshness.standard = Freshness(halfLifeDays: 30, offsetDays: 0, floor: 0)
            })
        #expect(list.map(\.document).sorted() == [1, 2])
    }

    @Test(arguments: [
        ("World", "World", true), ("World", "World/Asia", true), ("World/Asia", "World", true),
        ("World/Asia", "World/Europe", false), ("World", "Worldwide", false), ("", "", false),
        ("World", "", false), ("", "World", false),
    ])
    func `one's section inside the other's is a boost`(page: String, other: String, boosts: Bool) {
        let world = RankingWorld([.init(section: page), .init(section: other)])
        let list = world.list(
            page: 0, candidates: [(1, 0.5)], rules: Self.rules { $0.boosts.sameSection = 1.5 })
        #expect(list.first?.score == (boosts ? 0.75 : 0.5))
        #expect(list.first?.factors.map(\.name) == (boosts ? ["same_section"] : []))
    }

    @Test(arguments: [
        (["a"], 1.1), (["b", "a", "a"], 1.2), (["a", "b", "c"], 1.25), (["x"], 1.0),
        (["A"], 1.0), (["a", "featured"], 1.1),
    ])
    func `each shared tag is a boost up to a bound, a tag to be ignored is none`(
        tags: [String], factor: Double
    ) {
        let world = RankingWorld([
            .init(tags: ["c", "a", "b", "featured"]), .init(tags: tags),
        ])
        let rules = Self.rules {
            $0.boosts.sharedTag = 1.1
            $0.boosts.sharedTagsAtMost = 1.25
            $0.ignoredTags = ["featured", "unheard of"]
        }
        let list = world.list(page: 0, candidates: [(1, 1)], rules: rules)
        #expect(abs((list.first?.score ?? 0) - factor) < 1e-12)
    }

    @Test
    func `a shared author is a boost, however many are shared`() {
        let world = RankingWorld([
            .init(authors: ["Ana", "Bo"]), .init(authors: ["Bo", "Ana"]), .init(authors: ["Cy"]),
        ])
        let list = world.list(
            page: 0, candidates: [(1, 0.4), (2, 0.5)],
            rules: Self.rules { $0.boosts.sameAuthor = 1.5 })
        #expect(list.map(\.document) == [1, 2])
        #expect(list.first?.factors == [.init(name: "same_author", value: 1.5)])
    }

    @Test
    func `of a duplicate group the best is shown, the page and what was seen counted`() {
        let world = RankingWorld([
            .init(group: 1), .init(group: 1), .init(group: 2), .init(group: 2), .init(group: 3),
            .init(group: 3), .init(), .init(),
        ])
        let candidates = (1...7).map { ($0, Double($0) / 10) }
        let one = Self.rules { $0.showsOneOfDuplicates = true }
        let list = world.list(page: 0, candidates: candidates, rules: one, seen: [4])
        #expect(list.map(\.document) == [7, 6, 3])
        #expect(
            world.list(page: 0, candidates: candidates, rules: .none, seen: [4])
                .map(\.document) == [7, 6, 5, 3, 2, 1])
    }

    @Test
    func `an article that was seen and is hidden does not stand for its group`() {
        var world = RankingWorld([.init(), .init(group: 1), .init(group: 1)])
        world.hidden = [1]
        let list = world.list(
            page: 0, candidates: [(2, 0.5)], rules: RankingRules(), seen: [1])
        #expect(list.map(\.document) == [2])
    }

    @Test
    func `a list can keep to the page's story or to other stories`() {
        let world = RankingWorld([
            .init(story: 1), .init(story: 1), .init(story: 2), .init(),
        ])
        let candidates = (1...3).map { ($0, 0.5) }
        func documents(_ page: Int, _ stories: RankingContext.Stories) -> [Int] {
            world.list(page: page, candidates: candidates, rules: .none, stories: stories)
                .map(\.document)
        }
        #expect(documents(0, .same) == [1] && documents(0, .other) == [2, 3])
        #expect(documents(0, .all) == [1, 2, 3])
        #expect(documents(3, .same) == [] && documents(3, .other) == [1, 2])
    }

    @Test
    func `a cosine or a rule that is no number leaves a candidate out`() {
        let world = RankingWorld([.init(day: 999), .init(day: 900), .init(day: 1)])
        let candidates = [(1, Double.nan), (2, 0.5)]
        #expect(world.list(page: 0, candidates: candidates, rules: .none).map(\.document) == [2])
        let rules = Self.rules {
            $0.freshness.standard = Freshness(halfLifeDays: .nan, offsetDays: 0, floor: .nan)
        }
        #expect(world.list(page: 0, candidates: candidates, rules: rules).isEmpty)
    }

    @Test
    func `for no single page there is neither boost nor language nor story`() {
        let world = RankingWorld([
            .init(section: "A", tags: ["t"], language: "en"), .init(language: "de", story: 1),
        ])
        let list = world.list(candidates: [(0, 0.5), (1, 0.4)], rules: RankingRules())
        #expect(list.map(\.document) == [0, 1])
        #expect(
            list.map(\.factors) == [
                [.init(name: "freshness", value: 0.5)], [.init(name: "freshness", value: 0.5)],
            ])
    }
}

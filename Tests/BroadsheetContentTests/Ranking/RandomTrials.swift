import BroadsheetContent
import BroadsheetTestSupport

extension RankingPropertyTests {
    /// A random archive of up to 30 documents with few names, so that much is shared, and a
    /// request with random rules.
    static func trial(seed: UInt64) -> Trial {
        var random = SeededGenerator(seed: seed)
        var world = RankingWorld()
        for _ in 0..<random.below(30) { world.add(random.document()) }
        let count = world.documents.count
        world.hidden = Set(random.numbers(below: count, upTo: 4))
        for first in 0..<count {
            for second in first + 1..<max(count, first + 1) {
                world.cosines[[first, second]] = Double(random.below(101)) / 100
            }
        }
        let rules = random.rules()
        let page = count > 0 && random.below(5) > 0 ? random.below(count) : nil
        let context = RankingContext(
            document: page,
            page: page.map { world.documents[$0] } ?? world.traits(random.document()),
            now: Int64(60 + random.below(60)) * RankingWorld.day,
            seen: random.numbers(below: count, upTo: 4),
            blocked: random.numbers(below: count, upTo: 3),
            pins: random.numbers(below: count, upTo: 3).map {
                RankingContext.Pin(document: $0, position: random.below(7))
            },
            stories: RankingContext.Stories.allCases[random.below(3)])
        let candidates = random.numbers(below: count, upTo: count).map {
            ScoredDocument(document: $0, cosine: Double(random.below(50)) / 49)
        }
        for candidate in candidates { world.pageCosines[candidate.document] = candidate.cosine }
        let limit = random.below(12)
        let list = Ranking(source: world, rules: rules, context: context)
            .list(from: candidates, limit: limit)
        return Trial(
            seed: seed, world: world, rules: rules, context: context, candidates: candidates,
            limit: limit, list: list)
    }
}

extension SeededGenerator {
    /// Different numbers, in random order, `count` at most.
    fileprivate mutating func numbers(below bound: Int, upTo count: Int) -> [Int] {
        Array(Array(0..<max(bound, 0)).shuffled(using: &self).prefix(below(count + 1)))
    }

    fileprivate mutating func pick<Value>(_ values: [Value]) -> Value {
        values[below(values.count)]
    }

    fileprivate mutating func document() -> RankingWorld.Document {
        RankingWorld.Document(
            day: below(6) == 0 ? nil : below(120),
            section: pick(["", "World", "World/Asia", "Sport", "Worldwide"]),
            tags: (0..<below(4)).map { _ in pick(["a", "b", "c", "d"]) },
            authors: (0..<below(3)).map { _ in pick(["Ana", "Bo"]) },
            language: pick([nil, "en", "en", "en", "de"]), isEvergreen: below(5) == 0,
            group: below(2) == 0 ? nil : UInt32(below(6)),
            story: below(2) == 0 ? nil : UInt32(below(3)))
    }

    fileprivate mutating func rules() -> RankingRules {
        var rules = RankingRules()
        rules.freshness.standard =
            below(4) == 0
            ? nil
            : Freshness(
                halfLifeDays: Double(1 + below(60)), offsetDays: Double(below(5)),
                floor: Double(below(11)) / 10)
        rules.freshness.sections = [
            .init(
                path: pick(["World", "Sport"]),
                freshness: Freshness(halfLifeDays: 7, offsetDays: 0, floor: 0.1))
        ]
        rules.isPastOnly = below(4) == 0
        rules.windowDays = below(4) == 0 ? Double(1 + below(50)) : nil
        rules.boosts = Boosts(
            sameSection: pick([1, 1.05, 1.3]), sharedTag: pick([1, 1.07]),
            sharedTagsAtMost: 1.1, sameAuthor: pick([1, 0.9, 1.2]))
        rules.ignoredTags = pick([[], ["a"], ["b", "none"]])
        rules.diversity = pick([0, 0, 0.3, 0.9, 1])
        rules.minimumCosine = pick([0, 0.1, 0.5])
        rules.minimumScore = pick([0, 0, 0.2])
        rules.isOwnLanguageOnly = below(3) > 0
        rules.showsOneOfDuplicates = below(4) > 0
        rules.fallback = pick([FallbackStep.allCases, [], [.latest], [.tags], [.section, .story]])
        return rules
    }
}

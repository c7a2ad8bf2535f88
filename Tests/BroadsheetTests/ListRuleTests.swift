import BroadsheetArticles
import BroadsheetContent
import BroadsheetStorage
import BroadsheetTestSupport
import Foundation
import Testing

@testable import Broadsheet

/// The rules of related lists, from the tables and settings to the items.
struct ListRuleTests {
    private static let noon = TestSite.noon

    private static func article(
        _ id: String, _ body: String, section: String = "", tags: [String] = [],
        language: String? = nil, daysAgo: Double = 1
    ) -> Article {
        Article(
            id: id, url: "https://news.example/\(id)", title: id, body: body, section: section,
            language: language, tags: tags, publishedAt: noon - 86_400 * daysAgo)
    }

    /// An engine with the default rules and everything found.
    private static func engine(
        _ articles: [Article], sql: String = ""
    ) async throws -> (engine: Engine, site: TestSite) {
        let site = try TestSite(articles: articles)
        if !sql.isEmpty { try site.scratch.shell(sql) }
        let engine = try await site.engine(configuration: Configuration())
        await engine.settle()
        return (engine, site)
    }

    private static let paper = [
        article("page", "ferry harbour strike dockers", section: "World", tags: ["port"]),
        article("near", "ferry harbour strike cranes", section: "World"),
        article("far", "ferry timetable summer", section: "Travel"),
        article("tagged", "painting museum", section: "Arts", tags: ["port"]),
        article("other", "comet telescope", section: "World"),
        article("fresh", "chess tournament", section: "Sport", daysAgo: 0.5),
    ]

    @Test
    func `too short a list is filled from tags, section and the newest, and says so`()
        async throws
    {
        let (engine, _) = try await Self.engine(Self.paper)
        let items = try await engine.related(RelatedRequest(id: "page")).items
        #expect(items.map(\.id) == ["near", "far", "tagged", "other", "fresh"])
        #expect(items.map(\.via) == [.cosine, .cosine, .tags, .tags, .latest])
    }

    @Test
    func `a request changes the rules of one list`() async throws {
        let (engine, _) = try await Self.engine(Self.paper)
        func ids(_ rules: [String: String]) async throws -> [String] {
            try await engine.related(RelatedRequest(id: "page", rules: rules)).items.map(\.id)
        }
        #expect(try await ids(["fallback": "off"]) == ["near", "far"])
        #expect(
            try await ids(["fallback": "latest"]) == ["near", "far", "fresh", "other", "tagged"])
        #expect(try await ids(["fallback": "off", "minimum_score": "0.2"]) == ["near"])
        #expect(try await ids(["fallback": "latest", "window_days": "0.6"]) == ["fresh"])
        let problem = RequestError.badRule(
            name: "diversity", found: "`9`", expected: "a number from 0 to 1")
        await #expect(throws: problem) { try await ids(["diversity": "9"]) }
    }

    @Test
    func `a score is the cosine times the factors, and the shares sum to the cosine`()
        async throws
    {
        let (engine, _) = try await Self.engine(Self.paper)
        let items = try await engine.related(RelatedRequest(id: "page", explain: true)).items
        for item in items.prefix(2) {
            let cosine = try #require(item.cosine)
            let explanation = try #require(item.explanation)
            let sum = explanation.terms.reduce(0) { $0 + $1.share }
            #expect(abs(sum - cosine) < 1e-12)
            let score = explanation.factors.reduce(cosine) { $0 * $1.value }
            #expect(abs(score - (item.score ?? 0)) < 1e-12)
        }
        #expect(items[0].explanation?.factors.contains { $0.name == "same_section" } == true)
    }

    @Test
    func `editors pin and block articles and words, until the rows expire`() async throws {
        let (engine, site) = try await Self.engine(
            Self.paper,
            sql: """
                INSERT INTO pin(article_id,pinned_id,expires_at)
                VALUES('page','fresh','2024-07-10T13:00:00Z');
                INSERT INTO block(article_id,blocked_id) VALUES(NULL,'near');
                INSERT INTO blocked_term(article_id,term) VALUES('page','Ferry');
                """)
        func list() async throws -> [Item] {
            try await engine.related(RelatedRequest(id: "page")).items
        }
        #expect(try await list().map(\.id) == ["fresh", "tagged", "other", "far"])
        #expect(try await list().map(\.via) == [.pin, .tags, .tags, .latest])
        site.clock.now = Self.noon + 3_600
        #expect(try await list().map(\.id) == ["tagged", "other", "fresh", "far"])
        try site.scratch.shell("DELETE FROM blocked_term; DELETE FROM block;")
        try await engine.catchUp()
        #expect(try await list().map(\.id) == ["near", "far", "tagged", "other", "fresh"])
    }

    @Test
    func
        `on a new page of an old archive what is kept settles the list, the new articles weighed in`()
        async throws
    {
        // The more words of its own an article has, the less it is like the page; none by much.
        let old = (0..<200).map { number in
            Self.article(
                "old \(number)",
                "harbour "
                    + (0...(number / 10)).map { "own\(number)w\($0)" }.joined(separator: " "),
                daysAgo: 2000 + Double(number))
        }
        let fresh = (0..<4).map { number in
            Self.article(
                "new \(number)",
                "harbour "
                    + (0..<(3 * number + 3)).map { "fresh\(number)w\($0)" }
                    .joined(separator: " "), daysAgo: 0.5)
        }
        let (engine, _) = try await Self.engine(
            [Self.article("page", "harbour master", daysAgo: 0)] + old + fresh)
        let plain = ["fallback": "off", "minimum_cosine": "0"]
        let all = try await engine.related(
            RelatedRequest(
                id: "page", limit: 100, rules: plain.merging(["freshness": "off"]) { $1 })
        ).items
        let expected = all.map { item in
            (id: item.id, score: (item.cosine ?? 0) * (item.id.hasPrefix("new") ? 1 : 0.5))
        }.sorted { $0.score > $1.score }.prefix(10)
        #expect(expected.contains { $0.id.hasPrefix("new") })
        let searches = engine.metrics.searches
        let items = try await engine.related(RelatedRequest(id: "page", rules: plain)).items
        #expect(items.map { ($0.score ?? 0).roundedTo7 } == expected.map(\.score.roundedTo7))
        #expect(engine.metrics.searches == searches)
    }

    @Test
    func `a word blocked on every page counts for nothing in drafts and reading histories`()
        async throws
    {
        let (engine, site) = try await Self.engine(Self.paper)
        let draft = Article(id: "draft", title: "", body: "chess harbour museum")
        func found(_ request: DraftRequest) async throws -> Set<String> {
            Set(try await engine.related(request).items.map(\.id))
        }
        let rules = ["fallback": "off", "minimum_cosine": "0", "freshness": "off"]
        let open = try await found(DraftRequest(article: draft, rules: rules))
        #expect(open == ["page", "near", "fresh", "tagged"])
        #expect(
            try await found(DraftRequest(like: ["page"], rules: rules)).isSuperset(of: ["near"]))
        try site.scratch.shell("INSERT INTO blocked_term(article_id,term) VALUES(NULL,'Harbour');")
        try await engine.catchUp()
        #expect(
            try await found(DraftRequest(article: draft, rules: rules)) == ["fresh", "tagged"])
        // The word is gone from what the reader likes: what shares only that is not found.
        try site.put([Self.article("port", "harbour")])
        try await engine.catchUp()
        #expect(
            try await found(DraftRequest(like: ["page"], rules: rules)).contains("port") == false)
    }

    @Test
    func `an explained list says in which language the article is analysed, and how sure that is`()
        async throws
    {
        let body = "Der Minister sagte am Dienstag, dass die Gespräche bis zum Ende dauern."
        let (engine, site) = try await Self.engine([
            Self.article("said", "ferry", language: "fr"), Self.article("seen", body),
            Self.article("guessed", "ferry"),
        ])
        for engine in [engine, try await site.engine(seed: 2, configuration: Configuration())] {
            var languages: [AnalysisLanguage?] = []
            for id in ["said", "seen", "guessed"] {
                let request = RelatedRequest(id: id, explain: true)
                languages.append(try await engine.related(request).language)
            }
            #expect(languages.map { $0?.code } == ["fr", "de", "en"])
            #expect(languages.map { $0?.origin } == ["declared", "detected", "assumed"])
            let sureness = languages.compactMap { $0?.confidence }
            #expect(sureness[0] == 1 && (0.5...1).contains(sureness[1]) && sureness[2] == 0)
            await engine.shutdown()
        }
        #expect(try await engine.related(RelatedRequest(id: "said")).language == nil)
    }

    @Test
    func `a blocked word counts for nothing, and the rest of the text for more`() async throws {
        let (engine, site) = try await Self.engine(Self.paper)
        let before = try await engine.related(RelatedRequest(id: "page")).items[0]
        try site.scratch.shell("INSERT INTO blocked_term(article_id,term) VALUES(NULL,'dockers');")
        try await engine.catchUp()
        let after = try await engine.related(RelatedRequest(id: "page")).items[0]
        #expect(before.id == "near" && after.id == "near")
        #expect(try #require(after.cosine) > #require(before.cosine))
    }

    @Test
    func `an article finds those of its own language unless asked otherwise`() async throws {
        let (engine, _) = try await Self.engine([
            Self.article("one", "Hamburg Airbus Boeing", language: "de"),
            Self.article("two", "Hamburg Airbus Boeing delivery", language: "en-GB"),
            Self.article("three", "Hamburg Airbus Auslieferung", language: "de-AT"),
        ])
        let own = try await engine.related(RelatedRequest(id: "one")).items
        #expect(own.map(\.id) == ["three"])
        let all = try await engine.related(RelatedRequest(id: "one", rules: ["languages": "all"]))
            .items
        #expect(Set(all.map(\.id)) == ["two", "three"])
    }

    @Test
    func `without a stop list, words of more than three in ten articles count for nothing`()
        async throws
    {
        func articles(_ count: Int) -> [Article] {
            (0..<count).map { number in
                Self.article(
                    "cs\(number)", "všude slovo\(number)" + (number % 2 == 0 ? " Vltava" : ""),
                    language: "cs")
            }
        }
        let few = try await Self.engine(articles(198)).engine
        let many = try await Self.engine(articles(202)).engine
        let off = ["fallback": "off", "minimum_cosine": "0"]
        let alike = try await few.related(RelatedRequest(id: "cs4", limit: 100, rules: off))
        #expect(alike.items.count > 90, "too few articles to judge by")
        let none = try await many.related(RelatedRequest(id: "cs4", limit: 100, rules: off))
        #expect(none.items.isEmpty)
        let draft = Article(id: "d", title: "", body: "všude Vltava slovo7", language: "cs")
        let list = try await many.related(
            DraftRequest(article: draft, explain: true, rules: off))
        #expect(list.items.map(\.id) == ["cs7"])
        #expect(list.items.first?.explanation?.terms.map(\.surface) == ["slovo7"])
    }

    // MARK: Readers

    @Test
    func `a reading history finds what is like its articles and unlike the others`() async throws {
        let (engine, _) = try await Self.engine([
            Self.article("sea", "ferry harbour strike"), Self.article("sky", "comet telescope"),
            Self.article("both", "harbour telescope"), Self.article("port", "harbour cranes ferry"),
            Self.article("star", "telescope galaxy comet"),
        ])
        func ids(like: [String], notLike: [String] = []) async throws -> [String] {
            try await engine.related(
                DraftRequest(
                    like: like, notLike: notLike,
                    rules: ["fallback": "off", "minimum_cosine": "0"])
            ).items.map(\.id)
        }
        #expect(try await ids(like: ["sea"]) == ["port", "both"])
        #expect(Set(try await ids(like: ["sea", "sky"])) == ["port", "star", "both"])
        #expect(try await ids(like: ["sea"], notLike: ["port"]) == ["both"])
        #expect(try await ids(like: ["both"], notLike: ["sky"]).first == "port")
        #expect(try await ids(like: ["nobody", ""]).isEmpty)
        #expect(try await ids(like: [], notLike: ["sea"]).isEmpty)
    }

    @Test
    func `a draft and what a reader likes count together`() async throws {
        let (engine, _) = try await Self.engine(Self.paper)
        let draft = Article(id: "draft", title: "", body: "telescope")
        let items = try await engine.related(
            DraftRequest(
                article: draft, like: ["near"], rules: ["fallback": "off", "minimum_cosine": "0"])
        ).items
        #expect(Set(items.map(\.id)) == ["other", "page", "far"])
    }

    // MARK: Copies and stories

    private static func demo() async throws -> Engine {
        let folder = try Scratch()
        let path = try DemoCatalogue.prepare(in: folder.path(""))
        let engine = try await Engine(catalogue: path)
        await engine.settle()
        return engine
    }

    @Test
    func `of copies one is shown, in lists and among the newest`() async throws {
        let copy = "The ferry to Sarai sank in the harbour on Monday after a collision with a "
        let text = copy + "dredger; all ninety passengers were saved, the Harbour Board said."
        let (engine, _) = try await Self.engine([
            Self.article("page", "Sarai harbour inquiry: ferry, dredger, collision, board"),
            Self.article("wire", text + text.uppercased(), daysAgo: 2),
            Self.article("paper", text + text.uppercased() + " (AP)", daysAgo: 1.9),
        ])
        let ids = try await engine.relatedIDs("page")
        #expect(ids.count == 1 && ["wire", "paper"].contains(ids[0]))
        let all = try await engine.related(RelatedRequest(id: "page", rules: ["duplicates": "all"]))
        #expect(Set(all.items.map(\.id)) == ["wire", "paper"])
        #expect(try engine.latestIDs() == ["page", "paper"])
    }

    @Test
    func `more on this story and other stories are parted`() async throws {
        let engine = try await Self.demo()
        let content = engine.state.content
        let stories = (0..<content.groups.storyCount).map(content.groups.articles(inStory:))
        let largest = try #require(stories.max { $0.count < $1.count })
        let ids = largest.compactMap { content.card(Int($0))?.id }
        func list(_ stories: Stories) async throws -> [String] {
            try await engine.related(RelatedRequest(id: ids[0], limit: 20, stories: stories))
                .items.map(\.id)
        }
        let (same, other) = (try await list(.same), try await list(.other))
        #expect(ids.count >= 3 && !same.isEmpty && Set(same).isSubset(of: ids))
        #expect(other.count >= 10 && Set(other).isDisjoint(with: ids))
    }

    // MARK: Exactness

    /// After changes, what an engine answers is what a new one answers that never knew another
    /// state.
    @Test(arguments: [UInt64(31), 32])
    func `lists by all rules are those of an engine started anew`(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let words = (0..<60).map { "word\($0)" }
        func text(_ count: Int, _ random: inout SeededGenerator) -> String {
            (0..<count).map { _ in words[min(random.below(60), random.below(60))] }
                .joined(separator: " ")
        }
        func article(_ number: Int, _ random: inout SeededGenerator) -> Article {
            Self.article(
                "a\(number)", text(5 + random.below(40), &random),
                section: ["World", "World/Asia", "Sport"][random.below(3)],
                tags: ["x", "y", "z"].filter { _ in random.below(3) == 0 },
                daysAgo: Double(random.below(400)))
        }
        let site = try TestSite(articles: (0..<300).map { article($0, &random) })
        let engine = try await site.engine(configuration: Configuration())
        await engine.settle()
        for round in 0..<4 {
            let number = { (random: inout SeededGenerator) in random.below(320) }
            try site.put((0..<(1 + 4 * round)).map { _ in article(number(&random), &random) })
            try await engine.catchUp()
            let fresh = try await site.engine(
                configuration: Configuration(), ledger: "fresh\(round).sqlite")
            for id in engine.state.content.listedCards.map(\.id).shuffled(using: &random).prefix(60)
            {
                var request = RelatedRequest(id: id, limit: 1 + random.below(12))
                request.rules["duplicates"] = "all"
                request.rules["fallback"] = "tags,section,latest"
                request.rules["half_life_days"] = ["20", "90", "400"][random.below(3)]
                if random.below(4) == 0 { request.rules["diversity"] = "0.3" }
                let (mine, theirs) = (
                    try await engine.related(request), try await fresh.related(request)
                )
                #expect(mine.items.map(\.id) == theirs.items.map(\.id), "\(request)")
                let scores = zip(mine.items, theirs.items).map {
                    abs(($0.score ?? 0) - ($1.score ?? 0))
                }
                #expect(scores.allSatisfy { $0 < 1e-9 })
            }
        }
    }
}

extension Double {
    fileprivate var roundedTo7: Double { (self * 1e7).rounded() / 1e7 }
}

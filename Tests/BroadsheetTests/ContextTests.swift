import BroadsheetAds
import BroadsheetArticles
import BroadsheetContent
import BroadsheetStorage
import BroadsheetTestSupport
import Foundation
import Testing

@testable import Broadsheet

/// Briefs and brand safety from the campaign file to the page.
struct ContextTests {
    private static let brief = "Night trains with sleeping cars and berths for passengers"

    // MARK: Cosines

    @Test(arguments: [true, false])
    func `the cosine of a brief is that of the brief as a draft and the article`(isPlain: Bool)
        async throws
    {
        var random = SeededGenerator(seed: 4_710_000)
        let words = (0..<900).map { _ in "word\(random.below(700))" }
        // Longer than where the discount for length begins.
        let long = ContextFixture.article(
            "long", "A long train", (words + ["train", "berths"]).joined(separator: " "))
        let wide = (["train"] + words[0..<400]).joined(separator: " ")
        for brief in [Self.brief, wide] {
            let site = try TestSite(
                articles: ContextFixture.articles + [long],
                campaigns: ContextFixture.campaigns(
                    "context: {brief: \"\(brief)\", keywords: [railway, pot of tea]}"))
            var configuration = isPlain ? TestSite.plain : Configuration()
            if isPlain { configuration.scoring = .raw(analyzer: .always(.plain)) }
            let engine = try await site.engine(configuration: configuration)
            let draft = Article(id: "", body: "\(brief)\n\nrailway\n\npot of tea")
            let list = try await engine.related(DraftRequest(article: draft, limit: 100))
            var found = 0
            for item in list.items {
                guard let expected = item.cosine, expected > 0 else { continue }
                let cosine = try #require(engine.briefCosine("aimed", item.id))
                #expect(abs(cosine - expected) < 1e-9, "\(item.id): \(cosine), \(expected)")
                found += 1
            }
            #expect(found >= 3)
        }
    }

    @Test func `a line item stands where the cosine reaches its least, and not a bit above`()
        async throws
    {
        let probe = try await ContextFixture.site("context: {brief: \(Self.brief)}").engine()
        let cosine = try #require(probe.briefCosine("aimed", "trains"))
        #expect(cosine > 0.1 && cosine < 1)
        for (least, fate) in [(cosine, "0.75"), (cosine.nextUp, "context")] {
            let terms = "context: {brief: \(Self.brief), at_least: \(least)}"
            let engine = try await ContextFixture.site(terms).engine()
            #expect(try await engine.fate(on: "trains") == fate, "\(least)")
            #expect(try await engine.fate(on: "comet") == "context")
        }
    }

    @Test func `a weight follows the cosine, exactly`() async throws {
        let terms = "context: {brief: \(Self.brief), at_least: 0, weighs: true}"
        let engine = try await ContextFixture.site(terms).engine()
        for article in ["trains", "crash"] {
            let cosine = try #require(engine.briefCosine("aimed", article))
            let weight = 3 * min(cosine / 0.08, 4)
            let found = try #require(Double(try await engine.fate(on: article)))
            #expect(abs(found - weight / (weight + 1)) < 1e-12, "\(article)")
        }
        #expect(try await engine.fate(on: "comet") == "zero_weight")
        #expect(try await engine.fate(on: nil) == "context")
    }

    @Test func `with even weights no weight follows an article, but briefs and safety hold`()
        async throws
    {
        var configuration = TestSite.plain
        configuration.adVariants = [.init(name: "even", share: 1, rule: .uniform)]
        let terms = """
            context: {brief: \(Self.brief), at_least: 0.05, weighs: true}
                    brand_safety: {keywords: [injured]}
            """
        let engine = try await ContextFixture.site(terms).engine(configuration: configuration)
        #expect(try await engine.fate(on: "trains") == "0.5")
        #expect(try await engine.fate(on: "crash") == "brand_safety")
        #expect(try await engine.fate(on: "tea") == "context")
    }

    // MARK: Brand safety

    @Test(arguments: [
        (
            "topics: [\"A train crash: carriages derailed, passengers injured.\"], at_least: 0.4",
            "crash"
        ),
        ("topics: [\"Nothing of the kind.\", \"Comets and probes in space\"]", "comet"),
        ("keywords: [injuries, injured]", "crash"), ("keywords: [DERAILED]", "crash"),
        // Of the body, by its stem.
        ("keywords: [derail]", "crash"), ("keywords: [crash]", "crash"),
        ("keywords: [cup]", "tea"),
        // A phrase: all of its words, of which `of the` count for nothing.
        ("keywords: [tail of the comet]", "comet"), ("keywords: [passengers and trains]", "crash"),
        ("keywords: [\"four o'clock\"]", "tea"),
        // A word that no article has, alone and in a phrase.
        ("keywords: [zyzzyva]", nil), ("keywords: [train zyzzyva]", nil),
        ("topics: [zyzzyva]", nil), ("keywords: [train comet]", nil),
    ])
    func `what an article is about keeps line items out, their own way or their advertisers'`(
        safety: String, article: String?
    ) async throws {
        let own = try await ContextFixture.site("brand_safety: {\(safety)}").engine()
        let whole = try await ContextFixture.site(
            "labels: []", advertiser: "brand_safety: {\(safety)}"
        ).engine()
        for engine in [own, whole] {
            for id in ContextFixture.articles.map(\.id) {
                let expected = id == article ? "brand_safety" : "0.75"
                #expect(try await engine.fate(on: id) == expected, "\(safety) on \(id)")
            }
            #expect(try await engine.fate(on: nil) == "0.75")
        }
    }

    @Test func `tags and summaries are held against keywords as they are written`() async throws {
        var article = ContextFixture.article("plain", "Plain", "Nothing in here.")
        article.tags = ["Heavy Weather"]
        article.summary = "A storm."
        for (keyword, expected) in [
            ("heavy weather", "brand_safety"), ("weather", "brand_safety"),
            ("storm", "brand_safety"), ("storms", "0.75"), ("heavy rain", "0.75"),
        ] {
            let site = try ContextFixture.site("brand_safety: {keywords: [\(keyword)]}")
            try site.put([article])
            let engine = try await site.engine()
            #expect(try await engine.fate(on: "plain") == expected, "\(keyword)")
        }
    }

    @Test func `the reason of a page that brand safety leaves empty is that it is excluded`()
        async throws
    {
        let site = try ContextFixture.site("brand_safety: {keywords: [injured]}")
        try site.scratch.shell("UPDATE line_item SET status='paused' WHERE id='rest';")
        let engine = try await site.engine()
        #expect(
            try engine.ad(slot: "side", article: "crash").outcome == .noFill(reason: "excluded"))
        try site.scratch.shell(
            #"UPDATE line_item SET brand_safety=NULL, context='{"brief":"tea"}' WHERE id='aimed';"#)
        try await engine.catchUp()
        #expect(
            try engine.ad(slot: "side", article: "crash").outcome
                == .noFill(reason: "none_eligible"))
    }

    // MARK: Pages without a vector

    @Test func `without an article, or one that has no vector, briefs hold for nothing`()
        async throws
    {
        let terms = """
            context: {brief: \(Self.brief), at_least: 0}
                    brand_safety: {topics: [\(Self.brief)], keywords: [in the]}
            """
        let site = try ContextFixture.site(terms)
        try site.put([
            ContextFixture.article("empty", "", ""), ContextFixture.article("stops", "", "of the"),
        ])
        let engine = try await site.engine()
        for article in [nil, "empty", "stops"] {
            #expect(try await engine.fate(on: article) == "context", "\(article ?? "none")")
        }
        // An article without a word of the brief has a vector all the same.
        #expect(try await engine.fate(on: "comet") == "0.75")
        let safe = try await ContextFixture.site("brand_safety: {topics: [of the, \(Self.brief)]}")
            .engine()
        #expect(try await safe.fate(on: nil) == "0.75")
        #expect(try await safe.fate(on: "trains") == "brand_safety")
    }

    @Test func `a brief of words that no article has stands nowhere, and a warning says so`()
        async throws
    {
        let site = try ContextFixture.site("context: {brief: zyzzyva of the quux}")
        let engine = try await site.engine()
        for id in ContextFixture.articles.map(\.id) {
            #expect(try await engine.fate(on: id) == "context")
        }
        func problems() throws -> [String] {
            try UnheardBriefs.problems(
                in: site.catalogue.loadAds().ads, of: site.catalogue, at: TestSite.noon,
                language: "en", threads: 1
            ).map(\.description)
        }
        #expect(
            try problems() == [
                "campaign c: warning: line item `aimed` has a `context` of which no article has a "
                    + "word; it stands nowhere"
            ])
        #expect(engine.state.ads.contexts[0].unheard.map(\.description) == (try problems()))
        try site.put([ContextFixture.article("z", "Zyzzyva", "zyzzyva")])
        #expect(try problems() == [])
        try await engine.catchUp()
        #expect(try await engine.fate(on: "z") == "0.75")
    }

    // MARK: Changes

    @Test func `an article that is edited and a brief that is changed take effect`() async throws {
        let site = try ContextFixture.site("context: {brief: \(Self.brief)}")
        let engine = try await site.engine()
        #expect(try await engine.fate(on: "trains") == "0.75")
        #expect(try await engine.fate(on: "tea") == "context")
        let before = engine.briefCosine("aimed", "trains")
        try site.put([
            ContextFixture.article("tea", "Tea on the night train", "Tea in sleeping cars, berths"),
            ContextFixture.article("trains", "No more", "Nothing runs."),
        ])
        try await engine.catchUp()
        #expect(try await engine.fate(on: "tea") == "0.75")
        #expect(try await engine.fate(on: "trains") == "context")
        #expect(engine.briefCosine("aimed", "trains") != before)
        try site.scratch.shell(
            #"UPDATE line_item SET context='{"brief":"comets and their dust"}' WHERE id='aimed';"#)
        try await engine.catchUp()
        #expect(try await engine.fate(on: "tea") == "context")
        #expect(try await engine.fate(on: "comet") == "0.75")
        try site.scratch.shell("UPDATE advertiser SET brand_safety='{\"keywords\":[\"ice\"]}';")
        try await engine.catchUp()
        #expect(try await engine.fate(on: "comet") == "brand_safety")
    }

    @Test func `engines and previews of one catalogue say the same`() async throws {
        let terms = """
            context: {brief: \(Self.brief), at_least: 0.02, weighs: true}
                    brand_safety: {topics: [comets], keywords: [injured]}
            """
        let site = try ContextFixture.site(terms)
        let engines = [
            try await site.engine(seed: 5, ledger: "a.sqlite"),
            try await site.engine(seed: 5, ledger: "b.sqlite"),
        ]
        let requests = ContextFixture.articles.map(\.id) + ContextFixture.articles.map(\.id)
        var texts: [String] = []
        for engine in engines {
            var writer = JSONWriter()
            for id in requests {
                try engine.ad(slot: "side", article: id).write(to: &writer)
                try await engine.page(PageRequest(article: id, slots: ["side", "foot"]))
                    .write(to: &writer)
            }
            try await engine.ledger.flush()
            texts.append(writer.text)
        }
        #expect(texts[0] == texts[1])
        let decisions = "SELECT id, hex(record) FROM decision ORDER BY id;"
        #expect(
            try site.scratch.shell(decisions, on: "a.sqlite")
                == site.scratch.shell(decisions, on: "b.sqlite"))
        for id in ContextFixture.articles.map(\.id) {
            let preview = try DecisionPreview(
                catalogue: site.catalogue, article: id, now: TestSite.noon, seed: 1, language: "en")
            let rows = preview.explain(slots: ["side"])[0].rows
            let aimed = try #require(rows.first { $0.lineItem == "aimed" })
            let fate = try await engines[0].fate(on: id)
            switch aimed.verdict {
            case .drawn(let probability): #expect(fate == "\(probability)")
            case .ineligible(let reason): #expect(fate == reason.rawValue)
            case .outranked: Issue.record("\(id): one tier only")
            }
            #expect(aimed.cosine == engines[0].briefCosine("aimed", id))
            #expect(rows.first { $0.lineItem == "rest" }?.cosine == nil)
            let tally = try preview.tally(slot: "side", repetitions: 200)
            let isDrawn = tally.lineItems.contains { $0.lineItem == "aimed" && $0.count > 0 }
            #expect(isDrawn == (Double(fate) != nil), "\(id): \(fate)")
        }
    }

    // MARK: Auctions

    @Test func `auctions go by articles as pages do, and by the words that they are said to have`()
        async throws
    {
        let terms = """
            context: {brief: \(Self.brief)}
                    brand_safety: {keywords: [late trains]}
            """
        let site = try ContextFixture.site(terms)
        try site.scratch.shell("UPDATE line_item SET status='paused' WHERE id='rest';")
        let engine = try await site.engine()
        func outcome(_ article: String?, _ keywords: [String] = []) throws -> String {
            var requirements = AdRequirements()
            requirements.banner = AdRequirements.Banner()
            var auction = Auction(
                offers: [Auction.Offer(id: "1", slot: "side", requirements: requirements)])
            auction.article = article
            auction.keywords = keywords
            let decision = try #require(try engine.decide(auction, id: "x").first)
            switch decision.outcome {
            case .ad(let winner): return winner.ad.lineItem
            case .noFill(let reason): return reason.rawValue
            }
        }
        #expect(try outcome("trains") == "aimed")
        #expect(try outcome("trains", ["late", "trains", "tea"]) == "excluded")
        #expect(try outcome("trains", ["late"]) == "aimed")
        #expect(try outcome("comet") == "none_eligible")
        #expect(try outcome(nil) == "none_eligible")
    }

    // MARK: Words of a page

    @Test func `words of a page are told to decisions once each`() {
        var article = ContextFixture.article("a", "Tea, tea and TEA", "")
        article.tags = ["Tea", "tea", "Cups"]
        article.summary = "And cups, caf\u{E9}, cafe\u{301}"
        let context = AdContext(card: ArticleCard(article))
        #expect(
            context.request(slot: "side", at: TestSite.noon).keywords.map { Array($0.utf8) }
                == ["tea", "cups", "and", "caf\u{E9}", "cafe\u{301}"].map { Array($0.utf8) })
    }
}

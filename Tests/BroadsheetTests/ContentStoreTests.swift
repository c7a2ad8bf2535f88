import BroadsheetArticles
import BroadsheetContent
import Foundation
import Testing

@testable import Broadsheet

struct ContentStoreTests {
    static let noon = TestClock.noon

    static func store(_ articles: [Article]) -> ContentStore {
        var store = ContentStore(scorings: [Scoring(analyzer: .always(.english))])
        for article in articles { store.put(article) }
        return store
    }

    static func snapshot(_ articles: [Article], at now: Date = noon) -> ContentSnapshot {
        var store = store(articles)
        return store.snapshot(at: now)
    }

    static func article(
        _ id: String, _ body: String = "", from: Double? = nil, to: Double? = nil,
        status: Article.Status = .published, section: String = ""
    ) -> Article {
        Article(
            id: id, body: body, section: section, publishedAt: from.map(noon.addingTimeInterval),
            expiresAt: to.map(noon.addingTimeInterval), status: status)
    }

    @Test(arguments: [
        article("x", status: .draft), article("x", status: .withdrawn), article("x", from: 1),
        article("x", to: 0), article("x", to: -1), article("x", from: -10, to: -5),
    ])
    func `what readers may not see is not in a snapshot`(hidden: Article) {
        let snapshot = Self.snapshot([hidden, Self.article("y")])
        #expect(snapshot.listedCards.map(\.id) == ["y"])
        #expect(snapshot.document(id: "x") == nil)
        #expect(snapshot.indexes[0].index.documentCount == 1)
    }

    @Test(arguments: [
        article("x"), article("x", from: 0), article("x", to: 1), article("x", from: -1, to: 1),
    ])
    func `what readers may see is in it, from the first to before the last second`(
        visible: Article
    ) {
        let snapshot = Self.snapshot([visible])
        #expect(snapshot.document(id: "x", at: Self.noon) == 0)
    }

    @Test
    func `texts that readers may not see change no score`() throws {
        let visible = [
            Self.article("a", "summit sanctions trade"), Self.article("b", "summit sanctions"),
            Self.article("c", "comet pictures"),
        ]
        let hidden = [
            Self.article("d", "summit summit trade", status: .draft),
            Self.article("w", "sanctions trade", status: .withdrawn),
            Self.article("e", "summit comet", from: 60), Self.article("g", "comet", to: 0),
        ]
        let alone = Self.list(Self.snapshot(visible), "a")
        let among = Self.list(Self.snapshot(hidden + visible), "a")
        #expect(alone == among)
        #expect(alone.map(\.id) == ["b"])
    }

    @Test
    func `a draft's text is scored without the words that only hidden texts hold`() throws {
        let visible = [Self.article("a", "summit sanctions"), Self.article("b", "comet")]
        let hidden = Self.article("e", "summit embargoword", from: 60)
        let text = "summit embargoword"
        let alone = Self.list(Self.snapshot(visible), text: text)
        #expect(Self.list(Self.snapshot([hidden] + visible), text: text) == alone)
        #expect(alone.map(\.id) == ["a"])
    }

    private static func list(_ snapshot: ContentSnapshot, _ id: String) -> [Item] {
        guard let document = snapshot.document(id: id) else { return [] }
        return Self.items(snapshot, snapshot.query(document: document, wishes))
    }

    private static func list(_ snapshot: ContentSnapshot, text: String) -> [Item] {
        let terms = snapshot.lexicon.terms(of: text, with: .english)
        return Self.items(snapshot, snapshot.query(draft: terms, page: nil, wishes))
    }

    /// Cosine and no other rule.
    private static let wishes = ListWishes(
        scoring: 0, rules: .none, limit: 10, now: noon, asksVisibility: false)

    private static func items(_ snapshot: ContentSnapshot, _ query: ListQuery) -> [Item] {
        let pool = ScratchPool()
        return snapshot.items(
            snapshot.list(query, pool: pool), of: query, reasons: .none, explain: true)
    }

    @Test
    func `the next transition is the first embargo or expiry to come`() {
        let articles = [
            Self.article("a", from: 50), Self.article("b", to: 20), Self.article("c", from: -9),
            Self.article("d", to: -9), Self.article("e", from: 5, status: .draft),
        ]
        var store = Self.store(articles)
        var now = Self.noon
        #expect(store.snapshot(at: now).nextTransition == now + 20)
        now = Self.noon + 20
        #expect(store.snapshot(at: now).nextTransition == Self.noon + 50)
        now = Self.noon + 50
        #expect(store.snapshot(at: now).nextTransition == nil)
    }

    @Test
    func `an embargo that ends and an expiry that passes change the snapshot`() {
        var store = Self.store([
            Self.article("always", "summit"), Self.article("embargo", "summit", from: 10),
            Self.article("expiry", "summit", to: 20),
        ])
        let ids = [0.0, 9, 10, 19, 20].map { seconds in
            Set(store.snapshot(at: Self.noon + seconds).listedCards.map(\.id))
        }
        #expect(
            ids == [
                ["always", "expiry"], ["always", "expiry"], ["always", "expiry", "embargo"],
                ["always", "expiry", "embargo"], ["always", "embargo"],
            ])
    }

    @Test
    func `a snapshot that is older than an expiry does not show the article`() {
        let snapshot = Self.snapshot([Self.article("a", "x", to: 10), Self.article("b", "x")])
        #expect(snapshot.document(id: "a", at: Self.noon + 9) != nil)
        #expect(snapshot.document(id: "a", at: Self.noon + 10) == nil)
        let latest = snapshot.latest(section: "", limit: 9, filter: ListFilter(now: Self.noon + 10))
        #expect(latest.map(\.id) == ["b"])
    }

    @Test
    func `the newest come first, undated ones last, equals by the bytes of their ids`() throws {
        let articles = [
            Self.article("undated-b"), Self.article("é", from: -5), Self.article("old", from: -9),
            Self.article("z", from: -5), Self.article("undated-a"), Self.article("new", from: -1),
            Self.article("e\u{301}", from: -5),
        ]
        let snapshot = Self.snapshot(articles)
        let expected = ["new", "e\u{301}", "z", "é", "old", "undated-a", "undated-b"]
        #expect(snapshot.listedCards.map { Array($0.id.utf8) } == expected.map { Array($0.utf8) })
        let second = try #require(snapshot.document(id: "e\u{301}"))
        let latest = snapshot.latest(
            section: "", limit: 3, excluded: [second], filter: ListFilter(now: Self.noon))
        #expect(latest.map { Array($0.id.utf8) } == ["new", "z", "é"].map { Array($0.utf8) })
    }

    @Test(arguments: [
        ("", 6), ("World", 3), ("World/Asia", 1), ("world", 0), ("World/", 0), ("Worldw", 0),
        ("/", 0), ("Asia", 0),
    ])
    func `a section holds what lies below it, by component and case`(section: String, count: Int) {
        let articles = ["World", "World/Asia", "World/Europe", "Worldwide", "Sport", ""]
        let snapshot = Self.snapshot(
            articles.enumerated().map { Self.article("\($0)", section: $1) })
        let latest = snapshot.latest(section: section, limit: 9, filter: ListFilter(now: Self.noon))
        #expect(latest.count == count)
    }

    @Test
    func `ids that look the same in other bytes are two articles`() {
        let (composed, decomposed) = ("caf\u{E9}", "cafe\u{301}")
        var store = Self.store([
            Self.article(composed, "summit"), Self.article(decomposed, "summit sanctions"),
        ])
        let snapshot = store.snapshot(at: Self.noon)
        #expect(snapshot.count == 2)
        #expect(snapshot.document(id: composed) != snapshot.document(id: decomposed))
        store.remove(id: composed)
        let rest = store.snapshot(at: Self.noon).listedCards
        #expect(rest.map { Array($0.id.utf8) } == [Array(decomposed.utf8)])
    }

    @Test
    func `an article put again takes the place of the old one`() {
        var store = Self.store([Self.article("a", "summit"), Self.article("b", "summit")])
        store.put(Self.article("a", "comet"))
        let snapshot = store.snapshot(at: Self.noon)
        #expect(snapshot.count == 2)
        #expect(Self.list(snapshot, "b").isEmpty)
        store.put(Self.article("a", "summit", status: .withdrawn))
        #expect(store.snapshot(at: Self.noon).listedCards.map(\.id) == ["b"])
        #expect(store.count == 2)
    }

    @Test
    func `articles are counted by status, hidden ones too`() {
        let counts = Self.snapshot([
            Self.article("a"), Self.article("b", from: 9), Self.article("c", status: .draft),
            Self.article("d", status: .withdrawn), Self.article("e", status: .withdrawn),
        ]).statusCounts
        #expect(counts == [.published: 2, .draft: 1, .withdrawn: 2])
    }

    @Test
    func `a store of raw scores holds every published article whatever the time`() {
        var store = ContentStore(
            scorings: [Scoring(analyzer: .always(.plain))], admission: .published,
            text: { DocumentText(raw: $0) })
        for article in [
            Self.article("a", from: 9), Self.article("b", to: -9),
            Self.article("c", status: .draft),
        ] { store.put(article) }
        #expect(Set(store.snapshot(at: Self.noon).listedCards.map(\.id)) == ["a", "b"])
    }

    @Test
    func `the order in which articles arrive changes no list`() {
        let articles = (0..<30).map { number in
            Self.article(
                "id \(number % 15)-\(number)", "summit word\(number % 5) word\(number % 7)",
                from: -Double(number % 3))
        }
        let forward = Self.snapshot(articles)
        let backward = Self.snapshot(articles.reversed())
        #expect(forward.listedCards == backward.listedCards)
        for card in forward.listedCards {
            let lists = [forward, backward].map { Self.list($0, card.id) }
            #expect(lists[0].map(\.id) == lists[1].map(\.id))
            for (left, right) in zip(lists[0], lists[1]) {
                #expect(abs((left.score ?? 0) - (right.score ?? 1)) < 1e-12)
            }
        }
    }
}

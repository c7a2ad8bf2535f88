import BroadsheetArticles
import BroadsheetContent
import BroadsheetTestSupport
import Foundation
import Testing

@testable import Broadsheet

/// What a newsroom does to articles, in any order, against a store that begins anew.
struct RandomNewsroomTests {
    private static let words = (0..<120).map { "word\($0)" }

    /// An article of 4 to 30 words, of which the first of the list are the most frequent.
    private static func article(
        _ number: Int, at now: Date, _ random: inout SeededGenerator
    ) -> Article {
        let body = (0..<(4 + random.below(27))).map { _ in
            words[min(random.below(120), random.below(120))]
        }
        var article = Article(
            id: "a\(number)", title: "", body: body.joined(separator: " "),
            publishedAt: now.addingTimeInterval(Double(random.below(7_200)) - 6_600))
        if random.below(4) == 0 {
            article.expiresAt = now.addingTimeInterval(Double(random.below(7_200)))
        }
        if random.below(12) == 0 { article.status = random.below(2) == 0 ? .draft : .withdrawn }
        return article
    }

    @Test(arguments: [UInt64(1), 2])
    func
        `after publishing, editing, withdrawing, deleting, embargo and expiry every list is that of a rebuild`(
            _ seed: UInt64
        ) throws
    {
        var random = SeededGenerator(seed: seed)
        let scoring = Scoring(analyzer: .always(.plain), scale: .log)
        var store = ContentStore(scorings: [scoring])
        var articles: [Int: Article] = [:]
        var now = TestClock.noon
        for number in 0..<330 { articles[number] = Self.article(number, at: now, &random) }
        for (_, article) in articles.sorted(by: { $0.key < $1.key }) { store.put(article) }
        for step in 1...400 {
            let number = random.below(360)
            switch random.below(8) {
            case 0:
                articles[number] = nil
                store.remove(id: "a\(number)")
            case 1:
                articles[number]?.status = .withdrawn
                if let article = articles[number] { store.put(article) }
            case 2: now.addTimeInterval(Double(random.below(300)))
            default:
                let article = Self.article(number, at: now, &random)
                articles[number] = article
                store.put(article)
            }
            let snapshot = store.snapshot(at: now)
            for _ in 0..<random.below(12) { _ = store.advance() }
            guard step % 40 == 0 else { continue }
            try Self.expectRebuilt(snapshot, articles, scoring, at: now, seed: seed, step: step)
        }
    }

    /// All lists of a snapshot against those of a new store.
    private static func expectRebuilt(
        _ snapshot: ContentSnapshot, _ articles: [Int: Article], _ scoring: Scoring, at now: Date,
        seed: UInt64, step: Int
    ) throws {
        var fresh = ContentStore(scorings: [scoring])
        for (_, article) in articles.sorted(by: { $0.key < $1.key }) { fresh.put(article) }
        let rebuilt = fresh.snapshot(at: now)
        let visible = articles.values.filter { $0.isVisible(at: now) }
        try #require(snapshot.count == visible.count && rebuilt.count == visible.count)
        let pool = ScratchPool()
        for article in visible {
            let lists = try [snapshot, rebuilt].map { content in
                let document = try #require(content.document(id: article.id))
                var wishes = ListWishes(scoring: 0, rules: .none, limit: 10, now: now)
                wishes.asksVisibility = false
                let query = content.query(document: document, wishes)
                return content.items(
                    content.list(query, pool: pool), of: query, reasons: .none, explain: false)
            }
            let scores = lists.map { $0.map { $0.score ?? 0 } }
            try #require(scores[0].count == scores[1].count, "seed \(seed), step \(step)")
            #expect(
                zip(scores[0], scores[1]).allSatisfy { abs($0 - $1) < 1e-6 },
                "seed \(seed), step \(step), \(article.id)")
            #expect(
                zip(lists[0], lists[1]).enumerated().allSatisfy { place, pair in
                    pair.0.id == pair.1.id
                        || abs(scores[0][place] - scores[1][place]) < 1e-6
                },
                "seed \(seed), step \(step), \(article.id)")
        }
    }
}

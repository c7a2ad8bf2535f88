import BroadsheetArticles
import BroadsheetTestSupport
import Foundation
import Testing

@testable import Broadsheet

struct ArticleOrderTests {
    private static func card(_ number: UInt32, day: Int?) -> ArticleCard {
        ArticleCard(
            Article(
                id: "a\(number % 7)-\(number)", title: "",
                publishedAt: day.map { Date(timeIntervalSince1970: Double($0)) }))
    }

    @Test
    func `after any change the order is that of all articles sorted anew`() {
        let seed: UInt64 = 62
        var random = SeededGenerator(seed: seed)
        var order = ArticleOrder()
        var cards = ChunkedTable<ArticleCard>()
        var present: Set<UInt32> = []
        for round in 0..<400 {
            var removed: Set<UInt32> = []
            var added: Set<UInt32> = []
            for _ in 0..<(1 + random.below(6)) {
                let number = UInt32(random.below(50))
                if random.below(3) == 0 {
                    removed.insert(number)
                } else {
                    added.insert(number)
                }
            }
            removed.subtract(added)
            for number in removed { cards[Int(number)] = nil }
            for number in added {
                let day = random.below(8) == 0 ? nil : random.below(12)
                cards[Int(number)] = Self.card(number, day: day)
            }
            present.formUnion(added)
            present.subtract(removed)
            order.change(removed: removed.sorted(), added: added.sorted(), cards: cards)
            let expected = present.compactMap { number in cards[Int(number)].map { (number, $0) } }
                .sorted { ArticleCard.precedes($0.1, $1.1) }.map(\.0)
            #expect(order.numbers == expected, "round \(round), seed \(seed)")
            for (rank, number) in expected.enumerated() {
                #expect(order.ranks[Int(number)] == UInt32(rank), "round \(round), seed \(seed)")
            }
            let ranked = order.ranks.count { $0 != .max }
            #expect(ranked == expected.count, "round \(round), seed \(seed)")
        }
    }
}

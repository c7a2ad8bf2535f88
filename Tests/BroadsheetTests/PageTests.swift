import BroadsheetArticles
import BroadsheetContent
import BroadsheetStorage
import BroadsheetTestSupport
import Foundation
import Testing

@testable import Broadsheet

struct PageTests {
    @Test
    func `no page shows an article twice, itself or what it excludes`() async throws {
        let seed: UInt64 = 7_102_024
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let articles = Self.randomArticles(count: 60, using: &generator)
        let engine = try await TestSite(articles: articles).engine()
        var shown = 0
        for _ in 0..<200 {
            let request = Self.randomRequest(articles, using: &generator)
            let page = try await engine.page(request)
            let ids = page.blocks.flatMap { $0.items.map(\.id) }
            #expect(Set(ids).count == ids.count, "\(request)")
            #expect(Set(ids).isDisjoint(with: request.exclude + [request.article ?? ""]))
            for (block, asked) in zip(page.blocks, request.blocks) {
                #expect(block.name == asked.name && block.items.count <= asked.limit)
                #expect(
                    block.items.allSatisfy {
                        asked.kind == .related || SectionScope.contains(asked.section, $0.section)
                    })
            }
            shown += ids.count
        }
        #expect(shown > 1_000)
    }

    static func randomArticles(
        count: Int, using generator: inout SeededGenerator
    ) -> [Article] {
        let words = ["summit", "trade", "comet", "drum", "match", "flood", "vote", "chip"]
        let sections = ["World", "World/Asia", "Sport", ""]
        return (0..<count).map { number in
            let text = (0..<Int.random(in: 0...9, using: &generator)).map { _ in
                words[Int.random(in: words.indices, using: &generator)]
            }
            let hours = Double(Int.random(in: 0...20, using: &generator))
            return Article(
                id: "article \(number)", title: text.joined(separator: " "),
                section: sections[number % sections.count],
                publishedAt: number % 9 == 0 ? nil : TestSite.noon - 3_600 * hours)
        }
    }

    static func randomRequest(
        _ articles: [Article], using generator: inout SeededGenerator
    ) -> PageRequest {
        let blocks = (0..<Int.random(in: 0...5, using: &generator)).map { number in
            PageRequest.Block(
                name: "block \(number)",
                kind: Bool.random(using: &generator) ? .related : .latest,
                limit: Int.random(in: 0...12, using: &generator),
                section: ["", "World", "Sport"][number % 3])
        }
        let ids = articles.map(\.id).shuffled(using: &generator)
        return PageRequest(
            article: Bool.random(using: &generator) ? ids[0] : nil, blocks: blocks,
            exclude: Array(ids[1..<Int.random(in: 1...6, using: &generator)]))
    }

    @Test
    func `a block gets what those before it left`() async throws {
        let engine = try await TestSite().engine()
        let page = try await engine.page(
            PageRequest(
                article: "summit",
                blocks: [
                    .init(name: "new", kind: .latest, limit: 2),
                    .init(name: "more", kind: .related, limit: 9),
                    .init(name: "rest", kind: .latest, limit: 9),
                ]))
        #expect(page.blocks[0].items.map(\.id) == ["sanctions", "trade"])
        #expect(page.blocks[1].items.map(\.id) == ["pictures"])
        #expect(page.blocks[2].items.map(\.id) == ["comet"])
    }

    @Test
    func `a front page has latest articles and empty related blocks`() async throws {
        let engine = try await TestSite().engine()
        let page = try await engine.page(
            PageRequest(blocks: [
                .init(name: "r", kind: .related), .init(name: "l", kind: .latest, limit: 100),
            ]))
        #expect(page.article == nil && page.blocks[0].items.isEmpty)
        #expect(page.blocks[1].items.count == 5)
    }

    @Test
    func `two blocks of one name are refused, two names in other bytes are not`() async throws {
        let engine = try await TestSite().engine()
        await #expect(throws: RequestError.duplicateBlock(name: "a")) {
            try await engine.page(
                PageRequest(blocks: [
                    .init(name: "a", kind: .latest), .init(name: "a", kind: .related),
                ]))
        }
        let page = try await engine.page(
            PageRequest(blocks: [
                .init(name: "\u{E9}", kind: .latest), .init(name: "e\u{301}", kind: .latest),
            ]))
        #expect(page.blocks.count == 2)
    }

    @Test
    func `a request with a mistake decides and records nothing`() async throws {
        let site = try TestSite(campaigns: TestSite.campaigns)
        let engine = try await site.engine()
        for request in [
            PageRequest(article: "summit", slots: ["side", "nowhere"]),
            PageRequest(article: "nobody", slots: ["side"]),
            PageRequest(article: "summit", slots: ["side"], variant: "nobody", track: true),
            PageRequest(
                article: "summit", blocks: [.init(name: "n", kind: .related, limit: 101)],
                slots: ["side"], track: true),
        ] {
            await #expect(throws: RequestError.self) { try await engine.page(request) }
        }
        let ledger = try await engine.writtenLedger()
        #expect(try ledger.deliveryCounts().isEmpty && ledger.listEvents().isEmpty)
        #expect(engine.metrics.decisions.isEmpty)
    }

    @Test
    func `slots are answered in the order asked, one that is asked twice once`() async throws {
        let engine = try await TestSite(campaigns: TestSite.campaigns).engine()
        let page = try await engine.page(
            PageRequest(article: "summit", slots: ["empty", "side", "top"]))
        #expect(page.ads.map(\.slot) == ["empty", "side", "top"])
        #expect(page.ads[0].outcome == .noFill(reason: "none_eligible"))
        #expect(try page.ads[2].filled().creative == "heavy-top")
        let twice = try await engine.page(PageRequest(slots: ["side", "side"]))
        var writer = JSONWriter()
        twice.write(to: &writer)
        #expect(writer.text.components(separatedBy: "\"side\":").count == 2)
        let decisions = engine.metrics.decisions.reduce(0) { $0 + $1.count }
        #expect(decisions == 4)
    }

    @Test
    func `a page without slots writes nothing to the ledger`() async throws {
        let engine = try await TestSite(campaigns: TestSite.campaigns).engine()
        let hash = engine.state.ads.frozen[0].hash
        _ = try await engine.page(PageRequest(blocks: [.init(name: "n", kind: .latest)]))
        #expect(try await engine.writtenLedger().snapshot(hash: hash) == nil)
        _ = try await engine.page(PageRequest(slots: ["side"]))
        #expect(try await engine.writtenLedger().snapshot(hash: hash) != nil)
    }

    @Test
    func `tracked pages record their related blocks and no others`() async throws {
        let engine = try await TestSite().engine()
        let page = try await engine.page(
            PageRequest(
                article: "summit",
                blocks: [
                    .init(name: "more", kind: .related, limit: 2),
                    .init(name: "new", kind: .latest, limit: 1),
                ], track: true))
        let tracking = try #require(page.blocks[0].tracking)
        #expect(page.blocks[1].tracking == nil)
        let rows = try await engine.writtenLedger().listEvents()
        #expect(rows.map(\.listID) == [tracking.list])
        #expect(rows[0].items == page.blocks[0].items.map(\.id))
        #expect(rows[0].articleID == "summit" && rows[0].kind == "list")
    }
}

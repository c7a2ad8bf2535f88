import BroadsheetArticles
import BroadsheetContent
import BroadsheetStorage
import Foundation
import Logging
import Testing

@testable import Broadsheet

/// A catalogue beside which the analysed articles are kept, and one start after the other.
final class KeptSite {
    let site: TestSite
    /// Long after whatever the tests write, so that every change is settled.
    static let now = Date(timeIntervalSince1970: 4_000_000_000)

    init(articles: [Article] = TestSite.articles) throws { site = try TestSite(articles: articles) }

    /// What a start found.
    struct Start {
        let content: ContentSnapshot
        let isFromCache: Bool
    }

    var file: DerivedFile { DerivedFile(path: site.scratch.path("news.vectors")) }

    static func scorings(_ analyzer: AnalyzerChoice = .automatic(siteLanguage: "en")) -> [Scoring] {
        [Scoring(analyzer: analyzer)]
    }

    /// Loads the catalogue as a program that begins now would, and keeps its analysed articles.
    @discardableResult
    func start(
        scorings: [Scoring] = scorings(), at now: Date = now, writes: Bool = true
    ) throws -> Start {
        var keeper = VectorKeeper(
            VectorCacheFile(path: file.path, scorings: scorings), leastCount: 1,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        var store = ContentStore(scorings: scorings)
        var load = try keeper.load(site.catalogue, into: &store, at: now)
        let isFromCache = load != nil
        if load == nil {
            load = try site.catalogue.loadArticles { store.put($0) }
            if let load { keeper.begin(with: load) }
        }
        let content = store.snapshot(at: now)
        let position = try #require(load).position
        let job = keeper.dueJob(
            position, articleCount: store.count, at: now, isClosing: true)
        if writes, let job {
            let failure = job.write(store.analysed())
            keeper.finish(job, failure: failure)
            #expect(failure == nil)
        }
        return Start(content: content, isFromCache: isFromCache)
    }

    /// Every list of a start with its similarities, as text.
    static func lists(_ content: ContentSnapshot) -> [String] {
        let pool = ScratchPool()
        return content.listedCards.flatMap { card -> [String] in
            guard let number = content.document(id: card.id) else { return [] }
            return content.indexes.map { index in
                let found = pool.withScratch { scratch in
                    index.index.search(
                        index.index.query(document: number), limit: 100, scratch: &scratch)
                }
                let entries = found.map { entry in
                    "\(content.card(entry.document)?.id ?? "") \((entry.cosine * 1e9).rounded())"
                }
                return "\(card.id) \(card.title): \(entries)"
            }
        }
    }

    /// Fails unless a start finds what one without the file finds.
    func expectRight(
        scorings: [Scoring] = scorings(), at now: Date = now, isFromCache: Bool,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let started = try start(scorings: scorings, at: now)
        #expect(started.isFromCache == isFromCache, sourceLocation: sourceLocation)
        var fresh = ContentStore(scorings: scorings)
        _ = try site.catalogue.loadArticles { fresh.put($0) }
        let expected = fresh.snapshot(at: now)
        #expect(
            Self.lists(started.content) == Self.lists(expected), sourceLocation: sourceLocation)
        #expect(started.content.statusCounts.filter { $0.value > 0 } == expected.statusCounts)
    }
}

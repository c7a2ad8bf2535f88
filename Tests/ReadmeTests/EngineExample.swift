// The example of BuildAnEngineFromADatabase.md, to the letter; ReadmeTests compares and runs it.
import Broadsheet
import BroadsheetArticles
import Foundation

/// What the pages of a site ask of the engine.
final class Newsroom: Sendable {
    private let engine: Engine
    private let following: Task<Void, Never>

    /// Opens the catalogue, made when it is missing, and loads it; its ledger lies beside it.
    init(catalogue: String) async throws {
        try Engine.createCatalogue(at: catalogue)
        var configuration = Configuration()
        configuration.site.language = "en"
        configuration.site.timeZone = "America/New_York"
        let engine = try await Engine(catalogue: catalogue, configuration: configuration)
        self.engine = engine
        following = Task { await engine.run() }
    }

    /// Headlines to read after an article; none for an article that readers may not see.
    func readNext(after id: String) async throws -> [String] {
        do {
            let list = try await engine.related(RelatedRequest(id: id, limit: 5))
            return list.items.map(\.title)
        } catch RequestError.unknownArticle {
            return []
        }
    }

    /// The markup of an ad, or nil where nothing fills the slot.
    func markup(slot: String, article: String) throws -> String? {
        switch try engine.ad(slot: slot, article: article).outcome {
        case .ad(let ad): ad.html
        case .noFill: nil
        }
    }

    /// Publishes articles given as headline and text by id; readers see them when this returns.
    func publish(_ texts: [String: (title: String, body: String)]) async throws {
        let now = Date()
        _ = try await engine.publish(
            contentsOf: texts.map { id, text in
                Article(id: id, title: text.title, body: text.body, publishedAt: now)
            })
    }

    /// Writes what is on its way to the ledger. Call it once, when the last page is answered.
    func close() async {
        following.cancel()
        await engine.shutdown()
    }
}

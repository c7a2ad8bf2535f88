import BroadsheetArticles
import BroadsheetStorage
import Testing

/// A reader of the feed, as the engine is one: it keeps the articles and applies what changed.
final class Follower {
    let catalogue: Catalogue
    private(set) var articles: [String: Article] = [:]
    private(set) var reloads = 0
    private var position: ChangePosition

    init(_ catalogue: Catalogue) throws {
        self.catalogue = catalogue
        var loaded: [Article] = []
        position = try catalogue.loadArticles { loaded.append($0) }.position
        for article in loaded { articles[article.id] = article }
    }

    /// Applies what changed; nil when nothing did.
    @discardableResult
    func follow() throws -> ChangeSet? {
        switch try catalogue.changes(since: position) {
        case .none:
            return nil
        case .reloadEverything:
            reloads += 1
            var loaded: [String: Article] = [:]
            position = try catalogue.loadArticles { loaded[$0.id] = $0 }.position
            articles = loaded
            return nil
        case .some(let changes):
            for article in changes.articles { articles[article.id] = article }
            for id in changes.removedArticleIDs { articles[id] = nil }
            position = changes.position
            return changes
        }
    }

    /// Fails unless what was followed is what a fresh load finds.
    func expectInStep(sourceLocation: SourceLocation = #_sourceLocation) throws {
        var fresh: [String: Article] = [:]
        _ = try catalogue.loadArticles { fresh[$0.id] = $0 }
        #expect(articles == fresh, sourceLocation: sourceLocation)
    }
}

public import BroadsheetArticles
internal import BroadsheetStorage

/// What publishing an article did.
public enum PublishResult: String, Sendable, Hashable {
    /// It was not there before.
    case new
    /// It was there, with another content.
    case updated
    /// It was there, just so.
    case unchanged
}

extension Engine {
    /// Stores an article; returns once every request that begins afterwards sees it.
    ///
    /// - Throws: `RequestError.readOnlyCatalogue`, or what the catalogue says.
    public func publish(_ article: Article) async throws -> PublishResult {
        guard !catalogue.isReadOnly else { throw RequestError.readOnlyCatalogue }
        let result = try PublishResult(catalogue.publish(article))
        try await catchUp(including: [article.id])
        return result
    }

    /// Stores many articles in one transaction; returns once every request that begins afterwards
    /// sees them.
    ///
    /// - Returns: what became of each, in their order.
    /// - Throws: `RequestError.readOnlyCatalogue`, `PublishError` for the first article that the
    ///   catalogue does not take, or what the catalogue says; then none of them is stored.
    public func publish(contentsOf articles: [Article]) async throws -> [PublishResult] {
        guard !catalogue.isReadOnly else { throw RequestError.readOnlyCatalogue }
        var results: [PublishResult] = []
        _ = try catalogue.importArticles { session in
            for article in articles { results.append(try PublishResult(session.put(article))) }
        }
        try await catchUp(including: articles.map(\.id))
        return results
    }

    /// Takes an article back; returns once no request that begins afterwards shows it.
    ///
    /// - Returns: false when there is no such article.
    public func withdraw(id: String) async throws -> Bool {
        guard !catalogue.isReadOnly else { throw RequestError.readOnlyCatalogue }
        let found = try catalogue.withdraw(id: id)
        try await catchUp(including: [id])
        return found
    }

    /// An article that readers may see, with its text; nil for every other id.
    public func article(id: String) throws -> Article? {
        guard let article = try catalogue.article(id: id), article.isVisible(at: environment.now())
        else { return nil }
        return article
    }
}

extension PublishResult {
    fileprivate init(_ result: PutResult) throws {
        switch result.outcome {
        case .new: self = .new
        case .updated: self = .updated
        case .unchanged: self = .unchanged
        case .rejected(let problem): throw PublishError(problem: problem)
        }
    }
}

/// Why the catalogue did not take an article.
public struct PublishError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong with it.
    public var problem: String

    public var description: String { problem }
}

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
        let result = try catalogue.publish(article)
        try await catchUp()
        switch result.outcome {
        case .new: return .new
        case .updated: return .updated
        case .unchanged: return .unchanged
        case .rejected(let problem): throw PublishError(problem: problem)
        }
    }

    /// Takes an article back; returns once no request that begins afterwards shows it.
    ///
    /// - Returns: false when there is no such article.
    public func withdraw(id: String) async throws -> Bool {
        guard !catalogue.isReadOnly else { throw RequestError.readOnlyCatalogue }
        let found = try catalogue.withdraw(id: id)
        try await catchUp()
        return found
    }

    /// An article that readers may see, with its text; nil for every other id.
    public func article(id: String) throws -> Article? {
        guard let article = try catalogue.article(id: id), article.isVisible(at: environment.now())
        else { return nil }
        return article
    }
}

/// Why the catalogue did not take an article.
public struct PublishError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong with it.
    public var problem: String

    public var description: String { problem }
}

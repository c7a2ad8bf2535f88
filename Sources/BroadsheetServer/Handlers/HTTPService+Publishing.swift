internal import Broadsheet
internal import BroadsheetArticles
internal import Foundation
internal import HTTPTypes

extension HTTPService {
    /// `PUT` and `DELETE /v1/articles/{id}`, for whoever holds the operator's token.
    func publishHook(id: String, _ call: Call) async throws -> Answer {
        try authorize(call)
        if engine.isReadOnly { throw RequestError.readOnlyCatalogue }
        return call.method == .put
            ? try await publish(id: id, call) : try await withdraw(id: id)
    }

    private func publish(id: String, _ call: Call) async throws -> Answer {
        let limits = settings.limits
        let bytes = try await call.jsonBody(
            upTo: limits.articleByteCount, within: limits.bodyTime)
        let decoded = try ArticleRecord.decode(Data(bytes), identity: .given(id))
        let result = try await engine.publish(decoded.article)
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("result", result.rawValue)
            if !decoded.warnings.isEmpty { writer.member("warnings", decoded.warnings) }
        }
        return .json(
            writer.bytes, status: result == .new ? .created : .ok, cache: .noStore)
    }

    private func withdraw(id: String) async throws -> Answer {
        guard try await engine.withdraw(id: id) else {
            throw RequestError.unknownArticle(id: id)
        }
        return Answer(.noContent, cache: .noStore)
    }

    /// Whether the caller has shown the operator's token.
    func isOperator(_ call: Call) -> Bool {
        guard let token = settings.token else { return false }
        let field = call.fields[.authorization] ?? ""
        return field.prefix(7).lowercased() == "bearer "
            && SecretText.equal(String(field.dropFirst(7)), token)
    }

    /// Lets those go on who hold the operator's token.
    func authorize(_ call: Call) throws(Problem) {
        guard settings.token != nil else { throw .unknownRoute }
        guard isOperator(call) else {
            throw Problem(
                .unauthorized,
                "this route asks for the operator's token: send `Authorization: Bearer TOKEN`",
                reason: "unauthorized")
        }
    }
}

/// Comparing with a secret.
enum SecretText {
    /// Whether two texts are the same bytes, in time that depends on the length of the first
    /// alone, so that a secret can't be guessed letter by letter.
    static func equal(_ offered: String, _ secret: String) -> Bool {
        let offered = Array(offered.utf8)
        let secret = Array(secret.utf8)
        guard !secret.isEmpty else { return false }
        var difference: UInt8 = offered.count == secret.count ? 0 : 1
        for (index, byte) in offered.enumerated() {
            difference |= byte ^ secret[index % secret.count]
        }
        return difference == 0
    }
}

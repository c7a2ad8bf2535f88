internal import Broadsheet
internal import BroadsheetArticles
internal import HTTPTypes

extension HTTPService {
    /// `GET /v1/decisions/{id}`, for whoever holds the operator's token.
    func decision(id: String, _ call: Call) async throws -> Answer {
        try authorize(call)
        var writer = JSONWriter()
        do {
            try await engine.explainDecision(id: id, to: &writer)
        } catch let failure as DecisionAudit.Failure {
            throw Problem(.notFound, failure.description, reason: "unknown_decision")
        }
        return .json(writer.bytes, cache: .noStore)
    }
}

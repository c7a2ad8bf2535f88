package import BroadsheetArticles
internal import BroadsheetStorage

extension Engine {
    /// Writes why a past decision came out as it did, for operators; reads the ledger, so keep it
    /// off the way of readers.
    ///
    /// - Throws: `DecisionAudit.Failure` for a decision that the ledger does not have, or of which
    ///   it keeps too little.
    package func explainDecision(id: String, to writer: inout JSONWriter) async throws {
        try await ledger.flush()
        try DecisionAudit(ledger: ledger).story(of: id).write(to: &writer)
    }
}

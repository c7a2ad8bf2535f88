internal import BroadsheetAds
internal import BroadsheetStorage
package import Foundation

/// Orders to forget a reader, for whoever runs no engine.
package enum ReaderErasure {
    /// Has every engine that shares the ledger forget a reader within seconds; works also while none
    /// runs.
    ///
    /// - Throws: when there is no ledger or no key file, or they can't be used.
    package static func order(reader key: String, files: EngineFiles, now: Date) async throws {
        let ledger = try SQLiteLedger.open(path: files.ledger, mode: .existing)
        guard let text = try KeyFile.load(files.keyFile) else {
            throw EngineError.missingKeyFile(path: files.keyFile)
        }
        guard let keys = SigningKeys(keyFile: text) else {
            throw EngineError.unreadableKeyFile(path: files.keyFile)
        }
        try await ledger.forget(
            [ForgottenReader(reader: keys.reader(key).text, at: now)],
            droppingBefore: now.addingTimeInterval(-ForgottenReader.keptSeconds))
        try await ledger.close()
    }
}

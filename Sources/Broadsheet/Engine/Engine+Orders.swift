internal import BroadsheetAds
internal import BroadsheetStorage
internal import Foundation
internal import Logging

extension Engine {
    /// How often the engine looks for what other processes have ordered.
    private static let orderInterval = Duration.seconds(1)

    /// Puts new keys in force and forgets readers, as other processes ordered, until the surrounding
    /// task is cancelled.
    func followOrders() async {
        var failure: String?
        while !Task.isCancelled {
            do {
                try await obeyOrders()
                failure = nil
            } catch {
                // Told once, not every second.
                if failure == nil { logger.error("readers can't be forgotten now: \(error)") }
                failure = "\(error)"
            }
            try? await Task.sleep(for: Self.orderInterval)
        }
    }

    /// Looks at the key file, and at the ledger for readers to forget.
    func obeyOrders() async throws {
        keyRing.refresh()
        let orders = try ledger.forgotten(after: readers.erased.position)
        for order in orders.readers {
            if let reader = ReaderHash(text: order.reader) { readers.forget(reader, at: order.at) }
        }
        readers.erased.read(to: orders.position)
        let limit = environment.now().addingTimeInterval(-ForgottenReader.keptSeconds)
        if readers.erased.drop(before: limit) {
            try await ledger.forget([], droppingBefore: limit)
        }
    }

    /// Forgets a reader: here at once, in every process that shares the ledger within seconds.
    ///
    /// What is kept of a reader are the counts of caps, in memory, under a keyed hash of the key. They
    /// go, and beacons that are still to come of ads decided before count for nobody. A cap token is
    /// the reader's own and holds no key. Decisions and events name no reader.
    ///
    /// - Parameter key: The site's own key of the reader. One that was never seen is no error.
    /// - Throws: when the ledger can't be written; then only this process has forgotten.
    public func forget(reader key: String) async throws {
        let (hash, now) = (readers.hash(of: key), environment.now())
        readers.forget(hash, at: now)
        try await ledger.forget(
            [ForgottenReader(reader: hash.text, at: now)],
            droppingBefore: now.addingTimeInterval(-ForgottenReader.keptSeconds))
    }
}

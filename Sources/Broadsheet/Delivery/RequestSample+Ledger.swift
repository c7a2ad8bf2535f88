internal import BroadsheetAds
internal import BroadsheetStorage
internal import Foundation

extension RequestSample {
    /// The requests of the day before a time, as the ledger has them; as far as it can be read.
    ///
    /// Ids of decisions end in random bits, which choose the requests that are kept: two processes
    /// expect the same of one ledger.
    init(_ ledger: any DeliveryLedger, before now: Date) {
        self.init()
        let start = now.addingTimeInterval(-86_400)
        advance(to: start.timeIntervalSince1970)
        try? ledger.readDecisions(from: start, until: now) { row in
            guard let bytes = row.record, let record = try? DecisionRecord(bytes) else { return }
            add(
                record.request, at: row.at.timeIntervalSince1970,
                random: ReservationID(row.id)?.low ?? 0)
        }
        advance(to: now.timeIntervalSince1970)
    }
}

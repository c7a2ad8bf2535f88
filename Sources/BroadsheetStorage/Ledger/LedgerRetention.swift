internal import Foundation

/// How long a ledger keeps what it holds.
package enum LedgerRetention {
    /// Days that `prune` keeps unless it is told a time: five weeks, so that a month can be
    /// settled in the first days of the next, and each weekday is there five times for forecasts.
    package static let standardDays = 35

    /// Seconds of the ledger's time that are kept in any case: beacons are billed for half an hour
    /// after their decision, and which of them were must be known for as long. A day leaves room
    /// for a longer life of tokens, and for what comes late to be called late.
    package static let leastSeconds = 86_400.0

    /// The time before which rows may go, with `now` the ledger's own time.
    static func limit(before: Date, now: Date) -> Date {
        min(before, now.addingTimeInterval(-leastSeconds))
    }
}

/// How many rows `prune` removed.
package struct PrunedRows: Sendable, Hashable {
    package var decisions = 0
    package var impressions = 0
    package var viewable = 0
    package var clicks = 0
    /// Lists as served, and what readers did with them.
    package var listEvents = 0
    package var snapshots = 0
    package var plans = 0
    package var configurations = 0
    /// False when it was stopped before everything was gone.
    package var isComplete = true

    package init() {}

    mutating func add(_ count: Int, _ kind: DeliveryEvent.Kind) {
        switch kind {
        case .impression: impressions += count
        case .viewable: viewable += count
        case .click: clicks += count
        }
    }

    mutating func add(_ count: Int, _ kind: CampaignSnapshot.Kind) {
        switch kind {
        case .campaigns: snapshots += count
        case .plan: plans += count
        case .configuration: configurations += count
        }
    }
}

/// How much a ledger keeps.
package struct LedgerSize: Sendable, Hashable {
    package var decisions: Int
    /// Decisions that have a record.
    package var records: Int
    /// Bytes of those records, as they were measured one by one.
    package var recordBytes: Int
    /// Bytes of the file's pages that are in use, with all events and indexes; 0 in memory.
    package var bytes: Int

    package init(decisions: Int, records: Int, recordBytes: Int, bytes: Int) {
        self.decisions = decisions
        self.records = records
        self.recordBytes = recordBytes
        self.bytes = bytes
    }
}

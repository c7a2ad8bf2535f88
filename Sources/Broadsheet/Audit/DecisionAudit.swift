internal import BroadsheetAds
package import BroadsheetStorage
package import Foundation

/// Past decisions, explained and made again from what the ledger keeps and nothing else.
package struct DecisionAudit {
    /// Why a question about a decision has no answer.
    package enum Failure: Error, Sendable, Hashable, CustomStringConvertible {
        case unknownDecision(String)
        case noRecord(String)
        case damaged(String, reason: String)
        case noCampaigns(String, hash: String)
        case unknownLineItem(String)

        package var description: String {
            switch self {
            case .unknownDecision(let id):
                "the ledger has no decision \(id): check the id and the ledger; it may have been "
                    + "pruned"
            case .noRecord(let id):
                "the ledger knows decision \(id) only by a beacon or from an older version, "
                    + "without what it was made from: nothing more can be said of it"
            case .damaged(let id, let reason): "decision \(id): \(reason)"
            case .noCampaigns(let id, let hash):
                "decision \(id) was made from campaigns \(hash), which the ledger does not have: "
                    + "restore it from a backup"
            case .unknownLineItem(let id):
                "no campaigns that decisions of that day were made from have a line item \(id): "
                    + "check the id and the day"
            }
        }
    }

    private let ledger: any DeliveryLedger

    package init(ledger: any DeliveryLedger) { self.ledger = ledger }

    /// A decision with all that it was made from, made again.
    ///
    /// - Throws: `Failure`, or what reading the ledger throws.
    package func story(of id: String) throws -> DecisionStory {
        guard let row = try ledger.decision(id: id) else { throw Failure.unknownDecision(id) }
        let record = try Self.record(of: row)
        let snapshot = try campaigns(of: row)
        return DecisionStory(
            row: row, record: record, replay: snapshot.replay(record, decision: row.id))
    }

    private static func record(of row: DecisionRow) throws -> DecisionRecord {
        guard let bytes = row.record else { throw Failure.noRecord(row.id) }
        do {
            return try DecisionRecord(bytes)
        } catch {
            throw Failure.damaged(row.id, reason: error.description)
        }
    }

    private func campaigns(of row: DecisionRow) throws -> AdSnapshot {
        guard let hash = row.snapshot else { throw Failure.noRecord(row.id) }
        guard let stored = try ledger.snapshot(hash: hash) else {
            throw Failure.noCampaigns(row.id, hash: hash)
        }
        do {
            return try AdSnapshot(canonicalBytes: Array(stored.content.utf8))
        } catch {
            throw Failure.damaged(row.id, reason: error.description)
        }
    }

    // MARK: One line item

    /// What became of a line item in the decisions of a time, for the slots that it names.
    ///
    /// Decisions are read one after the other; of each only the line item's own targeting is asked
    /// again, at a cost that does not grow with the campaigns.
    /// - Parameter progress: hears now and then how many decisions were read; throws to stop.
    /// - Throws: `Failure.unknownLineItem` when no campaigns of that time have it.
    package func fates(
        ofLineItem id: String, from: Date, until: Date, progress: (Int) throws -> Void
    ) throws -> LineItemFates {
        var fates = LineItemFates(lineItem: id)
        var reader = FateReader(lineItem: id)
        var count = 0
        try ledger.readDecisions(from: from, until: until) { row in
            count += 1
            if count % 4_096 == 0 { try progress(count) }
            if let hash = row.snapshot, !reader.knows(hash) {
                reader.add(try? campaigns(of: row), hash)
            }
            reader.count(row, in: &fates)
        }
        guard reader.isKnown else { throw Failure.unknownLineItem(id) }
        reader.finish(&fates)
        return fates
    }
}

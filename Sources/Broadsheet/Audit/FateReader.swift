internal import BroadsheetAds
internal import BroadsheetStorage

/// Counts what became of a line item, one decision after the other.
struct FateReader {
    /// What is known of campaigns that decisions were made from.
    private enum Campaigns {
        /// They have the line item: place of the probe.
        case holding(Int)
        /// They don't.
        case without
        /// The ledger does not have them, or not whole.
        case lost
    }

    /// Decisions whose campaigns say nothing of the line item.
    private struct Others {
        var notActive = 0
        var noRecord = 0
    }

    private let id: ExactID
    private var campaigns: [String: Campaigns] = [:]
    private var probes: [LineItemProbe] = []
    /// By slot, until the line item's slots are known.
    private var others: [ExactID: Others] = [:]

    init(lineItem id: String) { self.id = ExactID(id) }

    /// Whether any campaigns have the line item.
    var isKnown: Bool { !probes.isEmpty }

    func knows(_ hash: String) -> Bool { campaigns[hash] != nil }

    /// - Parameter snapshot: nil when it can't be read.
    mutating func add(_ snapshot: AdSnapshot?, _ hash: String) {
        guard let snapshot else {
            campaigns[hash] = .lost
            return
        }
        guard let probe = LineItemProbe(lineItem: id.text, in: snapshot) else {
            campaigns[hash] = .without
            return
        }
        campaigns[hash] = .holding(probes.count)
        probes.append(probe)
    }

    mutating func count(_ row: DecisionRow, in fates: inout LineItemFates) {
        switch row.snapshot.flatMap({ campaigns[$0] }) {
        case .holding(let place):
            guard probes[place].names(slot: row.slot) else { return }
            guard let bytes = row.record, let record = try? DecisionRecord(bytes) else {
                fates.noRecord += 1
                return
            }
            fates.add(probes[place].fate(in: record, chosen: row.lineItemID))
        case .without: others[ExactID(row.slot), default: Others()].notActive += 1
        case .lost, nil: others[ExactID(row.slot), default: Others()].noRecord += 1
        }
    }

    /// Adds what could not be counted before all slots of the line item were known.
    func finish(_ fates: inout LineItemFates) {
        for (slot, other) in others where probes.contains(where: { $0.names(slot: slot.text) }) {
            fates.notActive += other.notActive
            fates.noRecord += other.noRecord
        }
    }
}

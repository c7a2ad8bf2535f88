internal import BroadsheetAds
internal import BroadsheetStorage
internal import Foundation
internal import Synchronization

/// A ledger that keeps the books of goals and leases, and of events no more than how many there
/// were: a day of millions of decisions fits into memory.
final class SimulatedLedger: DeliveryLedger {
    private struct State {
        var budgets = BudgetBook()
        var now = LedgerInstant.earliest
        var lastFence: Int64 = 0
        var counts: [String: DeliveryCounts] = [:]
    }

    private let state = Mutex(State())

    var queueDepth: Int { 0 }

    func commit(_ event: DeliveryEvent) async throws -> EventReceipt {
        state.withLock { state in
            let at = max(state.now, LedgerInstant(event.at))
            state.now = at
            var verdict = event.verdict(afterBillable: false, now: at)
            var receipts: [ChargeReceipt] = []
            if verdict == .billable, !event.charges.isEmpty {
                let fence = event.kind == .click ? nil : event.fence
                if let charges = state.budgets.commit(event.charges, fence: fence) {
                    receipts = charges
                } else {
                    verdict = .overGoal
                }
                state.budgets.forgetChanges()
            }
            let lineItem = event.decision.lineItemID ?? ""
            state.counts[lineItem, default: DeliveryCounts(lineItemID: lineItem)]
                .add(1, event.kind, verdict)
            return EventReceipt(verdict: verdict, at: at, charges: receipts)
        }
    }

    func join(holder: String) async throws -> LeaseHolder {
        state.withLock { state in
            state.lastFence &+= 1
            return LeaseHolder(name: holder, fence: state.lastFence)
        }
    }

    func grant(
        _ requests: [LeaseRequest], to holder: LeaseHolder, at: Date, terms: LeaseTerms
    ) async throws -> LeaseGrant {
        state.withLock { state in
            let now = max(state.now, LedgerInstant(at))
            state.now = now
            state.budgets.reclaim(endedBefore: now)
            let leases = requests.map { state.budgets.grant($0, to: holder, at: now, terms: terms) }
            state.budgets.forgetChanges()
            return LeaseGrant(leases: leases, at: now)
        }
    }

    func giveBack(_ returns: [LeaseReturn], from holder: LeaseHolder) async throws {
        state.withLock { state in
            for item in returns {
                state.budgets.giveBack(item.units, of: item.key, by: holder)
            }
            state.budgets.forgetChanges()
        }
    }

    func goals() throws -> [GoalCounters] { state.withLock { $0.budgets.allGoals } }
    func leases() throws -> [Lease] { state.withLock { $0.budgets.allLeases } }
    func committedTime() throws -> LedgerInstant { state.withLock { $0.now } }
    func deliveryCounts() throws -> [DeliveryCounts] {
        state.withLock {
            $0.counts.values.sorted { ExactID($0.lineItemID) < ExactID($1.lineItemID) }
        }
    }

    // MARK: What a simulation has no use for

    func record(decisions: [DecisionRow]) throws {}
    func record(list: ServedList) throws {}
    func record(snapshot: CampaignSnapshot) throws {}
    func append(_ event: ListEvent) async throws -> ListVerdict { .counted }
    func flush() async throws {}
    func close() async throws {}
    func decision(id: String) throws -> DecisionRow? { nil }
    func readDecisions(from: Date, until: Date, _ body: (DecisionRow) throws -> Void) throws {}
    func size() throws -> LedgerSize {
        LedgerSize(decisions: 0, records: 0, recordBytes: 0, bytes: 0)
    }
    func prune(before: Date, progress: (PrunedRows) -> Bool) throws -> PrunedRows { PrunedRows() }
    func events(_ kind: DeliveryEvent.Kind) throws -> [EventRow] { [] }
    func listEvents() throws -> [ListEventRow] { [] }
    func forget(_ readers: [ForgottenReader], droppingBefore limit: Date) async throws {}
    func forgotten(after position: Int64) throws -> ForgottenReaders {
        ForgottenReaders(readers: [], position: position)
    }
    func snapshot(hash: String) throws -> CampaignSnapshot? { nil }
}

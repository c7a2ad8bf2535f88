internal import Foundation
internal import Synchronization

/// A ledger that forgets everything with the process: for simulations, tests and a server that
/// only previews.
package final class MemoryLedger: DeliveryLedger {
    fileprivate struct State {
        /// In the order taken in; `places` finds them by id.
        var decisions: [DecisionRow] = []
        var places: [String: Int] = [:]
        var events: [DeliveryEvent.Kind: [EventRow]] = [:]
        var billed: [DeliveryEvent.Kind: Set<String>] = [:]
        var listEvents: [ListEventRow] = []
        var counted: Set<ListKey> = []
        var snapshots: [String: CampaignSnapshot] = [:]
        var isClosed = false
    }

    /// What counts once.
    fileprivate struct ListKey: Hashable {
        let list: String
        let kind: String
        let position: Int?
    }

    private let state = Mutex(State())

    package init() {}

    package var queueDepth: Int { 0 }

    package func record(decisions: [DecisionRow]) throws {
        try change { state in
            for decision in decisions { state.insert(decision) }
        }
    }

    package func record(list: ServedList) throws { try change { $0.insert(list) } }

    package func record(snapshot: CampaignSnapshot) throws {
        try change { state in
            if state.snapshots[snapshot.hash] == nil {
                state.snapshots[snapshot.hash] = snapshot.toTheSecond
            }
        }
    }

    package func append(_ event: DeliveryEvent) async throws -> Verdict {
        try change { $0.insert(event) }
    }

    package func append(_ event: ListEvent) async throws -> ListVerdict {
        try change { $0.insert(event) }
    }

    package func flush() async throws { try change { _ in } }

    package func close() async throws { state.withLock { $0.isClosed = true } }

    package func decision(id: String) throws -> DecisionRow? {
        state.withLock { state in state.places[id].map { state.decisions[$0] } }
    }

    package func events(_ kind: DeliveryEvent.Kind) throws -> [EventRow] {
        state.withLock { $0.events[kind] ?? [] }
    }

    package func listEvents() throws -> [ListEventRow] { state.withLock { $0.listEvents } }

    package func snapshot(hash: String) throws -> CampaignSnapshot? {
        state.withLock { $0.snapshots[hash] }
    }

    package func deliveryCounts() throws -> [DeliveryCounts] {
        state.withLock { state in
            var counts: [String: DeliveryCounts] = [:]
            for decision in state.decisions {
                guard let id = decision.lineItemID else { continue }
                counts[id, default: DeliveryCounts(lineItemID: id)].decisions += 1
            }
            for kind in DeliveryEvent.Kind.allCases {
                for event in state.events[kind] ?? [] {
                    guard let place = state.places[event.decisionID],
                        let id = state.decisions[place].lineItemID
                    else { continue }
                    counts[id]?.add(1, kind, event.verdict)
                }
            }
            return counts.values.sorted {
                $0.lineItemID.utf8.lexicographicallyPrecedes($1.lineItemID.utf8)
            }
        }
    }

    private func change<Value: Sendable>(_ body: (inout State) -> Value) throws -> Value {
        try state.withLock { state in
            if state.isClosed { throw LedgerError.closed }
            return body(&state)
        }
    }
}

extension MemoryLedger.State {
    fileprivate mutating func insert(_ decision: DecisionRow) {
        guard places[decision.id] == nil else { return }
        places[decision.id] = decisions.count
        decisions.append(decision.toTheSecond)
    }

    fileprivate mutating func insert(_ event: DeliveryEvent) -> Verdict {
        insert(event.decision)
        let id = event.decision.id
        let isBilled = billed[event.kind]?.contains(id) ?? false
        let verdict = event.verdict(afterBillable: isBilled)
        if verdict == .billable { billed[event.kind, default: []].insert(id) }
        events[event.kind, default: []].append(
            EventRow(
                decisionID: id, at: event.at.toTheSecond, verdict: verdict, reason: event.reason))
        return verdict
    }

    fileprivate mutating func insert(_ list: ServedList) {
        let key = MemoryLedger.ListKey(list: list.id, kind: "list", position: nil)
        guard counted.insert(key).inserted else { return }
        listEvents.append(
            ListEventRow(
                listID: list.id, at: list.at.toTheSecond, kind: "list",
                articleID: list.articleID, variant: list.variant, propensity: list.propensity,
                items: list.items, verdict: .counted))
    }

    fileprivate mutating func insert(_ event: ListEvent) -> ListVerdict {
        insert(event.list)
        let key = MemoryLedger.ListKey(
            list: event.list.id, kind: event.kind, position: event.position)
        let verdict = event.verdict(afterCounted: counted.contains(key))
        if verdict == .counted { counted.insert(key) }
        listEvents.append(
            ListEventRow(
                listID: event.list.id, at: event.at.toTheSecond, kind: event.kind,
                articleID: event.list.articleID, position: event.position, verdict: verdict))
        return verdict
    }
}

extension Date {
    /// What the ledger's files keep of it.
    fileprivate var toTheSecond: Date {
        Date(timeIntervalSince1970: timeIntervalSince1970.rounded(.down))
    }
}

extension DecisionRow {
    fileprivate var toTheSecond: DecisionRow {
        var row = self
        row.at = at.toTheSecond
        return row
    }
}

extension CampaignSnapshot {
    fileprivate var toTheSecond: CampaignSnapshot {
        CampaignSnapshot(hash: hash, content: content, at: at.toTheSecond)
    }
}

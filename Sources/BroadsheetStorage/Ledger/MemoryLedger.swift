package import BroadsheetAds
package import Foundation
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
        var budgets = BudgetBook()
        var holders: [String: Int64] = [:]
        var lastFence: Int64 = 0
        /// In the order taken in, with their numbers, which begin at 1.
        var forgotten: [(number: Int64, reader: ForgottenReader)] = []
        var lastForgotten: Int64 = 0
        var now = LedgerInstant.earliest
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

    package func commit(_ event: DeliveryEvent) async throws -> EventReceipt {
        try change { $0.insert(event) }
    }

    package func append(_ event: ListEvent) async throws -> ListVerdict {
        try change { $0.insert(event) }
    }

    package func join(holder: String) async throws -> LeaseHolder {
        try change { state in
            state.lastFence &+= 1
            state.holders[holder] = state.lastFence
            return LeaseHolder(name: holder, fence: state.lastFence)
        }
    }

    package func grant(
        _ requests: [LeaseRequest], to holder: LeaseHolder, at: Date, terms: LeaseTerms
    ) async throws -> LeaseGrant {
        try change { try $0.grant(requests, to: holder, at: at, terms: terms) }
    }

    package func giveBack(
        _ returns: [LeaseReturn], from holder: LeaseHolder
    ) async throws {
        try change { state in
            for item in returns {
                state.budgets.giveBack(item.units, of: item.key, by: holder)
            }
        }
    }

    package func goals() throws -> [GoalCounters] { state.withLock { $0.budgets.allGoals } }

    package func leases() throws -> [Lease] { state.withLock { $0.budgets.allLeases } }

    package func committedTime() throws -> LedgerInstant { state.withLock { $0.now } }

    package func forget(_ readers: [ForgottenReader], droppingBefore limit: Date) async throws {
        try change { state in
            for reader in readers {
                state.lastForgotten += 1
                state.forgotten.append((state.lastForgotten, reader.toTheSecond))
            }
            state.forgotten.removeAll { $0.reader.at < limit.toTheSecond }
        }
    }

    package func forgotten(after position: Int64) throws -> ForgottenReaders {
        state.withLock { state in
            let new = state.forgotten.filter { $0.number > position }
            return ForgottenReaders(
                readers: new.map(\.reader), position: new.last?.number ?? position)
        }
    }

    package func flush() async throws { try change { _ in } }

    package func close() async throws { state.withLock { $0.isClosed = true } }

    package func decision(id: String) throws -> DecisionRow? {
        state.withLock { state in state.places[id].map { state.decisions[$0] } }
    }

    package func readDecisions(
        from: Date, until: Date, _ body: (DecisionRow) throws -> Void
    ) throws {
        let decisions = state.withLock { $0.decisions }
        let (start, end) = (from.toTheSecond, until.toTheSecond)
        let chosen = decisions.enumerated().filter { $1.at >= start && $1.at < end }
        let sorted = chosen.sorted { left, right in
            left.element.at == right.element.at
                ? left.offset < right.offset : left.element.at < right.element.at
        }
        for (_, decision) in sorted { try body(decision) }
    }

    package func size() throws -> LedgerSize {
        state.withLock { state in
            LedgerSize(
                decisions: state.decisions.count,
                records: state.decisions.count { $0.record != nil },
                recordBytes: state.decisions.reduce(0) { $0 + ($1.record?.count ?? 0) }, bytes: 0)
        }
    }

    package func prune(
        before: Date, progress: (PrunedRows) -> Bool
    ) throws -> PrunedRows {
        var rows = try change { $0.prune(before: before) }
        rows.isComplete = progress(rows)
        return rows
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

    private func change<Value: Sendable>(
        _ body: (inout State) throws -> Value
    ) throws -> Value {
        try state.withLock { state in
            if state.isClosed { throw LedgerError.closed }
            defer { state.budgets.forgetChanges() }
            return try body(&state)
        }
    }
}

extension MemoryLedger.State {
    fileprivate mutating func insert(_ decision: DecisionRow) {
        guard places[decision.id] == nil else { return }
        places[decision.id] = decisions.count
        decisions.append(decision.toTheSecond)
    }

    fileprivate mutating func insert(_ event: DeliveryEvent) -> EventReceipt {
        insert(event.decision)
        now = max(now, LedgerInstant(event.at))
        let id = event.decision.id
        let isBilled = billed[event.kind]?.contains(id) ?? false
        var verdict = event.verdict(afterBillable: isBilled, now: now)
        var charges: [ChargeReceipt] = []
        if verdict == .billable, !event.charges.isEmpty {
            if let committed = budgets.commit(event.charges, fence: event.chargedFence) {
                charges = committed
            } else {
                verdict = .overGoal
            }
        }
        if verdict == .billable { billed[event.kind, default: []].insert(id) }
        events[event.kind, default: []].append(
            EventRow(
                decisionID: id, at: now.date.toTheSecond, verdict: verdict, reason: event.reason))
        return EventReceipt(verdict: verdict, at: now, charges: charges)
    }

    fileprivate mutating func grant(
        _ requests: [LeaseRequest], to holder: LeaseHolder, at: Date, terms: LeaseTerms
    ) throws -> LeaseGrant {
        guard holders[holder.name] == holder.fence else {
            throw LedgerError.fenced(
                holder: holder.name, fence: holder.fence, current: holders[holder.name] ?? 0)
        }
        now = max(now, LedgerInstant(at))
        budgets.reclaim(endedBefore: now)
        return LeaseGrant(
            leases: requests.map { budgets.grant($0, to: holder, at: now, terms: terms) },
            at: now)
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

extension MemoryLedger.State {
    fileprivate mutating func prune(before: Date) -> PrunedRows {
        var rows = PrunedRows()
        let latest = decisions.map(\.at).max() ?? .distantPast
        let limit = LedgerRetention.limit(
            before: before, now: max(now, LedgerInstant(latest)).date
        ).toTheSecond
        rows.decisions = remove(&decisions) { $0.at < limit }
        places = [:]
        for (place, decision) in decisions.enumerated() { places[decision.id] = place }
        for kind in DeliveryEvent.Kind.allCases {
            let gone = remove(&events[kind, default: []]) { places[$0.decisionID] == nil }
            rows.add(gone, kind)
            billed[kind]?.formIntersection(places.keys)
        }
        rows.listEvents = remove(&listEvents) { $0.at < limit }
        counted = Set(
            listEvents.filter { $0.verdict == .counted }.map { row in
                MemoryLedger.ListKey(list: row.listID, kind: row.kind, position: row.position)
            })
        let used = Set(
            decisions.flatMap { [$0.snapshot, $0.plan, $0.configuration] }.compactMap(\.self))
        forgotten.removeAll { $0.reader.at < ForgottenReader.limit(pruningTo: limit) }
        for (hash, snapshot) in snapshots where snapshot.at < limit && !used.contains(hash) {
            snapshots[hash] = nil
            rows.add(1, snapshot.kind)
        }
        return rows
    }

    /// Removes what `isGone` says and returns how many that were.
    private func remove<Row>(_ rows: inout [Row], _ isGone: (Row) -> Bool) -> Int {
        let count = rows.count
        rows.removeAll(where: isGone)
        return count - rows.count
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

extension ForgottenReader {
    fileprivate var toTheSecond: ForgottenReader {
        ForgottenReader(reader: reader, at: at.toTheSecond)
    }
}

extension CampaignSnapshot {
    fileprivate var toTheSecond: CampaignSnapshot {
        CampaignSnapshot(kind: kind, hash: hash, content: content, at: at.toTheSecond)
    }
}

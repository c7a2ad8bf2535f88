import BroadsheetAds
import BroadsheetStorage
import Foundation
import Testing

/// What the ledger keeps for explanations, and how it lets go of it.
extension LedgerChecks {
    static let day = 86_400.0

    static func recorded(
        _ id: String, at: Date, snapshot: String = "campaigns", plan: String? = "plan",
        configuration: String? = "settings"
    ) -> DecisionRow {
        var row = decision(id)
        row.at = at
        row.snapshot = snapshot
        row.plan = plan
        row.configuration = configuration
        row.record = [0, 1, 0, 255, 254] + Array(id.utf8)
        return row
    }

    func checkKeeping(_ ledger: any DeliveryLedger) async throws {
        switch self {
        case .keepsRecords: try await checkRecords(ledger)
        case .readsByTime: try await checkReading(ledger)
        case .prunes: try await checkPruning(ledger)
        case .prunesLists: try await checkListPruning(ledger)
        case .forgets: try await checkForgetting(ledger)
        default: try await checkLastDay(ledger)
        }
    }

    private func checkForgetting(_ ledger: any DeliveryLedger) async throws {
        func reader(_ name: String, day: Double) -> ForgottenReader {
            ForgottenReader(reader: name, at: Self.start + day * Self.day)
        }
        #expect(
            try ledger.forgotten(after: 0) == ForgottenReaders(readers: [], position: 0))
        let (one, two, three) = (
            reader("one", day: 0), reader("two", day: 1), reader("three", day: 3)
        )
        try await ledger.forget([one, two], droppingBefore: Self.start)
        let first = try ledger.forgotten(after: 0)
        #expect(first.readers == [one, two])
        try await ledger.forget([three], droppingBefore: Self.start + Self.day)
        let second = try ledger.forgotten(after: first.position)
        #expect(second.readers == [three] && second.position > first.position)
        #expect(try ledger.forgotten(after: second.position).readers.isEmpty)
        #expect(try ledger.forgotten(after: 0).readers == [two, three])
        // Decisions of the last two days of the ledger's time may still have their beacons.
        try ledger.record(
            decisions: [Self.recorded("d", at: Self.start + 4 * Self.day)])
        try await ledger.flush()
        _ = try ledger.prune(before: .distantFuture) { _ in true }
        #expect(try ledger.forgotten(after: 0).readers == [three])
        try await ledger.forget([], droppingBefore: Self.start + 9 * Self.day)
        #expect(try ledger.forgotten(after: 0).readers.isEmpty)
        // A number that is free again would hide a row from who has read up to it.
        try await ledger.forget([three], droppingBefore: Self.start)
        #expect(try ledger.forgotten(after: second.position).readers == [three])
    }

    private func checkRecords(_ ledger: any DeliveryLedger) async throws {
        var empty = Self.recorded("empty", at: Self.start, plan: nil, configuration: nil)
        empty.record = []
        let rows = [Self.recorded("full", at: Self.start), empty, Self.decision("none")]
        try ledger.record(decisions: rows)
        for kind in CampaignSnapshot.Kind.allCases {
            try ledger.record(
                snapshot: CampaignSnapshot(
                    kind: kind, hash: kind.rawValue, content: "{}", at: Self.start))
        }
        try await ledger.flush()
        for row in rows { #expect(try ledger.decision(id: row.id) == row) }
        for kind in CampaignSnapshot.Kind.allCases {
            #expect(try ledger.snapshot(hash: kind.rawValue)?.kind == kind)
        }
        let size = try ledger.size()
        #expect(size.decisions == 3 && size.records == 2 && size.recordBytes == 9)
    }

    private func checkReading(_ ledger: any DeliveryLedger) async throws {
        try ledger.record(
            decisions: [3, 1, 2, 1, 4].enumerated().map { index, hour in
                Self.recorded("\(index)", at: Self.start + Double(hour) * 3_600)
            })
        try await ledger.flush()
        var ids: [String] = []
        try ledger.readDecisions(from: Self.start + 3_600, until: Self.start + 4 * 3_600) { row in
            #expect(row.record != nil)
            ids.append(row.id)
        }
        #expect(ids == ["1", "3", "2", "0"])
        try ledger.record(
            decisions: (0..<2_345).map { Self.recorded("many \($0)", at: Self.end + 86_400) })
        try await ledger.flush()
        var many: Set<String> = []
        try ledger.readDecisions(from: Self.end + 86_400, until: .distantFuture) { row in
            // While rows are handed on the ledger may be asked.
            let asked = try ledger.decision(id: row.id)
            #expect(asked == row)
            many.insert(row.id)
        }
        #expect(many.count == 2_345)
        struct Stop: Error {}
        var count = 0
        #expect(throws: Stop.self) {
            try ledger.readDecisions(from: Self.start, until: .distantFuture) { _ in
                count += 1
                if count == 2 { throw Stop() }
            }
        }
        #expect(count == 2)
    }

    /// Ten days, a decision each; those of the first five go.
    private func checkPruning(_ ledger: any DeliveryLedger) async throws {
        let days = (0..<10).map { Self.start + Double($0) * Self.day }
        for (number, at) in days.enumerated() {
            let half = number < 5 ? "old" : "new"
            var event = Self.event(after: Double(number) * Self.day)
            event.decision = Self.recorded(
                "\(number)", at: at, snapshot: half, plan: "plan-\(half)",
                configuration: "settings")
            event.validUntil = at + 1_800
            #expect(try await ledger.append(event) == .billable)
            #expect(try await ledger.append(event) == .duplicate)
            event.kind = .click
            #expect(try await ledger.append(event) == .billable)
        }
        let kept: [(CampaignSnapshot.Kind, String)] = [
            (.campaigns, "old"), (.campaigns, "new"), (.campaigns, "unused"), (.plan, "plan-old"),
            (.plan, "plan-new"), (.configuration, "settings"),
        ]
        for (kind, hash) in kept {
            try ledger.record(
                snapshot: CampaignSnapshot(kind: kind, hash: hash, content: hash, at: days[0]))
        }
        try await ledger.flush()
        var calls = 0
        let stopped = try ledger.prune(before: days[5]) { _ in
            calls += 1
            return false
        }
        #expect(calls == 1 && !stopped.isComplete && stopped.decisions == 5)
        let rows = try ledger.prune(before: days[5]) { _ in true }
        #expect(rows.isComplete)
        #expect(stopped.impressions + rows.impressions == 10 && stopped.clicks + rows.clicks == 5)
        #expect(stopped.snapshots + rows.snapshots == 2 && stopped.plans + rows.plans == 1)
        #expect(stopped.configurations + rows.configurations == 0)
        for number in 0..<10 {
            #expect(try (ledger.decision(id: "\(number)") != nil) == (number >= 5))
        }
        #expect(
            try ledger.events(.impression).map(\.decisionID)
                == ["5", "5", "6", "6", "7", "7", "8", "8", "9", "9"])
        #expect(try ledger.events(.click).count == 5)
        for (_, hash) in kept {
            let isKept = ["new", "plan-new", "settings"].contains(hash)
            #expect(try (ledger.snapshot(hash: hash) != nil) == isKept, "\(hash)")
        }
        #expect(try ledger.prune(before: days[5]) { _ in true } == PrunedRows())
    }

    private func checkListPruning(_ ledger: any DeliveryLedger) async throws {
        let holder = try await ledger.join(holder: "one")
        _ = try await ledger.grant(
            [LeaseChecks.request(booked: 10)], to: holder, at: Self.start)
        let books = try (ledger.goals(), ledger.leases())
        _ = try await ledger.append(Self.list(.seen))
        var late = Self.list(.seen, after: 3 * Self.day)
        late.list.id = "m"
        late.list.at = Self.start + 3 * Self.day
        late.validUntil = .distantFuture
        _ = try await ledger.append(late)
        _ = try await ledger.append(Self.event(after: 5 * Self.day))
        let rows = try ledger.prune(before: Self.start + Self.day) { _ in true }
        #expect(rows.listEvents == 2)
        #expect(try ledger.listEvents().map(\.listID) == ["m", "m"])
        #expect(try ledger.goals() == books.0 && ledger.leases() == books.1)
        #expect(try await ledger.append(late) == .duplicate)
    }

    private func checkLastDay(_ ledger: any DeliveryLedger) async throws {
        let ages = [0, 0.5, 0.99, 1.01, 3].map { $0 * Self.day }
        try ledger.record(
            decisions: ages.map { Self.recorded("\($0)", at: Self.start - $0) })
        _ = try await ledger.append(Self.event(endingAfter: -1))
        try await ledger.flush()
        let rows = try ledger.prune(before: .distantFuture) { _ in true }
        #expect(rows.decisions == 2)
        #expect(try ledger.size().decisions == 4)
    }
}

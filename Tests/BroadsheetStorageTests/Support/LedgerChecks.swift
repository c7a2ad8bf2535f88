import BroadsheetStorage
import Foundation
import Testing

/// What every implementation of `DeliveryLedger` does; each check gets a ledger of its own.
enum LedgerChecks: String, CaseIterable, CustomTestStringConvertible {
    case countsAnEventOnce = "an event is billable once, then a duplicate"
    case countsKindsApart = "impression, viewable and click are billed apart from each other"
    case marksLate = "an event after the token's life is late and not billed"
    case countsAtTheLastMoment = "an event at the last moment of the token's life is billed"
    case keepsClaims = "what the caller calls invalid or over goal is kept as that"
    case prefersInvalid = "an invalid event stays invalid after a billable one"
    case billsAfterRefusals = "late and invalid events do not use the billable one up"
    case keepsUnknownDecisions = "an event brings its decision along when the ledger lacks it"
    case keepsTheFirstDecision = "a decision is kept as it came first"
    case countsPerLineItem = "counts come per line item, by id bytes, without no-fills"
    case keepsSnapshotsOnce = "a snapshot is kept once, as it came first"
    case countsListsOnce = "a list is seen once and each position clicked once"
    case keepsRecords = "a record, its plan and its settings come back byte by byte"
    case readsByTime = "decisions of a time come oldest first, the end left out"
    case prunes = "pruning removes old decisions with their events, and what only they used"
    case prunesLists = "pruning removes old events of lists and leaves goals and leases alone"
    case keepsTheLastDay = "pruning leaves the last day by the ledger's own time"
    case forgets = "readers to forget are told to each process once, and go after their time"
    case refusesWhenClosed = "a closed ledger refuses everything and can still be read"
    case billsOnceUnderLoad = "of many calls at once exactly one is billable"

    var testDescription: String { rawValue }

    static let start = Date(timeIntervalSince1970: 1_720_000_000)
    static let end = start.addingTimeInterval(3_600)

    static func decision(_ id: String, lineItem: String? = "line") -> DecisionRow {
        DecisionRow(
            id: id, at: start, slot: "top", articleID: "a", lineItemID: lineItem,
            creativeID: lineItem.map { $0 + "-c" }, noFill: lineItem == nil ? "none_eligible" : nil,
            propensity: 0.25, policy: "weights", snapshot: "hash", request: "{}")
    }

    static func event(
        _ kind: DeliveryEvent.Kind = .impression, of id: String = "d", after seconds: Double = 0,
        endingAfter life: Double = 3_600, claim: Verdict = .billable
    ) -> DeliveryEvent {
        DeliveryEvent(
            kind: kind, decision: decision(id), at: start.addingTimeInterval(seconds),
            validUntil: start.addingTimeInterval(life), claim: claim,
            reason: claim == .billable ? nil : "because")
    }

    static func list(_ action: ListEvent.Action, after seconds: Double = 0) -> ListEvent {
        ListEvent(
            action: action,
            list: ServedList(
                id: "l", at: start, articleID: "a", variant: "plain", propensity: 0.5,
                items: ["b", "c"]),
            at: start.addingTimeInterval(seconds), validUntil: end)
    }

    func check(_ ledger: any DeliveryLedger) async throws {
        switch self {
        case .countsAnEventOnce, .countsKindsApart, .marksLate, .countsAtTheLastMoment,
            .keepsClaims, .prefersInvalid, .billsAfterRefusals:
            try await checkVerdicts(ledger)
        case .keepsUnknownDecisions, .keepsTheFirstDecision, .countsPerLineItem,
            .keepsSnapshotsOnce:
            try await checkRows(ledger)
        case .countsListsOnce: try await checkLists(ledger)
        case .keepsRecords, .readsByTime, .prunes, .prunesLists, .keepsTheLastDay, .forgets:
            try await checkKeeping(ledger)
        case .refusesWhenClosed: try await checkClosing(ledger)
        case .billsOnceUnderLoad: try await checkLoad(ledger)
        }
    }

    /// Events with the verdicts expected, in order.
    private var script: [(DeliveryEvent, Verdict)] {
        switch self {
        case .countsAnEventOnce:
            [(Self.event(), .billable), (Self.event(), .duplicate), (Self.event(), .duplicate)]
        case .countsKindsApart:
            DeliveryEvent.Kind.allCases.map { (Self.event($0), .billable) }
        case .marksLate: [(Self.event(after: 3_601), .late)]
        case .countsAtTheLastMoment: [(Self.event(after: 3_600), .billable)]
        case .keepsClaims:
            [(Self.event(claim: .invalid), .invalid), (Self.event(claim: .overGoal), .overGoal)]
        case .prefersInvalid:
            [(Self.event(), .billable), (Self.event(claim: .invalid), .invalid)]
        case .billsAfterRefusals:
            [
                (Self.event(endingAfter: -1), .late), (Self.event(claim: .invalid), .invalid),
                (Self.event(), .billable),
            ]
        default: []
        }
    }

    private func checkVerdicts(_ ledger: any DeliveryLedger) async throws {
        try #require(!script.isEmpty)
        for (event, verdict) in script { #expect(try await ledger.append(event) == verdict) }
        for kind in DeliveryEvent.Kind.allCases {
            let expected = script.filter { $0.0.kind == kind }.map { event, verdict in
                EventRow(
                    decisionID: "d", at: event.at, verdict: verdict, reason: event.reason)
            }
            #expect(try ledger.events(kind) == expected)
        }
    }

    private func checkRows(_ ledger: any DeliveryLedger) async throws {
        switch self {
        case .keepsUnknownDecisions:
            _ = try await ledger.append(Self.event())
            #expect(try ledger.decision(id: "d") == Self.decision("d"))
            #expect(try ledger.decision(id: "other") == nil)
        case .keepsTheFirstDecision:
            try ledger.record(decisions: [Self.decision("d"), Self.decision("d", lineItem: "x")])
            try await ledger.flush()
            #expect(try ledger.decision(id: "d") == Self.decision("d"))
        case .countsPerLineItem:
            try ledger.record(decisions: [
                Self.decision("1", lineItem: "é"), Self.decision("2", lineItem: "z"),
                Self.decision("3", lineItem: nil), Self.decision("4", lineItem: "z"),
            ])
            for _ in 0..<3 { _ = try await ledger.append(Self.event(of: "2")) }
            _ = try await ledger.append(Self.event(.click, of: "1", after: 4_000))
            try await ledger.flush()
            let counts = try ledger.deliveryCounts()
            #expect(counts.map(\.lineItemID) == ["z", "é"])
            #expect(counts.map(\.decisions) == [2, 1])
            #expect(counts.map(\.impressions.billable) == [1, 0])
            #expect(counts.map(\.impressions.duplicate) == [2, 0])
            #expect(counts.map(\.clicks.late) == [0, 1])
        default:
            let first = CampaignSnapshot(hash: "h", content: "{}", at: Self.start)
            try ledger.record(snapshot: first)
            try ledger.record(
                snapshot: CampaignSnapshot(hash: "h", content: "[]", at: Self.end))
            try await ledger.flush()
            #expect(try ledger.snapshot(hash: "h") == first)
            #expect(try ledger.snapshot(hash: "i") == nil)
        }
    }

    private func checkLists(_ ledger: any DeliveryLedger) async throws {
        try ledger.record(list: Self.list(.seen).list)
        let script: [(ListEvent, ListVerdict)] = [
            (Self.list(.click(position: 1), after: 4_000), .late), (Self.list(.seen), .counted),
            (Self.list(.seen), .duplicate), (Self.list(.click(position: 0)), .counted),
            (Self.list(.click(position: 1)), .counted),
            (Self.list(.click(position: 1)), .duplicate),
        ]
        for (event, verdict) in script { #expect(try await ledger.append(event) == verdict) }
        let rows = try ledger.listEvents()
        #expect(
            rows.map(\.kind) == ["list", "click", "seen", "seen", "click", "click", "click"])
        #expect(rows.map(\.position) == [nil, 1, nil, nil, 0, 1, 1])
        #expect(rows.first?.items == ["b", "c"])
        #expect(rows.first?.propensity == 0.5)
        #expect(rows.first?.variant == "plain")
    }

    private func checkClosing(_ ledger: any DeliveryLedger) async throws {
        try ledger.record(decisions: [Self.decision("d")])
        try await ledger.close()
        try await ledger.close()
        await #expect(throws: LedgerError.closed) { _ = try await ledger.append(Self.event()) }
        #expect(throws: LedgerError.closed) {
            try ledger.record(decisions: [Self.decision("e")])
        }
        #expect(try ledger.decision(id: "d") != nil)
        #expect(ledger.queueDepth == 0)
    }

    private func checkLoad(_ ledger: any DeliveryLedger) async throws {
        let verdicts = try await withThrowingTaskGroup(of: Verdict.self) { group in
            for number in 0..<200 {
                group.addTask { try await ledger.append(Self.event(of: "\(number % 10)")) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(verdicts.filter { $0 == .billable }.count == 10)
        #expect(verdicts.filter { $0 == .duplicate }.count == 190)
        #expect(ledger.queueDepth == 0)
    }
}

import BroadsheetAds
import BroadsheetStorage
import Foundation
import Testing

/// What every implementation of `DeliveryLedger` does about goals, budgets and leases; each check
/// gets a ledger of its own.
enum LeaseChecks: String, CaseIterable, CustomTestStringConvertible {
    case leasesHalfOfWhatIsFree = "a lease is at most half of an even share of what is free"
    case leasesTheLastUnit = "the last unit is leased, and nobody gets another"
    case billsFromTheLease = "a beacon moves one unit from leased to committed, once"
    case billsWithoutALease = "an event that nothing is leased for takes what is free, then is over"
    case billsAllOrNothing = "an event that one budget refuses takes nothing from the others"
    case billsNothingLate = "a late beacon takes nothing and leaves its unit to the lease"
    case cutsLeases = "a booking lowered below what is leased cuts leases"
    case givesNothingWhenLowered = "a booking lowered below what is billed gives nothing any more"
    case billsTheDead = "the lease of a dead process bills its beacons until it ends"
    case endsLeases = "a lease that ended is free for others, and its beacons are late"
    case fences = "a process that was replaced gets no leases, and its beacons are billed"
    case keepsTime = "time never goes back: an event is judged by what was committed before"
    case takesBack = "units given back are free; more than a lease has left is ignored"
    case comparesBytes = "keys that differ in their bytes are different goals"

    var testDescription: String { rawValue }

    static let start = Date(timeIntervalSince1970: 1_720_000_000)
    static let terms = LeaseTerms(tokenLife: .seconds(1_800), usableFor: .seconds(300))
    static let key = GoalKey(.impressions, of: .lineItem, id: "line")
    static let budget = GoalKey(.nanos, of: .campaign, id: "camp", day: "2024-07-03")

    static func request(
        booked: Int64, wanted: Int64 = 1_000, key: GoalKey = key
    ) -> LeaseRequest {
        LeaseRequest(key: key, booked: booked, wanted: wanted)
    }

    static func event(
        _ id: String, after seconds: Double = 0, charges: [Charge]? = nil, booked: Int64 = 100,
        fence: Int64? = nil
    ) -> DeliveryEvent {
        DeliveryEvent(
            kind: .impression,
            decision: DecisionRow(id: id, at: start, slot: "top", lineItemID: "line"),
            at: start + seconds, validUntil: start + 1_800,
            charges: charges ?? [Charge(key, booked: booked)], fence: fence)
    }

    func check(_ ledger: any DeliveryLedger) async throws {
        switch self {
        case .leasesHalfOfWhatIsFree, .leasesTheLastUnit, .cutsLeases, .givesNothingWhenLowered,
            .takesBack, .comparesBytes:
            try await checkGiving(ledger)
        case .billsFromTheLease, .billsWithoutALease, .billsAllOrNothing, .billsNothingLate:
            try await checkBilling(ledger)
        case .billsTheDead, .endsLeases, .fences, .keepsTime: try await checkTime(ledger)
        }
    }

    private func grant(
        _ ledger: any DeliveryLedger, _ requests: [LeaseRequest], to holder: LeaseHolder,
        after seconds: Double = 0
    ) async throws -> [Lease?] {
        try await ledger.grant(
            requests, to: holder, at: Self.start + seconds, terms: Self.terms
        ).leases
    }

    private func expect(
        _ ledger: any DeliveryLedger, booked: Int64, committed: Int64, leased: Int64,
        key: GoalKey = key, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let goal = try ledger.goals().first { $0.key == key }
        #expect(
            goal
                == GoalCounters(key: key, booked: booked, committed: committed, leased: leased),
            sourceLocation: sourceLocation)
    }

    private func checkGiving(_ ledger: any DeliveryLedger) async throws {
        let holder = try await ledger.join(holder: "one")
        switch self {
        case .leasesHalfOfWhatIsFree:
            let first = try await grant(ledger, [Self.request(booked: 100)], to: holder)
            #expect(first.map { $0?.units } == [50])
            let other = try await ledger.join(holder: "two")
            let second = try await grant(ledger, [Self.request(booked: 100)], to: other)
            #expect(second.map { $0?.units } == [12], "two share what is free")
            let third = try await grant(
                ledger, [Self.request(booked: 100, wanted: 3)], to: holder)
            #expect(third.map { $0?.units } == [53], "no more than is wanted")
            try expect(ledger, booked: 100, committed: 0, leased: 65)
            #expect(try ledger.leases().map(\.holder) == [holder, other])
        case .leasesTheLastUnit:
            #expect(
                try await grant(ledger, [Self.request(booked: 1)], to: holder).first??.units == 1)
            let other = try await ledger.join(holder: "two")
            #expect(try await grant(ledger, [Self.request(booked: 1)], to: other) == [nil])
            try expect(ledger, booked: 1, committed: 0, leased: 1)
        case .cutsLeases: try await checkCutting(ledger, holder)
        case .givesNothingWhenLowered:
            for id in ["a", "b", "c"] { _ = try await ledger.append(Self.event(id)) }
            #expect(try await grant(ledger, [Self.request(booked: 2)], to: holder) == [nil])
            try expect(ledger, booked: 3, committed: 3, leased: 0)
            #expect(try await ledger.append(Self.event("d", booked: 2)) == .overGoal)
        case .takesBack:
            _ = try await grant(ledger, [Self.request(booked: 100)], to: holder)
            _ = try await ledger.append(Self.event("a", fence: holder.fence))
            try await ledger.giveBack([LeaseReturn(key: Self.key, units: 9)], from: holder)
            try expect(ledger, booked: 100, committed: 1, leased: 40)
            try await ledger.giveBack([LeaseReturn(key: Self.key, units: 90)], from: holder)
            try expect(ledger, booked: 100, committed: 1, leased: 0)
        default:
            let keys = ["e\u{301}", "\u{E9}"].map { GoalKey(.clicks, of: .lineItem, id: $0) }
            let leases = try await grant(
                ledger, keys.map { Self.request(booked: 10, key: $0) }, to: holder)
            #expect(leases.map { $0?.units } == [5, 5])
            #expect(try ledger.goals().map(\.key.text) == keys.map(\.text))
        }
    }

    private func checkCutting(_ ledger: any DeliveryLedger, _ holder: LeaseHolder) async throws {
        _ = try await grant(ledger, [Self.request(booked: 100)], to: holder)
        let other = try await ledger.join(holder: "two")
        _ = try await grant(ledger, [Self.request(booked: 100)], to: other)
        let lowered = Self.request(booked: 40, wanted: 0)
        let leases = try await grant(ledger, [lowered], to: holder)
        #expect(leases.first??.units == 40, "the youngest lease goes first, then the next")
        #expect(try ledger.leases().map(\.units) == [40, 0])
        try expect(ledger, booked: 40, committed: 0, leased: 40)
        let verdict = try await ledger.append(
            Self.event("a", booked: 40, fence: other.fence))
        #expect(verdict == .overGoal)
    }

    private func checkBilling(_ ledger: any DeliveryLedger) async throws {
        let holder = try await ledger.join(holder: "one")
        switch self {
        case .billsFromTheLease:
            let leases = try await grant(ledger, [Self.request(booked: 100)], to: holder)
            let receipt = try await ledger.commit(Self.event("a", fence: holder.fence))
            #expect(receipt.verdict == .billable)
            #expect(
                receipt.charges == [
                    ChargeReceipt(key: Self.key, lease: leases.first??.id, committed: 1)
                ])
            let again = try await ledger.commit(Self.event("a", fence: holder.fence))
            #expect(again.verdict == .duplicate && again.charges.isEmpty)
            try expect(ledger, booked: 100, committed: 1, leased: 49)
            #expect(try ledger.decision(id: "a") != nil, "the event brought its decision along")
        case .billsWithoutALease:
            let verdicts = try await [
                ledger.append(Self.event("a", booked: 2)),
                ledger.append(Self.event("b", booked: 2)),
                ledger.append(Self.event("c", booked: 2)),
            ]
            #expect(verdicts == [.billable, .billable, .overGoal])
            try expect(ledger, booked: 2, committed: 2, leased: 0)
            #expect(try ledger.events(.impression).map(\.verdict) == verdicts)
            #expect(try await ledger.append(Self.event("c", booked: 3)) == .billable)
        case .billsAllOrNothing:
            _ = try await grant(ledger, [Self.request(booked: 100)], to: holder)
            let charges = [
                Charge(Self.key, booked: 100), Charge(Self.budget, units: 7, booked: 10),
            ]
            for (id, verdict) in [("a", Verdict.billable), ("b", .overGoal)] {
                let event = Self.event(id, charges: charges, fence: holder.fence)
                #expect(try await ledger.append(event) == verdict)
            }
            try expect(ledger, booked: 100, committed: 1, leased: 49)
            try expect(ledger, booked: 10, committed: 7, leased: 0, key: Self.budget)
            #expect(try ledger.leases().map(\.outstanding) == [49])
        default:
            _ = try await grant(ledger, [Self.request(booked: 100)], to: holder)
            let late = Self.event("a", after: 1_801, fence: holder.fence)
            #expect(try await ledger.append(late) == .late)
            try expect(ledger, booked: 100, committed: 0, leased: 50)
        }
    }

    private func checkTime(_ ledger: any DeliveryLedger) async throws {
        let dead = try await ledger.join(holder: "one")
        let end = 2_100.0
        _ = try await grant(ledger, [Self.request(booked: 2, wanted: 1)], to: dead)
        let other = try await ledger.join(holder: "two")
        switch self {
        case .billsTheDead:
            let leases = try await grant(
                ledger, [Self.request(booked: 1)], to: other, after: end)
            #expect(leases == [nil], "the booking fell to what the dead process has leased")
            var event = Self.event("a", after: end, booked: 1, fence: dead.fence)
            event.validUntil = Self.start + end
            #expect(try await ledger.append(event) == .billable)
        case .endsLeases:
            let leases = try await grant(
                ledger, [Self.request(booked: 1)], to: other, after: end + 1)
            #expect(leases.map { $0?.units } == [1])
            #expect(try ledger.leases().map(\.holder) == [other])
            #expect(try await ledger.append(Self.event("a", fence: dead.fence)) == .late)
            try expect(ledger, booked: 1, committed: 0, leased: 1)
        case .fences:
            let young = try await ledger.join(holder: "one")
            await #expect(
                throws: LedgerError.fenced(holder: "one", fence: dead.fence, current: young.fence)
            ) {
                _ = try await grant(ledger, [Self.request(booked: 2)], to: dead)
            }
            let receipt = try await ledger.commit(Self.event("a", fence: dead.fence))
            #expect(receipt.verdict == .billable && receipt.charges.first?.lease != nil)
        default:
            #expect(try await ledger.append(Self.event("a", after: 1_801)) == .late)
            let receipt = try await ledger.commit(Self.event("b", after: 0))
            #expect(receipt.verdict == .late)
            #expect(receipt.at == LedgerInstant(Self.start + 1_801))
            #expect(try ledger.committedTime() == LedgerInstant(Self.start + 1_801))
        }
    }
}

import BroadsheetAds
import BroadsheetStorage
import BroadsheetTestSupport
import Foundation
import Synchronization

/// A wall clock and a monotonic one that the simulation moves.
final class SimulatedWall: Sendable {
    private struct State {
        var wall: Date
        var uptime = Duration.zero
    }

    private let state: Mutex<State>

    init(_ wall: Date) { state = Mutex(State(wall: wall)) }

    var now: Date { state.withLock { $0.wall } }
    var uptime: Duration { state.withLock { $0.uptime } }

    func advance(by seconds: Double) {
        state.withLock { state in
            state.wall += seconds
            state.uptime += .seconds(seconds)
        }
    }

    func jump(by seconds: Double) { state.withLock { $0.wall += seconds } }
}

/// One process: what it holds in memory, and dies with.
final class SimulatedEngine {
    let holder: LeaseHolder
    let wall: SimulatedWall
    let clock: LedgerClock
    let book: LeaseBook
    var plans: [LeasePlanID] = []
    /// Answers of the ledger that the process has not looked at yet.
    var notices: [(SimulatedBeacon, EventReceipt)] = []

    init(holder: LeaseHolder, terms: LeaseTerms, at time: Date) {
        self.holder = holder
        let wall = SimulatedWall(time)
        self.wall = wall
        clock = LedgerClock(wall: { wall.now }, uptime: { wall.uptime })
        book = LeaseBook(terms: terms)
    }

    func register(_ demand: SimulatedDemand) {
        let old = plans
        plans = demand.lineItems.indices.map { book.register(demand.plan($0)) }
        for plan in old { book.retire(plan) }
    }

    /// Looks at the answers, in any order.
    func takeNotices(using generator: inout SeededGenerator) {
        while !notices.isEmpty {
            let (beacon, receipt) = notices.remove(at: generator.below(notices.count))
            clock.observe(receipt.at)
            if receipt.verdict == .billable {
                book.confirm(beacon.event, of: beacon.id, receipts: receipt.charges)
            }
            book.observe(receipt.at)
        }
    }
}

/// A beacon or click on its way.
struct SimulatedBeacon {
    let event: ChargedEvent
    let lineItem: Int
    let id: ReservationID
    let issuedAt: LedgerInstant
    let validUntil: LedgerInstant
    let fence: Int64

    func event(demand: SimulatedDemand, at: Date) -> DeliveryEvent {
        let kinds: [ChargedEvent: DeliveryEvent.Kind] = [
            .impression: .impression, .viewable: .viewable, .click: .click,
        ]
        return DeliveryEvent(
            kind: kinds[event] ?? .impression,
            decision: DecisionRow(
                id: String(id.high, radix: 16) + "-" + String(id.low, radix: 16),
                at: issuedAt.date, slot: "top", lineItemID: "line \(lineItem)"),
            at: at, validUntil: validUntil.date,
            charges: demand.charges(of: event, lineItem: lineItem), fence: fence)
    }
}

/// Three line items of one campaign, one for each kind of goal, with budgets that bind now and
/// then.
struct SimulatedDemand {
    struct LineItem {
        let events: [ChargedEvent]
        let goal: GoalKey
        let goalEvent: ChargedEvent
        var booked: Int64
        let price: Price
    }

    var lineItems: [LineItem]
    let campaignBudget = GoalKey(.nanos, of: .campaign, id: "camp")
    let dailyBudget = GoalKey(.nanos, of: .lineItem, id: "line 0", day: "2024-07-03")
    var campaignNanos: Int64
    var dailyNanos: Int64

    init(using generator: inout SeededGenerator) {
        lineItems = [
            LineItem(
                events: [.impression, .viewable, .click],
                goal: GoalKey(.impressions, of: .lineItem, id: "line 0"), goalEvent: .impression,
                booked: Int64(1 + generator.below(40)),
                price: Price(model: .cpm, amountMicros: 3_300_007)),
            LineItem(
                events: [.impression, .viewable],
                goal: GoalKey(.viewable, of: .lineItem, id: "line 1"), goalEvent: .viewable,
                booked: Int64(1 + generator.below(40)),
                price: Price(model: .vcpm, amountMicros: 7_100_001)),
            LineItem(
                events: [.impression, .click],
                goal: GoalKey(.clicks, of: .lineItem, id: "line 2"), goalEvent: .click,
                booked: Int64(1 + generator.below(6)),
                price: Price(model: .cpc, amountMicros: 20_000)),
        ]
        campaignNanos = Int64(40_000_000 + generator.below(400_000_000))
        dailyNanos = Int64(10_000_000 + generator.below(200_000_000))
    }

    func charges(of event: ChargedEvent, lineItem: Int) -> [Charge] {
        let item = lineItems[lineItem]
        var charges: [Charge] = []
        if event == item.goalEvent { charges.append(Charge(item.goal, booked: item.booked)) }
        let cost = EventCost.nanos(of: event, at: item.price)
        guard cost > 0 else { return charges }
        charges.append(Charge(campaignBudget, units: cost, booked: campaignNanos))
        if lineItem == 0 { charges.append(Charge(dailyBudget, units: cost, booked: dailyNanos)) }
        return charges
    }

    func plan(_ lineItem: Int) -> LeasePlan {
        LeasePlan(
            ChargedEvent.allCases.flatMap { event in
                charges(of: event, lineItem: lineItem).map { LeasePlan.Entry(event, $0) }
            })
    }

    func booked(_ key: GoalKey) -> Int64 {
        if key == campaignBudget { return campaignNanos }
        if key == dailyBudget { return dailyNanos }
        return lineItems.first { $0.goal == key }?.booked ?? 0
    }

    mutating func changeBooking(using generator: inout SeededGenerator) {
        let index = generator.below(lineItems.count)
        lineItems[index].booked = Int64(generator.below(40))
        campaignNanos = Int64(generator.below(400_000_000))
    }
}

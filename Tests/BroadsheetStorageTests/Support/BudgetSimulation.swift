import BroadsheetAds
import BroadsheetStorage
import BroadsheetTestSupport
import Foundation
import Synchronization

/// Engines that share one ledger, readers whose beacons come twice, in any order, late or never,
/// clocks that jump and processes that die at any write, all drawn from one seed.
///
/// After every write it compares the ledger with its own count of what was billed.
final class BudgetSimulation {
    struct Settings {
        var engines = 1
        var steps = 60
        /// Compare the whole ledger with what was billed after so many writes, and at the end.
        var writesPerCheck = 1
        /// Chance in a thousand that a write is the last one of its process.
        var crashPerMille = 15
        /// Kill a process at this write, and at no other.
        var crashAtWrite: Int?
        /// Whether bookings change while leases are out.
        var changesBookings = false
    }

    /// What happened, to see that the runs were not all alike.
    struct Tally {
        var decisions = 0
        var refused = 0
        var billed = 0
        var late = 0
        var duplicates = 0
        var overGoal = 0
        var crashes = 0
        var jumps = 0
        var reclaimed = 0
        var goalsReached = 0
        var writes = 0
        /// Broken promises, in words.
        var faults: [String] = []

        mutating func add(_ other: Tally) {
            decisions += other.decisions
            refused += other.refused
            billed += other.billed
            late += other.late
            duplicates += other.duplicates
            overGoal += other.overGoal
            crashes += other.crashes
            jumps += other.jumps
            reclaimed += other.reclaimed
            goalsReached += other.goalsReached
            writes += other.writes
            faults += other.faults
        }
    }

    struct Crash: Error {}

    let ledger: any DeliveryLedger
    let settings: Settings
    let terms = LeaseTerms(tokenLife: .seconds(1_800), usableFor: .seconds(300))
    var generator: SeededGenerator
    var tally = Tally()
    var demand: SimulatedDemand
    var engines: [SimulatedEngine] = []
    var beacons: [SimulatedBeacon] = []
    /// The time that a perfect clock would show.
    var time = Date(timeIntervalSince1970: 1_720_000_000)
    private var billed: [GoalKey: Int64] = [:]
    private var billedEvents: Set<String> = []

    init(ledger: any DeliveryLedger, seed: UInt64, settings: Settings) {
        self.ledger = ledger
        self.settings = settings
        generator = SeededGenerator(seed: seed)
        demand = SimulatedDemand(using: &generator)
    }

    func run() async throws -> Tally {
        for number in 0..<settings.engines { engines.append(try await start("engine \(number)")) }
        for index in engines.indices { await attempt(index) { try await self.rebalance($0) } }
        for _ in 0..<settings.steps { await step() }
        // Whatever is still under way arrives in the end.
        while let beacon = beacons.popLast() {
            await attempt(generator.below(engines.count)) { try await self.deliver(beacon, to: $0) }
        }
        try checkBooks()
        tally.jumps = engines.reduce(0) { $0 + $1.clock.jumpCount }
        tally.goalsReached = try ledger.goals().count { $0.committed == $0.booked }
        return tally
    }

    private func start(_ name: String) async throws -> SimulatedEngine {
        let holder = try await ledger.join(holder: name)
        let engine = SimulatedEngine(holder: holder, terms: terms, at: time)
        engine.clock.observe(try ledger.committedTime())
        engine.register(demand)
        return engine
    }

    private func step() async {
        let index = generator.below(engines.count)
        switch generator.below(100) {
        case 0..<42: decide(engines[index])
        case 42..<74:
            guard !beacons.isEmpty else { return }
            let beacon = beacons.remove(at: generator.below(beacons.count))
            await attempt(index) { try await self.deliver(beacon, to: $0) }
        case 74..<77:
            if !beacons.isEmpty { beacons.remove(at: generator.below(beacons.count)) }
        case 77..<87: await attempt(index) { try await self.rebalance($0) }
        case 87..<90: engines[index].takeNotices(using: &generator)
        case 90..<97: pass(seconds: generator.below(generator.below(4) == 0 ? 2_400 : 30))
        case 97: engines[index].wall.jump(by: Double(generator.below(14_400) - 7_200))
        default:
            guard settings.changesBookings else { return }
            demand.changeBooking(using: &generator)
            for engine in engines { engine.register(demand) }
        }
    }

    private func pass(seconds: Int) {
        time += Double(seconds)
        for engine in engines { engine.wall.advance(by: Double(seconds)) }
    }

    /// Lets a process do something that may kill it; then another one takes its name.
    private func attempt(
        _ index: Int, _ body: (SimulatedEngine) async throws -> Void
    ) async {
        do {
            try await body(engines[index])
        } catch is Crash {
            tally.crashes += 1
            let name = engines[index].holder.name
            do { engines[index] = try await start(name) } catch { fault("\(error)") }
        } catch {
            fault("\(error)")
        }
    }

    private func decide(_ engine: SimulatedEngine) {
        let lineItem = generator.below(demand.lineItems.count)
        let id = ReservationID(high: generator.next(), low: generator.next())
        let now = engine.clock.now()
        guard engine.book.take(engine.plans[lineItem], for: id, at: now) else {
            tally.refused += 1
            return
        }
        tally.decisions += 1
        let events = demand.lineItems[lineItem].events
        for event in events where generator.below(12) > 0 {
            for _ in 0...(generator.below(5) == 0 ? 1 : 0) {
                beacons.append(
                    SimulatedBeacon(
                        event: event, lineItem: lineItem, id: id, issuedAt: now,
                        validUntil: now.advanced(by: terms.tokenLife),
                        fence: engine.holder.fence))
            }
        }
    }

    private func deliver(_ beacon: SimulatedBeacon, to engine: SimulatedEngine) async throws {
        let event = beacon.event(demand: demand, at: engine.clock.now().date)
        let receipt = try await write {
            try await self.ledger.commit(event)
        } kept: {
            self.judge($0, of: beacon, event: event)
        }
        engine.notices.append((beacon, receipt))
        if generator.below(3) > 0 { engine.takeNotices(using: &generator) }
    }

    private func rebalance(_ engine: SimulatedEngine) async throws {
        engine.clock.observe(try ledger.committedTime())
        let elapsed = Duration.seconds(30 + generator.below(300))
        let balance = engine.book.rebalance(at: engine.clock.now(), elapsed: elapsed)
        if !balance.returns.isEmpty {
            try await write {
                try await self.ledger.giveBack(balance.returns, from: engine.holder)
            }
        }
        let leaseCount = try ledger.leases().count
        let at = engine.clock.now().date
        let grant = try await write {
            try await self.ledger.grant(
                balance.requests, to: engine.holder, at: at, terms: self.terms)
        }
        tally.reclaimed += max(0, leaseCount - (try ledger.leases().count))
        engine.clock.observe(grant.at)
        engine.book.observe(grant.at)
        for case .some(let lease) in grant.leases { engine.book.apply(lease, at: grant.at) }
    }

    /// One write of a process, which may die before it or before it hears of it.
    private func write<Value: Sendable>(
        _ body: () async throws -> Value, kept: (Value) -> Void = { _ in }
    ) async throws -> Value {
        tally.writes += 1
        let isDoomed =
            settings.crashAtWrite.map { $0 == tally.writes }
            ?? (generator.below(1_000) < settings.crashPerMille)
        if isDoomed, generator.next() & 1 == 0 { throw Crash() }
        let value = try await body()
        kept(value)
        if tally.writes % settings.writesPerCheck == 0 { try checkBooks() }
        if isDoomed { throw Crash() }
        return value
    }

    private func judge(_ receipt: EventReceipt, of beacon: SimulatedBeacon, event: DeliveryEvent) {
        let name = "\(event.kind) \(event.decision.id)"
        let isFirst = !billedEvents.contains(name)
        switch receipt.verdict {
        case .billable:
            if !isFirst { fault("\(name) was billed twice") }
            if receipt.at > beacon.validUntil { fault("\(name) was billed late") }
            billedEvents.insert(name)
            tally.billed += 1
            for charge in event.charges { billed[charge.key, default: 0] += charge.units }
        case .late:
            tally.late += 1
            if receipt.at <= beacon.validUntil { fault("\(name) was in time and called late") }
        case .duplicate:
            tally.duplicates += 1
            if isFirst { fault("\(name) was called a duplicate and never billed") }
        case .overGoal:
            tally.overGoal += 1
            if event.kind != .click, !settings.changesBookings {
                fault("\(name) was in time and found nothing left: \(event.charges)")
            }
        case .invalid: fault("\(name) was called invalid")
        }
    }

    private func checkBooks() throws {
        var left: [GoalKey: Int64] = [:]
        for lease in try ledger.leases() { left[lease.key, default: 0] += lease.outstanding }
        for goal in try ledger.goals() {
            if goal.committed > goal.booked - goal.leased { fault("more than booked: \(goal)") }
            if goal.committed != billed[goal.key, default: 0] {
                fault("\(goal) but billed \(billed[goal.key, default: 0])")
            }
            if goal.leased != left[goal.key, default: 0] {
                fault("\(goal) but leases have \(left[goal.key, default: 0]) left")
            }
            if !settings.changesBookings, goal.booked != demand.booked(goal.key) {
                fault("\(goal) but booked \(demand.booked(goal.key))")
            }
        }
    }

    private func fault(_ text: String) { tally.faults.append(text) }
}

package import BroadsheetAds
internal import BroadsheetStorage
internal import Foundation
internal import Logging
internal import Synchronization

/// Drives the decisions, leases, plan and pacing of the serving code with requests on a virtual
/// clock. The same campaigns, requests and settings give the same result, byte for byte.
///
/// What is made up: that a beacon follows a decision with a probability, after a time that is
/// log-normal; views and clicks follow impressions. Readers are all new, so that caps stop nobody.
package struct Simulation {
    package struct Settings: Sendable, Hashable {
        package var seed: UInt64 = 1
        package var controller = GuaranteedPacing.Controller.slots
        /// By how much each hour of the forecast is off at most, as a fraction.
        package var forecastError = 0.0
        /// Part of the decisions that never send a beacon.
        package var lostShare = 0.08
        /// Median of the seconds between a decision and its beacon, and the spread of its logarithm.
        package var delayMedian = 2.0
        package var delaySpread = 1.0
        /// Part of the impressions that are seen, and that are clicked.
        package var viewableShare = 0.55
        package var clickShare = 0.005

        package init() {}
    }

    private let settings: Settings
    private let trace: RequestTrace
    private let clock: VirtualClock
    private let ledger = SimulatedLedger()
    private let delivery: DeliveryBook
    private let pacing: PacingKeeper
    private let frozen: AdState.Frozen
    private let draws: SimulationDraws
    private var beacons = BeaconQueue()
    private var scratch = DecisionScratch()
    private var measure: DeliveryMeasure
    /// What the log of yesterday lets expect.
    private let expected: DeliveryMeasure
    private var fence: Int64?
    /// The next minute of UTC that begins, counted from 1970.
    private var nextMinute: Double

    /// The plan knows beforehand what yesterday's log would say: the same day, each hour off by what
    /// the settings allow.
    package init(
        _ campaigns: AdCatalogue, _ trace: RequestTrace, settings: Settings
    ) async throws {
        self.settings = settings
        self.trace = trace
        let clock = VirtualClock(trace.entries.first?.at ?? 0)
        self.clock = clock
        nextMinute = ((trace.entries.first?.at ?? 0) / 60).rounded(.down) + 1
        draws = SimulationDraws(seed: settings.seed)
        let logger = Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() }
        let environment = Engine.Environment(
            now: { clock.date }, random: { 0 }, uptime: { clock.uptime })
        delivery = DeliveryBook(
            ledger: ledger, terms: LeaseTerms(), environment: environment, logger: logger)
        pacing = PacingKeeper(
            delivery: delivery, controller: settings.controller, logger: logger)
        try await delivery.start(as: "simulation")
        fence = delivery.fence
        let state = try AdState(
            campaigns, variants: Configuration().adVariantsInForce, delivery: delivery)
        frozen = state.frozen[0]
        measure = DeliveryMeasure(frozen, trace)
        var expected = measure
        expected.expect(trace) { hour in
            RequestTrace.forecastFactor(
                hour: hour, error: settings.forecastError, seed: settings.seed)
        }
        self.expected = expected
        pacing.fill(
            from: trace.forecast(error: settings.forecastError, seed: settings.seed))
        pacing.tick(frozen, at: delivery.clock.now())
        await delivery.balance()
    }

    /// Runs all requests, then until no beacon is under way.
    ///
    /// - Parameter progress: Requests done, and of how many; false ends the run.
    package mutating func run(
        progress: (_ done: Int, _ total: Int) -> Bool = { _, _ in true }
    ) async throws -> SimulationResult? {
        for (number, entry) in trace.entries.enumerated() {
            if number.isMultiple(of: 8_192), !progress(number, trace.entries.count) { return nil }
            try await advance(to: entry.at)
            decide(number, entry)
        }
        try await advance(to: .infinity)
        measure.finish(trace.entries.last?.at ?? 0, delivery)
        return SimulationResult(
            settings: settings, measure: measure, expected: expected,
            counts: try ledger.deliveryCounts(), frozen: frozen)
    }

    // MARK: Time

    /// Sends the beacons that are due before a time, and looks after leases and pace on the way.
    private mutating func advance(to time: Double) async throws {
        while let next = beacons.first, next.at <= time {
            beacons.removeFirst()
            try await tend(next.at)
            try await send(next)
        }
        if time.isFinite { try await tend(time) }
    }

    private var lastBalance = -Double.infinity

    private mutating func tend(_ time: Double) async throws {
        let minute = (time / 60).rounded(.down)
        // Minutes begin whether or not something happens then: a slot that began with the request
        // which comes first in it would always have one more than expected.
        while nextMinute <= minute {
            clock.advance(to: nextMinute * 60)
            measure.mark(nextMinute * 60, delivery)
            pacing.tick(frozen, at: delivery.clock.now())
            nextMinute += 1
        }
        clock.advance(to: time)
        let isDue = time - lastBalance >= 30
        if isDue || (delivery.book.isStarving && time - lastBalance >= 0.05) {
            lastBalance = time
            await delivery.balance()
        }
    }

    // MARK: Decisions and beacons

    private mutating func decide(_ number: Int, _ entry: RequestTrace.Entry) {
        var request = trace.kinds[Int(entry.kind)]
        request.now = Date(timeIntervalSince1970: entry.at)
        measure.count(entry)
        let instant = delivery.clock.now()
        let draw = draws.keyed(by: UInt64(number))
        pacing.note(request, at: instant, random: UInt64(draw.uniform(9) * 0x1p53))
        let id = ReservationID(high: UInt64(number), low: settings.seed)
        var gates = Gates()
        gates.plan = frozen.paced.current.shares
        gates.spent = frozen.plans.spent(at: instant)
        scratch.keepsLog = gates.spent.count > 0
        let generator = KeyedGenerator(seed: settings.seed).keyed(by: UInt64(number))
        let pick = frozen.snapshot.pick(request, gates: gates, using: generator, scratch: &scratch)
        if scratch.keepsLog {
            let wanted = scratch.log.entries.filter { $0.dropped == .spent }.map(\.lineItem)
            if !wanted.isEmpty { frozen.plans.want(wanted, at: instant) }
        }
        guard let pick, frozen.plans.take(pick.lineItem, for: id, at: instant) else {
            measure.countEmpty()
            return
        }
        measure.count(pick.lineItem)
        guard draw.uniform(10) >= settings.lostShare else { return }
        let delay = settings.delayMedian * exp(settings.delaySpread * draw.normal(11))
        beacons.insert(
            BeaconQueue.Beacon(
                at: entry.at + delay, number: number, kind: .impression, lineItem: pick.lineItem,
                decidedAt: entry.at))
    }

    private mutating func send(_ beacon: BeaconQueue.Beacon) async throws {
        guard let lineItem = frozen.snapshot.lineItem(beacon.lineItem)?.id else { return }
        let decidedAt = Date(timeIntervalSince1970: beacon.decidedAt.rounded(.down))
        let charges = delivery.charges(
            for: beacon.kind.charged, of: lineItem, decidedAt: decidedAt)
        let high = String(UInt64(beacon.number), radix: 16)
        let low = String(settings.seed, radix: 16)
        let id =
            String(repeating: "0", count: 16 - high.utf8.count) + high
            + String(repeating: "0", count: 16 - low.utf8.count) + low
        _ = try await delivery.commit(
            DeliveryEvent(
                kind: beacon.kind,
                decision: DecisionRow(id: id, at: decidedAt, slot: "", lineItemID: lineItem),
                at: Date(timeIntervalSince1970: beacon.at),
                validUntil: decidedAt + 1_800, charges: charges ?? [], fence: fence))
        guard beacon.kind == .impression else { return }
        follow(beacon, .viewable, settings.viewableShare, after: 1, purpose: 20)
        follow(beacon, .click, settings.clickShare, after: 8, purpose: 30)
    }

    private mutating func follow(
        _ beacon: BeaconQueue.Beacon, _ kind: DeliveryEvent.Kind, _ share: Double,
        after seconds: Double, purpose: UInt64
    ) {
        guard draws.keyed(by: UInt64(beacon.number)).uniform(purpose) < share else { return }
        var next = beacon
        next.kind = kind
        next.at += seconds
        beacons.insert(next)
    }
}

/// A clock that a simulation moves.
final class VirtualClock: Sendable {
    private let seconds: Mutex<Double>
    private let start: Double

    init(_ start: Double) {
        self.start = start
        seconds = Mutex(start)
    }

    var date: Date { Date(timeIntervalSince1970: seconds.withLock { $0 }) }
    var uptime: Duration { .seconds(seconds.withLock { $0 } - start) }

    func advance(to time: Double) { seconds.withLock { $0 = max($0, time) } }
}

/// Beacons that are under way, the next one first: a binary heap.
struct BeaconQueue: Sendable {
    struct Beacon: Sendable {
        var at: Double
        var number: Int
        var kind: DeliveryEvent.Kind
        var lineItem: Int
        var decidedAt: Double

        /// By time, then by decision, so that ties have one order.
        func precedes(_ other: Beacon) -> Bool {
            at == other.at ? number < other.number : at < other.at
        }
    }

    private var heap: [Beacon] = []

    var first: Beacon? { heap.first }

    mutating func insert(_ beacon: Beacon) {
        heap.append(beacon)
        var place = heap.count - 1
        while place > 0, heap[place].precedes(heap[(place - 1) / 2]) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    mutating func removeFirst() {
        guard let last = heap.popLast(), !heap.isEmpty else { return }
        heap[0] = last
        var place = 0
        while true {
            var least = place
            for child in (2 * place + 1)...(2 * place + 2)
            where child < heap.count && heap[child].precedes(heap[least]) {
                least = child
            }
            if least == place { return }
            heap.swapAt(place, least)
            place = least
        }
    }
}

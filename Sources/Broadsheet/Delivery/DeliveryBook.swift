internal import BroadsheetAds
internal import BroadsheetStorage
internal import Foundation
internal import Logging
internal import Synchronization

/// What this process holds of goals and budgets, and its ways to the ledger.
///
/// Decisions take units from memory (`LeaseBook`); `run` sees to it that there are some: every
/// thirty seconds, and at once when a decision finds none, it gives back what is not needed, asks
/// for what is, and looks how far clicks have come, which no decision reserves. When the ledger can't
/// be reached, leases run out after their time and what has a goal is no longer served.
final class DeliveryBook: Sendable {
    private struct State {
        var holder: LeaseHolder?
        /// What every line item that this process has known books.
        var terms = BookedTerms()
        /// Billed units of goals and budgets, by all processes as last read, and by this one since.
        var committed: [GoalKey: Int64] = [:]
        /// Counts up with `committed`.
        var clickVersion: UInt64 = 0
        var lastBalance: Duration?
        /// Whether the next balance is due at once.
        var isStale = false
    }

    let book: LeaseBook
    let clock: LedgerClock
    private let ledger: any DeliveryLedger
    private let uptime: @Sendable () -> Duration
    private let logger: Logger
    private let state = Mutex(State())

    /// How often leases are looked after while decisions find their units.
    static let interval = Duration.seconds(30)
    /// How soon after a decision found none.
    static let starvingInterval = Duration.milliseconds(50)
    /// How long a goal of which the ledger had nothing is not asked for early.
    private static let denial = Duration.seconds(2)

    init(
        ledger: any DeliveryLedger, terms: LeaseTerms, environment: Engine.Environment,
        logger: Logger
    ) {
        self.ledger = ledger
        self.logger = logger
        uptime = environment.uptime
        book = LeaseBook(terms: terms)
        clock = LedgerClock(wall: environment.now, uptime: environment.uptime) { jump in
            logger.warning(
                """
                the clock jumped by \(jump.by) to \(jump.to.date): tokens and order go by the later of \
                it and the ledger's time
                """)
        }
    }

    /// Takes a number from the ledger and learns its time.
    ///
    /// - Parameter name: of this process; who had it before gets nothing more.
    func start(as name: String) async throws {
        let holder = try await ledger.join(holder: name)
        clock.observe(try ledger.committedTime())
        state.withLock { $0.holder = holder }
    }

    /// The number that tokens carry.
    var fence: Int64? { state.withLock { $0.holder?.fence } }

    /// Counts up when what clicks have used up may have changed.
    var clickVersion: UInt64 { state.withLock { $0.clickVersion } }

    /// Takes in what a newer catalogue books.
    func update(_ terms: BookedTerms) {
        state.withLock { state in
            state.terms.update(with: terms)
            // What is booked now is told to the ledger at once.
            state.isStale = true
        }
    }

    /// What an event of a line item takes; nil for one that this process has never known.
    func charges(
        for event: ChargedEvent, of lineItem: String, decidedAt: Date
    ) -> [Charge]? {
        state.withLock { $0.terms.charges(for: event, of: lineItem, decidedAt: decidedAt) }
    }

    /// Whether goals or budgets of clicks have no room for these charges.
    func areUsedUp(_ charges: [Charge]) -> Bool {
        state.withLock { state in
            charges.contains { charge in
                let committed = state.committed[charge.key] ?? 0
                return charge.booked - committed < charge.units
            }
        }
    }

    // MARK: Events

    /// Appends an event and takes note of what it took.
    func commit(_ event: DeliveryEvent) async throws -> EventReceipt {
        let receipt = try await ledger.commit(event)
        clock.observe(receipt.at)
        if receipt.verdict == .billable, let id = ReservationID(event.decision.id) {
            book.confirm(event.kind.charged, of: id, receipts: receipt.charges)
        }
        book.observe(receipt.at)
        if !event.charges.isEmpty { note(event, receipt) }
        return receipt
    }

    private func note(_ event: DeliveryEvent, _ receipt: EventReceipt) {
        state.withLock { state in
            for charge in event.charges where receipt.verdict == .billable {
                state.committed[charge.key, default: 0] += charge.units
            }
            // One of them has nothing left; which one is looked up at once.
            if receipt.verdict == .overGoal { state.isStale = true }
            if event.kind == .click { state.clickVersion &+= 1 }
        }
    }

    /// Units of a goal or budget that are billed, as far as this process knows.
    func committed(_ key: GoalKey) -> Int64 { state.withLock { $0.committed[key] ?? 0 } }

    // MARK: Leases

    /// Looks after the leases until the surrounding task is cancelled.
    func run() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.starvingInterval)
            if Task.isCancelled { return }
            let isDue = state.withLock { state in
                state.isStale
                    || (state.lastBalance.map { uptime() - $0 >= Self.interval } ?? true)
            }
            if isDue || book.isStarving { await balance() }
        }
    }

    /// Gives back what is not needed, asks for what is.
    func balance() async {
        guard let holder = state.withLock({ $0.holder }) else { return }
        let time = uptime()
        let elapsed = state.withLock { state in
            defer {
                state.lastBalance = time
                state.isStale = false
            }
            return state.lastBalance.map { time - $0 } ?? .zero
        }
        let now = clock.now()
        let balance = book.rebalance(at: now, elapsed: elapsed)
        do {
            if !balance.returns.isEmpty {
                try await ledger.giveBack(balance.returns, from: holder)
            }
            if !balance.requests.isEmpty {
                try await ask(balance.requests, as: holder, at: now)
            }
            try readClicks()
        } catch {
            logger.error("leases of goals and budgets can't be renewed: \(error)")
        }
    }

    private func ask(
        _ requests: [LeaseRequest], as holder: LeaseHolder, at now: LedgerInstant
    ) async throws {
        let grant = try await ledger.grant(requests, to: holder, at: now.date, terms: book.terms)
        clock.observe(grant.at)
        book.observe(grant.at)
        for lease in grant.leases { if let lease { book.apply(lease, at: grant.at) } }
        let denied = requests.filter { book.available($0.key) < $0.quantum }.map(\.key)
        book.deny(denied, until: clock.now().advanced(by: Self.denial))
    }

    /// Learns what all processes have billed.
    private func readClicks() throws {
        var committed: [GoalKey: Int64] = [:]
        for goal in try ledger.goals() { committed[goal.key] = goal.committed }
        state.withLock { [committed] state in
            if state.committed == committed { return }
            state.committed = committed
            state.clickVersion &+= 1
        }
    }

    /// Gives everything back that is not reserved; for the end of the process.
    func close() async {
        guard let holder = state.withLock({ $0.holder }) else { return }
        let returns = book.drain()
        if returns.isEmpty { return }
        do {
            try await ledger.giveBack(returns, from: holder)
        } catch {
            logger.error("leases can't be given back, they end by themselves: \(error)")
        }
    }
}

extension DeliveryEvent.Kind {
    /// The event that charges name.
    var charged: ChargedEvent {
        switch self {
        case .impression: .impression
        case .viewable: .viewable
        case .click: .click
        }
    }
}

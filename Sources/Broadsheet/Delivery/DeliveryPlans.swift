internal import BroadsheetAds
internal import Foundation
internal import Synchronization

/// What decisions of one snapshot reserve, line item by line item, for as long as the snapshot is in
/// use.
///
/// Which line items find no units is remembered until something changes it, so that a decision costs
/// one comparison. Under the lock the books' own locks are taken, never the other way round.
final class DeliveryPlans: Sendable {
    private struct State {
        /// By the line item's number; nil where a decision reserves nothing.
        var plans: [LeasePlanID?] = []
        /// What a click takes, of line items that clicks can stop.
        var clicks: [(number: Int, charges: [Charge])] = []
        /// The days that budgets count by, as far as all of them go on.
        var days = Date.distantPast..<Date.distantPast
        var view: UnitsView?
        var clickVersion: UInt64 = 0
        var spent = LineItemSet()
    }

    private let delivery: DeliveryBook
    private let terms: BookedTerms
    private let lineItems: [String]
    private let state = Mutex(State())

    init(_ snapshot: AdSnapshot, terms: BookedTerms, delivery: DeliveryBook) {
        self.delivery = delivery
        self.terms = terms
        lineItems = (0..<snapshot.lineItemCount).map { snapshot.lineItem($0)?.id ?? "" }
        // At once, so that the next balance asks for units before a decision needs them.
        _ = spent(at: delivery.clock.now())
    }

    deinit {
        let plans = state.withLock { $0.plans }
        for plan in plans { if let plan { delivery.book.retire(plan) } }
    }

    /// Line items that have nothing left to give.
    func spent(at now: LedgerInstant) -> LineItemSet {
        state.withLock { state in
            renew(&state, at: now)
            return state.spent
        }
    }

    /// Takes the units of a decision; true at once for a line item without goal or budget.
    func take(_ number: Int, for id: ReservationID, at now: LedgerInstant) -> Bool {
        state.withLock { state in
            renew(&state, at: now)
            guard state.plans.indices.contains(number), let plan = state.plans[number] else {
                return true
            }
            return delivery.book.take(plan, for: id, at: now)
        }
    }

    /// Tells that decisions wanted line items which had no units.
    func want(_ numbers: [Int], at now: LedgerInstant) {
        state.withLock { state in
            let wanted = numbers.compactMap { number in
                state.plans.indices.contains(number) ? state.plans[number] : nil
            }
            if !wanted.isEmpty { delivery.book.want(wanted, at: now) }
        }
    }

    // MARK: Renewing

    private func renew(_ state: inout State, at now: LedgerInstant) {
        if !state.days.contains(now.date) { register(&state, at: now.date) }
        let clickVersion = state.clicks.isEmpty ? 0 : delivery.clickVersion
        if let view = state.view, state.clickVersion == clickVersion,
            delivery.book.isCurrent(view, at: now)
        {
            return
        }
        let view = delivery.book.view(of: state.plans, at: now)
        state.spent = LineItemSet(count: lineItems.count)
        for number in view.lacking { state.spent[number] = true }
        for click in state.clicks where delivery.areUsedUp(click.charges) {
            state.spent[click.number] = true
        }
        state.view = view
        state.clickVersion = clickVersion
    }

    /// Registers the plans of a day, and ends those of the day before, which no decision can use any
    /// more: it would need this lock.
    private func register(_ state: inout State, at date: Date) {
        let old = state.plans
        var (start, end) = (Date.distantPast, Date.distantFuture)
        state.clicks = []
        state.plans = lineItems.enumerated().map { number, id in
            if let day = terms.day(of: id, at: date) {
                (start, end) = (max(start, day.lowerBound), min(end, day.upperBound))
            }
            let clicks = terms.charges(for: .click, of: id, decidedAt: date) ?? []
            if !clicks.isEmpty { state.clicks.append((number, clicks)) }
            let plan = terms.plan(of: id, decidedAt: date)
            return plan.entries.isEmpty ? nil : delivery.book.register(plan)
        }
        for plan in old { if let plan { delivery.book.retire(plan) } }
        // Where days of several zones overlap, `date` lies in all of them.
        state.days = min(start, date)..<max(end, date.addingTimeInterval(1))
        state.view = nil
    }
}

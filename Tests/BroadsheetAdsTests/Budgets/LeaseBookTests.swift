import BroadsheetAds
import BroadsheetTestSupport
import Foundation
import Testing

/// What a process holds in memory, against leases given by hand.
@Suite struct LeaseBookTests {
    static let terms = LeaseTerms(tokenLife: .seconds(1_800), usableFor: .seconds(300))
    static let key = GoalKey(.impressions, of: .lineItem, id: "line")
    static let holder = LeaseHolder(name: "one", fence: 1)
    static let start = LedgerInstant(Date(timeIntervalSince1970: 1_720_000_000))

    let book = LeaseBook(terms: terms)
    let plan: LeasePlanID

    init() {
        plan = book.register(
            LeasePlan([LeasePlan.Entry(.impression, Charge(Self.key, booked: 100))]))
    }

    static func time(_ seconds: Int) -> LedgerInstant { start.advanced(by: .seconds(seconds)) }

    static func id(_ number: UInt64) -> ReservationID { ReservationID(high: 0, low: number) }

    static func lease(
        id: Int64 = 1, units: Int64, committed: Int64 = 0, from seconds: Int = 0
    ) -> Lease {
        let now = time(seconds)
        return Lease(
            id: id, holder: holder, key: key, units: units, committed: committed, grantedAt: now,
            expiresAt: terms.end(grantedAt: now))
    }

    private func take(_ number: UInt64, at seconds: Int = 0) -> Bool {
        book.take(plan, for: Self.id(number), at: Self.time(seconds))
    }

    @Test func `each decision takes one unit, until there is none`() {
        #expect(!take(1), "nothing is leased yet")
        book.apply(Self.lease(units: 2), at: Self.start)
        #expect(take(1) && take(2) && !take(3))
        #expect(book.reservationCount == 2 && book.isStarving)
    }

    @Test func `a decision has one reservation`() {
        book.apply(Self.lease(units: 9), at: Self.start)
        #expect(take(1) && !take(1))
        #expect(book.available(Self.key) == 8)
    }

    @Test func `a lease is used until its tokens would outlive it`() {
        book.apply(Self.lease(units: 9), at: Self.start)
        #expect(take(1, at: 300) && !take(2, at: 301))
        book.apply(Self.lease(units: 9, from: 200), at: Self.time(200))
        #expect(take(2, at: 301))
    }

    @Test func `a unit comes back when the ledger's time has passed its token, not the clock's`() {
        book.apply(Self.lease(units: 1), at: Self.start)
        #expect(take(1))
        book.observe(Self.time(1_800))
        book.apply(Self.lease(units: 1, from: 1_800), at: Self.time(1_800))
        #expect(!take(2, at: 1_801), "a beacon of the last moment may still be committed")
        book.observe(Self.time(1_801))
        #expect(take(2, at: 1_801))
    }

    @Test func `a beacon that was billed uses its unit up`() {
        book.apply(Self.lease(units: 2), at: Self.start)
        #expect(take(1))
        let receipt = ChargeReceipt(key: Self.key, lease: 1, committed: 1)
        book.confirm(.impression, of: Self.id(1), receipts: [receipt])
        book.confirm(.impression, of: Self.id(1), receipts: [receipt])
        #expect(book.available(Self.key) == 1 && book.reservationCount == 0)
        book.apply(Self.lease(units: 2, committed: 0), at: Self.start)
        #expect(book.available(Self.key) == 1, "an older answer does not undo it")
    }

    @Test func `a beacon billed elsewhere is counted twice until its token ends`() {
        book.apply(Self.lease(units: 3), at: Self.start)
        #expect(take(1) && take(2))
        book.apply(Self.lease(units: 3, committed: 1, from: 60), at: Self.time(60))
        #expect(book.available(Self.key) == 0)
        book.observe(Self.time(1_801))
        #expect(book.available(Self.key) == 2)
    }

    @Test func `a beacon that was charged to no lease gives its unit back`() {
        book.apply(Self.lease(units: 2), at: Self.start)
        #expect(take(1))
        let receipt = ChargeReceipt(key: Self.key, lease: nil, committed: 0)
        book.confirm(.impression, of: Self.id(1), receipts: [receipt])
        #expect(book.available(Self.key) == 2)
    }

    @Test func `a decision takes from all its goals or from none`() {
        let budget = GoalKey(.nanos, of: .campaign, id: "camp")
        let both = book.register(
            LeasePlan([
                LeasePlan.Entry(.impression, Charge(Self.key, booked: 100)),
                LeasePlan.Entry(.viewable, Charge(budget, units: 7, booked: 100)),
                LeasePlan.Entry(.click, Charge(budget, units: 1_000, booked: 100)),
            ]))
        book.apply(Self.lease(units: 5), at: Self.start)
        #expect(!book.hasUnits(for: both, at: Self.start))
        #expect(!book.take(both, for: Self.id(1), at: Self.start))
        #expect(book.available(Self.key) == 5)
    }

    @Test func `what is asked for follows the rate, and a quiet goal asks for one unit`() {
        let first = book.rebalance(at: Self.start, elapsed: .seconds(60))
        #expect(first.requests == [LeaseRequest(key: Self.key, booked: 100, wanted: 1)])
        book.apply(Self.lease(units: 40), at: Self.start)
        for number in 0..<30 { #expect(take(UInt64(number))) }
        let second = book.rebalance(at: Self.time(60), elapsed: .seconds(60))
        #expect(second.returns.isEmpty)
        #expect(second.requests.map(\.wanted) == [30 * 5 - 10])
        #expect(book.rebalance(at: Self.time(60), elapsed: .zero).requests.isEmpty)
    }

    @Test func `a lease half over is renewed, and more than twice the need is given back`() {
        book.apply(Self.lease(units: 40), at: Self.start)
        let balance = book.rebalance(at: Self.time(151), elapsed: .seconds(60))
        #expect(balance.returns == [LeaseReturn(key: Self.key, units: 38)])
        #expect(balance.requests == [LeaseRequest(key: Self.key, booked: 100, wanted: 0)])
        #expect(book.available(Self.key) == 2)
    }

    @Test func `a goal that no plan names is given back whole and forgotten`() {
        book.apply(Self.lease(units: 5), at: Self.start)
        #expect(take(1))
        book.retire(plan)
        let balance = book.rebalance(at: Self.start, elapsed: .seconds(60))
        #expect(balance.returns == [LeaseReturn(key: Self.key, units: 4)])
        #expect(balance.requests.isEmpty)
        book.observe(Self.time(1_801))
        let last = book.rebalance(at: Self.time(1_801), elapsed: .seconds(60))
        #expect(last.returns == [LeaseReturn(key: Self.key, units: 1)])
        #expect(book.rebalance(at: Self.time(1_801), elapsed: .seconds(60)) == LeaseBalance())
    }

    @Test func `a hundred thousand reservations end in their order`() {
        book.apply(Self.lease(units: 100_000), at: Self.start)
        for number in 0..<100_000 { #expect(take(UInt64(number), at: number / 1_000)) }
        for number in stride(from: 0, to: 100_000, by: 2) {
            book.confirm(.impression, of: Self.id(UInt64(number)), receipts: [])
        }
        #expect(book.reservationCount == 50_000)
        book.observe(Self.time(1_850))
        #expect(book.reservationCount == 25_000)
    }

    @Test(arguments: [
        (booked: 100, wanted: 1_000, quantum: 1, holders: 1, units: 50),
        (100, 1_000, 1, 3, 16), (100, 7, 1, 1, 7), (1, 1_000, 1, 4, 1), (0, 1, 1, 1, 0),
        (100, 0, 1, 1, 0), (10, 1, 7, 1, 7), (6, 1, 7, 1, 0),
        (Int.max, Int.max, 1, 1, Int.max / 2),
    ])
    func `a lease is min(rate × time, free ÷ 2R), and at least what one event needs`(
        booked: Int, wanted: Int, quantum: Int, holders: Int, units: Int
    ) {
        let request = LeaseRequest(
            key: Self.key, booked: Int64(booked), wanted: Int64(wanted), quantum: Int64(quantum))
        #expect(
            LeaseSize.units(request: request, free: Int64(booked), holders: holders)
                == Int64(units))
    }

    @Test func `a reservation is named by 32 hexadecimal digits`() {
        #expect(
            ReservationID("0000000000000abc00000000000000ff")
                == ReservationID(high: 0xabc, low: 0xff))
        let signed = "+" + String(repeating: "1", count: 31)
        for text in ["", "abc", String(repeating: "g", count: 32), signed] {
            #expect(ReservationID(text) == nil, "\(text)")
        }
    }
}

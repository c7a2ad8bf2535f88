import BroadsheetAds
import BroadsheetTestSupport
import Foundation
import Testing

/// Small catalogues whose slots `s0`, `s1`, … are filled in this order.
enum PageFixture {
    static func creative(
        _ id: String, set: String? = nil, width: Int = 300, weight: Double = 1
    ) -> Creative {
        Creative(
            id: id, kind: .image, size: AdSize(width: width, height: 250), weight: weight,
            clickURL: "https://x.example/", companionSet: set)
    }

    /// A line item with a creative of its own for each slot.
    static func lineItem(
        _ id: String, _ slots: [String], tier: Tier = .standard,
        change: (inout LineItem) -> Void = { _ in }
    ) -> LineItem {
        var item = LineItem(
            id: id, tier: tier, slots: slots,
            creatives: slots.indices.map { creative("\(id)-\($0)") })
        change(&item)
        return item
    }

    static func catalogue(_ lineItems: [LineItem], slots count: Int) -> AdCatalogue {
        AdCatalogue(
            slots: (0..<count).map {
                Slot(id: "s\($0)", sizes: [AdSize(width: 300, height: 250)], priority: $0)
            },
            advertisers: [Advertiser(id: "x", name: "X")],
            campaigns: [Campaign(id: "c", advertiser: "x", name: "C", lineItems: lineItems)])
    }

    static func requests(_ count: Int) -> [AdRequest] {
        (0..<count).map { AdRequest(slot: "s\($0)", now: CampaignFixture.now) }
    }

    /// Ids of the creatives that a page shows, slot by slot.
    static func page(
        _ snapshot: AdSnapshot, slots: Int, gates: Gates = .open, number: Double = 0
    ) -> [String?] {
        var scratch = PageScratch()
        let requests = requests(slots)
        let draw = FixedDraw(number: number)
        _ = snapshot.decidePage(requests, gates: gates, using: { _ in draw }, scratch: &scratch)
        return zip(scratch.picks, requests).map { pick, request in
            pick.flatMap { snapshot.ad($0, in: request.slot) }?.creative.id
        }
    }
}

@Suite struct PageTests {
    private func page(
        _ lineItems: [LineItem], slots: Int, gates: Gates = .open, number: Double = 0
    ) -> [String?] {
        let snapshot = AdSnapshot(PageFixture.catalogue(lineItems, slots: slots))
        return PageFixture.page(snapshot, slots: slots, gates: gates, number: number)
    }

    @Test func `no creative stands twice on a page`() {
        let item = PageFixture.lineItem("a", ["s0", "s1", "s2"]) {
            $0.creatives = [PageFixture.creative("a-0"), PageFixture.creative("a-1")]
        }
        #expect(page([item], slots: 3) == ["a-0", "a-1", nil])
    }

    @Test func `a line item stands on a page at most as often as it allows`() {
        let item = PageFixture.lineItem("a", ["s0", "s1", "s2"]) { $0.perPage = 2 }
        #expect(page([item], slots: 3) == ["a-0", "a-1", nil])
    }

    @Test func `an advertiser's line items stand on a page at most as often as it allows`() {
        var catalogue = PageFixture.catalogue(
            ["a", "b"].map { PageFixture.lineItem($0, ["s0", "s1"]) }, slots: 2)
        catalogue.advertisers[0].perPage = 1
        #expect(PageFixture.page(AdSnapshot(catalogue), slots: 2) == ["a-0", nil])
    }

    @Test func `line items that share an exclusion label never stand on one page`() {
        var catalogue = PageFixture.catalogue(
            [
                PageFixture.lineItem("a", ["s0"]) { $0.exclusionLabels = ["cars"] },
                PageFixture.lineItem("b", ["s1"]),
            ], slots: 2)
        #expect(PageFixture.page(AdSnapshot(catalogue), slots: 2) == ["a-0", "b-0"])
        catalogue.advertisers[0].exclusionLabels = ["cars"]
        #expect(PageFixture.page(AdSnapshot(catalogue), slots: 2) == ["a-0", nil])
    }

    @Test func `a line item does not exclude itself`() {
        let item = PageFixture.lineItem("a", ["s0", "s1"]) { $0.exclusionLabels = ["cars"] }
        #expect(page([item], slots: 2) == ["a-0", "a-1"])
    }

    @Test func `what only a later slot needs is kept for it`() {
        let items = [
            PageFixture.lineItem("a", ["s0", "s1"]) { $0.perPage = 1 },
            PageFixture.lineItem("b", ["s0"]),
        ]
        for number in [0, 0.4] { #expect(page(items, slots: 2, number: number) == ["b-0", "a-0"]) }
    }

    @Test func `a lower tier is not dropped for a share that may pass`() {
        let items = [
            PageFixture.lineItem("a", ["s0"], tier: .sponsorship) { $0.shareOfVoice = 0.25 },
            PageFixture.lineItem("b", ["s0", "s1"]),
        ]
        #expect(page(items, slots: 2, number: 0.5) == ["b-1", "b-0"])
    }

    // MARK: Roadblocks and companions

    private var roadblock: LineItem {
        PageFixture.lineItem("r", ["s0", "s2"]) { $0.roadblock = .all }
    }

    @Test func `a roadblock has all of its slots or none`() {
        let items = [roadblock, PageFixture.lineItem("a", ["s0", "s1", "s2"])]
        #expect(page(items, slots: 3, number: 0.9) == ["r-1", "a-2", "r-0"])
        #expect(page(items, slots: 3, number: 0) == ["a-0", "a-1", "a-2"])
    }

    @Test func `a roadblock that lacks a creative for one of its slots has none`() {
        var short = roadblock
        short.creatives = [PageFixture.creative("r-0")]
        #expect(page([short], slots: 3) == [nil, nil, nil])
        #expect(page([short], slots: 2) == ["r-0", nil])
    }

    @Test func `a roadblock's creatives are drawn so that it can be completed`() {
        var catalogue = PageFixture.catalogue([roadblock], slots: 3)
        catalogue.slots[0].sizes.append(AdSize(width: 728, height: 250))
        catalogue.campaigns[0].lineItems[0].creatives[1].size = AdSize(width: 728, height: 250)
        for number in [0, 0.9] {
            let page = PageFixture.page(AdSnapshot(catalogue), slots: 3, number: number)
            #expect(page == ["r-1", nil, "r-0"])
        }
    }

    @Test func `the slots that a roadblock has are certain`() {
        let items = [roadblock, PageFixture.lineItem("a", ["s0", "s1", "s2"])]
        let snapshot = AdSnapshot(PageFixture.catalogue(items, slots: 3))
        var scratch = PageScratch()
        let draw = FixedDraw(number: 0.9)
        let result = snapshot.decidePage(
            PageFixture.requests(3), using: { _ in draw }, scratch: &scratch)
        #expect(scratch.picks.map { $0?.propensity } == [0.25, 1.0 / 3, 1])
        #expect(abs(result.propensity - 1.0 / 12) < 1e-15)
    }

    @Test func `creatives of one companion set are shown together`() {
        let item = PageFixture.lineItem("a", ["s0", "s1"]) {
            $0.creatives = [
                PageFixture.creative("a-0", set: "red"), PageFixture.creative("a-1", set: "blue"),
                PageFixture.creative("a-2", set: "blue"), PageFixture.creative("a-3", set: "red"),
            ]
        }
        #expect(page([item], slots: 2) == ["a-0", "a-3"])
        #expect(page([item], slots: 2, number: 0.3) == ["a-1", "a-2"])
    }

    @Test func `a set that would leave a slot empty is not begun`() {
        let item = PageFixture.lineItem("a", ["s0", "s1"]) {
            $0.creatives = [
                PageFixture.creative("a-0", set: "red"), PageFixture.creative("a-1", set: "blue"),
                PageFixture.creative("a-2", set: "blue"),
            ]
        }
        #expect(page([item], slots: 2) == ["a-1", "a-2"])
    }

    // MARK: Callers

    @Test func `rooms that caps and leases leave hold beside the line item's limit`() {
        var gates = Gates()
        gates.pageRooms = [1, 0]
        let items = ["a", "b"].map { PageFixture.lineItem($0, ["s0", "s1"]) }
        #expect(page(items, slots: 2, gates: gates) == ["a-0", nil])
    }

    @Test func `gates that are closed after a slot hold for the slots to come`() {
        let snapshot = AdSnapshot(
            PageFixture.catalogue([PageFixture.lineItem("a", ["s0", "s1"])], slots: 2))
        var scratch = PageScratch()
        let draw = FixedDraw(number: 0)
        var reasons: [NoFill.Reason] = []
        let requests = PageFixture.requests(2)
        _ = snapshot.decidePage(requests, using: { _ in draw }, scratch: &scratch) {
            slot, pick, decision, gates in
            if pick == nil { reasons.append(snapshot.noFillReason(requests[slot], decision)) }
            gates.capped = snapshot.emptySet
            gates.capped[0] = true
        }
        #expect(scratch.picks.map { $0 == nil } == [false, true] && reasons == [.capped])
    }

    @Test func `slots are filled by priority and answered as they were asked`() {
        let items = [PageFixture.lineItem("a", ["s0", "s1"]) { $0.perPage = 1 }]
        let snapshot = AdSnapshot(PageFixture.catalogue(items, slots: 2))
        var scratch = PageScratch()
        let draw = FixedDraw(number: 0)
        var requests = Array(PageFixture.requests(2).reversed())
        requests += [requests[0], AdRequest(slot: "nowhere", now: CampaignFixture.now)]
        var order: [Int] = []
        _ = snapshot.decidePage(requests, using: { _ in draw }, scratch: &scratch) {
            slot, _, _, _ in order.append(slot)
        }
        #expect(order == [1, 0])
        #expect(scratch.picks.map { $0 == nil } == [true, false, true, true])
    }

    @Test func `a page of one slot is decided as the slot alone`() {
        var bookings = RandomBookings(seed: 5)
        let snapshot = AdSnapshot(bookings.catalogue(lineItems: 40))
        var scratch = PageScratch()
        for key in 0..<200 {
            let request = bookings.request()
            let draw = KeyedGenerator(seed: 5).keyed(by: UInt64(key))
            let result = snapshot.decidePage([request], using: { _ in draw }, scratch: &scratch)
            var alone = DecisionScratch()
            let pick = snapshot.pick(request, using: draw, scratch: &alone)
            #expect(scratch.picks == [pick] && result.isLookAheadExact)
        }
    }
}

/// The campaigns as decisions use them: frozen, active only, indexed by slot.
///
/// A request keeps the snapshot that it started with; a change makes a new one. Immutable and
/// free of shared state: use it from any number of threads.
package struct AdSnapshot: Sendable {
    /// A line item that no request can be answered with, for explanations.
    package struct SetAside: Sendable, Hashable {
        package var campaign: String
        package var lineItem: String
        package var tier: Tier
        package var reason: Ineligibility
    }

    /// The line items that name a slot.
    struct SlotPlan: Sendable {
        let slot: Slot
        /// By tier, then by id.
        var candidates: [Candidate] = []
        /// The rules of `candidates`, one for each.
        var rules = RuleBook()
        /// By tier, then by id.
        var setAside: [SetAside] = []
    }

    /// What was frozen: active campaigns, line items and creatives with their slots and
    /// advertisers, sorted by id, every status nil.
    package let catalogue: AdCatalogue
    let plans: [ExactID: SlotPlan]
    let names: NameTable

    /// Freezes a catalogue. What a program wrote that can't be used (a weight that is no number, an
    /// unknown advertiser) is left out and listed by ``setAside``.
    package init(_ catalogue: AdCatalogue) {
        let sorted = catalogue.sortedByID()
        var plans: [ExactID: SlotPlan] = [:]
        for slot in sorted.slots { plans[ExactID(slot.id)] = SlotPlan(slot: slot) }
        var advertisers: [ExactID: Advertiser] = [:]
        for advertiser in sorted.advertisers { advertisers[ExactID(advertiser.id)] = advertiser }
        var names = NameTable()
        for booking in Self.bookings(of: sorted, advertisers) {
            Self.place(booking, in: &plans, names: &names)
        }
        self.plans = plans
        self.names = names
        self.catalogue = sorted.activeOnly()
    }

    /// Line items of a slot that can't fill it at any time, by tier, then by id.
    package func setAside(in slot: String) -> [SetAside] {
        plans[ExactID(slot)]?.setAside ?? []
    }

    /// The slot with an id.
    package func slot(_ id: String) -> Slot? { plans[ExactID(id)]?.slot }

    /// Slots of one page in the order in which they are filled: rising priority, then id; each
    /// once, unknown ones last.
    package func fillOrder(of slots: [String]) -> [String] {
        Set(slots.map(ExactID.init)).sorted { left, right in
            let ranks = [left, right].map { plans[$0]?.slot.priority ?? Int.max }
            return ranks[0] == ranks[1] ? left < right : ranks[0] < ranks[1]
        }.map(\.text)
    }

    // MARK: Freezing

    /// A line item with what stands above it.
    private struct Booking {
        let lineItem: LineItem
        let campaign: Campaign
        let advertiser: Advertiser?
    }

    /// All line items, by tier, then by id.
    private static func bookings(
        of catalogue: AdCatalogue, _ advertisers: [ExactID: Advertiser]
    ) -> [Booking] {
        let bookings = catalogue.campaigns.flatMap { campaign in
            campaign.lineItems.map { lineItem in
                Booking(
                    lineItem: lineItem, campaign: campaign,
                    advertiser: advertisers[ExactID(campaign.advertiser)])
            }
        }
        return bookings.sorted { left, right in
            left.lineItem.tier == right.lineItem.tier
                ? ExactID(left.lineItem.id) < ExactID(right.lineItem.id)
                : left.lineItem.tier < right.lineItem.tier
        }
    }

    private static func place(
        _ booking: Booking, in plans: inout [ExactID: SlotPlan], names: inout NameTable
    ) {
        let lineItem = booking.lineItem
        var placed: Set<ExactID> = []
        for key in lineItem.slots.map(ExactID.init) where placed.insert(key).inserted {
            guard let slot = plans[key]?.slot else { continue }
            switch candidate(booking, in: slot) {
            case .success(let candidate):
                let labels = booking.advertiser?.labels ?? []
                plans[key]?.candidates.append(candidate)
                plans[key]?.rules.append(lineItem, labels: labels, names: &names)
            case .failure(let reason):
                plans[key]?.setAside.append(
                    SetAside(
                        campaign: booking.campaign.id, lineItem: lineItem.id, tier: lineItem.tier,
                        reason: reason))
            }
        }
    }

    /// The line item as the slot sees it, or what keeps it from the slot at any time.
    private static func candidate(
        _ booking: Booking, in slot: Slot
    ) -> Result<Candidate, Ineligibility> {
        let lineItem = booking.lineItem
        let states = [booking.campaign.status, lineItem.status]
        if states.contains(.archived) { return .failure(.archived) }
        if states.contains(.paused) { return .failure(.paused) }
        guard lineItem.weight.isUsableWeight, let advertiser = booking.advertiser else {
            return .failure(.unusable)
        }
        let creatives = lineItem.creatives.filter { creative in
            creative.isActive && creative.weight.isUsableWeight && creative.fits(slot)
        }
        guard let size = slot.sizes.first, !creatives.isEmpty else {
            return .failure(.noFittingCreative)
        }
        return .success(
            Candidate(
                advertiser: advertiser.id, campaign: booking.campaign.id, lineItem: lineItem.id,
                tier: lineItem.tier, price: lineItem.price, creatives: creatives, slotSize: size))
    }
}

extension Double {
    /// Finite and above 0.
    fileprivate var isUsableWeight: Bool { isFinite && self > 0 }
}

extension Creative {
    fileprivate var isActive: Bool { status == nil || status == .active }
}

extension AdCatalogue {
    /// Without what is paused or archived, and without statuses.
    fileprivate func activeOnly() -> AdCatalogue {
        func isActive(_ status: DeliveryStatus?) -> Bool { status == nil || status == .active }
        var result = self
        result.campaigns = campaigns.filter { isActive($0.status) }
        for index in result.campaigns.indices {
            result.campaigns[index].status = nil
            var lineItems = result.campaigns[index].lineItems.filter { isActive($0.status) }
            for item in lineItems.indices {
                lineItems[item].status = nil
                var creatives = lineItems[item].creatives.filter { isActive($0.status) }
                for creative in creatives.indices { creatives[creative].status = nil }
                lineItems[item].creatives = creatives
            }
            result.campaigns[index].lineItems = lineItems
        }
        return result
    }
}

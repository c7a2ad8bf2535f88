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
        /// By tier, then by id.
        var setAside: [SetAside] = []
    }

    /// What was frozen: active campaigns, line items and creatives with their slots and
    /// advertisers, sorted by id, every status nil.
    package let catalogue: AdCatalogue
    let plans: [ExactID: SlotPlan]

    /// Freezes a catalogue. What a program wrote that can't be used (a weight that is no number, an
    /// unknown advertiser) is left out and listed by ``setAside``.
    package init(_ catalogue: AdCatalogue) {
        let sorted = catalogue.sortedByID()
        var plans: [ExactID: SlotPlan] = [:]
        for slot in sorted.slots { plans[ExactID(slot.id)] = SlotPlan(slot: slot) }
        var advertisers: [ExactID: Advertiser] = [:]
        for advertiser in sorted.advertisers { advertisers[ExactID(advertiser.id)] = advertiser }
        for campaign in sorted.campaigns {
            let advertiser = advertisers[ExactID(campaign.advertiser)]
            for lineItem in campaign.lineItems {
                Self.place(lineItem, of: campaign, by: advertiser, in: &plans)
            }
        }
        for key in plans.keys { plans[key]?.sort() }
        self.plans = plans
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

    private static func place(
        _ lineItem: LineItem, of campaign: Campaign, by advertiser: Advertiser?,
        in plans: inout [ExactID: SlotPlan]
    ) {
        for key in Set(lineItem.slots.map(ExactID.init)) {
            guard let slot = plans[key]?.slot else { continue }
            let creatives = lineItem.creatives.filter { creative in
                creative.isActive && creative.hasUsableWeight && creative.fits(slot)
            }
            if let advertiser, let size = slot.sizes.first,
                obstacle(of: lineItem, in: campaign) == nil, !creatives.isEmpty
            {
                plans[key]?.candidates.append(
                    Candidate(
                        lineItem, creatives: creatives, slotSize: size, campaign: campaign,
                        advertiser: advertiser))
            } else {
                let reason =
                    obstacle(of: lineItem, in: campaign)
                    ?? (advertiser == nil ? .unusable : .noFittingCreative)
                plans[key]?.setAside.append(
                    SetAside(
                        campaign: campaign.id, lineItem: lineItem.id, tier: lineItem.tier,
                        reason: reason))
            }
        }
    }

    /// What keeps a line item from every slot.
    private static func obstacle(of lineItem: LineItem, in campaign: Campaign) -> Ineligibility? {
        let states = [campaign.status, lineItem.status]
        if states.contains(.archived) { return .archived }
        if states.contains(.paused) { return .paused }
        return lineItem.hasUsableWeight ? nil : .unusable
    }
}

extension AdSnapshot.SlotPlan {
    fileprivate mutating func sort() {
        candidates.sort { left, right in
            left.tier == right.tier
                ? ExactID(left.lineItem) < ExactID(right.lineItem) : left.tier < right.tier
        }
        setAside.sort { left, right in
            left.tier == right.tier
                ? ExactID(left.lineItem) < ExactID(right.lineItem) : left.tier < right.tier
        }
    }
}

extension LineItem {
    /// Finite and above 0.
    fileprivate var hasUsableWeight: Bool { weight.isFinite && weight > 0 }
}

extension Creative {
    fileprivate var isActive: Bool { status == nil || status == .active }

    /// Finite and above 0.
    fileprivate var hasUsableWeight: Bool { weight.isFinite && weight > 0 }
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

/// The campaigns as decisions use them: frozen, active only, turned into bitmaps.
///
/// Line items are numbered by tier, then by id. For each slot, each value that a rule names and
/// each thing that an article may exclude there is a set of numbers; a decision works on sets and
/// looks at single line items only once they are eligible. A request keeps the snapshot that it
/// started with; a change makes a new one. Immutable but for scratches at rest, which are locked:
/// use it from any number of threads.
package struct AdSnapshot: Sendable {
    /// A line item that no request can be answered with, for explanations.
    package struct SetAside: Sendable, Hashable {
        package var campaign: String
        package var lineItem: String
        package var tier: Tier
        package var reason: Ineligibility
    }

    /// What stands behind a line item's number.
    package struct NumberedLineItem: Sendable, Hashable {
        package var id: String
        package var campaign: String
        package var advertiser: String
        package var tier: Tier
    }

    /// What was frozen: active campaigns, line items and creatives with their slots and
    /// advertisers, sorted by id, every status nil.
    package let catalogue: AdCatalogue
    let core: SnapshotCore
    let auction: AuctionTable

    /// Freezes a catalogue. What a program wrote that can't be used (a weight that is no number, an
    /// unknown advertiser, a rule that can't be read) is left out and listed by ``setAside(in:)``.
    package init(_ catalogue: AdCatalogue) {
        let sorted = catalogue.sortedByID()
        core = SnapshotCore(SnapshotParts(sorted))
        auction = AuctionTable(core, sorted)
        self.catalogue = sorted.activeOnly()
    }

    /// Line items of a slot that can't fill it at any time, by tier, then by id.
    package func setAside(in slot: String) -> [SetAside] {
        core.place(of: slot).map { core.places[$0].setAside } ?? []
    }

    /// The slot with an id.
    package func slot(_ id: String) -> Slot? { core.place(of: id).map { core.places[$0].slot } }

    /// Slots of one page in the order in which they are filled: rising priority, then id; each
    /// once, unknown ones last.
    package func fillOrder(of slots: [String]) -> [String] {
        Set(slots.map(ExactID.init)).sorted { left, right in
            let ranks = [left, right].map { slot($0.text)?.priority ?? Int.max }
            return ranks[0] == ranks[1] ? left < right : ranks[0] < ranks[1]
        }.map(\.text)
    }

    // MARK: Numbers

    /// How many line items have a number: 0 ..< count.
    package var lineItemCount: Int { core.count }

    /// The number of a line item; nil for one that can't be used.
    package func number(ofLineItem id: String) -> Int? { core.numbers[ExactID(id)] }

    /// The line item of a number; nil where there is none.
    package func lineItem(_ number: Int) -> NumberedLineItem? {
        guard core.bookings.indices.contains(number) else { return nil }
        let booking = core.bookings[number]
        return NumberedLineItem(
            id: booking.lineItem, campaign: booking.campaign, advertiser: booking.advertiser,
            tier: booking.tier)
    }

    /// An empty set with room for all line items.
    package var emptySet: LineItemSet { LineItemSet(count: core.count) }
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

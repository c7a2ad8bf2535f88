internal import Foundation

/// One line item of a snapshot, and what became of it in decisions that the snapshot made.
///
/// Its targeting is asked in a snapshot that holds nothing else: the one reason counted there is
/// the first that it breaks, at a cost that does not grow with the campaigns.
package struct LineItemProbe: Sendable {
    /// What became of a line item in one decision.
    package enum Fate: Sendable, Hashable {
        /// It was chosen.
        case chosen
        /// It took part in the draw, and another was chosen, or nothing.
        case notDrawn
        /// It was eligible, but a higher tier took the whole draw.
        case outranked
        case dropped(Ineligibility)
        /// It passed targeting, and was not among the candidates that were kept.
        case notKept
    }

    private let whole: AdSnapshot
    private let alone: AdSnapshot
    /// nil for one that no slot can be filled with.
    private let number: Int?
    private let id: ExactID
    private let slots: Set<ExactID>
    private var scratch = DecisionScratch()

    /// - Returns: nil when the snapshot doesn't hold the line item.
    package init?(lineItem id: String, in snapshot: AdSnapshot) {
        var catalogue = snapshot.catalogue
        for index in catalogue.campaigns.indices {
            catalogue.campaigns[index].lineItems.removeAll { !$0.id.isExactly(id) }
        }
        catalogue.campaigns.removeAll { $0.lineItems.isEmpty }
        let lineItems = catalogue.campaigns.flatMap(\.lineItems)
        guard !lineItems.isEmpty else { return nil }
        // The default creatives are of no interest, and of other line items.
        for index in catalogue.slots.indices { catalogue.slots[index].defaultCreative = nil }
        whole = snapshot
        alone = AdSnapshot(catalogue)
        number = snapshot.number(ofLineItem: id)
        self.id = ExactID(id)
        slots = Set(lineItems.flatMap(\.slots).map(ExactID.init))
    }

    /// Whether the line item names a slot.
    package func names(slot: String) -> Bool { slots.contains(ExactID(slot)) }

    /// What became of it.
    ///
    /// - Parameter chosen: id of the line item that the decision chose.
    package mutating func fate(in record: DecisionRecord, chosen: String?) -> Fate {
        if let chosen, ExactID(chosen) == id { return .chosen }
        if let number, let candidate = record.candidate(number) {
            if let reason = candidate.dropped { return .dropped(reason) }
            return hasChance(candidate, record) ? .notDrawn : .outranked
        }
        if let reason = reason(record.request) { return .dropped(reason) }
        return .notKept
    }

    /// The rule of targeting that a request falls to; nil when it passes.
    private mutating func reason(_ request: AdRequest) -> Ineligibility? {
        guard let index = alone.core.place(of: request.slot) else { return .noFittingCreative }
        scratch.fit(alone.core)
        _ = scratch.select(request, in: alone.core.places[index], alone.core)
        let reasons = Ineligibility.allCases
        return reasons.first { scratch.counts[$0.place] > 0 }
    }

    private mutating func hasChance(
        _ candidate: DecisionRecord.Candidate, _ record: DecisionRecord
    ) -> Bool {
        let core = whole.core
        guard candidate.lineItem < core.count else { return false }
        let tier = core.bookings[candidate.lineItem].tier
        if record.isTruncated {
            // Those not kept have no chance where one that was kept has none.
            return record.candidates.contains { other in
                (other.probability ?? 0) > 0 && core.tiers[tier.rank].contains(other.lineItem)
            }
        }
        return whole.withScratch { scratch in
            let entries = record.entries { $0 < core.count }
            scratch.draw.fill(entries, exploration: record.exploration, core)
            return scratch.draw.parts[tier.rank].reach > 0
        }
    }
}

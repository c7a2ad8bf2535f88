package import BroadsheetAds
import Foundation

/// Decisions worked out the slow way: every line item by itself, every list anew.
///
/// The rules of `AdSnapshot` written down a second time, without numbers, bitmaps or scratches.
package struct DecisionOracle {
    /// A line item that names the slot, and what keeps it out.
    package struct Row {
        package let lineItem: LineItem
        package let creatives: [Creative]
        package let reason: Ineligibility?
        /// Whether the request's own rules let it through.
        package let passesTargeting: Bool
    }

    /// Gates by id of line item.
    package struct NamedGates {
        package var dropped: [String: Ineligibility] = [:]
        package var multipliers: [String: Double] = [:]
        /// Line item and share, in the order asked.
        package var plan: [(id: String, share: Double)] = []

        package init() {}
    }

    private let catalogue: AdCatalogue

    package init(_ catalogue: AdCatalogue) { self.catalogue = catalogue }

    /// Every line item that names the request's slot, by tier, then by id.
    package func rows(_ request: AdRequest, _ gates: NamedGates = NamedGates()) -> [Row] {
        guard let slot = catalogue.slots.first(where: { $0.id == request.slot }) else { return [] }
        var rows: [Row] = []
        for campaign in catalogue.campaigns {
            for lineItem in campaign.lineItems where lineItem.slots.contains(slot.id) {
                let creatives = lineItem.creatives
                    .filter { $0.status == nil || $0.status == .active }
                    .filter { $0.weight.isFinite && $0.weight > 0 && $0.fits(slot) }
                    .sorted { ExactID($0.id) < ExactID($1.id) }
                let before = standing(lineItem, campaign, creatives)
                let asked = before ?? asked(lineItem, campaign, request)
                let multiplier = gates.multipliers[lineItem.id] ?? 1
                rows.append(
                    Row(
                        lineItem: lineItem, creatives: creatives,
                        reason: asked ?? gates.dropped[lineItem.id]
                            ?? (multiplier > 0 ? nil : .zeroWeight),
                        passesTargeting: asked == nil))
            }
        }
        return rows.sorted { left, right in
            left.lineItem.tier == right.lineItem.tier
                ? ExactID(left.lineItem.id) < ExactID(right.lineItem.id)
                : left.lineItem.tier < right.lineItem.tier
        }
    }

    private func advertiser(_ campaign: Campaign) -> Advertiser? {
        catalogue.advertisers.first { $0.id == campaign.advertiser }
    }

    private func standing(
        _ lineItem: LineItem, _ campaign: Campaign, _ creatives: [Creative]
    ) -> Ineligibility? {
        let states = [campaign.status, lineItem.status]
        if states.contains(.archived) { return .archived }
        if states.contains(.paused) { return .paused }
        let share = lineItem.shareOfVoice ?? 1
        let isUsable = lineItem.weight.isFinite && lineItem.weight > 0 && share > 0 && share <= 1
        if !isUsable || advertiser(campaign) == nil { return .unusable }
        if lineItem.targeting?.isReadable == false { return .unreadableRule }
        return creatives.isEmpty ? .noFittingCreative : nil
    }

    private func asked(
        _ lineItem: LineItem, _ campaign: Campaign, _ request: AdRequest
    ) -> Ineligibility? {
        if request.articleAdPolicy == .none { return .adsOff }
        if request.articleAdPolicy == .house, lineItem.tier != .house { return .houseOnly }
        if let starts = lineItem.starts, request.now < starts { return .notStarted }
        if let ends = lineItem.ends, request.now >= ends { return .ended }
        let rules = TargetingOracle(request, timeZone: campaign.timeZone)
        if let reason = rules.reason(lineItem) { return reason }
        let labels = lineItem.labels + campaign.labels + (advertiser(campaign)?.labels ?? [])
        return labels.contains(where: request.articleAdLabels.contains) ? .excludedLabel : nil
    }

    // MARK: Probabilities

    /// One tier: its line items, what each takes of what reaches the tier, and that reach.
    package struct Part {
        package var rows: [Row]
        package var measures: [Double]
        package var total: Double
        package var isFull: Bool
        package var reach: Double

        package func probability(_ index: Int) -> Double {
            reach > 0 ? reach * (measures[index] / total) : 0
        }
    }

    /// The tiers of a request, from the top, and what is left below the last.
    package func parts(
        _ request: AdRequest, _ gates: NamedGates = NamedGates()
    ) -> (parts: [Part], rest: Double) {
        let eligible = rows(request, gates).filter { $0.reason == nil }
        let exploration = catalogue.slots.first { $0.id == request.slot }?.exploration ?? 0
        var rest = 1.0
        var parts: [Part] = []
        for tier in Tier.allCases {
            let rows = eligible.filter { $0.lineItem.tier == tier }
            var part = part(rows, shares(tier, rows, gates), gates)
            if tier > .guaranteed, exploration > 0, part.total > 0 {
                let uniform = part.total / Double(rows.count)
                part.measures = part.measures.map {
                    (1 - exploration) * $0 + exploration * uniform
                }
                part.total = part.measures.reduce(0, +)
            }
            part.reach = part.total > 0 ? rest : 0
            if part.total > 0 {
                rest *= part.isFull ? 0 : 1 - min(1, part.measures.reduce(0, +))
            }
            parts.append(part)
        }
        return (parts, rest)
    }

    private func shares(_ tier: Tier, _ rows: [Row], _ gates: NamedGates) -> [Double?] {
        switch tier {
        case .sponsorship: return rows.map(\.lineItem.shareOfVoice)
        case .standard, .house: return rows.map { _ in nil }
        case .guaranteed:
            var left = 1.0
            var shares: [String: Double] = [:]
            for (id, share) in gates.plan where rows.contains(where: { $0.lineItem.id == id }) {
                shares[id] = share > 0 ? min(share, left) : 0
                left -= shares[id] ?? 0
            }
            return rows.map { shares[$0.lineItem.id] }
        }
    }

    private func part(_ rows: [Row], _ shares: [Double?], _ gates: NamedGates) -> Part {
        let weights = zip(rows, shares).map { row, share in
            share == nil
                ? row.lineItem.weight * (gates.multipliers[row.lineItem.id] ?? 1) : 0
        }
        let greatest = weights.max() ?? 0
        let scaled = weights.map { greatest > 0 ? $0 / greatest : 0 }
        let sum = scaled.reduce(0, +)
        let taken = shares.reduce(0) { $0 + ($1 ?? 0) }
        var part = Part(rows: rows, measures: scaled, total: sum, isFull: true, reach: 0)
        if taken > 0 {
            let left = 1 - taken
            let isFull = left <= 1e-9
            part.total = isFull ? taken : 1
            part.isFull = isFull || sum > 0
            part.measures = zip(scaled, shares).map { weight, share in
                share ?? (isFull ? 0 : weight * (left / sum))
            }
        }
        return part
    }

    /// What a decision draws; nil for no ad.
    package func pick(
        _ request: AdRequest, _ gates: NamedGates = NamedGates(), using draw: some DrawSource
    ) -> (lineItem: String, creative: String, propensity: Double)? {
        for (part, tier) in zip(parts(request, gates).parts, Tier.allCases) where part.reach > 0 {
            let number = draw.uniform(for: DrawPurpose(slot: request.slot, step: .tier(tier)))
            guard let index = index(part.measures, number * part.total, part.isFull) else {
                continue
            }
            let row = part.rows[index]
            let greatest = row.creatives.map(\.weight).max() ?? 0
            let weights = row.creatives.map { $0.weight / greatest }
            let total = weights.reduce(0, +)
            let second = draw.uniform(for: DrawPurpose(slot: request.slot, step: .creative))
            guard let creative = self.index(weights, second * total, true) else { return nil }
            return (
                row.lineItem.id, row.creatives[creative].id,
                part.probability(index) * (weights[creative] / total)
            )
        }
        return nil
    }

    private func index(_ measures: [Double], _ target: Double, _ isFull: Bool) -> Int? {
        var sum = 0.0
        for (index, measure) in measures.enumerated() {
            sum += measure
            if target < sum { return index }
        }
        return isFull ? measures.lastIndex { $0 > 0 } : nil
    }
}

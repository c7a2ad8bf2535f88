/// Why each line item of a slot could, or could not, fill it.
package struct DecisionExplanation: Sendable, Hashable {
    /// What became of a line item.
    package enum Verdict: Sendable, Hashable {
        /// It took part in the draw with this probability.
        case drawn(probability: Double)
        /// It was eligible, but a higher tier had an eligible line item too.
        case outranked(by: Tier)
        case ineligible(Ineligibility)
    }

    package struct Row: Sendable, Hashable {
        package var campaign: String
        package var lineItem: String
        package var tier: Tier
        package var verdict: Verdict
    }

    /// Id of the slot.
    package var slot: String
    /// Every line item that names the slot, by tier, then by id.
    package var rows: [Row]
}

extension AdSnapshot {
    /// The reason or the probability of every line item that names the request's slot; no rows for
    /// a slot that the snapshot doesn't know.
    package func explain(_ request: AdRequest) -> DecisionExplanation {
        guard let plan = plans[ExactID(request.slot)] else {
            return DecisionExplanation(slot: request.slot, rows: [])
        }
        let page = PageContext(request, names: names)
        let lottery = plan.lottery(for: page)
        let top = lottery.entries.first.map { plan.candidates[$0].tier }
        var rows = plan.setAside.map { item in
            DecisionExplanation.Row(
                campaign: item.campaign, lineItem: item.lineItem, tier: item.tier,
                verdict: .ineligible(item.reason))
        }
        for (index, candidate) in plan.candidates.enumerated() {
            let verdict: DecisionExplanation.Verdict
            if let reason = plan.rules.ineligibility(of: index, for: page) {
                verdict = .ineligible(reason)
            } else if let entry = lottery.entries.firstIndex(of: index) {
                verdict = .drawn(probability: lottery.draw.probability(of: entry))
            } else {
                verdict = .outranked(by: top ?? candidate.tier)
            }
            rows.append(
                DecisionExplanation.Row(
                    campaign: candidate.campaign, lineItem: candidate.lineItem,
                    tier: candidate.tier, verdict: verdict))
        }
        rows.sort { left, right in
            left.tier == right.tier
                ? ExactID(left.lineItem) < ExactID(right.lineItem) : left.tier < right.tier
        }
        return DecisionExplanation(slot: request.slot, rows: rows)
    }
}

extension AdSnapshot {
    /// Fills one slot.
    ///
    /// The highest tier with an eligible line item decides; inside it a draw by line item weight,
    /// then one by creative weight among that line item's creatives that fit the slot. The
    /// propensity is the product of both probabilities. Linear in the line items of the slot.
    ///
    /// - Returns: `none_eligible` also for a slot that the snapshot doesn't know; ask
    ///   ``slot(_:)`` first where that matters.
    package func decide(_ request: AdRequest, using draw: some DrawSource) -> Decision {
        let outcome: Decision.Outcome
        if let ad = drawAd(for: request, using: draw) {
            outcome = .ad(ad)
        } else {
            outcome = .noFill(noFill(for: request))
        }
        return Decision(slot: request.slot, outcome: outcome)
    }

    /// Every ad that the request can be answered with and its exact probability: the line items of
    /// the winning tier by id, the creatives of each by id. Sums to 1 (within rounding) or is empty.
    package func distribution(_ request: AdRequest) -> [ChosenAd] {
        let line = winners(for: request)
        let lineDraw = WeightedDraw(line.map(\.weight))
        return line.indices.flatMap { index in
            let candidate = line[index]
            let creativeDraw = WeightedDraw(candidate.creatives.map(\.weight))
            return candidate.creatives.indices.map { creative in
                let share = creativeDraw.probability(of: creative)
                return candidate.ad(creative, propensity: lineDraw.probability(of: index) * share)
            }
        }
    }

    private func drawAd(for request: AdRequest, using draw: some DrawSource) -> ChosenAd? {
        let line = winners(for: request)
        let lineDraw = WeightedDraw(line.map(\.weight))
        let linePurpose = DrawPurpose(slot: request.slot, step: .lineItem)
        guard let index = lineDraw.index(at: draw.uniform(for: linePurpose)) else { return nil }
        let candidate = line[index]
        let creativeDraw = WeightedDraw(candidate.creatives.map(\.weight))
        let creativePurpose = DrawPurpose(slot: request.slot, step: .creative)
        guard let creative = creativeDraw.index(at: draw.uniform(for: creativePurpose)) else {
            return nil
        }
        let share = creativeDraw.probability(of: creative)
        return candidate.ad(creative, propensity: lineDraw.probability(of: index) * share)
    }

    /// The eligible line items of the highest tier that has one, by id.
    func winners(for request: AdRequest) -> [Candidate] {
        guard let plan = plans[ExactID(request.slot)] else { return [] }
        let page = PageContext(request)
        var winners: [Candidate] = []
        for candidate in plan.candidates {
            if let winner = winners.first, candidate.tier != winner.tier { break }
            if candidate.ineligibility(for: page) == nil { winners.append(candidate) }
        }
        return winners
    }

    private func noFill(for request: AdRequest) -> NoFill {
        guard let plan = plans[ExactID(request.slot)] else {
            return NoFill(reason: .noneEligible, passedOver: [])
        }
        let page = PageContext(request)
        let reasons =
            plan.setAside.map(\.reason)
            + plan.candidates.compactMap { $0.ineligibility(for: page) }
        let counts = Ineligibility.allCases.compactMap { reason -> NoFill.Count? in
            let count = reasons.count { $0 == reason }
            return count > 0 ? NoFill.Count(reason: reason, count: count) : nil
        }
        if request.articleAdPolicy == .none { return NoFill(reason: .off, passedOver: counts) }
        let isExcluded = counts.contains { $0.reason == .excludedLabel }
        return NoFill(reason: isExcluded ? .excluded : .noneEligible, passedOver: counts)
    }
}

extension Candidate {
    fileprivate func ad(_ index: Int, propensity: Double) -> ChosenAd {
        let creative = creatives[index]
        return ChosenAd(
            advertiser: advertiser, campaign: campaign, lineItem: lineItem, tier: tier,
            price: price, creative: creative, size: creative.size ?? slotSize,
            propensity: propensity)
    }
}

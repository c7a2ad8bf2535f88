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
        if let plan = plans[ExactID(request.slot)] {
            let page = PageContext(request, names: names)
            outcome =
                plan.ad(for: page, using: draw).map(Decision.Outcome.ad)
                ?? .noFill(plan.noFill(for: page))
        } else {
            outcome = .noFill(NoFill(reason: .noneEligible))
        }
        return Decision(slot: request.slot, outcome: outcome)
    }

    /// Every ad that the request can be answered with and its exact probability: the line items of
    /// the winning tier by id, the creatives of each by id. Sums to 1 (within rounding) or is empty.
    package func distribution(_ request: AdRequest) -> [ChosenAd] {
        guard let plan = plans[ExactID(request.slot)] else { return [] }
        let lottery = plan.lottery(for: PageContext(request, names: names))
        return lottery.entries.indices.flatMap { entry in
            let candidate = plan.candidates[lottery.entries[entry]]
            let share = lottery.draw.probability(of: entry)
            return candidate.creatives.indices.map { candidate.ad($0, lineItemShare: share) }
        }
    }
}

extension AdSnapshot.SlotPlan {
    /// The eligible line items of the highest tier that has one, and the draw among them.
    struct Lottery {
        /// Positions in `candidates`, rising: by id.
        let entries: [Int]
        let draw: WeightedDraw
    }

    func lottery(for page: PageContext) -> Lottery {
        var entries: [Int] = []
        var tier: Tier?
        for index in rules.indices {
            if let tier, rules.tier(index) != tier { break }
            guard rules.ineligibility(of: index, for: page) == nil else { continue }
            tier = rules.tier(index)
            entries.append(index)
        }
        return Lottery(entries: entries, draw: WeightedDraw(entries.map(rules.weight)))
    }

    fileprivate func ad(for page: PageContext, using draw: some DrawSource) -> ChosenAd? {
        let lottery = lottery(for: page)
        let number = draw.uniform(for: DrawPurpose(slot: slot.id, step: .lineItem))
        guard let entry = lottery.draw.index(at: number) else { return nil }
        let candidate = candidates[lottery.entries[entry]]
        let creativeNumber = draw.uniform(for: DrawPurpose(slot: slot.id, step: .creative))
        let creatives = WeightedDraw(candidate.creatives.map(\.weight))
        guard let creative = creatives.index(at: creativeNumber) else { return nil }
        return candidate.ad(creative, lineItemShare: lottery.draw.probability(of: entry))
    }

    fileprivate func noFill(for page: PageContext) -> NoFill {
        let reasons =
            setAside.map(\.reason)
            + rules.indices.compactMap { rules.ineligibility(of: $0, for: page) }
        let counts = Ineligibility.allCases.compactMap { reason -> NoFill.Count? in
            let count = reasons.count { $0 == reason }
            return count > 0 ? NoFill.Count(reason: reason, count: count) : nil
        }
        if page.policy == .none { return NoFill(reason: .off, passedOver: counts) }
        let isExcluded = counts.contains { $0.reason == .excludedLabel }
        return NoFill(reason: isExcluded ? .excluded : .noneEligible, passedOver: counts)
    }
}

extension Candidate {
    /// The ad with one of the creatives; its propensity is the line item's share of the draw times
    /// the creative's.
    fileprivate func ad(_ index: Int, lineItemShare: Double) -> ChosenAd {
        let creative = creatives[index]
        let share = WeightedDraw(creatives.map(\.weight)).probability(of: index)
        return ChosenAd(
            advertiser: advertiser, campaign: campaign, lineItem: lineItem, tier: tier,
            price: price, creative: creative, size: creative.size ?? slotSize,
            propensity: lineItemShare * share)
    }
}

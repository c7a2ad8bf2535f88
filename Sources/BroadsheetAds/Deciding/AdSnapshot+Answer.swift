import Synchronization

extension AdSnapshot {
    /// Fills one slot; see ``pick(_:gates:using:scratch:)`` for how, and for callers that decide
    /// often.
    package func decide(
        _ request: AdRequest, gates: Gates = .open, using draw: some DrawSource
    ) -> Decision {
        withScratch { scratch in
            decide(request, gates: gates, using: draw, scratch: &scratch)
        }
    }

    /// Fills one slot with the room of the caller's; allocates for a decision without an ad.
    package func decide(
        _ request: AdRequest, gates: Gates = .open, using draw: some DrawSource,
        scratch: inout DecisionScratch
    ) -> Decision {
        let pick = pick(request, gates: gates, using: draw, scratch: &scratch)
        return decision(pick, for: request, scratch)
    }

    /// What a pick, or none, for a request means; `scratch` as the pick left it.
    package func decision(
        _ pick: Pick?, for request: AdRequest, _ scratch: DecisionScratch
    ) -> Decision {
        let outcome: Decision.Outcome =
            if let pick, let ad = ad(pick, in: request.slot) {
                .ad(ad)
            } else {
                .noFill(noFill(request, scratch))
            }
        return Decision(slot: request.slot, outcome: outcome)
    }

    /// Runs `body` with room for pages, taken from what is at rest; decisions write their log.
    package func withPageScratch<Result>(_ body: (inout PageScratch) -> Result) -> Result {
        var scratch = core.pagePool.withLock { $0.popLast() } ?? PageScratch()
        scratch.decision.keepsLog = true
        defer { core.pagePool.withLock { $0.append(scratch) } }
        return body(&scratch)
    }

    /// What a pick for a slot stands for; nil for numbers that are not the snapshot's.
    package func ad(_ pick: Pick, in slot: String) -> ChosenAd? {
        guard let index = core.place(of: slot), core.bookings.indices.contains(pick.lineItem),
            core.creatives.indices.contains(pick.creative)
        else { return nil }
        return core.ad(
            lineItem: pick.lineItem, creative: pick.creative, in: index,
            propensity: pick.propensity)
    }

    /// Why the decision that `scratch` was last used for has no ad, and how many line items fell to
    /// each rule.
    package func noFill(_ request: AdRequest, _ scratch: DecisionScratch) -> NoFill {
        let counts = Ineligibility.allCases.compactMap { reason -> NoFill.Count? in
            let count = scratch.counts[reason.place]
            return count > 0 ? NoFill.Count(reason: reason, count: count) : nil
        }
        return NoFill(reason: noFillReason(request, scratch), passedOver: counts)
    }

    /// The rule that the line items nearest to being shown fell to.
    package func noFillReason(
        _ request: AdRequest, _ scratch: DecisionScratch
    ) -> NoFill.Reason {
        if request.articleAdPolicy == .none, core.place(of: request.slot) != nil { return .off }
        if !scratch.draw.numbers.isEmpty {
            // Only shares that did not fill the slot leave it empty: those of a plan are its pace.
            let guaranteed = core.tiers[Tier.guaranteed.rank]
            let isPaced = scratch.draw.numbers.contains { guaranteed.contains(Int($0)) }
            return isPaced ? .paced : .noneEligible
        }
        func fell(_ reason: Ineligibility) -> Bool { scratch.counts[reason.place] > 0 }
        if fell(.paced) { return .paced }
        if fell(.capped) { return .capped }
        if fell(.lookAhead) || fell(.excludedOnPage) { return .excluded }
        if fell(.consent) { return .consent }
        return fell(.brandSafety) || fell(.excludedLabel) ? .excluded : .noneEligible
    }

    /// Every ad that the request can be answered with and its exact probability: line items by tier
    /// and number, creatives of each by id, then the default creative. Sums to 1 (within rounding),
    /// or to less where shares are left that nobody takes.
    package func distribution(_ request: AdRequest, gates: Gates = .open) -> [ChosenAd] {
        guard let index = core.place(of: request.slot) else { return [] }
        return withScratch { scratch in
            prepare(request, index, gates, &scratch)
            var ads: [ChosenAd] = []
            var fallback = admittedFallback(index, request, gates, scratch)
            if scratch.draw.rest <= 0 { fallback = nil }
            for part in scratch.draw.parts where part.reach > 0 {
                for candidate in part.range {
                    let lineItem = Int(scratch.draw.numbers[candidate])
                    let range = core.creatives(of: lineItem, in: index)
                    for place in range {
                        let creative = Int(core.places[index].creatives[place])
                        if gates.hiddenCreatives[creative] { continue }
                        let share = core.share(
                            of: place, among: range, in: index, hidden: gates.hiddenCreatives)
                        var propensity = scratch.draw.probability(candidate, in: part) * share
                        if fallback?.creative == creative {
                            propensity += scratch.draw.rest
                            fallback = nil
                        }
                        ads.append(
                            core.ad(
                                lineItem: lineItem, creative: creative, in: index,
                                propensity: propensity))
                    }
                }
            }
            if let fallback {
                ads.append(
                    core.ad(
                        lineItem: fallback.lineItem, creative: fallback.creative, in: index,
                        propensity: scratch.draw.rest))
            }
            return ads
        }
    }

    /// Runs `body` with a scratch that fits, taken from those at rest.
    func withScratch<Result>(_ body: (inout DecisionScratch) -> Result) -> Result {
        var scratch = core.pool.withLock { $0.popLast() } ?? DecisionScratch()
        scratch.fit(core)
        scratch.keepsLog = false
        scratch.explains = false
        defer { core.pool.withLock { $0.append(scratch) } }
        return body(&scratch)
    }
}

extension SnapshotCore {
    func ad(lineItem: Int, creative: Int, in index: Int, propensity: Double) -> ChosenAd {
        let booking = bookings[lineItem]
        let creative = creatives[creative]
        return ChosenAd(
            advertiser: booking.advertiser, campaign: booking.campaign,
            lineItem: booking.lineItem, tier: booking.tier, price: booking.price,
            creative: creative, size: creative.size ?? places[index].size, propensity: propensity)
    }
}

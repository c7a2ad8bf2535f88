extension AdSnapshot {
    /// Fills the slots of one page under the rules of ``PageState``; leaves what each request got
    /// in `scratch.picks`.
    ///
    /// Slots are filled in rising order of priority, then of ids, each draw conditional on those
    /// before it: what the page forbids is dropped as `excluded`, what would leave the rest of the
    /// page worse as `look_ahead` (see ``PageState/lookAhead(at:_:)``), and only then shares and
    /// weights are worked out. So a pick's propensity is the exact probability given what stands on
    /// the page already, and that of the page is the product.
    ///
    /// A roadblock takes part in the draw of the first of its slots, if it can have all of them;
    /// drawn there, it has the others for certain, where only its creatives are drawn. The slot's
    /// default creative keeps the rules like any other, and is not shown for a line item with a
    /// roadblock. Without rules that meet, a page costs its slots' decisions; it allocates nothing
    /// once `scratch` has seen such a page, unless look-ahead has to search.
    ///
    /// - Parameters:
    ///   - requests: One for each slot; a slot that is asked for twice is filled for the first. At
    ///     most 64 slots are filled.
    ///   - gates: For all slots; `excluded` is added to, `lookAhead` is not read.
    ///   - refusing: By request, line items that it does not take, as `excluded`; none for requests
    ///     beyond the end.
    ///   - hiding: By request, creatives that it does not take, by their place among all of the
    ///     snapshot. A line item of which it takes none must be refused.
    ///   - source: Where the draws of a request come from, by its place.
    ///   - visit: Called for each request of a known slot once it is filled, in the order of
    ///     filling, with its place, pick and scratch. It may close gates for the slots to come:
    ///     a cap that is reached, a lease that is used up.
    package func decidePage<Source: DrawSource>(
        _ requests: [AdRequest], gates: Gates = .open, refusing: [LineItemSet] = [],
        hiding: [LineItemSet] = [], using source: (Int) -> Source, scratch: inout PageScratch,
        visit: (Int, Pick?, inout DecisionScratch, inout Gates) -> Void = { _, _, _, _ in }
    ) -> PageResult {
        var gates = gates
        begin(requests, gates, &scratch)
        scratch.page.refuse(refusing, hiding: hiding)
        var propensity = 1.0
        for position in scratch.page.positions.indices {
            let request = scratch.page.positions[position].request
            let draw = source(request)
            let (pick, probability) = fill(
                position, requests[request], &gates, using: draw, &scratch)
            propensity *= probability
            scratch.picks[request] = pick
            visit(request, pick, &scratch.decision, &gates)
        }
        return PageResult(
            propensity: propensity, isLookAheadExact: !scratch.page.search.isCut)
    }

    /// Asks targeting of every slot.
    private func begin(_ requests: [AdRequest], _ gates: Gates, _ scratch: inout PageScratch) {
        scratch.decision.fit(core)
        scratch.page.begin(gates, core)
        scratch.picks.removeAll(keepingCapacity: true)
        for index in requests.indices {
            scratch.picks.append(nil)
            guard let place = core.place(of: requests[index].slot),
                !scratch.page.positions.contains(where: { $0.place == place })
            else { continue }
            scratch.page.insert(request: index, place: place, core)
        }
        let surplus = scratch.page.positions.count - PageState.maximumSlotCount
        if surplus > 0 { scratch.page.positions.removeLast(surplus) }
        for position in scratch.page.positions.indices {
            let slot = scratch.page.positions[position]
            let left = scratch.decision.select(
                requests[slot.request], in: core.places[slot.place], core)
            scratch.page.remember(scratch.decision, left: left, at: position)
        }
    }

    /// Fills one slot; gives what it shows and the probability of that, or of nothing.
    private func fill(
        _ position: Int, _ request: AdRequest, _ gates: inout Gates, using draw: some DrawSource,
        _ scratch: inout PageScratch
    ) -> (pick: Pick?, probability: Double) {
        scratch.decision.choices.removeAll(keepingCapacity: true)
        scratch.decision.barsFallback = false
        weigh(position, &gates, &scratch)
        let index = scratch.page.positions[position].place
        var pick = drawn(position, request, using: draw, &scratch)
        if scratch.decision.draw.rest > 0,
            let fallback = admittedFallback(position, request, gates, &scratch)
        {
            if pick == nil {
                scratch.page.listCreatives(fallback.lineItem, at: position, core)
                keepChoices(of: fallback.lineItem, in: index, &scratch)
                pick = Pick(
                    lineItem: fallback.lineItem, creative: fallback.creative,
                    propensity: scratch.decision.draw.rest
                        + chance(of: fallback, in: index, scratch),
                    isDefault: true)
            } else if pick?.creative == fallback.creative {
                pick?.propensity += scratch.decision.draw.rest
            }
        }
        guard let pick else { return (nil, scratch.decision.draw.rest) }
        scratch.page.place(
            pick.lineItem, creative: pick.creative, at: position,
            takesAll: !pick.isDefault && scratch.page.positions[position].reserved < 0, core)
        return (pick, pick.propensity)
    }

    /// Works out who may be drawn, and the probabilities.
    private func weigh(_ position: Int, _ gates: inout Gates, _ scratch: inout PageScratch) {
        let slot = scratch.page.positions[position]
        scratch.page.recall(&scratch.decision, at: position)
        if scratch.decision.keepsLog { scratch.decision.rememberPassed() }
        scratch.page.refresh(from: position, gates, core)
        if slot.reserved < 0 {
            scratch.page.lookAhead(at: position, core)
        } else {
            scratch.page.barAll(but: slot.reserved)
        }
        swap(&gates.excluded, &scratch.page.barred)
        swap(&gates.lookAhead, &scratch.page.dropped)
        scratch.decision.pass(gates, slot.left, core)
        if slot.reserved < 0 {
            let exploration = core.places[slot.place].slot.exploration
            scratch.decision.weigh(gates, exploration: exploration, core)
        } else {
            scratch.decision.give(slot.reserved, core)
        }
        if scratch.decision.keepsLog { scratch.decision.writeLog(gates, core) }
        swap(&gates.excluded, &scratch.page.barred)
        swap(&gates.lookAhead, &scratch.page.dropped)
    }

    private func drawn(
        _ position: Int, _ request: AdRequest, using draw: some DrawSource,
        _ scratch: inout PageScratch
    ) -> Pick? {
        let index = scratch.page.positions[position].place
        for tier in Tier.allCases {
            let part = scratch.decision.draw.parts[tier.rank]
            guard part.reach > 0 else { continue }
            let number = draw.uniform(for: DrawPurpose(slot: request.slot, step: .tier(tier)))
            guard let place = scratch.decision.draw.place(at: number, in: part) else { continue }
            let lineItem = Int(scratch.decision.draw.numbers[place])
            let second = draw.uniform(for: DrawPurpose(slot: request.slot, step: .creative))
            scratch.page.listCreatives(lineItem, at: position, core)
            keepChoices(of: lineItem, in: index, &scratch)
            let choices = scratch.page.trial.creatives
            guard let chosen = core.creative(among: choices, in: index, at: second) else {
                return nil
            }
            let share = scratch.decision.draw.probability(place, in: part)
            return Pick(
                lineItem: lineItem, creative: chosen.creative, propensity: share * chosen.share,
                isDefault: false)
        }
        return nil
    }

    /// Remembers, for the record, that the page left fewer creatives of a line item than fit.
    private func keepChoices(of lineItem: Int, in index: Int, _ scratch: inout PageScratch) {
        scratch.decision.choices.removeAll(keepingCapacity: true)
        let listed = scratch.page.trial.creatives
        if listed.count == core.creatives(of: lineItem, in: index).count { return }
        for place in listed {
            scratch.decision.choices.append(Int(core.places[index].creatives[place]))
        }
    }

    // MARK: The default creative

    /// The slot's default creative, if the article and the page admit it.
    private func admittedFallback(
        _ position: Int, _ request: AdRequest, _ gates: Gates, _ scratch: inout PageScratch
    ) -> SnapshotCore.Fallback? {
        let index = scratch.page.positions[position].place
        guard let fallback = admittedFallback(index, request, gates, scratch.decision) else {
            return nil
        }
        guard scratch.page.positions[position].reserved < 0,
            scratch.page.admits(fallback, at: position, core)
        else {
            scratch.decision.barsFallback = true
            return nil
        }
        return fallback
    }

    /// Probability that the default creative is drawn as one of its line item's; its creatives
    /// stand in the trial.
    private func chance(
        of fallback: SnapshotCore.Fallback, in index: Int, _ scratch: PageScratch
    ) -> Double {
        let draw = scratch.decision.draw
        for part in draw.parts where part.reach > 0 {
            for place in part.range where Int(draw.numbers[place]) == fallback.lineItem {
                let share = core.share(
                    of: fallback.creative, among: scratch.page.trial.creatives, in: index)
                return draw.probability(place, in: part) * share
            }
        }
        return 0
    }
}

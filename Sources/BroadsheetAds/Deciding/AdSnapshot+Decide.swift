extension AdSnapshot {
    /// What a decision chose, in the snapshot's numbers.
    package struct Pick: Sendable, Hashable {
        /// Number of the line item.
        package var lineItem: Int
        /// Place of the creative among all of the snapshot.
        package var creative: Int
        /// Exact probability with which the decision chose this creative of this line item.
        package var propensity: Double
        /// Whether it is the slot's default creative, shown because no line item was drawn.
        package var isDefault: Bool
    }

    /// Fills one slot, without allocating once `scratch` fits the snapshot.
    ///
    /// Tiers are asked from the top; each draws with a number of its own (see ``DrawTable`` for the
    /// probabilities), then one creative is drawn by weight among the line item's that fit the
    /// slot. When no tier takes the draw, the slot's default creative is shown, where it has one
    /// and the article admits it. The cost grows with the line items that are eligible and, one bit
    /// each, with all.
    ///
    /// - Returns: nil for no ad; ``noFill(_:_:)`` says why. Also for a slot that the snapshot
    ///   doesn't know; ask ``slot(_:)`` first where that matters.
    package func pick(
        _ request: AdRequest, gates: Gates = .open, using draw: some DrawSource,
        scratch: inout DecisionScratch
    ) -> Pick? {
        scratch.fit(core)
        guard let index = core.place(of: request.slot) else {
            scratch.clear()
            return nil
        }
        prepare(request, index, gates, &scratch)
        scratch.choices.removeAll(keepingCapacity: true)
        scratch.barsFallback = false
        return choose(request, index, gates, using: draw, scratch)
    }

    /// Draws from the table that `scratch` holds, among its choices of creatives where it has such.
    func choose(
        _ request: AdRequest, _ index: Int, _ gates: Gates, using draw: some DrawSource,
        _ scratch: DecisionScratch
    ) -> Pick? {
        for tier in Tier.allCases {
            let part = scratch.draw.parts[tier.rank]
            guard part.reach > 0 else { continue }
            let number = draw.uniform(for: DrawPurpose(slot: request.slot, step: .tier(tier)))
            guard let place = scratch.draw.place(at: number, in: part) else { continue }
            let lineItem = Int(scratch.draw.numbers[place])
            let second = draw.uniform(for: DrawPurpose(slot: request.slot, step: .creative))
            let share = scratch.draw.probability(place, in: part)
            let chosen = core.creative(
                of: lineItem, in: index, at: second, among: scratch.choices,
                hidden: gates.hiddenCreatives)
            let extra = fallbackChance(index, lineItem, chosen.creative, request, gates, scratch)
            return Pick(
                lineItem: lineItem, creative: chosen.creative,
                propensity: share * chosen.share + extra, isDefault: false)
        }
        return fallback(index, request, gates, scratch)
    }

    /// Works the eligible line items and their probabilities out, and the log where it is kept.
    func prepare(
        _ request: AdRequest, _ index: Int, _ gates: Gates, _ scratch: inout DecisionScratch
    ) {
        let left = scratch.select(request, in: core.places[index], core)
        if scratch.keepsLog { scratch.rememberPassed() }
        scratch.pass(gates, left, core)
        scratch.weigh(gates, exploration: core.places[index].slot.exploration, core)
        if scratch.keepsLog { scratch.writeLog(gates, core) }
    }

    // MARK: The default creative

    /// The default creative, when nothing else was drawn.
    private func fallback(
        _ index: Int, _ request: AdRequest, _ gates: Gates, _ scratch: DecisionScratch
    ) -> Pick? {
        guard let fallback = admittedFallback(index, request, gates, scratch) else { return nil }
        let drawn = core.probability(
            of: fallback.creative, in: index, scratch.draw, among: scratch.choices,
            hidden: gates.hiddenCreatives)
        return Pick(
            lineItem: fallback.lineItem, creative: fallback.creative,
            propensity: scratch.draw.rest + drawn, isDefault: true)
    }

    /// Probability that a creative is shown as the default, beside that of being drawn.
    private func fallbackChance(
        _ index: Int, _ lineItem: Int, _ creative: Int, _ request: AdRequest, _ gates: Gates,
        _ scratch: DecisionScratch
    ) -> Double {
        guard scratch.draw.rest > 0,
            let fallback = admittedFallback(index, request, gates, scratch),
            fallback.creative == creative
        else { return 0 }
        return scratch.draw.rest
    }

    /// The slot's default creative, if the article and the page admit it. Its flight, targeting and
    /// caps are not asked: it is what stands there when all else fails.
    func admittedFallback(
        _ index: Int, _ request: AdRequest, _ gates: Gates, _ scratch: DecisionScratch
    ) -> SnapshotCore.Fallback? {
        guard let fallback = core.places[index].fallback, request.articleAdPolicy != .none,
            request.articleAdPolicy == .all || core.bookings[fallback.lineItem].tier == .house,
            !gates.excluded[fallback.lineItem], !gates.unsuitable[fallback.lineItem],
            !gates.hiddenCreatives[fallback.creative]
        else { return nil }
        for label in request.articleAdLabels {
            let atom = core.table.find(.label, label.utf8Span.span)
            if let atom, core.index.rejects(atom, row: fallback.lineItem) { return nil }
        }
        return fallback
    }
}

extension SnapshotCore {
    /// The creatives of a line item that fit a slot, as places in `places[index].creatives`.
    func creatives(of lineItem: Int, in index: Int) -> Range<Int> {
        let place = places[index]
        let bits = place.members[lineItem / 512][(lineItem / 64) % 8]
        let bit: UInt64 = 1 << UInt64(lineItem % 64)
        guard bits & bit != 0 else { return 0..<0 }
        let member = Int(place.ranks[lineItem / 64]) + (bits & (bit &- 1)).nonzeroBitCount
        return Int(place.bounds[member])..<Int(place.bounds[member + 1])
    }

    /// The creative at a number in 0 ..< 1 (or at 1) and its share, among choices by their place
    /// in the snapshot, or among all that fit the slot and are not hidden where there are none.
    func creative(
        of lineItem: Int, in index: Int, at uniform: Double, among choices: [Int],
        hidden: LineItemSet
    ) -> (creative: Int, share: Double) {
        let places = choices.isEmpty ? [] : places(of: lineItem, in: index, among: choices)
        return creative(among: places, in: index, at: uniform)
            ?? creative(of: lineItem, in: index, at: uniform, hidden: hidden)
    }

    /// Those of a line item's creatives that are among choices, as places in the slot's list.
    private func places(of lineItem: Int, in index: Int, among choices: [Int]) -> [Int] {
        creatives(of: lineItem, in: index).filter {
            choices.contains(Int(places[index].creatives[$0]))
        }
    }

    /// Greatest weight of the creatives that are not hidden, and the sum of those weights divided
    /// by it.
    private func total(
        _ range: Range<Int>, in index: Int, _ hidden: LineItemSet
    ) -> (greatest: Double, sum: Double) {
        var greatest = 0.0
        for place in range { greatest = max(greatest, weight(place, in: index, hidden)) }
        var sum = 0.0
        for place in range { sum += weight(place, in: index, hidden) / greatest }
        return (greatest, sum)
    }

    /// 0 for a hidden one.
    private func weight(_ place: Int, in index: Int, _ hidden: LineItemSet) -> Double {
        let creative = Int(places[index].creatives[place])
        return hidden[creative] ? 0 : creativeWeights[creative]
    }

    /// The creative at a number in 0 ..< 1 (or at 1) and its share among the line item's that fit
    /// and are not hidden, of which there must be one.
    func creative(
        of lineItem: Int, in index: Int, at uniform: Double, hidden: LineItemSet
    ) -> (creative: Int, share: Double) {
        let range = creatives(of: lineItem, in: index)
        let (greatest, total) = total(range, in: index, hidden)
        let target = uniform * total
        var sum = 0.0
        var last = range.lowerBound
        for place in range {
            let scaled = weight(place, in: index, hidden) / greatest
            sum += scaled
            if scaled > 0 { last = place }
            if target < sum { break }
        }
        let share = weight(last, in: index, hidden) / greatest / total
        return (Int(places[index].creatives[last]), share)
    }

    /// The share of the creative at a place among the line item's that fit the slot and are not
    /// hidden.
    func share(
        of place: Int, among range: Range<Int>, in index: Int, hidden: LineItemSet
    ) -> Double {
        let (greatest, total) = total(range, in: index, hidden)
        return weight(place, in: index, hidden) / greatest / total
    }

    /// Probability that a creative is drawn in some tier.
    ///
    /// - Parameter choices: creatives of its line item that could be drawn; where there are none, all
    ///   that are not hidden.
    func probability(
        of creative: Int, in index: Int, _ draw: DrawTable, among choices: [Int] = [],
        hidden: LineItemSet
    ) -> Double {
        for part in draw.parts where part.reach > 0 {
            for candidate in part.range {
                let range = creatives(of: Int(draw.numbers[candidate]), in: index)
                for place in range where Int(places[index].creatives[place]) == creative {
                    if !choices.isEmpty {
                        let listed = places(
                            of: Int(draw.numbers[candidate]), in: index, among: choices)
                        return draw.probability(candidate, in: part)
                            * share(of: creative, among: listed, in: index)
                    }
                    return draw.probability(candidate, in: part)
                        * share(of: place, among: range, in: index, hidden: hidden)
                }
            }
        }
        return 0
    }
}

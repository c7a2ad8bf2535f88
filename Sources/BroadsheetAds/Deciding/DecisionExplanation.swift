/// Why each line item of a slot could, or could not, fill it.
package struct DecisionExplanation: Sendable, Hashable {
    /// What became of a line item.
    package enum Verdict: Sendable, Hashable {
        /// It took part in the draw with this probability.
        case drawn(probability: Double)
        /// It was eligible, but a higher tier took the whole draw.
        case outranked(by: Tier)
        case ineligible(Ineligibility)
    }

    package struct Row: Sendable, Hashable {
        package var campaign: String
        package var lineItem: String
        package var tier: Tier
        package var verdict: Verdict
        /// Of its brief and the page's article, where who asks has worked it out.
        package var cosine: Double?
    }

    /// Id of the slot.
    package var slot: String
    /// Every line item that names the slot, by tier, then by id.
    package var rows: [Row]
}

extension AdSnapshot {
    /// The reason or the probability of every line item that names the request's slot; no rows for
    /// a slot that the snapshot doesn't know.
    package func explain(_ request: AdRequest, gates: Gates = .open) -> DecisionExplanation {
        guard let index = core.place(of: request.slot) else {
            return DecisionExplanation(slot: request.slot, rows: [])
        }
        var rows = core.places[index].setAside.map { item in
            DecisionExplanation.Row(
                campaign: item.campaign, lineItem: item.lineItem, tier: item.tier,
                verdict: .ineligible(item.reason))
        }
        rows += withScratch { scratch in
            scratch.explains = true
            prepare(request, index, gates, &scratch)
            return core.places[index].numbers.map { number in
                let booking = core.bookings[number]
                return DecisionExplanation.Row(
                    campaign: booking.campaign, lineItem: booking.lineItem, tier: booking.tier,
                    verdict: verdict(number, scratch))
            }
        }
        rows.sort { left, right in
            left.tier == right.tier
                ? ExactID(left.lineItem) < ExactID(right.lineItem) : left.tier < right.tier
        }
        return DecisionExplanation(slot: request.slot, rows: rows)
    }

    private func verdict(
        _ number: Int, _ scratch: DecisionScratch
    ) -> DecisionExplanation.Verdict {
        let reason = Int(scratch.reasons[number])
        if reason < Ineligibility.allCases.count {
            return .ineligible(Ineligibility.allCases[reason])
        }
        let draw = scratch.draw
        guard let candidate = draw.numbers.firstIndex(of: UInt32(truncatingIfNeeded: number)) else {
            return .ineligible(.zeroWeight)
        }
        let part = draw.parts[core.bookings[number].tier.rank]
        if part.reach > 0 { return .drawn(probability: draw.probability(candidate, in: part)) }
        // The tier that takes all of the draw stands above.
        let full = Tier.allCases.first {
            draw.parts[$0.rank].reach > 0 && draw.parts[$0.rank].isFull
        }
        return .outranked(by: full ?? core.bookings[number].tier)
    }
}

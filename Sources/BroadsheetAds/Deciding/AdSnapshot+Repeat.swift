/// How often each line item was drawn in many independent decisions of one request.
package struct DecisionTally: Sendable, Hashable {
    package struct LineItemCount: Sendable, Hashable {
        package var lineItem: String
        package var count: Int
        /// Exact probability, creatives summed.
        package var probability: Double
    }

    package struct ReasonCount: Sendable, Hashable {
        package var reason: NoFill.Reason
        package var count: Int
    }

    /// How many decisions were made.
    package var repetitions: Int
    /// Every line item that could be drawn, by tier, then by id; also those that never were.
    package var lineItems: [LineItemCount]
    /// Reasons that occurred.
    package var noFill: [ReasonCount]
}

extension AdSnapshot {
    /// Decides the same request `count` times; decision k (from 0) is keyed with (seed, k).
    package func decide(
        _ request: AdRequest, gates: Gates = .open, repeated count: Int, seed: UInt64
    ) -> DecisionTally {
        var drawn: [ExactID: Int] = [:]
        var reasons: [NoFill.Reason: Int] = [:]
        let generator = KeyedGenerator(seed: seed)
        withScratch { scratch in
            for index in 0..<max(count, 0) {
                let draw = generator.keyed(by: UInt64(index))
                if let pick = pick(request, gates: gates, using: draw, scratch: &scratch) {
                    drawn[ExactID(core.bookings[pick.lineItem].lineItem), default: 0] += 1
                } else {
                    reasons[noFillReason(request, scratch), default: 0] += 1
                }
            }
        }
        let lineItems = shares(for: request, gates).map { id, share in
            DecisionTally.LineItemCount(
                lineItem: id, count: drawn[ExactID(id)] ?? 0, probability: share)
        }
        let noFill = NoFill.Reason.allCases.compactMap { reason in
            reasons[reason].map { DecisionTally.ReasonCount(reason: reason, count: $0) }
        }
        return DecisionTally(repetitions: max(count, 0), lineItems: lineItems, noFill: noFill)
    }

    /// The line items that can be drawn, by tier, then by id, each with its probability; one whose
    /// creative is the slot's default may come last.
    private func shares(
        for request: AdRequest, _ gates: Gates
    ) -> [(lineItem: String, share: Double)] {
        var shares: [(lineItem: String, share: Double)] = []
        var places: [ExactID: Int] = [:]
        for ad in distribution(request, gates: gates) {
            if let place = places[ExactID(ad.lineItem)] {
                shares[place].share += ad.propensity
            } else {
                places[ExactID(ad.lineItem)] = shares.count
                shares.append((ad.lineItem, ad.propensity))
            }
        }
        return shares
    }
}

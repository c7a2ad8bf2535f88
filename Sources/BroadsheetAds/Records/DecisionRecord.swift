/// All that a decision was made from, beside the campaigns: with the snapshot of those under its
/// hash it can be explained, repeated bit by bit, and made again by other rules.
///
/// Probabilities of candidates are not kept where all candidates are: they follow from the weights
/// through ``DrawTable``, and a checksum says whether they came out as they were. Of a decision
/// with more candidates than ``CandidateLog/capacity`` those with the greatest probability are
/// kept, each with its probability, and the sum of the rest.
package struct DecisionRecord: Sendable, Hashable {
    /// A line item that passed targeting.
    package struct Candidate: Sendable, Hashable {
        /// Its number in the snapshot.
        package var lineItem: Int
        /// Final weight in its tier, or share.
        package var weight: Double
        /// Whether the weight is a share, of voice or of the plan.
        package var isShare: Bool
        /// What dropped it after targeting; nil when it took part in the draw.
        package var dropped: Ineligibility?
        /// Exact probability of being chosen; nil where it follows from the weights: in records
        /// that are not truncated, and for what was dropped.
        package var probability: Double?

        package init(
            lineItem: Int, weight: Double, isShare: Bool = false, dropped: Ineligibility? = nil,
            probability: Double? = nil
        ) {
            self.lineItem = lineItem
            self.weight = weight
            self.isShare = isShare
            self.dropped = dropped
            self.probability = probability
        }
    }

    /// Line items beyond those that are kept.
    package struct Rest: Sendable, Hashable {
        package var count: Int
        /// Sum of their probabilities.
        package var probability: Double

        package init(count: Int, probability: Double) {
            self.count = count
            self.probability = probability
        }
    }

    package var request: AdRequest
    /// What the draws came from, with the decision's id.
    package var seed: UInt64
    /// Part of the draw that knew no weights.
    package var exploration: Double
    /// Whether the page excluded the line item of the slot's default creative.
    package var excludesFallback: Bool
    /// Places, among all of the snapshot, of the creatives that could be drawn of the line item that
    /// was; empty where those are all that fit the slot.
    package var choices: [Int]
    /// How many line items of the slot fell to each reason, exactly; the reasons that any fell to,
    /// in their order.
    package var passedOver: [NoFill.Count]
    /// By rising number.
    package var candidates: [Candidate]
    /// nil when all candidates are kept.
    package var rest: Rest?
    /// Of the numbers and probabilities of all that took part in the draw.
    package var checksum: UInt64

    package init(
        request: AdRequest, seed: UInt64, exploration: Double = 0, excludesFallback: Bool = false,
        choices: [Int] = [], passedOver: [NoFill.Count] = [], candidates: [Candidate] = [],
        rest: Rest? = nil,
        checksum: UInt64 = 0
    ) {
        self.request = request
        self.seed = seed
        self.exploration = exploration
        self.excludesFallback = excludesFallback
        self.choices = choices
        self.passedOver = passedOver
        self.candidates = candidates
        self.rest = rest
        self.checksum = checksum
    }

    /// Whether there were more candidates than are kept.
    package var isTruncated: Bool { rest != nil }

    /// How many line items fell to a reason.
    package func count(of reason: Ineligibility) -> Int {
        passedOver.first { $0.reason == reason }?.count ?? 0
    }

    /// What became of a line item that passed targeting; nil for one that didn't, or that is among
    /// the rest.
    package func candidate(_ lineItem: Int) -> Candidate? {
        var low = 0
        var high = candidates.count
        while low < high {
            let middle = low + (high - low) / 2
            if candidates[middle].lineItem < lineItem { low = middle + 1 } else { high = middle }
        }
        guard low < candidates.count, candidates[low].lineItem == lineItem else { return nil }
        return candidates[low]
    }
}

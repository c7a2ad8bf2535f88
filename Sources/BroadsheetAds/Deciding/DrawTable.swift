/// The eligible line items of one decision and their exact probabilities, tier after tier.
///
/// A tier gets the part of the draw that the tiers above it left (its reach). Inside, a line item
/// with a share gets that (sponsorships; guaranteed line items of a plan); shares that add up to
/// more than 1 are divided by their sum. Line items without a share divide among them what the
/// shares leave, by weight: all of it in the tiers standard and house. What nobody takes goes on to
/// the next tier. With P_l the part of its reach that tier l takes and x_j what line item j gets in
/// its tier, j is drawn with probability x_j · Π (1 − P_l) over the tiers l above.
///
/// Sums run by rising number, weights divided by the greatest of the tier, so nothing overflows.
/// Intervals are half open, so no border belongs to two; where a tier takes everything, the last
/// line item with a part also takes what rounding left, so that no number falls off the end.
struct DrawTable: Sendable {
    /// One tier's part of the table.
    struct Part: Sendable {
        /// Places of the tier's candidates.
        var range: Range<Int>
        /// Sum that `measures` are parts of; 0 when nobody can be drawn.
        var total = 0.0
        /// Whether the tier takes all of what reaches it.
        var isFull = true
        /// Probability that the draw comes here.
        var reach = 0.0
    }

    /// Numbers of the candidates, rising.
    private(set) var numbers: [UInt32] = []
    /// Weight after multipliers, or share.
    private(set) var weights: [Double] = []
    /// Part of the tier's total.
    private(set) var measures: [Double] = []
    /// Whether it has a share.
    private(set) var isShared: [Bool] = []
    private(set) var parts: [Part] = []
    /// Probability that no tier takes the draw.
    private(set) var rest = 1.0
    /// Kind of the request, as far as the plan tells kinds apart.
    var signature = GuaranteedSignature()
    /// Line items that a multiplier of 0 dropped.
    private(set) var zeroCount = 0
    /// Place of each guaranteed line item by number, while a plan is read.
    private var positions: [UInt32] = []

    /// Sums of shares this near to 1 are 1: ten shares of 0.1 are.
    private static let tolerance = 1e-9

    mutating func prepare(_ core: SnapshotCore) {
        numbers.reserveCapacity(core.count)
        weights.reserveCapacity(core.count)
        measures.reserveCapacity(core.count)
        isShared.reserveCapacity(core.count)
        parts.reserveCapacity(Tier.allCases.count)
        positions = [UInt32](repeating: 0, count: core.count)
    }

    /// Takes the eligible line items and works their probabilities out.
    ///
    /// - Parameter exploration: of the slot.
    mutating func fill(
        _ eligible: [LineItemSet.Block], _ gates: Gates, exploration: Double,
        _ core: SnapshotCore
    ) {
        removeAll()
        gather(eligible, gates, core)
        divide(gates.plan, exploration: exploration, core)
    }

    /// Takes the line items of a record that took part in the draw, by rising number, each with
    /// its final weight or share: what came after that is worked out as the decision did it.
    ///
    /// - Parameter entries: numbers below the snapshot's count.
    mutating func fill(
        _ entries: [CandidateLog.Entry], exploration: Double, _ core: SnapshotCore
    ) {
        removeAll()
        for entry in entries where entry.dropped == nil {
            numbers.append(UInt32(truncatingIfNeeded: entry.lineItem))
            isShared.append(entry.isShare)
            weights.append(entry.weight)
        }
        divide(GuaranteedShares(), exploration: exploration, core)
    }

    private mutating func removeAll() {
        numbers.removeAll(keepingCapacity: true)
        weights.removeAll(keepingCapacity: true)
        isShared.removeAll(keepingCapacity: true)
        parts.removeAll(keepingCapacity: true)
        zeroCount = 0
    }

    /// Divides the draw among what was gathered, tier after tier.
    private mutating func divide(
        _ plan: GuaranteedShares, exploration: Double, _ core: SnapshotCore
    ) {
        measures.removeAll(keepingCapacity: true)
        for weight in weights { measures.append(weight) }
        var start = 0
        rest = 1
        for tier in Tier.allCases {
            let upper = core.tiers[tier.rank].upperBound
            var end = start
            while end < numbers.count, Int(numbers[end]) < upper { end += 1 }
            var part = Part(range: start..<end)
            if tier == .guaranteed { apply(plan, &part) } else { share(&part) }
            if tier == .standard || tier == .house { explore(&part, exploration) }
            part.reach = part.total > 0 ? rest : 0
            if part.total > 0 { rest *= part.isFull ? 0 : 1 - taken(part) }
            parts.append(part)
            start = end
        }
    }

    /// Leaves one line item, which is drawn for certain.
    mutating func give(_ number: Int, _ core: SnapshotCore) {
        numbers.removeAll(keepingCapacity: true)
        weights.removeAll(keepingCapacity: true)
        measures.removeAll(keepingCapacity: true)
        isShared.removeAll(keepingCapacity: true)
        parts.removeAll(keepingCapacity: true)
        zeroCount = 0
        rest = 0
        let share = core.shares[number]
        numbers.append(UInt32(truncatingIfNeeded: number))
        weights.append(share.isNaN ? core.weights[number] : share)
        measures.append(1)
        isShared.append(false)
        let rank = core.rank(of: number)
        for tier in Tier.allCases {
            var part = Part(range: tier.rank < rank ? 0..<0 : 1..<1)
            if tier.rank == rank { part = Part(range: 0..<1, total: 1, reach: 1) }
            parts.append(part)
        }
    }

    /// Exact probability of the candidate at a place of its tier's range.
    func probability(_ place: Int, in part: Part) -> Double {
        part.reach > 0 ? part.reach * (measures[place] / part.total) : 0
    }

    /// The candidate at a number in 0 ..< 1 (or at 1); nil where the draw goes on.
    func place(at uniform: Double, in part: Part) -> Int? {
        let target = uniform * part.total
        var sum = 0.0
        for place in part.range {
            sum += measures[place]
            if target < sum { return place }
        }
        return part.isFull ? part.range.last { measures[$0] > 0 } : nil
    }

    // MARK: Gathering

    private mutating func gather(
        _ eligible: [LineItemSet.Block], _ gates: Gates, _ core: SnapshotCore
    ) {
        for block in eligible.indices where eligible[block] != .zero {
            for word in 0..<8 {
                var bits = eligible[block][word]
                while bits != 0 {
                    let number = block * 512 + word * 64 + bits.trailingZeroBitCount
                    bits &= bits &- 1
                    add(number, gates, core)
                }
            }
        }
    }

    private mutating func add(_ number: Int, _ gates: Gates, _ core: SnapshotCore) {
        guard let weight = core.weight(of: number, gates) else {
            zeroCount += 1
            return
        }
        let share = core.shares[number]
        numbers.append(UInt32(truncatingIfNeeded: number))
        isShared.append(!share.isNaN)
        weights.append(share.isNaN ? weight : share)
    }

    // MARK: Shares

    private mutating func apply(_ plan: GuaranteedShares, _ part: inout Part) {
        guard !plan.isEmpty, !part.range.isEmpty else { return share(&part) }
        for place in part.range {
            positions[Int(numbers[place])] = UInt32(truncatingIfNeeded: place) + 1
        }
        var left = 1.0
        plan.forEach(signature) { entry in
            guard entry.lineItem >= 0, entry.lineItem < positions.count,
                positions[entry.lineItem] > 0
            else { return }
            let place = Int(positions[entry.lineItem] - 1)
            let share = entry.share > 0 ? min(entry.share, left) : 0
            left -= share
            weights[place] = share
            measures[place] = share
            isShared[place] = true
            positions[entry.lineItem] = 0
        }
        for place in part.range { positions[Int(numbers[place])] = 0 }
        share(&part)
    }

    /// Turns shares and weights of a tier into parts of a total.
    private mutating func share(_ part: inout Part) {
        var shares = 0.0
        var greatest = 0.0
        for place in part.range {
            if isShared[place] {
                shares += measures[place]
            } else {
                greatest = max(greatest, measures[place])
            }
        }
        var sum = 0.0
        if greatest > 0 {
            for place in part.range where !isShared[place] {
                measures[place] /= greatest
                sum += measures[place]
            }
        }
        let left = 1 - shares
        if shares == 0 {
            part.total = sum
        } else if left <= Self.tolerance {
            for place in part.range where !isShared[place] { measures[place] = 0 }
            part.total = shares
        } else {
            for place in part.range where !isShared[place] { measures[place] *= left / sum }
            part.total = 1
            part.isFull = sum > 0
        }
    }

    private func taken(_ part: Part) -> Double {
        var sum = 0.0
        for place in part.range { sum += measures[place] }
        return min(sum, 1)
    }

    /// Mixes the draw by weight with one that knows no weights.
    private mutating func explore(_ part: inout Part, _ exploration: Double) {
        guard exploration > 0, part.total > 0 else { return }
        let epsilon = min(exploration, 1)
        let uniform = part.total / Double(part.range.count)
        var sum = 0.0
        for place in part.range {
            measures[place] = (1 - epsilon) * measures[place] + epsilon * uniform
            sum += measures[place]
        }
        part.total = sum
    }
}

extension SnapshotCore {
    /// What a line item weighs after multipliers; nil when one keeps it out.
    func weight(of number: Int, _ gates: Gates) -> Double? {
        guard number < gates.multipliers.count else { return weights[number] }
        let factor = gates.multipliers[number]
        return factor > 0 ? min(weights[number] * factor, .greatestFiniteMagnitude) : nil
    }
}

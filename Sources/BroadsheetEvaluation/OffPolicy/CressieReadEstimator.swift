/// The estimate and interval of the Cressie-Read divergence with power −2 (Karampatziakis, Langford
/// and Mineiro 2020, AISTATS): of all reweightings of the log in which the mean weight is 1, the one
/// nearest to the log, and the values that no reweighting within the 95 % limit passes.
///
/// Holds at few clicks where normal and bootstrap intervals cover half of what they say. The interval
/// needs the largest weight that could occur, not the largest that did.
public struct CressieReadEstimator: OffPolicyEstimator, Hashable {
    /// The largest weight that could occur: max π(a|k)/p(a|k); infinite when it is not known.
    public let largestWeight: Double
    /// The range in which rewards lie.
    public let rewards: ClosedRange<Double>
    private var sums = WeightSums()
    /// The largest weight seen.
    private var largestSeen = 0.0

    /// An estimate of nothing so far.
    ///
    /// - Parameter largestWeight: what is not above 0 counts as unknown.
    public init(largestWeight: Double = .infinity, rewards: ClosedRange<Double> = 0...1) {
        self.largestWeight = largestWeight > 0 ? largestWeight : .infinity
        self.rewards = rewards
    }

    public var name: String { "cressieread" }

    public mutating func add(_ row: WeighedDecision) {
        sums.add(row)
        largestSeen = max(largestSeen, row.weight)
    }

    public mutating func merge(_ other: CressieReadEstimator) {
        sums.merge(other.sums)
        largestSeen = max(largestSeen, other.largestSeen)
    }

    /// One more row of this weight is thought of: the one that pulls the mean weight toward 1.
    private var wanted: Double {
        sums.weight < sums.count ? max(largestWeight, largestSeen) : 0
    }

    public var value: Double? {
        guard sums.count > 0 else { return nil }
        let rows = sums.count + 1
        var gamma = -rows / sums.count
        var beta = 0.0
        if wanted.isFinite {
            let mean = (wanted + sums.weight) / rows
            let square = (wanted * wanted + sums.weightSquare) / rows
            let spread = mean * mean - square
            guard spread < 0 else { return sums.weightReward / sums.count }
            gamma = (square - mean) / spread
            beta = (1 - mean) / spread
        }
        let seen = (-gamma * sums.weightReward - beta * sums.squareReward) / rows
        let mass = (-gamma * sums.weight - beta * sums.weightSquare) / rows
        return seen + max(0, 1 - mass) * sums.reward / sums.count
    }

    /// None: the sums have no normal interval of their own.
    public var normalInterval: Interval? { nil }

    /// The 95 % interval of the profile likelihood, within the range of rewards.
    public var interval: Interval? {
        guard sums.count > 0 else { return nil }
        let profile = CressieReadProfile(
            sums: sums, largestWeight: max(largestWeight, largestSeen), wanted: wanted,
            rewards: rewards)
        return Interval(
            low: profile.bound(reward: rewards.lowerBound, sign: 1),
            high: profile.bound(reward: rewards.upperBound, sign: -1),
            method: largestWeight.isFinite ? .cressieReadPossible : .cressieRead)
    }
}

/// Sums over rows of powers of weight and reward.
struct WeightSums: Mergeable, Sendable, Hashable, Codable {
    var count = 0.0
    var weight = 0.0
    var weightSquare = 0.0
    var weightReward = 0.0
    var squareReward = 0.0
    var squares = 0.0
    var reward = 0.0

    mutating func add(_ row: WeighedDecision) {
        let square = row.weight * row.weight
        count += 1
        weight += row.weight
        weightSquare += square
        weightReward += row.weight * row.reward
        squareReward += square * row.reward
        squares += square * row.reward * row.reward
        reward += row.reward
    }

    mutating func merge(_ other: WeightSums) {
        count += other.count
        weight += other.weight
        weightSquare += other.weightSquare
        weightReward += other.weightReward
        squareReward += other.squareReward
        squares += other.squares
        reward += other.reward
    }
}

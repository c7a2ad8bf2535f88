/// A decision over several positions at once, as another policy sees it.
public struct WeighedSlate: Sendable, Hashable {
    /// What came of each position.
    public var rewards: [Double]
    /// The target's probability of the whole slate by the log's.
    public var joint: Double
    /// At each position the target's probability of the slate up to and with it, by the log's.
    public var prefixes: [Double]
    /// At each position the target's probability of what stands there, by the log's.
    public var marginals: [Double]

    /// Creates a row.
    public init(rewards: [Double], joint: Double, prefixes: [Double], marginals: [Double]) {
        self.rewards = rewards
        self.joint = joint
        self.prefixes = prefixes
        self.marginals = marginals
    }
}

/// What a policy would have earned a slate, each position's reward weighted by a ratio of
/// probabilities (McInerney et al. 2020, KDD, for the prefix form; Li et al. 2018, KDD, for the
/// marginal one).
///
/// Unbiased where clicks depend on what the weight covers: on the whole slate (``Weighting/joint``),
/// on what stands above (``Weighting/prefix``), or on the position's own item alone
/// (``Weighting/marginal``). The self-normalised form divides by the mean weight at each position.
public struct SlateEstimator: Mergeable, Sendable, Hashable, Codable {
    /// Which probabilities make the weight.
    public enum Weighting: String, Sendable, Hashable, Codable, CaseIterable {
        /// Standard: the whole slate's.
        case joint = "SIPS"
        /// Independent: the position's own.
        case marginal = "IIPS"
        /// Reward interaction: those up to and with the position.
        case prefix = "RIPS"
    }

    /// Which probabilities make the weight.
    public let weighting: Weighting
    /// Whether each position's sum is divided by its mean weight.
    public let isSelfNormalized: Bool
    private var terms = RunningMean()
    private var ratios: [RunningRatio] = []

    /// An estimate of nothing so far.
    public init(_ weighting: Weighting, isSelfNormalized: Bool = false) {
        self.weighting = weighting
        self.isSelfNormalized = isSelfNormalized
    }

    /// The name that reports print.
    public var name: String { (isSelfNormalized ? "SN" : "") + weighting.rawValue }

    /// Takes in a slate; positions without a weight count with weight 0.
    public mutating func add(_ slate: WeighedSlate) {
        var sum = 0.0
        for (position, reward) in slate.rewards.enumerated() {
            let weight = weight(of: slate, at: position)
            if position == ratios.count { ratios.append(RunningRatio()) }
            ratios[position].add(weight * reward, of: weight)
            sum += weight * reward
        }
        terms.add(sum)
    }

    private func weight(of slate: WeighedSlate, at position: Int) -> Double {
        switch weighting {
        case .joint: slate.joint
        case .prefix: slate.prefixes.indices.contains(position) ? slate.prefixes[position] : 0
        case .marginal: slate.marginals.indices.contains(position) ? slate.marginals[position] : 0
        }
    }

    /// Takes over the slates of another piece.
    public mutating func merge(_ other: SlateEstimator) {
        terms.merge(other.terms)
        for (position, ratio) in other.ratios.enumerated() {
            if position == ratios.count { ratios.append(RunningRatio()) }
            ratios[position].merge(ratio)
        }
    }

    /// The reward of a slate, summed over its positions; nil when nothing was added, and for the
    /// self-normalised form when a position's weights are all 0.
    public var value: Double? {
        guard isSelfNormalized, terms.count > 0 else { return terms.value }
        var sum = 0.0
        for ratio in ratios {
            guard let value = ratio.value else { return nil }
            sum += value
        }
        return sum
    }

    /// The normal 95 % interval; none for the self-normalised form.
    public var normalInterval: Interval? {
        isSelfNormalized ? nil : .normal(value, standardError: terms.standardError)
    }
}

/// The pseudo-inverse estimator for slates whose positions were drawn independently (Swaminathan et
/// al. 2017, NIPS): mean of R (1 − L + Σₖ wₖ), R the slate's reward and L its positions.
///
/// Unbiased where the reward is a sum of what each position's item adds.
public struct PseudoInverseEstimator: Mergeable, Sendable, Hashable, Codable {
    private var terms = RunningMean()

    /// An estimate of nothing so far.
    public init() {}

    /// The name that reports print.
    public var name: String { "PI" }

    /// Takes in a slate.
    public mutating func add(_ slate: WeighedSlate) {
        let weights = slate.marginals.reduce(0, +)
        let reward = slate.rewards.reduce(0, +)
        terms.add(reward * (1 - Double(slate.marginals.count) + weights))
    }

    /// Takes over the slates of another piece.
    public mutating func merge(_ other: PseudoInverseEstimator) { terms.merge(other.terms) }

    /// The reward of a slate; nil when nothing was added.
    public var value: Double? { terms.value }
    /// The normal 95 % interval; nil for fewer than two slates.
    public var normalInterval: Interval? { .normal(value, standardError: terms.standardError) }
}

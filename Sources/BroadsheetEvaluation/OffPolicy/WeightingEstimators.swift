internal import Foundation

/// Replay (Li, Chu, Langford and Wang 2011, WSDM): Σ[π=1] r / #[π=1], the mean reward of the rows
/// in which a deterministic target does what the log did.
///
/// Unbiased where the log is uniform; elsewhere biased toward what the log preferred. Rows that
/// a target takes with a probability other than 0 and 1 count as no match.
///
/// How many rows match is random too, so the interval is that of a ratio over all rows.
public struct ReplayEstimator: OffPolicyEstimator, Hashable {
    private var ratio = RunningRatio()
    /// How many rows match.
    public private(set) var matches = 0
    /// Of the matching rows, those with a reward other than 0.
    public private(set) var rewarded = 0

    /// An estimate of nothing so far.
    public init() {}

    public var name: String { "replay" }

    public mutating func add(_ row: WeighedDecision) {
        guard row.targetProbability == 1 else { return ratio.add(0, of: 0) }
        ratio.add(row.reward, of: 1)
        matches += 1
        if row.reward != 0 { rewarded += 1 }
    }

    public mutating func merge(_ other: ReplayEstimator) {
        ratio.merge(other.ratio)
        matches += other.matches
        rewarded += other.rewarded
    }

    public var value: Double? { ratio.value }
    public var normalInterval: Interval? { .normal(value, standardError: ratio.standardError) }
}

/// Inverse propensity scoring (Horvitz and Thompson 1952, JASA 47): mean of f(w) r, with f the
/// ``WeightLimit``; w itself gives IPS, min(w, λ) clipped IPS, w/(1−λ+λw) the sub-Gaussian one.
///
/// Unbiased without a limit where propensities are right. One row with a tiny propensity can carry
/// the whole estimate, so read the effective sample size first.
public struct InversePropensityEstimator: OffPolicyEstimator, Hashable {
    /// How weights are tamed.
    public let limit: WeightLimit
    public let name: String
    private var terms = RunningMean()
    /// The largest f(w) r so far.
    public private(set) var largest = 0.0

    /// An estimate of nothing so far.
    public init(_ limit: WeightLimit = .none, name: String = "ips") {
        self.limit = limit
        self.name = name
    }

    public mutating func add(_ row: WeighedDecision) {
        let term = limit(row.weight) * row.reward
        terms.add(term)
        largest = max(largest, term)
    }

    public mutating func merge(_ other: InversePropensityEstimator) {
        terms.merge(other.terms)
        largest = max(largest, other.largest)
    }

    public var value: Double? { terms.value }
    public var normalInterval: Interval? { .normal(value, standardError: terms.standardError) }

    /// The empirical Bernstein interval of Maurer and Pontil (2009, COLT): mean ± √(2S² ln(2/δ)/n)
    /// + 7M ln(2/δ)/(3(n−1)) with δ = 0.025 a side.
    ///
    /// - Parameter range: M, the largest value a term can have; the largest seen when nil, and then
    ///   the interval promises nothing.
    public func bernsteinInterval(range: Double? = nil) -> Interval? {
        .bernstein(
            mean: value, variance: terms.variance, count: terms.count, range: range ?? largest,
            method: range == nil ? .bernsteinSeen : .bernsteinPossible)
    }
}

/// Self-normalised inverse propensity scoring (Swaminathan and Joachims 2015, NIPS): Σwr / Σw.
///
/// Biased by O(1/n), stays within the range of rewards and does not move when all propensities are
/// wrong by the same factor. With few effective rows its intervals are too narrow.
public struct SelfNormalizedEstimator: OffPolicyEstimator, Hashable {
    private var ratio = RunningRatio()

    /// An estimate of nothing so far.
    public init() {}

    public var name: String { "snips" }
    public mutating func add(_ row: WeighedDecision) {
        ratio.add(row.weight * row.reward, of: row.weight)
    }

    public mutating func merge(_ other: SelfNormalizedEstimator) { ratio.merge(other.ratio) }

    public var value: Double? { ratio.value }
    public var normalInterval: Interval? { .normal(value, standardError: ratio.standardError) }
}

extension Interval {
    /// mean ± √(2S² ln(2/δ)/n) + 7M ln(2/δ)/(3(n−1)) with δ = 0.025 a side.
    static func bernstein(
        mean: Double?, variance: Double?, count: Int, range: Double, method: Method
    ) -> Interval? {
        guard let mean, let variance, count > 1 else { return nil }
        let logarithm = log(2 / 0.025)
        let spread = (2 * variance * logarithm / Double(count)).squareRoot()
        let half = spread + 7 * range * logarithm / (3 * Double(count - 1))
        return Interval(low: mean - half, high: mean + half, method: method)
    }
}

/// One decision of a log: what was shown where, how likely that was, and what came of it.
public struct LoggedDecision: Sendable, Hashable {
    /// The action's number, from 0.
    public var action: Int
    /// The position's number, from 0.
    public var position: Int
    /// What came of it: 1 for a click and 0 for none, or an amount.
    public var reward: Double
    /// The probability with which the log's own policy took this action, above 0 and at most 1.
    public var propensity: Double

    /// Creates a decision.
    public init(action: Int, position: Int, reward: Double, propensity: Double) {
        self.action = action
        self.position = position
        self.reward = reward
        self.propensity = propensity
    }
}

/// A logged decision as another policy sees it: the row that estimators take in.
public struct WeighedDecision: Sendable, Hashable {
    /// π/p: the target's probability of the logged action by the log's.
    public var weight: Double
    /// What came of it.
    public var reward: Double
    /// π: the target's probability of the logged action.
    public var targetProbability: Double
    /// q̂ of the logged action, the reward model's guess; 0 without a model.
    public var predictedReward: Double
    /// Σₐ π(a) q̂(a), the model's guess of what the target earns here; 0 without a model.
    public var predictedValue: Double

    /// Creates a row.
    ///
    /// - Parameters:
    ///   - targetProbability: 0…1.
    ///   - propensity: above 0 and at most 1.
    public init(
        reward: Double, targetProbability: Double, propensity: Double,
        predictedReward: Double = 0, predictedValue: Double = 0
    ) {
        weight = targetProbability / propensity
        self.reward = reward
        self.targetProbability = targetProbability
        self.predictedReward = predictedReward
        self.predictedValue = predictedValue
    }

    /// r − q̂: what the model did not foresee.
    var surprise: Double { reward - predictedReward }
}

/// An estimate of what a policy would have earned a decision, as streaming sums: rows are added
/// one at a time, shards merge, and memory does not grow.
public protocol OffPolicyEstimator: Mergeable, Codable, Sendable {
    /// The name that reports print.
    var name: String { get }
    /// Takes in one row.
    mutating func add(_ row: WeighedDecision)
    /// The estimate; nil when nothing was added that it could rest on.
    var value: Double? { get }
    /// The normal 95 % interval, linearised for ratios; nil for fewer than two rows.
    var normalInterval: Interval? { get }
}

extension Interval {
    /// value ± z standard errors.
    static func normal(_ value: Double?, standardError: Double?) -> Interval? {
        guard let value, let standardError else { return nil }
        let half = z95 * standardError
        return Interval(low: value - half, high: value + half, method: .normal)
    }
}

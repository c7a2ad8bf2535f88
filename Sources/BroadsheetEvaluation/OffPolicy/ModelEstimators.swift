/// The direct method: mean of Σₐ π(a) q̂(a), what a reward model says the target earns.
///
/// As good as the model: its interval shows how contexts vary, not how wrong the model is.
public struct DirectMethodEstimator: OffPolicyEstimator, Hashable {
    private var values = RunningMean()

    /// An estimate of nothing so far.
    public init() {}

    public var name: String { "dm" }
    public mutating func add(_ row: WeighedDecision) { values.add(row.predictedValue) }
    public mutating func merge(_ other: DirectMethodEstimator) { values.merge(other.values) }

    public var value: Double? { values.value }
    public var normalInterval: Interval? { .normal(value, standardError: values.standardError) }
}

/// Doubly robust (Dudík, Langford and Li 2011, ICML): mean of Σₐ π(a) q̂(a) + f(w)(r − q̂), with f
/// the ``WeightLimit``: w itself gives DR, min(w, λ) clipped DR, w[w ≤ τ] switch-DR and
/// λw/(w² + λ) DR with optimistic shrinkage.
///
/// Without a limit unbiased where either the propensities or the model are right. May leave the
/// range of rewards; it is shown as it is.
public struct DoublyRobustEstimator: OffPolicyEstimator, Hashable {
    /// How weights are tamed.
    public let limit: WeightLimit
    public let name: String
    private var terms = RunningMean()

    /// An estimate of nothing so far.
    public init(_ limit: WeightLimit = .none, name: String = "dr") {
        self.limit = limit
        self.name = name
    }

    public mutating func add(_ row: WeighedDecision) {
        terms.add(row.predictedValue + limit(row.weight) * row.surprise)
    }

    public mutating func merge(_ other: DoublyRobustEstimator) { terms.merge(other.terms) }

    public var value: Double? { terms.value }
    public var normalInterval: Interval? { .normal(value, standardError: terms.standardError) }
}

/// Self-normalised doubly robust: mean of Σₐ π(a) q̂(a), plus Σw(r − q̂) / Σw.
///
/// The interval linearises the ratio: zᵢ = dmᵢ + (n/Σw) wᵢ(rᵢ − q̂ᵢ − E), E the ratio.
public struct SelfNormalizedDoublyRobustEstimator: OffPolicyEstimator, Hashable {
    private var values = RunningMean()
    private var correction = RunningRatio()
    private var valueTimesNumerator = 0.0
    private var valueTimesWeight = 0.0

    /// An estimate of nothing so far.
    public init() {}

    public var name: String { "sndr" }
    public mutating func add(_ row: WeighedDecision) {
        let term = row.weight * row.surprise
        values.add(row.predictedValue)
        correction.add(term, of: row.weight)
        valueTimesNumerator += row.predictedValue * term
        valueTimesWeight += row.predictedValue * row.weight
    }

    public mutating func merge(_ other: SelfNormalizedDoublyRobustEstimator) {
        values.merge(other.values)
        correction.merge(other.correction)
        valueTimesNumerator += other.valueTimesNumerator
        valueTimesWeight += other.valueTimesWeight
    }

    public var value: Double? {
        guard let direct = values.value, let ratio = correction.value else { return nil }
        return direct + ratio
    }

    public var normalInterval: Interval? {
        guard let ratio = correction.value, let spread = values.standardError,
            let error = correction.standardError
        else { return nil }
        let rows = Double(values.count)
        let shared = valueTimesNumerator - ratio * valueTimesWeight
        let covariance = rows / correction.denominator * shared / (rows - 1) / rows
        let variance = spread * spread + error * error + 2 * covariance
        return .normal(value, standardError: max(0, variance).squareRoot())
    }
}

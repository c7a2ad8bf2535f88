/// Empirical likelihood: of all reweightings of the log in which the mean weight is 1, the likeliest
/// (Kallus and Uehara 2019, NeurIPS; the `mle` of VW's estimators).
///
/// Keeps one entry for each distinct weight; with more than ``weightLimit`` of them there is no value.
public struct EmpiricalLikelihoodEstimator: OffPolicyEstimator, Hashable {
    /// How many distinct weights are kept.
    public static let weightLimit = 200_000

    private struct Group: Sendable, Hashable, Codable {
        var rows = 0.0
        var reward = 0.0
    }

    private var groups: [Double: Group] = [:]
    private var isOverfull = false

    /// An estimate of nothing so far.
    public init() {}

    public var name: String { "mle" }

    public mutating func add(_ row: WeighedDecision) {
        guard !isOverfull else { return }
        groups[row.weight, default: Group()].rows += 1
        groups[row.weight, default: Group()].reward += row.reward
        dropWhenOverfull()
    }

    public mutating func merge(_ other: EmpiricalLikelihoodEstimator) {
        isOverfull = isOverfull || other.isOverfull
        groups.merge(other.groups) {
            Group(rows: $0.rows + $1.rows, reward: $0.reward + $1.reward)
        }
        dropWhenOverfull()
    }

    private mutating func dropWhenOverfull() {
        isOverfull = isOverfull || groups.count > Self.weightLimit
        if isOverfull { groups = [:] }
    }

    public var value: Double? {
        guard !groups.isEmpty else { return nil }
        let sorted = groups.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        let count = sorted.reduce(0) { $0 + $1.1.rows }
        let tilt = Self.tilt(sorted, count: count)
        var mass = 0.0
        var seen = 0.0
        var reward = 0.0
        for (weight, group) in sorted {
            let scale = weight / ((weight - 1) * tilt + count)
            mass += group.rows * scale
            seen += group.reward * scale
            reward += group.reward
        }
        return seen + max(0, 1 - mass) * reward / count
    }

    /// None: the likelihood has no normal interval of its own.
    public var normalInterval: Interval? { nil }

    /// The root β of Σ (w − 1) / ((w − 1)β + n), from 0 to where the lightest row would carry all,
    /// by halving.
    private static func tilt(_ sorted: [(Double, Group)], count: Double) -> Double {
        func slope(_ tilt: Double) -> Double {
            sorted.reduce(0) { $0 + $1.1.rows * ($1.0 - 1) / (($1.0 - 1) * tilt + count) }
        }
        var low = 0.0
        var high = count
        if let lightest = sorted.first?.0, lightest < 1 {
            high = min(high, (count - 1) / (1 - lightest))
        }
        let (first, last) = (slope(low), slope(high))
        guard first * last < 0 else { return first < 0 ? low : high }
        while true {
            let middle = low + (high - low) / 2
            guard middle > low, middle < high else { return middle }
            if slope(middle) * first > 0 { low = middle } else { high = middle }
        }
    }
}

/// A ratio of two sums over groups, such as listed pairs of one publisher by listed pairs, in
/// constant memory.
///
/// The groups (lists) are what is independent, not what they hold, so the interval comes from the
/// spread between groups.
public struct RunningRatio: Mergeable, Sendable, Hashable, Codable {
    /// How many groups were added, those that count nothing included.
    public private(set) var count = 0
    /// Sum of what is counted below the line.
    public private(set) var denominator = 0.0
    private var numerator = 0.0
    private var numeratorSquares = 0.0
    private var denominatorSquares = 0.0
    private var products = 0.0

    /// A ratio of nothing so far.
    public init() {}

    /// Takes in one group.
    public mutating func add(_ numerator: Double, of denominator: Double) {
        count += 1
        self.numerator += numerator
        self.denominator += denominator
        numeratorSquares += numerator * numerator
        denominatorSquares += denominator * denominator
        products += numerator * denominator
    }

    /// Takes over the groups of another piece.
    public mutating func merge(_ other: RunningRatio) {
        count += other.count
        numerator += other.numerator
        denominator += other.denominator
        numeratorSquares += other.numeratorSquares
        denominatorSquares += other.denominatorSquares
        products += other.products
    }

    /// Σ numerators / Σ denominators; nil when the latter is 0.
    public var value: Double? { denominator != 0 ? numerator / denominator : nil }

    /// The square root of Σ(x − r·m)² / (Σm)² · n / (n − 1), the linearisation of a ratio (Cochran
    /// 1977, Sampling Techniques, section 6.3); nil for fewer than two groups and without a value.
    public var standardError: Double? {
        guard let value, count > 1 else { return nil }
        let residuals =
            numeratorSquares - 2 * value * products + value * value * denominatorSquares
        let groups = Double(count)
        let variance = max(0, residuals) / (denominator * denominator) * groups / (groups - 1)
        return variance.squareRoot()
    }

    /// The ratio with its normal 95 % interval, from ten groups on.
    public var estimate: Estimate {
        guard let value else { return Estimate(value: nil, count: count) }
        guard count >= Interval.fewestForNormal, let standardError else {
            return Estimate(value: value, count: count)
        }
        let half = Interval.z95 * standardError
        let interval = Interval(low: value - half, high: value + half, method: .normal)
        return Estimate(value: value, count: count, interval: interval)
    }
}

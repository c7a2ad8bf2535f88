/// Mean and spread of a stream of numbers, in constant memory.
///
/// One value at a time by Welford (1962, Technometrics 4), pieces by Chan, Golub and LeVeque (1983,
/// The American Statistician 37): both stay exact where a sum of squares would cancel.
public struct RunningMean: Mergeable, Sendable, Hashable, Codable {
    /// How many numbers were added.
    public private(set) var count = 0
    private var mean = 0.0
    /// Sum of squared distances from the mean.
    private var squares = 0.0

    /// A mean of nothing so far.
    public init() {}

    /// Takes in one number.
    public mutating func add(_ number: Double) {
        count += 1
        let distance = number - mean
        mean += distance / Double(count)
        squares += distance * (number - mean)
    }

    /// Takes over the numbers of another piece.
    public mutating func merge(_ other: RunningMean) {
        guard other.count > 0 else { return }
        guard count > 0 else {
            self = other
            return
        }
        let total = Double(count) + Double(other.count)
        let distance = other.mean - mean
        squares += other.squares + distance * distance * Double(count) * Double(other.count) / total
        mean += distance * Double(other.count) / total
        count += other.count
    }

    /// The mean; nil when nothing was added.
    public var value: Double? { count > 0 ? mean : nil }

    /// The variance with n − 1 below the line; nil for fewer than two numbers.
    public var variance: Double? { count > 1 ? squares / Double(count - 1) : nil }

    /// √(variance / n); nil for fewer than two numbers.
    public var standardError: Double? {
        variance.map { ($0 / Double(count)).squareRoot() }
    }

    /// The mean with its normal 95 % interval, from ten numbers on.
    ///
    /// Assumes independent numbers and enough of them for the mean to be nearly normal: some dozens
    /// when they lie in a bounded range. When all are equal the interval is a point.
    public var estimate: Estimate {
        var interval: Interval?
        if let value, let standardError, count >= Interval.fewestForNormal {
            let half = Interval.z95 * standardError
            interval = Interval(low: value - half, high: value + half, method: .normal)
        }
        return Estimate(value: value, count: count, interval: interval)
    }

    /// The same, the ends cut to the range in which all numbers must lie.
    public func estimate(within range: ClosedRange<Double>) -> Estimate {
        var estimate = estimate
        if let interval = estimate.interval {
            estimate.interval?.low = max(range.lowerBound, interval.low)
            estimate.interval?.high = min(range.upperBound, interval.high)
        }
        return estimate
    }
}

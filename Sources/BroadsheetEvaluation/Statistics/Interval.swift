/// A confidence interval: the ends between which an unknown value is said to lie.
public struct Interval: Sendable, Hashable {
    /// How an interval was made, by the name that reports print.
    public enum Method: String, Sendable, Hashable {
        /// Mean ± z standard errors, for means of many independent values.
        case normal
        /// Wilson's score interval (1927), for shares; holds for few hits too.
        case wilson
        /// Mean ± Student's t times the standard error.
        case student
        /// Quantiles of the value over seeded resamples.
        case bootstrap
        /// Clopper and Pearson (1934), for shares: covers at least what it says.
        case clopperPearson = "clopper_pearson"
        /// Empirical Bernstein with the largest value seen as the range.
        case bernsteinSeen = "ebernstein_emp"
        /// Empirical Bernstein with the range that values can have.
        case bernsteinPossible = "ebernstein_true"
        /// Cressie-Read's profile likelihood, weights unbounded.
        case cressieRead = "cressieread"
        /// Cressie-Read's profile likelihood with the largest weight that the log allows.
        case cressieReadPossible = "cressieread_wmax_true"
    }

    /// z of a two-sided normal interval that covers 95 %.
    public static let z95 = 1.959963984540054
    /// A normal interval of fewer observations covers far less than it says, so there is none.
    public static let fewestForNormal = 10

    /// The lower end.
    public var low: Double
    /// The upper end.
    public var high: Double
    /// How the ends were found.
    public var method: Method

    /// Creates an interval.
    public init(low: Double, high: Double, method: Method) {
        self.low = low
        self.high = high
        self.method = method
    }
}

/// A value with what it rests on, as reports print it.
public struct Estimate: Sendable, Hashable {
    /// The value; nil when there was nothing to measure.
    public var value: Double?
    /// How many observations it rests on: lists, queries, pairs.
    public var count: Int
    /// The 95 % interval; nil for too few observations, and for a value that is counted over
    /// everything there is rather than estimated from a sample.
    public var interval: Interval?

    /// Creates an estimate.
    public init(value: Double?, count: Int, interval: Interval? = nil) {
        self.value = value
        self.count = count
        self.interval = interval
    }
}

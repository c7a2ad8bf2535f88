/// Two systems on the same queries: the difference between them, and whether it is more than
/// chance would make.
public struct PairedComparison: Sendable, Hashable {
    /// Queries on which both were measured.
    public let count: Int
    /// Queries on which the second is better, worse, and equal.
    public let wins: Int
    /// Queries on which the second is worse.
    public let losses: Int
    /// Mean of second less first, with Student's 95 % interval from two queries on.
    public let difference: Estimate
    /// Student's t of the paired differences (Student 1908): mean by its standard error; nil for
    /// fewer than two queries and when all differences are equal.
    public let statistic: Double?
    /// Its two-sided probability if there were no difference; 1 when all differences are 0.
    public let studentProbability: Double?
    /// The same by permutation.
    public let permutation: PermutationTest.Outcome?

    /// - Parameter differences: second less first, a value a query.
    public init(differences: [Double], test: PermutationTest = PermutationTest()) {
        count = differences.count
        wins = differences.count { $0 > 0 }
        losses = differences.count { $0 < 0 }
        var mean = RunningMean()
        for difference in differences { mean.add(difference) }
        permutation = test.outcome(of: differences)
        var interval: Interval?
        var statistic: Double?
        var probability: Double?
        if let value = mean.value, let error = mean.standardError {
            let student = StudentDistribution(freedom: Double(differences.count - 1))
            if error > 0 {
                let half = student.twoSidedLimit(0.05) * error
                interval = Interval(low: value - half, high: value + half, method: .student)
                statistic = value / error
                probability = student.twoSidedProbability(beyond: value / error)
            } else if value == 0 {
                probability = 1
            }
        }
        self.statistic = statistic
        studentProbability = probability
        difference = Estimate(value: mean.value, count: differences.count, interval: interval)
    }
}

/// Fisher's randomisation test for paired values (Fisher 1935; Smucker, Allan and Carterette 2007,
/// CIKM): if nothing distinguished the systems, each difference might as well have the other sign.
///
/// With up to ``exactLimit`` differences that are not 0 all signs are tried; else signs are drawn
/// from the seed, and the observed signs count as one of the draws (Phipson and Smyth 2010).
public struct PermutationTest: Sendable, Hashable {
    /// Up to how many differences all signs are tried.
    public static let exactLimit = 14

    /// How often signs are drawn.
    public var draws: Int
    /// Where the draws begin.
    public var seed: UInt64

    /// Creates a test.
    public init(draws: Int = 10_000, seed: UInt64 = 42) {
        self.draws = max(1, draws)
        self.seed = seed
    }

    /// What a test says.
    public struct Outcome: Sendable, Hashable {
        /// The two-sided probability.
        public var probability: Double
        /// Over how many choices of signs.
        public var permutations: Int
        /// Whether these were all that there are.
        public var isExact: Bool
    }

    /// The probability of a mean at least as far from 0; nil without differences.
    public func outcome(of differences: [Double]) -> Outcome? {
        guard !differences.isEmpty else { return nil }
        let values = differences.filter { $0 != 0 }
        let total = values.reduce(0, +)
        // Sums in another order differ by rounding; what is as far but for that counts as as far.
        let tolerance = 1e-12 * values.reduce(0) { $0 + abs($1) }
        let bar = abs(total) - tolerance
        guard values.count > Self.exactLimit else { return exact(values, bar: bar) }
        var generator = SplitMix64(seed: seed)
        var hits = 1
        for _ in 0..<draws where abs(Self.sum(values, &generator)) >= bar { hits += 1 }
        return Outcome(
            probability: Double(hits) / Double(draws + 1), permutations: draws, isExact: false)
    }

    private func exact(_ values: [Double], bar: Double) -> Outcome {
        let choices = 1 << values.count
        var hits = 0
        for signs in 0..<choices {
            var sum = 0.0
            for (place, value) in values.enumerated() {
                sum += signs >> place & 1 == 0 ? value : -value
            }
            if abs(sum) >= bar { hits += 1 }
        }
        return Outcome(
            probability: Double(hits) / Double(choices), permutations: choices, isExact: true)
    }

    private static func sum(_ values: [Double], _ generator: inout SplitMix64) -> Double {
        var (sum, bits) = (0.0, UInt64(0))
        for (place, value) in values.enumerated() {
            if place % 64 == 0 { bits = generator.next() }
            sum += bits & 1 == 0 ? value : -value
            bits >>= 1
        }
        return sum
    }
}

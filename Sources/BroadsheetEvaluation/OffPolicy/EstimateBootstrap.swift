/// Bootstrap intervals of sums over rows and of their ratios, found again on each resample of the
/// rows: one stream of draws for all of them.
///
/// Draw d of resample b is number b·n + d of SplitMix64, as an index by the high half of a product.
public struct EstimateBootstrap: Sendable, Hashable {
    /// What is resampled: the rows' terms above and below the line.
    public struct Column: Sendable, Hashable {
        /// Each row's term.
        public var numerators: [Double]
        /// Each row's term below the line; nil for a mean.
        public var denominators: [Double]?
        /// A mean that is added to the ratio, such as the direct part of a doubly robust estimate.
        public var addends: [Double]?

        /// Creates a column.
        public init(
            _ numerators: [Double], by denominators: [Double]? = nil, plus addends: [Double]? = nil
        ) {
            self.numerators = numerators
            self.denominators = denominators
            self.addends = addends
        }
    }

    /// How many resamples are drawn.
    public var replicates: Int
    /// Where the draws begin.
    public var seed: UInt64

    /// Creates a bootstrap.
    public init(replicates: Int = 2000, seed: UInt64 = 42) {
        self.replicates = replicates
        self.seed = seed
    }

    /// The 95 % interval of each column; nil where all terms are 0, for then every resample says 0
    /// and knows nothing, for fewer than two rows, and for a column of another length.
    public func intervals(_ columns: [Column]) -> [Interval?] {
        let count = columns.first?.numerators.count ?? 0
        guard count > 1 else { return columns.map { _ in nil } }
        let fits = columns.map { $0.fits(count) }
        var values = columns.map { _ in [Double]() }
        var generator = SplitMix64(seed: seed)
        var times = Array(repeating: 0.0, count: count)
        for _ in 0..<max(0, replicates) {
            for index in times.indices { times[index] = 0 }
            for _ in 0..<count { times[generator.index(below: count)] += 1 }
            for (index, column) in columns.enumerated() where fits[index] {
                if let value = column.value(times) { values[index].append(value) }
            }
        }
        return values.map { values in
            guard values.count > 1 else { return nil }
            let sorted = values.sorted()
            return Interval(
                low: sorted.quantile(0.025), high: sorted.quantile(0.975), method: .bootstrap)
        }
    }
}

extension EstimateBootstrap.Column {
    func fits(_ count: Int) -> Bool {
        let isSilent = addends == nil && numerators.allSatisfy { $0 == 0 }
        return !isSilent && numerators.count == count
            && (denominators?.count ?? count) == count && (addends?.count ?? count) == count
    }

    func value(_ times: [Double]) -> Double? {
        let rows = Double(times.count)
        let above = Self.sum(numerators, times)
        let below = denominators.map { Self.sum($0, times) } ?? rows
        guard below != 0 else { return nil }
        return above / below + (addends.map { Self.sum($0, times) / rows } ?? 0)
    }

    private static func sum(_ terms: [Double], _ times: [Double]) -> Double {
        var sum = 0.0
        for index in terms.indices { sum += terms[index] * times[index] }
        return sum
    }
}

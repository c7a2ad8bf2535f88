/// Counts of numbers in bins of equal width.
public struct Histogram: Mergeable, Sendable, Hashable {
    /// The lower end of the first bin.
    public let low: Double
    /// The upper end of the last bin.
    public let high: Double
    /// Numbers in each bin. What lies outside counts in the outermost bins; the upper end belongs
    /// to the last one.
    public private(set) var counts: [Int]

    /// - Precondition: `low` < `high`, both finite, and at least one bin.
    public init(from low: Double, to high: Double, bins: Int) {
        precondition(low < high && (high - low).isFinite, "a histogram needs a range")
        precondition(bins > 0, "a histogram needs a bin")
        self.low = low
        self.high = high
        counts = Array(repeating: 0, count: bins)
    }

    /// How many numbers were added.
    public var count: Int { counts.reduce(0, +) }

    /// Takes in one number; what is not finite is passed over.
    public mutating func add(_ number: Double) {
        guard number.isFinite else { return }
        let share = max(0, min(1, (number - low) / (high - low)))
        counts[min(counts.count - 1, Int(share * Double(counts.count)))] += 1
    }

    /// Takes over the numbers of another piece.
    ///
    /// - Precondition: both have the same bins.
    public mutating func merge(_ other: Histogram) {
        precondition(
            low == other.low && high == other.high && counts.count == other.counts.count,
            "histograms with other bins can't merge")
        for bin in counts.indices { counts[bin] += other.counts[bin] }
    }

    /// The lower and upper end of bin `index`.
    public func range(ofBin index: Int) -> ClosedRange<Double> {
        let width = (high - low) / Double(counts.count)
        return (low + width * Double(index))...(low + width * Double(index + 1))
    }
}

/// How often each whole number was seen; memory grows with the distinct numbers only.
public struct CountDistribution: Mergeable, Sendable, Hashable {
    /// How many numbers were added.
    public private(set) var count = 0
    private var times: [Int: Int] = [:]

    /// A distribution of nothing so far.
    public init() {}

    /// Takes in one number.
    public mutating func add(_ number: Int) {
        count += 1
        times[number, default: 0] += 1
    }

    /// Takes over the numbers of another piece.
    public mutating func merge(_ other: CountDistribution) {
        count += other.count
        times.merge(other.times, uniquingKeysWith: +)
    }

    /// Each number with how often it was seen, rising.
    public var entries: [(number: Int, times: Int)] {
        times.sorted { $0.key < $1.key }.map { (number: $0.key, times: $0.value) }
    }

    /// The mean; nil when nothing was added.
    public var mean: Double? {
        guard count > 0 else { return nil }
        return entries.reduce(0.0) { $0 + Double($1.number) * Double($1.times) } / Double(count)
    }

    /// The middle number, of two middle ones their mean; nil when nothing was added.
    public var median: Double? {
        guard count > 0 else { return nil }
        let sorted = entries
        let lower = Self.number(at: (count - 1) / 2, in: sorted)
        let upper = Self.number(at: count / 2, in: sorted)
        return (Double(lower) + Double(upper)) / 2
    }

    /// The share of numbers up to `limit`; nil when nothing was added.
    public func share(upTo limit: Int) -> Double? {
        guard count > 0 else { return nil }
        let hits = entries.reduce(0) { $0 + ($1.number <= limit ? $1.times : 0) }
        return Double(hits) / Double(count)
    }

    private static func number(at place: Int, in sorted: [(number: Int, times: Int)]) -> Int {
        var passed = 0
        for entry in sorted {
            passed += entry.times
            if place < passed { return entry.number }
        }
        return sorted.last?.number ?? 0
    }
}

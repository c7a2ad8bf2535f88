/// A share of yes among yes and no, in constant memory.
public struct Proportion: Mergeable, Sendable, Hashable {
    /// How many were yes.
    public private(set) var hits = 0
    /// How many there were.
    public private(set) var count = 0

    /// A share of nothing so far.
    public init() {}

    /// A share that was counted elsewhere; hits are kept within 0…count.
    public init(hits: Int, count: Int) {
        self.count = max(0, count)
        self.hits = min(max(0, hits), self.count)
    }

    /// Takes in one answer.
    public mutating func add(_ isHit: Bool) {
        count += 1
        if isHit { hits += 1 }
    }

    /// Takes over the answers of another piece.
    public mutating func merge(_ other: Proportion) {
        hits += other.hits
        count += other.count
    }

    /// hits / count; nil when nothing was added.
    public var value: Double? { count > 0 ? Double(hits) / Double(count) : nil }

    /// The share with Wilson's 95 % interval (Wilson 1927, JASA 22):
    /// (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n). Stays inside 0…1 and has a width even
    /// when all answers agree. Assumes independent answers.
    public var estimate: Estimate {
        guard let value else { return Estimate(value: nil, count: 0) }
        let number = Double(count)
        let squared = Interval.z95 * Interval.z95
        let centre = value + squared / (2 * number)
        let spread = (value * (1 - value) + squared / (4 * number)) / number
        let half = Interval.z95 * spread.squareRoot()
        let scale = 1 + squared / number
        let interval = Interval(
            low: max(0, (centre - half) / scale), high: min(1, (centre + half) / scale),
            method: .wilson)
        return Estimate(value: value, count: count, interval: interval)
    }

    /// The 95 % interval of Clopper and Pearson (1934, Biometrika 26): the shares at which as many
    /// or more hits, or as many or fewer, have a probability of 2.5 %. Never covers less than it
    /// says, mostly more. Assumes independent answers. Nil when nothing was added.
    public var exactInterval: Interval? {
        guard count > 0 else { return nil }
        let yes = Double(hits)
        let no = Double(count - hits)
        let low = hits == 0 ? 0 : BetaDistribution(yes, no + 1).quantile(0.025)
        let high = hits == count ? 1 : BetaDistribution(yes + 1, no).quantile(0.975)
        return Interval(low: low, high: high, method: .clopperPearson)
    }
}

/// Pearson's correlation of a stream of pairs, in constant memory:
/// Σ(x − x̄)(y − ȳ) / √(Σ(x − x̄)² Σ(y − ȳ)²), with running means as in ``RunningMean``.
public struct PearsonCorrelation: Mergeable, Sendable, Hashable {
    /// How many pairs were added.
    public private(set) var count = 0
    private var meanX = 0.0
    private var meanY = 0.0
    private var squaresX = 0.0
    private var squaresY = 0.0
    private var products = 0.0

    /// A correlation of nothing so far.
    public init() {}

    /// Takes in one pair.
    public mutating func add(_ x: Double, _ y: Double) {
        count += 1
        let distanceX = x - meanX
        let distanceY = y - meanY
        meanX += distanceX / Double(count)
        meanY += distanceY / Double(count)
        squaresX += distanceX * (x - meanX)
        squaresY += distanceY * (y - meanY)
        products += distanceX * (y - meanY)
    }

    /// Takes over the pairs of another piece.
    public mutating func merge(_ other: PearsonCorrelation) {
        guard other.count > 0 else { return }
        guard count > 0 else {
            self = other
            return
        }
        let total = Double(count) + Double(other.count)
        let weight = Double(count) * Double(other.count) / total
        let distanceX = other.meanX - meanX
        let distanceY = other.meanY - meanY
        squaresX += other.squaresX + distanceX * distanceX * weight
        squaresY += other.squaresY + distanceY * distanceY * weight
        products += other.products + distanceX * distanceY * weight
        meanX += distanceX * Double(other.count) / total
        meanY += distanceY * Double(other.count) / total
        count += other.count
    }

    /// The correlation, −1…1; nil for fewer than two pairs and when all x or all y are equal.
    public var value: Double? {
        let scale = squaresX.squareRoot() * squaresY.squareRoot()
        guard count > 1, scale > 0 else { return nil }
        return max(-1, min(1, products / scale))
    }
}

/// Spearman's rank correlation: Pearson's over ranks, equal values sharing their average rank
/// (`scipy.stats.spearmanr`).
///
/// Ranks need all values, so this one keeps the pairs: 16 bytes each.
public struct SpearmanCorrelation: Mergeable, Sendable, Hashable {
    private var xs: [Double] = []
    private var ys: [Double] = []

    /// A correlation of nothing so far.
    public init() {}

    /// How many pairs were added.
    public var count: Int { xs.count }

    /// Takes in one pair.
    public mutating func add(_ x: Double, _ y: Double) {
        xs.append(x)
        ys.append(y)
    }

    /// Takes over the pairs of another piece.
    public mutating func merge(_ other: SpearmanCorrelation) {
        xs += other.xs
        ys += other.ys
    }

    /// The correlation, −1…1; nil for fewer than two pairs and when all x or all y are equal.
    ///
    /// - Complexity: O(n log n).
    public var value: Double? {
        var pearson = PearsonCorrelation()
        for (x, y) in zip(Self.ranks(of: xs), Self.ranks(of: ys)) { pearson.add(x, y) }
        return pearson.value
    }

    /// The rank of each value, from 1; equal values get the mean of the places they share.
    public static func ranks(of values: [Double]) -> [Double] {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var ranks = Array(repeating: 0.0, count: values.count)
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
            for place in order[start..<end] { ranks[place] = Double(start + end + 1) / 2 }
            start = end
        }
        return ranks
    }
}

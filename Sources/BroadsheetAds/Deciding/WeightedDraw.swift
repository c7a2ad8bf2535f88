/// A draw among weights: each index with probability weight / sum of weights.
///
/// Weights are divided by the greatest before they are summed, in their order, so that no sum
/// overflows. The interval of an index is half open, so no border belongs to two; the last index
/// with a weight also takes 1, so that no number falls off the end.
struct WeightedDraw {
    private let scaled: [Double]
    private let total: Double

    /// - Parameter weights: Finite and not negative; draws need one above 0.
    init(_ weights: [Double]) {
        let greatest = weights.max() ?? 0
        scaled = greatest > 0 ? weights.map { $0 / greatest } : weights
        total = scaled.reduce(0, +)
    }

    /// Exact probability of an index, the same sum and order as the draw itself.
    func probability(of index: Int) -> Double {
        total > 0 ? scaled[index] / total : 0
    }

    /// The index at a number in 0 ..< 1 (or at 1); nil when no weight is above 0.
    func index(at uniform: Double) -> Int? {
        let target = uniform * total
        var sum = 0.0
        for (index, weight) in scaled.enumerated() {
            sum += weight
            if target < sum { return index }
        }
        return scaled.lastIndex { $0 > 0 }
    }
}

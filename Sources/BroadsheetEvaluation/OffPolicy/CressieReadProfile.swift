/// The ends of the Cressie-Read interval: for each weight that one unseen row could have, the value
/// at which the likelihood leaves the 95 % limit.
struct CressieReadProfile {
    let sums: WeightSums
    let largestWeight: Double
    let rewards: ClosedRange<Double>
    /// Half the log-likelihood limit, negative.
    private let limit: Double
    /// Below its square a spread counts as none.
    private static let tolerance = 1e-9

    init(
        sums: WeightSums, largestWeight: Double, wanted: Double, rewards: ClosedRange<Double>
    ) {
        self.sums = sums
        self.largestWeight = largestWeight
        self.rewards = rewards
        let rows = sums.count + 1
        var best = rows / sums.count
        if wanted.isFinite {
            let mean = (wanted + sums.weight) / rows
            let spread = (wanted * wanted + sums.weightSquare) / rows - mean * mean
            best = spread > 0 ? rows * (mean - 1) * (mean - 1) / spread : 0
        }
        let delta = BetaDistribution.squaredStudentLimit(freedom: sums.count)
        limit = (-best - delta) / (2 * rows)
    }

    /// One end: the lower with the least reward and sign 1, the upper with the largest and −1.
    func bound(reward: Double, sign: Double) -> Double {
        let candidates = [0, largestWeight].compactMap { weight in
            weight.isFinite
                ? bounded(weight, reward, sign) : unbounded(reward, sign)
        }
        let best = sign * (candidates.min() ?? sign * reward)
        return min(rewards.upperBound, max(rewards.lowerBound, best))
    }

    private func bounded(_ weight: Double, _ reward: Double, _ sign: Double) -> Double? {
        let rows = sums.count + 1
        let square = weight * weight
        let mean = (weight + sums.weight) / rows
        let meanSquare = (square + sums.weightSquare) / rows
        let value = sign * (weight * reward + sums.weightReward) / rows
        let squareValue = sign * (square * reward + sums.squareReward) / rows
        let squares = (square * reward * reward + sums.squares) / rows
        let spread = meanSquare - mean * mean
        guard spread > 0 else { return nil }
        let shared = squareValue - mean * value
        return end(
            centre: value + (1 - mean) * shared / spread,
            curvature: shared * shared / spread - (squares - value * value),
            room: limit + (1 - mean) * (1 - mean) / (2 * spread))
    }

    private func unbounded(_ reward: Double, _ sign: Double) -> Double? {
        let count = sums.count
        let distance = reward * sums.weight - sums.weightReward
        let squares =
            reward * reward * sums.weightSquare - 2 * reward * sums.squareReward + sums.squares
        return end(
            centre: sign * (reward + (sums.weightReward - sums.weight * reward) / count),
            curvature: distance * distance / (count * (1 + count)) - squares / (1 + count),
            room: limit + 1 / (2 * count))
    }

    private func end(centre: Double, curvature: Double, room: Double) -> Double? {
        let product = curvature * room
        if abs(product) <= Self.tolerance * Self.tolerance {
            return centre - 2.0.squareRoot() * Self.tolerance
        }
        guard room <= 0, product >= 0 else { return nil }
        return centre - (2 * product).squareRoot()
    }
}

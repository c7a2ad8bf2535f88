import BroadsheetEvaluation
import Testing

@Suite struct LikelihoodTests {
    /// 10,000 uniform rows over 34 items, 46 clicks; the target's items were shown 299 times and
    /// clicked once.
    private let rows = (0..<10_000).map { row in
        WeighedDecision(
            reward: row == 0 || (row >= 9_955) ? 1 : 0, targetProbability: row < 299 ? 1 : 0,
            propensity: 1.0 / 34)
    }

    private func isNear(_ interval: Interval?, _ low: Double, _ high: Double) -> Bool {
        guard let interval else { return false }
        return abs(interval.low - low) < 1e-11 && abs(interval.high - high) < 1e-11
    }

    @Test func `Likelihood estimates and intervals are the peers'`() {
        var free = CressieReadEstimator()
        var bounded = CressieReadEstimator(largestWeight: 34)
        var likelihood = EmpiricalLikelihoodEstimator()
        for row in rows {
            free.add(row)
            bounded.add(row)
            likelihood.add(row)
        }
        #expect(isClose(free.value, 0.0033444816053511705))
        #expect(isClose(likelihood.value, 0.0033444816053511705))
        #expect(isNear(free.interval, 0, 0.08563812441649116))
        #expect(isNear(bounded.interval, 0, 0.01601479085394259))
    }

    @Test func `Bootstrap says nothing where no row was clicked`() {
        let weights = rows.map(\.weight)
        let none = EstimateBootstrap.Column(weights.map { _ in 0 }, by: weights)
        let some = EstimateBootstrap.Column(rows.map { $0.weight * $0.reward }, by: weights)
        let intervals = EstimateBootstrap(replicates: 50).intervals([none, some])
        #expect(intervals[0] == nil && (intervals[1]?.high ?? 0) > 0)
    }

    @Test func `A row is predicted from rows of the other parity`() {
        var model = RewardModel(actions: 2, positions: 1)
        for row in 0..<20 {
            model.add(
                LoggedDecision(action: 0, position: 0, reward: row % 2 == 0 ? 1 : 0, propensity: 1),
                row: row)
        }
        #expect(model.prediction(action: 0, position: 0, from: .even) == 1)
        #expect(model.prediction(action: 0, position: 0, from: .odd) == 0)
        #expect(isClose(model.prediction(action: 1, position: 0), 0.5))
    }
}

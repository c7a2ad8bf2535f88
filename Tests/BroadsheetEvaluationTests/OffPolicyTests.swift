import BroadsheetEvaluation
import Testing

/// A log with seeded rows, and the estimates written as straight lines over arrays.
private struct SimulatedLog {
    var rows: [WeighedDecision] = []

    init(count: Int, seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<count {
            let propensity = 0.01 + 0.9 * Double(generator.below(1000)) / 1000
            let target = generator.below(5) == 0 ? 1 : Double(generator.below(1000)) / 1000
            rows.append(
                WeighedDecision(
                    reward: generator.below(10) == 0 ? 1 : 0, targetProbability: target,
                    propensity: propensity,
                    predictedReward: Double(generator.below(100)) / 1000,
                    predictedValue: 0.05 + Double(generator.below(100)) / 2000))
        }
    }

    /// The mean of a term and its standard error, two passes.
    func mean(_ term: (WeighedDecision) -> Double) -> (value: Double, error: Double) {
        let terms = rows.map(term)
        let number = Double(terms.count)
        let mean = terms.reduce(0, +) / number
        let squares = terms.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (mean, (squares / (number - 1) / number).squareRoot())
    }

    func run<Estimator: OffPolicyEstimator>(_ empty: Estimator) -> Estimator {
        rows.reduce(into: empty) { $0.add($1) }
    }
}

@Suite struct OffPolicyTests {
    private let log = SimulatedLog(count: 2000, seed: 7)

    private func check(
        _ estimator: some OffPolicyEstimator, _ expected: (value: Double, error: Double)
    ) {
        let half = Interval.z95 * expected.error
        #expect(isClose(estimator.value, expected.value), "\(estimator.name)")
        #expect(isClose(estimator.normalInterval?.low, expected.value - half))
        #expect(isClose(estimator.normalInterval?.high, expected.value + half))
    }

    @Test(arguments: [
        WeightLimit.none, .clipped(2), .switched(2), .optimistic(3), .subGaussian(0.001),
    ])
    func `Estimates with limited weights are means of their terms`(_ limit: WeightLimit) {
        func weight(_ w: Double) -> Double {
            switch limit {
            case .none: w
            case .clipped: w < 2 ? w : 2
            case .switched: w <= 2 ? w : 0
            case .optimistic: 3 * w / (w * w + 3)
            case .subGaussian: w / (0.999 + 0.001 * w)
            }
        }
        check(
            log.run(InversePropensityEstimator(limit)),
            log.mean { weight($0.weight) * $0.reward })
        check(
            log.run(DoublyRobustEstimator(limit)),
            log.mean {
                $0.predictedValue + weight($0.weight) * ($0.reward - $0.predictedReward)
            })
    }

    @Test func `The direct method is the mean of what the model says`() {
        check(log.run(DirectMethodEstimator()), log.mean(\.predictedValue))
    }

    @Test func `Self-normalised estimates have the linearised interval`() {
        let count = Double(log.rows.count)
        let weights = log.rows.reduce(0) { $0 + $1.weight }
        let ratio = log.rows.reduce(0) { $0 + $1.weight * $1.reward } / weights
        check(
            log.run(SelfNormalizedEstimator()),
            log.mean { ratio + count / weights * $0.weight * ($0.reward - ratio) })
        let surprise =
            log.rows.reduce(0) { $0 + $1.weight * ($1.reward - $1.predictedReward) } / weights
        let expected = log.mean {
            let rest = $0.reward - $0.predictedReward - surprise
            return $0.predictedValue + count / weights * $0.weight * rest
        }
        check(
            log.run(SelfNormalizedDoublyRobustEstimator()),
            (value: log.mean(\.predictedValue).value + surprise, error: expected.error))
    }

    @Test func `Replay is the mean reward of the rows that match`() {
        let replay = log.run(ReplayEstimator())
        let matching = log.rows.filter { $0.targetProbability == 1 }
        let clicks = matching.filter { $0.reward == 1 }.count
        #expect(replay.matches == matching.count && replay.rewarded == clicks)
        let share = Double(clicks) / Double(matching.count)
        let scale = Double(log.rows.count) / Double(matching.count)
        check(
            replay,
            log.mean { share + ($0.targetProbability == 1 ? scale * ($0.reward - share) : 0) })
    }

    @Test func `Shards merge to what one pass gives`() {
        func shards<Estimator: OffPolicyEstimator>(_ empty: Estimator) -> (Estimator, Estimator) {
            let first = log.rows[..<700].reduce(into: empty) { $0.add($1) }
            let second = log.rows[700...].reduce(into: empty) { $0.add($1) }
            return (first.merged(with: second), log.run(empty))
        }
        func check(_ empty: some OffPolicyEstimator) {
            let (merged, whole) = shards(empty)
            #expect(isClose(merged.value, whole.value ?? .nan), "\(whole.name)")
            #expect(isClose(merged.normalInterval?.low, whole.normalInterval?.low ?? .nan))
        }
        check(ReplayEstimator())
        check(InversePropensityEstimator(.clipped(2)))
        check(SelfNormalizedEstimator())
        check(DirectMethodEstimator())
        check(DoublyRobustEstimator())
        check(SelfNormalizedDoublyRobustEstimator())
    }

    @Test func `Nothing added is no estimate`() {
        #expect(InversePropensityEstimator().value == nil)
        #expect(SelfNormalizedEstimator().value == nil)
        #expect(SelfNormalizedDoublyRobustEstimator().normalInterval == nil)
        #expect(InversePropensityEstimator().bernsteinInterval() == nil)
    }

    @Test(arguments: [
        (38, 10_000, 0.0026904671666534426, 0.005212103033531054),
        (42, 10_000, 0.003028616921923602, 0.005672984624942503),
    ])
    func `Clopper and Pearson's ends are scipy's`(
        hits: Int, count: Int, low: Double, high: Double
    ) {
        let interval = Proportion(hits: hits, count: count).exactInterval
        #expect(isClose(interval?.low, low) && isClose(interval?.high, high))
    }

    @Test func `No hit and all hits have one open end`() {
        #expect(Proportion(hits: 0, count: 127).exactInterval?.low == 0)
        #expect(Proportion(hits: 5, count: 5).exactInterval?.high == 1)
        #expect(Proportion(hits: 0, count: 0).exactInterval == nil)
    }

    @Test func `Indices are drawn by the high half of the product`() {
        var generator = SplitMix64(seed: 42)
        let drawn = (0..<5).map { _ in generator.index(below: 10_000) }
        #expect(drawn == [7415, 1599, 2786, 3441, 380])
    }
}

import BroadsheetEvaluation
import Testing

/// Numbers that are easy to check by hand.
private let numbers: [Double] = [2, 4, 4, 4, 5, 5, 7, 9]

struct StatisticsTests {
    @Test
    func `a running mean has the mean and the variance of its numbers`() {
        var mean = RunningMean()
        for number in numbers { mean.add(number) }
        #expect(mean.value == 5)
        #expect(mean.variance.map { abs($0 - 32.0 / 7) < 1e-12 } == true)
    }

    @Test
    func `a normal interval is the mean and 1.96 standard errors`() throws {
        var mean = RunningMean()
        for number in numbers + numbers { mean.add(number) }
        let interval = try #require(mean.estimate.interval)
        let half: Double = 1.959963984540054 * (64.0 / 15 / 16).squareRoot()
        #expect(isClose(interval.low, 5 - half) && isClose(interval.high, 5 + half))
        #expect(interval.method == .normal)
        let cut = try #require(mean.estimate(within: 0...5.5).interval)
        #expect(cut.low == interval.low && cut.high == 5.5)
    }

    @Test
    func `nothing has no mean, fewer than ten numbers no interval`() {
        var mean = RunningMean()
        #expect(mean.estimate == Estimate(value: nil, count: 0))
        mean.add(3)
        #expect(mean.estimate == Estimate(value: 3, count: 1))
        for number in numbers { mean.add(number) }
        #expect(mean.count == 9 && mean.estimate.interval == nil)
    }

    @Test
    func `a mean far from zero keeps its variance`() {
        var mean = RunningMean()
        for number in [1e9 + 1, 1e9 + 2, 1e9 + 3] { mean.add(number) }
        #expect(mean.variance == 1)
    }

    @Test(arguments: [
        (38, 10_000, 0.002770, 0.005211), (46, 10_000, 0.003451, 0.006130),
        (42, 10_000, 0.003109, 0.005672), (69, 10_000, 0.005456, 0.008722),
    ])
    func `Wilson's interval has the published ends`(
        hits: Int, count: Int, low: Double, high: Double
    ) throws {
        var share = Proportion()
        for index in 0..<count { share.add(index < hits) }
        let interval = try #require(share.estimate.interval)
        #expect(abs(interval.low - low) < 5e-7 && abs(interval.high - high) < 5e-7)
    }

    @Test
    func `a share of all has an interval that is no point`() throws {
        var share = Proportion()
        for _ in 0..<5 { share.add(true) }
        let interval = try #require(share.estimate.interval)
        #expect(interval.high == 1 && interval.low > 0.5 && interval.low < 0.6)
        #expect(Proportion().estimate.value == nil)
    }

    @Test
    func `a ratio of equal groups is their mean with its normal interval`() throws {
        var ratio = RunningRatio()
        var mean = RunningMean()
        for number in numbers + numbers {
            ratio.add(number, of: 1)
            mean.add(number)
        }
        #expect(ratio.value == mean.value)
        let (one, other) = (ratio.estimate.interval, mean.estimate.interval)
        #expect(abs(try #require(one).low - (try #require(other).low)) < 1e-12)
    }

    @Test
    func `a ratio weighs groups by their size and has no value over nothing`() {
        var ratio = RunningRatio()
        ratio.add(1, of: 1)
        ratio.add(0, of: 3)
        ratio.add(0, of: 0)
        #expect(ratio.value == 0.25 && ratio.count == 3)
        #expect(RunningRatio().value == nil)
    }

    @Test
    func `Pearson's correlation has the value of its formula`() throws {
        var correlation = PearsonCorrelation()
        for (x, y) in [(1.0, 2.0), (2, 1), (3, 4), (4, 3), (5, 7)] { correlation.add(x, y) }
        let value = try #require(correlation.value)
        // Σ(x − 3)(y − 3.4) = 12, Σ(x − 3)² = 10, Σ(y − 3.4)² = 21.2.
        #expect(abs(value - 12 / (10.0 * 21.2).squareRoot()) < 1e-15)
    }

    @Test
    func `a constant correlates with nothing`() {
        var correlation = PearsonCorrelation()
        correlation.add(1, 2)
        correlation.add(1, 3)
        #expect(correlation.value == nil)
        #expect(SpearmanCorrelation().value == nil)
    }

    @Test
    func `equal values share their average rank`() {
        #expect(SpearmanCorrelation.ranks(of: [10, 30, 20, 20, 5]) == [2, 5, 3.5, 3.5, 1])
        #expect(SpearmanCorrelation.ranks(of: []) == [])
    }

    @Test
    func `Spearman's correlation sees order only`() throws {
        var correlation = SpearmanCorrelation()
        for (x, y) in [(1.0, 1.0), (2, 100), (3, 101), (4, 1e6)] { correlation.add(x, y) }
        #expect(isClose(correlation.value, 1))
    }

    @Test
    func `SplitMix64 gives the published numbers`() {
        var generator = SplitMix64(seed: 1_234_567)
        #expect(generator.next() == 6_457_827_717_110_365_317)
        #expect(generator.next() == 3_203_168_211_198_807_973)
    }

    @Test
    func `a bootstrap replays, and another seed draws otherwise`() throws {
        func mean(_ drawn: [Int]) -> Double? {
            Double(drawn.reduce(0, +)) / Double(drawn.count)
        }
        let first = Bootstrap(replicates: 200, seed: 1).interval(count: 50, value: mean)
        let again = Bootstrap(replicates: 200, seed: 1).interval(count: 50, value: mean)
        let other = Bootstrap(replicates: 200, seed: 2).interval(count: 50, value: mean)
        #expect(first == again && first != other)
        let interval = try #require(first)
        #expect(interval.low < 24.5 && interval.high > 24.5 && interval.high - interval.low < 12)
    }

    @Test
    func `a bootstrap of one unit or without values has no interval`() {
        #expect(Bootstrap().interval(count: 1) { _ in 1 } == nil)
        #expect(Bootstrap(replicates: 10).interval(count: 5) { _ in nil } == nil)
    }

    @Test
    func `a distribution of counts has mean, median and shares`() {
        var days = CountDistribution()
        for number in [0, 14, 1, 14, 7, 3] { days.add(number) }
        #expect(days.mean == 6.5 && days.median == 5)
        #expect(days.share(upTo: 3) == 0.5 && days.share(upTo: -1) == 0)
        #expect(days.entries.map(\.number) == [0, 1, 3, 7, 14])
        #expect(CountDistribution().median == nil)
    }

    @Test
    func `a histogram keeps what lies outside in its outermost bins`() {
        var histogram = Histogram(from: 0, to: 1, bins: 4)
        for number in [-1, 0, 0.25, 0.999, 1, 7, .nan, .infinity] { histogram.add(number) }
        #expect(histogram.counts == [2, 1, 0, 3])
        #expect(histogram.range(ofBin: 1) == 0.25...0.5)
    }
}

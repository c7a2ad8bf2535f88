/// A small random generator that replays: SplitMix64 (Steele, Lea and Flood 2014, OOPSLA).
///
/// The seed 1234567 gives 6457827717110365317, 3203168211198807973, … on every machine.
public struct SplitMix64: RandomNumberGenerator, Sendable, Hashable {
    private var state: UInt64

    /// Equal seeds give equal numbers.
    public init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below `bound`; 0 when that is not positive. The remainder's bias is below
    /// bound / 2⁶⁴.
    public mutating func below(_ bound: Int) -> Int {
        Int(next() % UInt64(max(bound, 1)))
    }

    /// A number from 0 to below `bound` by the high half of a product (Lemire 2019, ACM TOMACS 29);
    /// 0 when `bound` is not positive. The bias is below bound / 2⁶⁴.
    public mutating func index(below bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(max(bound, 1))).high)
    }
}

/// Percentile bootstrap (Efron 1979, Annals of Statistics 7): the value is found again on resamples
/// of the units, drawn with replacement, and the interval lies between the quantiles of those.
///
/// Units must be what is independent: documents where pairs of documents are measured. With few
/// units, or when the value rests on a handful of them, the interval is too narrow.
public struct Bootstrap: Sendable, Hashable {
    /// How many resamples are drawn.
    public var replicates: Int
    /// Where the draws begin.
    public var seed: UInt64

    /// Creates a bootstrap.
    public init(replicates: Int = 1000, seed: UInt64 = 42) {
        self.replicates = replicates
        self.seed = seed
    }

    /// The 95 % interval of `value` over resamples of `count` units; nil for fewer than two units
    /// and when fewer than two resamples have a value.
    ///
    /// - Parameter value: gets the drawn units, some several times.
    public func interval(count: Int, value: ([Int]) -> Double?) -> Interval? {
        guard count > 1 else { return nil }
        var generator = SplitMix64(seed: seed)
        var drawn = Array(repeating: 0, count: count)
        var values: [Double] = []
        for _ in 0..<max(0, replicates) {
            for index in drawn.indices { drawn[index] = generator.below(count) }
            if let value = value(drawn) { values.append(value) }
        }
        guard values.count > 1 else { return nil }
        values.sort()
        return Interval(
            low: values.quantile(0.025), high: values.quantile(0.975), method: .bootstrap)
    }
}

extension [Double] {
    /// The quantile of sorted values by linear interpolation between neighbours (numpy's default);
    /// 0 when there are none.
    func quantile(_ share: Double) -> Double {
        guard let last = indices.last else { return 0 }
        let place = Swift.max(0, Swift.min(1, share)) * Double(last)
        let lower = Int(place)
        let upper = Swift.min(lower + 1, last)
        return self[lower] + (self[upper] - self[lower]) * (place - Double(lower))
    }
}

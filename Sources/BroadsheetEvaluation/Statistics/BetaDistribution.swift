internal import Foundation

/// The beta distribution with shapes a and b, as intervals of shares need it.
struct BetaDistribution: Sendable, Hashable {
    /// The first shape, above 0.
    var a: Double
    /// The second shape, above 0.
    var b: Double

    /// A distribution with these shapes; what is not above 0 counts as the smallest number.
    init(_ a: Double, _ b: Double) {
        self.a = max(a, .leastNormalMagnitude)
        self.b = max(b, .leastNormalMagnitude)
    }

    /// The probability of at most `x`: the regularised incomplete beta function by Lentz's
    /// continued fraction (Press et al., Numerical Recipes, 3rd edition, section 6.4).
    ///
    /// - Complexity: O(√max(a, b)).
    func probability(upTo x: Double) -> Double { probability(upTo: x, rest: 1 - x) }

    /// The same for an `x` of which the rest to 1 is known more exactly than `1 - x` says.
    func probability(upTo x: Double, rest: Double) -> Double {
        guard x > 0 else { return 0 }
        guard rest > 0 else { return 1 }
        if x > (a + 1) / (a + b + 2) { return 1 - Self.tail(rest, rest: x, a: b, b: a) }
        return Self.tail(x, rest: rest, a: a, b: b)
    }

    private static func tail(_ x: Double, rest: Double, a: Double, b: Double) -> Double {
        let logX = x > 0.5 ? log1p(-rest) : log(x)
        let logRest = rest > 0.5 ? log1p(-x) : log(rest)
        let front = exp(a * logX + b * logRest - LogGamma.beta(a, b)) / a
        return min(1, max(0, front * fraction(x, a: a, b: b)))
    }

    private static func fraction(_ x: Double, a: Double, b: Double) -> Double {
        let tiny = 1e-300
        func kept(_ number: Double) -> Double { abs(number) < tiny ? tiny : number }
        var numerator = 1.0
        var denominator = 1 / kept(1 - (a + b) * x / (a + 1))
        var result = denominator
        for step in 1...1_000_000 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            denominator = 1 / kept(1 + even * denominator)
            numerator = kept(1 + even / numerator)
            result *= denominator * numerator
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            denominator = 1 / kept(1 + odd * denominator)
            numerator = kept(1 + odd / numerator)
            let factor = denominator * numerator
            result *= factor
            if abs(factor - 1) < 1e-16 { break }
        }
        return result
    }

    /// The square of Student's t that is passed with probability 5 % at `freedom` degrees of freedom,
    /// which is F(1, freedom)'s quantile; taken on the side where its share is small, so that many
    /// degrees cost no digits.
    static func squaredStudentLimit(freedom: Double) -> Double {
        let share = BetaDistribution(0.5, freedom / 2).quantile(0.95)
        return freedom * share / (1 - share)
    }

    /// The value below which lies `share` of the probability, by halving.
    func quantile(_ share: Double) -> Double {
        var low = 0.0
        var high = 1.0
        while true {
            let middle = low + (high - low) / 2
            guard middle > low, middle < high else { return middle }
            if probability(upTo: middle) < share { low = middle } else { high = middle }
        }
    }
}

/// Logarithms of the gamma and the beta function, exact to some units in the last place also
/// where the terms are large and nearly cancel.
enum LogGamma {
    /// log Γ(x) for x > 0.
    static func of(_ x: Double) -> Double {
        var shifted = x
        var product = 1.0
        while shifted < 10 {
            product *= shifted
            shifted += 1
        }
        return halfLogTwoPi + (shifted - 0.5) * log(shifted) - shifted + remainder(shifted)
            - log(product)
    }

    /// log B(a, b) for a, b > 0, the large parts cancelled by hand (DiDonato and Morris 1992, ACM
    /// TOMS 18, section 4).
    static func beta(_ a: Double, _ b: Double) -> Double {
        let p = min(a, b)
        let q = max(a, b)
        let sum = p + q
        if p >= 10 {
            let rest = remainder(p) + remainder(q) - remainder(sum)
            return -0.5 * log(q) + halfLogTwoPi + rest + (p - 0.5) * log(p / sum)
                + q * log1p(-p / sum)
        }
        if q >= 10 {
            let rest = remainder(q) - remainder(sum)
            return of(p) + rest + p - p * log(sum) + (q - 0.5) * log1p(-p / sum)
        }
        return of(p) + of(q) - of(sum)
    }

    private static let halfLogTwoPi = 0.918938533204672741780329736406

    /// What Stirling's formula lacks, for x ≥ 10.
    private static func remainder(_ x: Double) -> Double {
        let square = 1 / (x * x)
        let tail = 1.0 / 1188 - square * (691.0 / 360_360 - square / 156)
        let middle = 1.0 / 1260 - square * (1.0 / 1680 - square * tail)
        return (1.0 / 12 - square * (1.0 / 360 - square * middle)) / x
    }
}

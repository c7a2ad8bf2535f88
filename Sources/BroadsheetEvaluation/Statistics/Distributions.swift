internal import Foundation

/// The standard normal distribution.
enum NormalDistribution {
    /// The probability of a distance from 0 of at least |z|.
    static func twoSidedProbability(beyond z: Double) -> Double { erfc(abs(z) / 2.squareRoot()) }

    /// The probability of at most `z`.
    static func probability(upTo z: Double) -> Double { erfc(-z / 2.squareRoot()) / 2 }
}

/// Student's t distribution.
struct StudentDistribution: Sendable, Hashable {
    /// Degrees of freedom, above 0.
    var freedom: Double

    /// The probability of a distance from 0 of at least |t|: the incomplete beta function of
    /// ν / (ν + t²) with shapes ν/2 and 1/2.
    func twoSidedProbability(beyond t: Double) -> Double {
        let square = t * t
        guard square.isFinite else { return 0 }
        return BetaDistribution(freedom / 2, 0.5).probability(
            upTo: freedom / (freedom + square), rest: square / (freedom + square))
    }

    /// The distance that is passed with this probability, on both sides together.
    func twoSidedLimit(_ probability: Double) -> Double {
        let share = BetaDistribution(0.5, freedom / 2).quantile(1 - probability)
        return (freedom * share / (1 - share)).squareRoot()
    }
}

/// Fisher and Snedecor's F distribution.
struct FDistribution: Sendable, Hashable {
    /// Degrees of freedom above the line.
    var above: Double
    /// Degrees of freedom below the line.
    var below: Double

    /// The probability of more than `ratio`.
    func probability(beyond ratio: Double) -> Double {
        guard ratio > 0 else { return 1 }
        let scaled = above * ratio
        guard scaled.isFinite else { return 0 }
        return BetaDistribution(below / 2, above / 2).probability(
            upTo: below / (below + scaled), rest: scaled / (below + scaled))
    }
}

/// The χ² distribution.
struct ChiSquareDistribution: Sendable, Hashable {
    /// Degrees of freedom, above 0.
    var freedom: Double

    /// The probability of more than `value`: the upper incomplete gamma function by its series
    /// below a + 1, by Lentz's continued fraction above (Press et al., Numerical Recipes, 3rd
    /// edition, section 6.2).
    func probability(beyond value: Double) -> Double {
        let (a, x) = (freedom / 2, value / 2)
        guard x > 0 else { return 1 }
        guard x.isFinite else { return 0 }
        let front = exp(a * log(x) - x - LogGamma.of(a))
        return x < a + 1
            ? max(0, 1 - front * Self.series(a, x)) : min(1, front * Self.fraction(a, x))
    }

    private static func series(_ a: Double, _ x: Double) -> Double {
        var (term, sum, shape) = (1 / a, 1 / a, a)
        for _ in 1...100_000 {
            shape += 1
            term *= x / shape
            sum += term
            if term < sum * 1e-17 { break }
        }
        return sum
    }

    private static func fraction(_ a: Double, _ x: Double) -> Double {
        let tiny = 1e-300
        var b = x + 1 - a
        var c = 1 / tiny
        var d = 1 / b
        var result = d
        for step in 1...100_000 {
            let i = Double(step)
            let numerator = -i * (i - a)
            b += 2
            d = numerator * d + b
            if abs(d) < tiny { d = tiny }
            c = b + numerator / c
            if abs(c) < tiny { c = tiny }
            d = 1 / d
            let factor = d * c
            result *= factor
            if abs(factor - 1) < 1e-16 { break }
        }
        return result
    }
}

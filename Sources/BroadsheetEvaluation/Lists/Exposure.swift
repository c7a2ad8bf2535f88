internal import Foundation

/// How listings spread over items: which share of them is ever listed, and whether a few "hubs"
/// crowd all lists (Radovanović, Nanopoulos and Ivanović 2010, JMLR 11).
///
/// Keeps one count an item: c_j = number of lists that hold item j.
public struct Exposure: Mergeable, Sendable, Hashable {
    /// c_j of each item.
    public private(set) var counts: [Int]
    /// Lists that held something.
    public private(set) var filledLists = 0
    /// All lists.
    public private(set) var lists = 0

    /// - Parameter itemCount: N, all items that could be listed.
    public init(itemCount: Int) {
        counts = Array(repeating: 0, count: max(0, itemCount))
    }

    /// Takes in one list of distinct items.
    ///
    /// - Precondition: items are numbered from 0 to below N.
    public mutating func add(_ items: some Sequence<Int>) {
        var isFilled = false
        for item in items {
            counts[item] += 1
            isFilled = true
        }
        lists += 1
        if isFilled { filledLists += 1 }
    }

    /// Takes over the lists of another piece.
    ///
    /// - Precondition: both know the same items.
    public mutating func merge(_ other: Exposure) {
        precondition(counts.count == other.counts.count, "exposures of other items can't merge")
        for item in counts.indices { counts[item] += other.counts[item] }
        filledLists += other.filledLists
        lists += other.lists
    }

    /// Items that stand in at least one list.
    public var coveredItems: Int { counts.count { $0 > 0 } }

    /// All listings, Σ c.
    public var listings: Int { counts.reduce(0, +) }

    /// Covered items by N; nil without items.
    public var coverage: Double? {
        counts.isEmpty ? nil : Double(coveredItems) / Double(counts.count)
    }

    /// Gini coefficient of c over all N items, zeros included: Σ(2i − N − 1)c₍ᵢ₎ / (N Σc), c rising
    /// (LensKit's ListGini). 0: all listed alike; near 1: a few hold everything. nil without
    /// listings.
    public var gini: Double? {
        let (number, sum) = (Double(counts.count), Double(listings))
        guard sum > 0 else { return nil }
        var weighted = 0.0
        for (index, count) in counts.sorted().enumerated() {
            weighted += (2 * Double(index + 1) - number - 1) * Double(count)
        }
        return weighted / (number * sum)
    }

    /// Shannon entropy of the shares c / Σc in nats; nil without listings.
    public var entropy: Double? {
        let sum = Double(listings)
        guard sum > 0 else { return nil }
        var entropy = 0.0
        for count in counts where count > 0 {
            let share = Double(count) / sum
            entropy -= share * log(share)
        }
        return entropy
    }

    /// Mean over all listings of −log2(c_j / filled lists), in bits: how little a listing could be
    /// expected (self-information; Zhou et al. 2010, PNAS 107). nil without listings.
    public var novelty: Double? {
        let sum = Double(listings)
        guard sum > 0 else { return nil }
        var bits = 0.0
        for count in counts where count > 0 {
            bits -= Double(count) * log2(Double(count) / Double(filledLists))
        }
        return bits / sum
    }

    /// Third standardised moment of c, m₃ / m₂^1.5 (`scipy.stats.skew`); nil when all are equal.
    public var skewness: Double? {
        let number = Double(counts.count)
        let mean = Double(listings) / max(1, number)
        var (second, third) = (0.0, 0.0)
        for count in counts {
            let distance = Double(count) - mean
            second += distance * distance
            third += distance * distance * distance
        }
        guard second > 0 else { return nil }
        let variance = second / number
        return third / number / (variance * variance.squareRoot())
    }

    /// The items in the most lists, the worst first; of equal ones the lower number first.
    public func hubs(limit: Int) -> [(item: Int, lists: Int)] {
        let order = counts.indices.sorted { left, right in
            counts[left] == counts[right] ? left < right : counts[left] > counts[right]
        }
        return order.prefix(max(0, limit)).map { (item: $0, lists: counts[$0]) }
    }

    /// The share of all listings that the `limit` worst hubs take; nil without listings.
    public func hubShare(limit: Int) -> Double? {
        let sum = listings
        guard sum > 0 else { return nil }
        return Double(hubs(limit: limit).reduce(0) { $0 + $1.lists }) / Double(sum)
    }

    /// Points of the Lorenz curve: of the items from the least listed on, the share of items and
    /// the share of listings they take, from (0, 0) to (1, 1). Empty without listings.
    ///
    /// - Parameter points: how many steps at most, at least 1.
    public func lorenzCurve(points: Int) -> [(items: Double, listings: Double)] {
        let sum = Double(listings)
        guard sum > 0, points > 0 else { return [] }
        let sorted = counts.sorted()
        var curve: [(items: Double, listings: Double)] = [(0, 0)]
        var (taken, next) = (0, 0)
        for step in 1...points {
            let end = Int((Double(step) / Double(points) * Double(sorted.count)).rounded())
            while next < min(end, sorted.count) {
                taken += sorted[next]
                next += 1
            }
            curve.append((Double(next) / Double(sorted.count), Double(taken) / sum))
        }
        return curve
    }
}

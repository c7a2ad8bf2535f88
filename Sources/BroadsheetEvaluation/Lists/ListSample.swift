/// One related list, as the list measures see it.
public struct ListSample: Sendable, Hashable {
    /// Number of the item whose list it is; nil for a query that can't be listed itself.
    public var owner: Int?
    /// The listed items, the best first, all different.
    public var items: [Int]
    /// Score of each item.
    public var scores: [Double]
    /// Similarity of each pair of listed items, 0…1, in the order (0, 1), (0, 2), (1, 2), (0, 3) …,
    /// so that the pairs of a shorter list are a prefix.
    public var similarities: [Double]
    /// For each item the days from its publication to the owner's: above 0 when it is older. nil
    /// where either has no date.
    public var daysOlder: [Int?]
    /// For each item whether it has the owner's source; nil where either has none.
    public var sharesSource: [Bool?]

    /// - Precondition: one score, gap and answer for each item, and n(n − 1)/2 similarities.
    public init(
        owner: Int?, items: [Int], scores: [Double], similarities: [Double], daysOlder: [Int?],
        sharesSource: [Bool?]
    ) {
        precondition(
            items.count == scores.count && items.count == daysOlder.count
                && items.count == sharesSource.count, "each listed item needs its figures")
        precondition(
            similarities.count == items.count * (items.count - 1) / 2,
            "each pair of listed items needs its similarity")
        self.owner = owner
        self.items = items
        self.scores = scores
        self.similarities = similarities
        self.daysOlder = daysOlder
        self.sharesSource = sharesSource
    }

    /// The list cut after `length` items.
    public func prefix(_ length: Int) -> ListSample {
        let length = max(0, min(length, items.count))
        return ListSample(
            owner: owner, items: Array(items.prefix(length)),
            scores: Array(scores.prefix(length)),
            similarities: Array(similarities.prefix(length * (length - 1) / 2)),
            daysOlder: Array(daysOlder.prefix(length)),
            sharesSource: Array(sharesSource.prefix(length)))
    }
}

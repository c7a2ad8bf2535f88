/// Everything that is measured of related lists cut at one length.
///
/// Streams but for three things: a count an item (``Exposure``), the listed items themselves for
/// reciprocity, and a count for each distinct gap in days.
public struct ListMeasures: Mergeable, Sendable, Hashable {
    /// From this similarity on two articles are near duplicates.
    public static let duplicateSimilarity = 0.9

    /// After how many items lists are cut.
    public let length: Int
    /// Listings by item: coverage, Gini, hubs, novelty.
    public private(set) var exposure: Exposure
    /// Intra-list diversity: mean over pairs of 1 − similarity, of lists with two items or more
    /// (Ziegler et al. 2005, WWW).
    public private(set) var diversity = RunningMean()
    /// Share of lists without any item.
    public private(set) var empty = Proportion()
    /// Share of filled lists in which two items are near duplicates of each other.
    public private(set) var duplicates = Proportion()
    /// Mean score of all listed items, by list.
    public private(set) var score = RunningRatio()
    /// Scores of all listed items.
    public private(set) var scores = Histogram(from: 0, to: 1, bins: 25)
    /// Share of listed items that have the owner's source, where both have one.
    public private(set) var sameSource = RunningRatio()
    /// |days| between owner and item, where both have a date.
    public private(set) var ages = CountDistribution()
    /// The mean of the same with its spread between lists.
    public private(set) var age = RunningRatio()
    /// Share of dated items published no later than the owner's day.
    public private(set) var older = RunningRatio()
    /// How often a listing is returned.
    public private(set) var reciprocity = Reciprocity()

    /// - Parameters:
    ///   - length: after how many items lists are cut.
    ///   - itemCount: N, all items that could be listed.
    public init(at length: Int, itemCount: Int) {
        self.length = length
        exposure = Exposure(itemCount: itemCount)
    }

    /// Takes in one list; what lies beyond the length is left out.
    public mutating func add(_ whole: ListSample) {
        let list = whole.items.count > length ? whole.prefix(length) : whole
        exposure.add(list.items)
        empty.add(list.items.isEmpty)
        if !list.items.isEmpty {
            duplicates.add(list.similarities.contains { $0 >= Self.duplicateSimilarity })
        }
        if !list.similarities.isEmpty {
            let sum = list.similarities.reduce(0.0) { $0 + (1 - $1) }
            diversity.add(sum / Double(list.similarities.count))
        }
        for value in list.scores { scores.add(value) }
        score.add(list.scores.reduce(0, +), of: Double(list.scores.count))
        let sources = list.sharesSource.compactMap { $0 }
        sameSource.add(Double(sources.count { $0 }), of: Double(sources.count))
        addDays(list.daysOlder.compactMap { $0 })
        if let owner = list.owner { reciprocity.add(owner: owner, items: list.items) }
    }

    private mutating func addDays(_ days: [Int]) {
        var sum = 0.0
        for gap in days {
            // A gap lies within the years 0000 to 9999, so its size can't overflow.
            ages.add(Int(clamping: gap.magnitude))
            sum += Double(gap.magnitude)
        }
        age.add(sum, of: Double(days.count))
        older.add(Double(days.count { $0 >= 0 }), of: Double(days.count))
    }

    /// Takes over the lists of another piece.
    ///
    /// - Precondition: both have the same length and items.
    public mutating func merge(_ other: ListMeasures) {
        precondition(length == other.length, "lists of another length can't merge")
        exposure.merge(other.exposure)
        diversity.merge(other.diversity)
        empty.merge(other.empty)
        duplicates.merge(other.duplicates)
        score.merge(other.score)
        scores.merge(other.scores)
        sameSource.merge(other.sameSource)
        ages.merge(other.ages)
        age.merge(other.age)
        older.merge(other.older)
        reciprocity.merge(other.reciprocity)
    }
}

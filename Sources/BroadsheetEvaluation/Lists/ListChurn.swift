/// How much lists change from one configuration to another, list by list, in constant memory.
///
/// Both lists are cut at the same length. Two empty lists are the same list.
public struct ListChurn: Mergeable, Sendable, Hashable {
    /// After how many items lists are cut.
    public let length: Int
    /// |A ∩ B| / |A ∪ B| (Jaccard 1901); 1 for two empty lists.
    public private(set) var jaccard = RunningMean()
    /// |A ∩ B| / max(|A|, |B|); 1 for two empty lists.
    public private(set) var overlap = RunningMean()
    /// Share of lists with the same items in the same order.
    public private(set) var identical = Proportion()
    /// Share of lists whose first item is the same; both empty counts as the same.
    public private(set) var sameFirst = Proportion()

    /// Cuts lists after `length` items.
    public init(at length: Int) { self.length = length }

    /// Takes in one article's list before and after; items of a list are all different.
    public mutating func add(before: [Int], after: [Int]) {
        let (before, after) = (before.prefix(max(0, length)), after.prefix(max(0, length)))
        let kept = before.count { after.contains($0) }
        let all = before.count + after.count - kept
        jaccard.add(all == 0 ? 1 : Double(kept) / Double(all))
        let longer = max(before.count, after.count)
        overlap.add(longer == 0 ? 1 : Double(kept) / Double(longer))
        identical.add(before.elementsEqual(after))
        sameFirst.add(before.first == after.first)
    }

    /// Takes over the lists of another piece.
    ///
    /// - Precondition: both have the same length.
    public mutating func merge(_ other: ListChurn) {
        precondition(length == other.length, "lists of another length can't merge")
        jaccard.merge(other.jaccard)
        overlap.merge(other.overlap)
        identical.merge(other.identical)
        sameFirst.merge(other.sameFirst)
    }
}

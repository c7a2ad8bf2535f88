/// The share of listings r → j for which r also stands in j's list.
///
/// Needs the other list, which may come later: keeps all lists, 8 bytes a listing.
public struct Reciprocity: Mergeable, Sendable, Hashable {
    private var lists: [Int: [Int]] = [:]

    /// Knows no list so far.
    public init() {}

    /// Takes in the list of `owner`; a second one takes the place of the first.
    public mutating func add(owner: Int, items: [Int]) { lists[owner] = items }

    /// Takes over the lists of another piece.
    public mutating func merge(_ other: Reciprocity) {
        lists.merge(other.lists) { _, theirs in theirs }
    }

    /// Returned listings by listings; nil without any.
    public var value: Double? {
        var (returned, all) = (0, 0)
        for (owner, items) in lists {
            all += items.count
            returned += items.count { lists[$0]?.contains(owner) == true }
        }
        return all > 0 ? Double(returned) / Double(all) : nil
    }
}

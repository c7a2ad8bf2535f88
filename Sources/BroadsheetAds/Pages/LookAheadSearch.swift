/// The exact search for the best assignment of line items to open slots.
///
/// Branch and bound. The bound is a greatest flow of greatest value from slots through line items,
/// each with its room, to groups: every line item is put under the one of its labels or its
/// advertiser that has most line items for its room, and the other rules are left out. Where the
/// flow breaks one of those, the search branches: on a line item or those that its labels exclude;
/// on a roadblock or none of it; on a line item at a slot or not there. Without labels that cross
/// advertisers the first flow is mostly the answer.
///
/// A slot's value is 2²¹ and for its tier 2¹⁴, 2⁷, 1 or 0 more, so that sums of at most 64 compare
/// first by slots filled, then by tiers. Line items that no rule tells apart are one class, of
/// which as many are kept as slots can take.
struct LookAheadSearch: Sendable {
    /// A line item, or several alike.
    struct Item: Sendable {
        let number: Int
        /// Positions that it could take.
        let mask: UInt64
        let rank: Int
        /// How many at once.
        let room: Int
        let advertiser: Int
        let labelSet: Int
        var isRoadblock = false
        /// Whether which positions it takes together depends on its creatives.
        var isComplex = false
        /// What the bound counts it under; -1 for nothing.
        var group = -1

        var value: Int { LookAheadSearch.value(ofRank: rank) }
    }

    struct ClassKey: Hashable {
        let mask: UInt64
        let rank: Int
        let room: Int
        let advertiser: Int
        let labelSet: Int
    }

    /// A choice of line items for some of the positions.
    struct Node {
        /// Positions that each item may still take.
        var allowed: [UInt64]
        /// By position: the item that is settled; -1 for none.
        var fixed: [Int]
    }

    /// Flows after which a page's look-ahead gives up being exact, and says so.
    static let maximumNodeCount = 20_000

    private(set) var items: [Item] = []
    var classes: [ClassKey: (first: Int, count: Int)] = [:]
    /// Items that are no class, by number.
    var singles: [Int: Int] = [:]
    /// Positions of the search.
    var slots: [Int] = []
    /// Items of each position, by number.
    var candidates: [[Int]] = []
    var groupRooms: [Int] = []
    /// Room of each limited advertiser on the page as it stands.
    var advertiserRooms: [Int] = []
    /// Best value for each rank at the first position; -1 where it is not known.
    var optima = [Int](repeating: -1, count: Tier.allCases.count)
    var owners = [[Int]](repeating: [], count: Tier.allCases.count)
    /// Whether the items are those of the current position.
    var isReady = false

    /// Greatest value so far, and who has which position there.
    var best = -1
    var bestOwner: [Int] = []
    /// Value that is enough.
    var target = Int.max
    private(set) var nodeCount = 0
    /// Whether a search was given up.
    private(set) var isCut = false

    static func value(ofRank rank: Int) -> Int {
        switch rank {
        case 0: 1 << 21 + 1 << 14
        case 1: 1 << 21 + 1 << 7
        case 2: 1 << 21 + 1
        default: 1 << 21
        }
    }

    /// Begins a page.
    mutating func begin() {
        nodeCount = 0
        isCut = false
        isReady = false
    }

    /// Begins a position.
    mutating func forget() { isReady = false }

    mutating func clear() {
        items.removeAll(keepingCapacity: true)
        classes.removeAll(keepingCapacity: true)
        singles.removeAll(keepingCapacity: true)
        for rank in optima.indices { optima[rank] = -1 }
    }

    /// Adds an item; one that is like others only while slots could take more of them.
    mutating func add(_ item: Item, isSingle: Bool) {
        if isSingle {
            singles[item.number] = items.count
            items.append(item)
            return
        }
        let key = key(item)
        let known = classes[key] ?? (items.count, 0)
        // Line items with the same labels exclude each other.
        let most = item.labelSet > 0 ? 1 : item.mask.nonzeroBitCount
        guard known.count < most else { return }
        classes[key] = (known.first, known.count + 1)
        items.append(item)
    }

    func key(_ item: Item) -> ClassKey {
        ClassKey(
            mask: item.mask, rank: item.rank, room: item.room, advertiser: item.advertiser,
            labelSet: item.labelSet)
    }

    mutating func setGroup(_ group: Int, ofItem index: Int) { items[index].group = group }

    /// Counts a flow; false when there have been too many.
    mutating func countNode() -> Bool {
        nodeCount += 1
        if nodeCount > Self.maximumNodeCount { isCut = true }
        return !isCut
    }
}

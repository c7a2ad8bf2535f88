import Synchronization

/// A snapshot's campaigns as plain numbers and bitmaps; line items are numbered by tier, then id.
final class SnapshotCore: Sendable {
    typealias Block = LineItemSet.Block

    /// A line item and what stands above it.
    struct Booking: Sendable {
        let advertiser: String
        let campaign: String
        let lineItem: String
        let tier: Tier
        let price: Price?
    }

    /// The line items that can fill a slot, and those that never can.
    struct Place: Sendable {
        let slot: Slot
        /// Size of a native creative that has none.
        var size: AdSize { slot.sizes.first ?? AdSize(width: 1, height: 1) }
        /// One bit for each line item that can.
        var members: [Block] = []
        /// Members before each word of `members`.
        var ranks: [UInt32] = []
        /// Creatives of member m: `bounds[m] ..< bounds[m + 1]`.
        var bounds: [UInt32] = [0]
        /// Places in ``creatives``, by id.
        var creatives: [UInt32] = []
        /// Numbers of the members, rising.
        var numbers: [Int] = []
        /// By tier, then by id.
        var setAside: [AdSnapshot.SetAside] = []
        /// How many of those there are, in the order of ``Ineligibility``.
        var setAsideCounts = [Int](repeating: 0, count: Ineligibility.allCases.count)
        var fallback: Fallback?
    }

    /// What a slot shows when no line item is.
    struct Fallback: Sendable {
        let lineItem: Int
        let creative: Int
    }

    /// How a line item's mixed conditions are asked.
    enum Mixed: Sendable {
        /// One of these rows of the index of alternatives.
        case alternatives(Range<Int>)
        /// The program at a place.
        case program(Int)
    }

    /// Tells snapshots of a process apart, for what scratches remember of one.
    let serial: UInt64
    /// By number.
    let bookings: [Booking]
    let weights: [Double]
    /// Shares of voice; not a number where there is none.
    let shares: [Double]
    /// Seconds since 1970; infinite where open.
    let starts: [Double]
    let ends: [Double]
    /// Numbers of each tier, by rank.
    let tiers: [Range<Int>]
    /// Usable creatives of all line items, line item after line item, by id.
    let creatives: [Creative]
    let creativeWeights: [Double]
    let places: [Place]
    /// Ids of slots; their numbers are their places.
    let slotNames: AtomTable
    let table: AtomTable
    let index: BitmapIndex
    let alternatives: BitmapIndex
    /// Line items with mixed conditions.
    let hasMixed: [Block]
    /// By number; nil without mixed conditions.
    let mixed: [Mixed?]
    let program: RuleProgram
    let clocks: ZoneClocks
    /// By kind: the atom of a request that leaves it open.
    let unknown: [UInt32?]
    let numbers: [ExactID: Int]
    /// Places of creatives by id.
    let creativePlaces: [ExactID: Int]
    let caps: SnapshotCaps
    let pageRules: PageRuleIndex
    /// Scratches at rest, for callers without one of their own.
    let pool = Mutex<[DecisionScratch]>([])
    let pagePool = Mutex<[PageScratch]>([])

    var count: Int { bookings.count }
    var blockCount: Int { index.blockCount }

    private static let serials = Atomic<UInt64>(0)

    init(_ parts: SnapshotParts) {
        serial = Self.serials.add(1, ordering: .relaxed).newValue
        bookings = parts.bookings
        weights = parts.weights
        shares = parts.shares
        starts = parts.starts
        ends = parts.ends
        tiers = parts.tiers
        creatives = parts.creatives
        creativeWeights = parts.creatives.map(\.weight)
        places = parts.places
        slotNames = parts.slotNames
        table = parts.table
        index = parts.index.index(atomCount: parts.table.count)
        alternatives = parts.alternatives.index(atomCount: parts.table.count)
        var hasMixed = LineItemSet(count: parts.bookings.count)
        for number in parts.mixed.indices where parts.mixed[number] != nil {
            hasMixed[number] = true
        }
        self.hasMixed = hasMixed.blocks
        mixed = parts.mixed
        program = parts.program
        clocks = parts.clocks
        unknown = parts.unknown
        numbers = parts.numbers
        creativePlaces = parts.creativePlaces.mapValues(\.creative)
        caps = SnapshotCaps(parts.capItems)
        pageRules = parts.pageRules
    }

    /// The place of a slot.
    func place(of slot: String) -> Int? {
        slotNames.find(.section, slot.utf8Span.span).map(Int.init)
    }
}

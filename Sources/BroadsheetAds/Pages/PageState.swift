/// One page while its slots are filled: what each slot could take, what stands where, and what that
/// forbids.
///
/// Slots are known by position, 0 being the first to be filled; sets of slots are bits. The rules:
/// no creative twice; a line item and an advertiser at most as often as they allow; line items with
/// a common exclusion label never together (a line item doesn't exclude itself); a roadblock takes
/// all slots of the page that it names, or none; a line item shows creatives of one companion set
/// only, those without one counting as a set.
struct PageState: Sendable {
    typealias Block = LineItemSet.Block

    /// A slot of the page.
    struct Position: Sendable {
        /// Which request asks for it.
        let request: Int
        /// Its place in the snapshot.
        let place: Int
        /// Line items that passed targeting.
        var left = 0
        /// The roadblock that has taken it; -1 for none.
        var reserved = -1
    }

    /// A creative that stands on the page.
    struct Placement: Sendable {
        let lineItem: Int
        let creative: Int
        let position: Int
    }

    /// Slots beyond these are filled, but not looked ahead to.
    static let maximumSlotCount = 64

    var positions: [Position] = []
    var placements: [Placement] = []
    /// Line items that passed targeting, position after position.
    private(set) var selected: [Block] = []
    /// Line items that fell to each rule of targeting, position after position.
    private(set) var counts: [Int] = []
    /// Line items that could be drawn, position after position; those from the current one on count.
    var open: [Block] = []
    /// Line items that what stands on the page forbids everywhere.
    var excluded = LineItemSet()
    /// Line items that the page forbids at the current position.
    var barred = LineItemSet()
    /// Line items that look-ahead drops at the current position.
    var dropped = LineItemSet()
    /// Creatives that a cap keeps back.
    private(set) var capped: [CreativePlace] = []
    /// Line items that a request does not take, position after position; empty where all take all.
    private var refused: [Block] = []
    /// Creatives that a request does not take, by request, places among all of the snapshot; none
    /// for requests beyond the end.
    private(set) var hidden: [LineItemSet] = []
    /// Line items that no draw takes because their weight is multiplied with 0.
    private var zero: [Block] = []
    private var closed: [Block] = []
    /// How often each line item may stand on the page beside its own limit, by number.
    private(set) var rooms: [Int] = []
    var matching = CreativeMatching()
    var trial = PageTrial()
    var search = LookAheadSearch()
    var flow = AssignmentFlow()
    private(set) var blockCount = 0

    // MARK: Beginning

    /// Makes room for the decisions of a snapshot.
    mutating func begin(_ gates: Gates, _ core: SnapshotCore) {
        positions.removeAll(keepingCapacity: true)
        placements.removeAll(keepingCapacity: true)
        selected.removeAll(keepingCapacity: true)
        counts.removeAll(keepingCapacity: true)
        search.begin()
        if blockCount != core.blockCount || excluded.blocks.count != core.blockCount {
            blockCount = core.blockCount
            let empty = LineItemSet(count: core.count)
            (excluded, barred, dropped) = (empty, empty, empty)
            zero = empty.blocks
            closed = empty.blocks
        }
        excluded.removeAll()
        dropped.removeAll()
        for block in 0..<min(blockCount, gates.excluded.blocks.count) {
            excluded.blocks[block] = gates.excluded.blocks[block]
        }
        takeMultipliers(gates, core)
        takeRooms(gates, core)
    }

    private mutating func takeMultipliers(_ gates: Gates, _ core: SnapshotCore) {
        for block in zero.indices { zero[block] = .zero }
        for number in 0..<min(core.count, gates.multipliers.count)
        where !(gates.multipliers[number] > 0) {
            zero[number / 512][(number / 64) % 8] |= 1 << UInt64(number % 64)
        }
    }

    private mutating func takeRooms(_ gates: Gates, _ core: SnapshotCore) {
        rooms.removeAll(keepingCapacity: true)
        for number in 0..<min(core.count, gates.pageRooms.count) {
            rooms.append(gates.pageRooms[number])
            if gates.pageRooms[number] < 1 { excluded[number] = true }
        }
    }

    /// Adds a slot, in the order of filling.
    mutating func insert(request: Int, place: Int, _ core: SnapshotCore) {
        var at = positions.count
        let priority = core.places[place].slot.priority
        while at > 0 {
            let other = positions[at - 1].place
            let rank = core.places[other].slot.priority
            // Places are numbered by the ids of their slots.
            if rank < priority || (rank == priority && other < place) { break }
            at -= 1
        }
        positions.insert(Position(request: request, place: place), at: at)
    }

    /// Remembers what passed targeting at the next position.
    mutating func remember(_ scratch: DecisionScratch, left: Int, at position: Int) {
        positions[position].left = left
        for block in scratch.eligible { selected.append(block) }
        for count in scratch.counts { counts.append(count) }
    }

    /// Takes what requests do not want, by request, once all positions are known.
    mutating func refuse(_ sets: [LineItemSet], hiding creatives: [LineItemSet]) {
        hidden.removeAll(keepingCapacity: true)
        for set in creatives { hidden.append(set) }
        refused.removeAll(keepingCapacity: true)
        if sets.isEmpty { return }
        for position in positions {
            let set = sets.indices.contains(position.request) ? sets[position.request] : nil
            for block in 0..<blockCount {
                let isThere = set.map { block < $0.blocks.count } ?? false
                refused.append(isThere ? set?.blocks[block] ?? .zero : .zero)
            }
        }
    }

    /// Brings back what passed targeting at a position.
    func recall(_ scratch: inout DecisionScratch, at position: Int) {
        let start = position * blockCount
        for block in 0..<blockCount { scratch.eligible[block] = selected[start + block] }
        let first = position * scratch.counts.count
        for reason in scratch.counts.indices { scratch.counts[reason] = counts[first + reason] }
    }

    // MARK: What can still be drawn

    /// Works out what each position from one on can take, and what is barred there.
    mutating func refresh(from start: Int, _ gates: Gates, _ core: SnapshotCore) {
        close(gates)
        open.removeAll(keepingCapacity: true)
        for place in selected.indices.prefix(start * blockCount) { open.append(selected[place]) }
        for position in start..<positions.count {
            let isTaken = positions[position].reserved >= 0
            for block in 0..<blockCount {
                let passed = selected[position * blockCount + block]
                let place = position * blockCount + block
                let refused = refused.isEmpty ? Block.zero : self.refused[place]
                let barred = closed[block] | excluded.blocks[block] | refused
                open.append(isTaken ? .zero : passed & ~barred)
            }
        }
        for block in 0..<blockCount {
            barred.blocks[block] = excluded.blocks[block]
            if !refused.isEmpty { barred.blocks[block] |= refused[start * blockCount + block] }
        }
        capped.removeAll(keepingCapacity: true)
        for creative in gates.cappedCreatives { capped.append(creative) }
        for index in placements.indices { dropExhausted(placements[index].lineItem, start, core) }
        for index in capped.indices { dropExhausted(capped[index].lineItem, start, core) }
        dropRoadblocks(start, core)
    }

    /// Works out again what the positions after one can take, the gates as they were.
    mutating func reopen(after start: Int, _ core: SnapshotCore) {
        for position in (start + 1)..<positions.count {
            for block in 0..<blockCount {
                open[position * blockCount + block] &= ~excluded.blocks[block]
            }
        }
        for index in placements.indices {
            dropExhausted(placements[index].lineItem, start + 1, core)
        }
        dropRoadblocks(start + 1, core)
    }

    /// Bars every line item but one.
    mutating func barAll(but number: Int) {
        for block in 0..<blockCount {
            barred.blocks[block] = Block(repeating: ~0)
            dropped.blocks[block] = .zero
        }
        barred[number] = false
        trial.order.removeAll(keepingCapacity: true)
    }

    private mutating func close(_ gates: Gates) {
        for block in 0..<blockCount { closed[block] = zero[block] }
        close(gates.offTopic.blocks)
        close(gates.unsuitable.blocks)
        close(gates.spent.blocks)
        close(gates.consent.blocks)
        close(gates.capped.blocks)
        close(gates.paced.blocks)
    }

    private mutating func close(_ blocks: [Block]) {
        for block in 0..<min(blockCount, blocks.count) { closed[block] |= blocks[block] }
    }

    /// Takes a line item of the page from the slots for which it has no creative left.
    private mutating func dropExhausted(_ lineItem: Int, _ start: Int, _ core: SnapshotCore) {
        for position in start..<positions.count where isOpen(lineItem, position) {
            if !canTake(lineItem, 1 << UInt64(position), core) {
                dropOpen(lineItem, position)
                if position == start { barred[lineItem] = true }
            }
        }
    }

    /// Takes the roadblocks away that can't have all slots of the page that they name.
    private mutating func dropRoadblocks(_ start: Int, _ core: SnapshotCore) {
        for position in start..<positions.count {
            for block in 0..<blockCount {
                let found = open[position * blockCount + block] & core.pageRules.roadblocks[block]
                guard found != .zero else { continue }
                for number in LineItemBits(found, block) where !isComplete(number, start, core) {
                    for other in start..<positions.count { dropOpen(number, other) }
                    if isSelected(number, start), !isClosed(number) { barred[number] = true }
                }
            }
        }
    }

    /// Whether a roadblock can take every slot of the page that it names.
    private mutating func isComplete(_ number: Int, _ start: Int, _ core: SnapshotCore) -> Bool {
        let mask = roadblockMask(number, core)
        guard mask.nonzeroBitCount <= room(number, core) else { return false }
        for position in positions.indices where has(mask, position) {
            if position < start || !isOpen(number, position) { return false }
        }
        return canTake(number, mask, core)
    }

    /// The positions that a roadblock names.
    func roadblockMask(_ number: Int, _ core: SnapshotCore) -> UInt64 {
        var mask: UInt64 = 0
        for position in positions.indices.prefix(Self.maximumSlotCount)
        where core.pageRules.roadblockPlaces[number].contains(positions[position].place) {
            mask |= 1 << UInt64(position)
        }
        return mask
    }

    // MARK: Bits

    func has(_ mask: UInt64, _ position: Int) -> Bool {
        position < Self.maximumSlotCount && mask & (1 << UInt64(position)) != 0
    }

    /// Line items of a block that could be drawn at a position.
    func openBlock(_ position: Int, _ block: Int) -> Block { open[position * blockCount + block] }

    /// Whether a line item could be drawn at a position.
    func isOpen(_ number: Int, _ position: Int) -> Bool {
        let word = open[position * blockCount + number / 512][(number / 64) % 8]
        return word & (1 << UInt64(number % 64)) != 0
    }

    private func isSelected(_ number: Int, _ position: Int) -> Bool {
        let word = selected[position * blockCount + number / 512][(number / 64) % 8]
        return word & (1 << UInt64(number % 64)) != 0
    }

    private func isClosed(_ number: Int) -> Bool {
        closed[number / 512][(number / 64) % 8] & (1 << UInt64(number % 64)) != 0
    }

    private mutating func dropOpen(_ number: Int, _ position: Int) {
        let place = position * blockCount + number / 512
        open[place][(number / 64) % 8] &= ~(1 << UInt64(number % 64))
    }
}

/// The numbers of a block's members, rising.
struct LineItemBits: Sequence, IteratorProtocol {
    private let block: LineItemSet.Block
    private let first: Int
    private var word = 0
    private var bits: UInt64

    init(_ block: LineItemSet.Block, _ index: Int) {
        self.block = block
        first = index * LineItemSet.blockSize
        bits = block[0]
    }

    mutating func next() -> Int? {
        while bits == 0 {
            word += 1
            guard word < 8 else { return nil }
            bits = block[word]
        }
        let number = first + word * 64 + bits.trailingZeroBitCount
        bits &= bits &- 1
        return number
    }
}

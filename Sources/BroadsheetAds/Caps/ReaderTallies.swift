/// The tallies of many readers in flat arrays of bounded size; who was away longest goes first.
///
/// Readers and tallies live in slots that are used again; a reader's tallies are a chain of slots.
struct ReaderTallies: Sendable {
    /// Tallies of one reader; beyond that its least recent one goes.
    static let maximumPerReader = 64

    private struct Reader: Sendable {
        var hash: UInt64
        /// Number of this stay in the store, by which a reader who was gone in between is known.
        var stay: UInt64 = 0
        var firstTally: Int32 = -1
        var tallyCount: Int32 = 0
        /// Neighbours in the order of use; -1 at the ends.
        var newer: Int32 = -1
        var older: Int32 = -1
    }

    private let readerCapacity: Int
    private let tallyCapacity: Int
    private var readers: [Reader] = []
    private var tallies: [CapTally] = []
    /// The next tally of the same reader, or the next free slot.
    private var next: [Int32] = []
    private var freeReader: Int32 = -1
    private var freeTally: Int32 = -1
    private var newest: Int32 = -1
    private var oldest: Int32 = -1
    private var index = SlotIndex()

    private var stays: UInt64 = 0

    private(set) var tallyCount = 0
    /// Readers that had to go, and single tallies of readers that stayed.
    private(set) var evictedReaders = 0
    private(set) var evictedTallies = 0

    init(readerCapacity: Int, tallyCapacity: Int) {
        self.readerCapacity = min(max(readerCapacity, 1), SlotIndex.maximumSlots)
        self.tallyCapacity = min(max(tallyCapacity, 1), SlotIndex.maximumSlots)
    }

    var readerCount: Int { index.count }

    // MARK: Reading

    /// Gives each tally of a reader to `body`, and makes the reader the most recent one.
    mutating func forEach(of hash: UInt64, _ body: (CapTally) -> Void) {
        guard let slot = index.slot(of: hash) else { return }
        makeNewest(slot)
        var tally = readers[Int(slot)].firstTally
        while tally >= 0 {
            body(tallies[Int(tally)])
            tally = next[Int(tally)]
        }
    }

    /// Whether every cap allows a reader one more show.
    mutating func mayShow(_ hash: UInt64, _ checks: [CapCheck], now: UInt32) -> Bool {
        guard let slot = index.slot(of: hash) else { return true }
        makeNewest(slot)
        for check in checks {
            guard let tally = tally(check.track, of: slot) else { continue }
            if tallies[Int(tally)].reaches(check.limit, window: check.window, now: now) {
                return false
            }
        }
        return true
    }

    /// The number of a reader's stay in the store; nil when the reader is not there.
    func stay(of hash: UInt64) -> UInt64? {
        index.slot(of: hash).map { readers[Int($0)].stay }
    }

    // MARK: Changing

    /// Counts a show.
    ///
    /// - Parameter unlessHeld: Leaves an exact tally alone that has a show of that second.
    mutating func add(
        _ track: CapTrack, of hash: UInt64, at time: UInt32, unlessHeld: Bool = false
    ) {
        let slot = index.slot(of: hash) ?? insertReader(hash)
        makeNewest(slot)
        let tally = self.tally(track, of: slot) ?? insertTally(track, of: slot)
        if unlessHeld, tallies[Int(tally)].holds(time) { return }
        tallies[Int(tally)].add(at: time)
    }

    /// Takes back a show; nothing happens when the tally is gone.
    mutating func remove(_ track: CapTrack, of hash: UInt64, at time: UInt32) {
        guard let slot = index.slot(of: hash), let tally = tally(track, of: slot) else { return }
        tallies[Int(tally)].remove(at: time)
        if tallies[Int(tally)].isEmpty { removeTally(tally, of: slot) }
    }

    /// Drops everything of a reader; false when nothing was there.
    mutating func forget(_ hash: UInt64) -> Bool {
        guard let slot = index.slot(of: hash) else { return false }
        removeReader(slot)
        return true
    }

    private func tally(_ track: CapTrack, of slot: Int32) -> Int32? {
        var tally = readers[Int(slot)].firstTally
        while tally >= 0 {
            if tallies[Int(tally)].track == track { return tally }
            tally = next[Int(tally)]
        }
        return nil
    }

    // MARK: Slots

    private mutating func insertReader(_ hash: UInt64) -> Int32 {
        if index.count >= readerCapacity { evictOldest() }
        stays += 1
        let slot: Int32
        if freeReader >= 0 {
            slot = freeReader
            freeReader = readers[Int(slot)].older
            readers[Int(slot)] = Reader(hash: hash, stay: stays)
        } else {
            slot = Int32(truncatingIfNeeded: readers.count)
            readers.append(Reader(hash: hash, stay: stays))
        }
        index.insert(hash, slot: slot)
        link(slot)
        return slot
    }

    private mutating func insertTally(_ track: CapTrack, of slot: Int32) -> Int32 {
        if readers[Int(slot)].tallyCount >= Self.maximumPerReader { evictTally(of: slot) }
        while tallyCount >= tallyCapacity {
            if oldest == slot { evictTally(of: slot) } else { evictOldest() }
        }
        let tally: Int32
        if freeTally >= 0 {
            tally = freeTally
            freeTally = next[Int(tally)]
            tallies[Int(tally)] = CapTally(track)
        } else {
            tally = Int32(truncatingIfNeeded: tallies.count)
            tallies.append(CapTally(track))
            next.append(-1)
        }
        tallyCount += 1
        next[Int(tally)] = readers[Int(slot)].firstTally
        readers[Int(slot)].firstTally = tally
        readers[Int(slot)].tallyCount += 1
        return tally
    }

    private mutating func removeTally(_ tally: Int32, of slot: Int32) {
        if readers[Int(slot)].firstTally == tally {
            readers[Int(slot)].firstTally = next[Int(tally)]
        } else {
            var before = readers[Int(slot)].firstTally
            while next[Int(before)] != tally { before = next[Int(before)] }
            next[Int(before)] = next[Int(tally)]
        }
        readers[Int(slot)].tallyCount -= 1
        release(tally)
        if readers[Int(slot)].tallyCount == 0 { removeReader(slot) }
    }

    private mutating func release(_ tally: Int32) {
        next[Int(tally)] = freeTally
        freeTally = tally
        tallyCount -= 1
    }

    private mutating func removeReader(_ slot: Int32) {
        var tally = readers[Int(slot)].firstTally
        while tally >= 0 {
            let following = next[Int(tally)]
            release(tally)
            tally = following
        }
        index.remove(readers[Int(slot)].hash)
        unlink(slot)
        readers[Int(slot)] = Reader(hash: 0, older: freeReader)
        freeReader = slot
    }

    // MARK: Bounds

    private mutating func evictOldest() {
        guard oldest >= 0 else { return }
        evictedReaders += 1
        removeReader(oldest)
    }

    /// Empties the place of a reader's least recent tally.
    private mutating func evictTally(of slot: Int32) {
        var stalest = readers[Int(slot)].firstTally
        var tally = stalest
        while tally >= 0 {
            if tallies[Int(tally)].latest < tallies[Int(stalest)].latest { stalest = tally }
            tally = next[Int(tally)]
        }
        guard stalest >= 0 else { return }
        evictedTallies += 1
        // The reader stays, so its last tally must not take the reader along.
        readers[Int(slot)].tallyCount += 1
        removeTally(stalest, of: slot)
        readers[Int(slot)].tallyCount -= 1
    }

    // MARK: Order of use

    private mutating func makeNewest(_ slot: Int32) {
        if newest == slot { return }
        unlink(slot)
        link(slot)
    }

    private mutating func link(_ slot: Int32) {
        readers[Int(slot)].newer = -1
        readers[Int(slot)].older = newest
        if newest >= 0 { readers[Int(newest)].newer = slot } else { oldest = slot }
        newest = slot
    }

    private mutating func unlink(_ slot: Int32) {
        let (newer, older) = (readers[Int(slot)].newer, readers[Int(slot)].older)
        if newer >= 0 { readers[Int(newer)].older = older } else { newest = older }
        if older >= 0 { readers[Int(older)].newer = newer } else { oldest = newer }
    }
}

/// Decisions whose beacon may still come, in the order in which they end: a ring of fixed size.
///
/// The first lap appends, later laps overwrite: memory grows to the bound once and never beyond.
struct OpenShows: Sendable {
    /// One decision.
    struct Show: Sendable {
        /// Hash of the decision's id.
        let event: UInt64
        let reader: UInt64
        /// Which stay of the reader in the store it belongs to.
        let stay: UInt64
        /// When it was decided.
        let time: UInt32
        /// When a beacon is no longer in time.
        let end: UInt32
        /// Its tracks in the ring of tracks, by running number.
        fileprivate(set) var tracks: Range<Int>
        /// Whether it happened.
        var isConfirmed: Bool
        /// Whether it was taken back, so that nothing follows from it any more.
        var isWithdrawn = false
    }

    /// Decisions at once.
    let capacity: Int
    private let trackCapacity: Int
    private var shows: [Show] = []
    private var tracks: [CapTrack] = []
    /// Running numbers of the oldest show and of the next one.
    private var head = 0
    private var tail = 0
    private var trackHead = 0
    private var trackTail = 0
    private var index = SlotIndex()

    /// - Parameter capacity: Decisions at once; their tracks may be four times as many.
    init(capacity: Int) {
        self.capacity = min(max(capacity, 1), SlotIndex.maximumSlots)
        trackCapacity = max(4 * self.capacity, Self.maximumTracks)
    }

    /// Most tracks of one decision; more are not counted.
    static let maximumTracks = 32

    var count: Int { tail - head }

    /// Whether one more with that many tracks fits.
    func hasRoom(forTracks count: Int) -> Bool {
        tail - head < capacity && trackTail - trackHead + count <= trackCapacity
    }

    /// The oldest one; nil when there is none.
    var oldest: Show? { head < tail ? shows[head % capacity] : nil }

    /// Place of a decision; nil when it is not open.
    func place(of event: UInt64) -> Int? { index.slot(of: event).map { Int($0) } }

    subscript(place: Int) -> Show {
        get { shows[place] }
        set { shows[place] = newValue }
    }

    /// The track with a running number.
    func track(_ number: Int) -> CapTrack { tracks[number % trackCapacity] }

    /// Adds a decision that is not there; there must be room.
    mutating func append(
        event: UInt64, reader: UInt64, stay: UInt64, time: UInt32, end: UInt32,
        isConfirmed: Bool, tracks added: [CapTrack], in range: Range<Int>
    ) {
        let start = trackTail
        for position in range {
            if trackTail < trackCapacity {
                tracks.append(added[position])
            } else {
                tracks[trackTail % trackCapacity] = added[position]
            }
            trackTail += 1
        }
        let show = Show(
            event: event, reader: reader, stay: stay, time: time, end: end,
            tracks: start..<trackTail, isConfirmed: isConfirmed)
        if tail < capacity { shows.append(show) } else { shows[tail % capacity] = show }
        index.insert(event, slot: Int32(truncatingIfNeeded: tail % capacity))
        tail += 1
    }

    /// Drops the oldest one.
    mutating func removeOldest() {
        guard let oldest else { return }
        index.remove(oldest.event)
        trackHead = oldest.tracks.upperBound
        head += 1
    }

    /// Makes everything of a reader unable to touch tallies again.
    mutating func withdrawAll(of reader: UInt64) {
        for number in head..<tail where shows[number % capacity].reader == reader {
            shows[number % capacity].isWithdrawn = true
        }
    }
}

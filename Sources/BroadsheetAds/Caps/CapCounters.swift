internal import Synchronization

/// How often each reader has seen what, in memory and in bounded space.
///
/// A show counts from its decision on, so that several on one page know of each other. It is
/// provisional for the life of a reservation: confirmed by its beacon it stays, otherwise it is
/// taken back when that life is over. Events are told apart by a hash of the decision's id, and each
/// counts once.
///
/// - Space: as many readers, tallies and open shows as ``Limits`` say, 64, 68 and about 120 bytes
///   each with their indices. Who was away longest goes first and is counted. Memory grows up to the
///   bounds and is never given back.
/// - Time is a parameter. An earlier time than one seen before counts as that one: a clock that
///   goes back unlocks nothing, and caps count on when it has caught up.
/// - Shards by the reader's hash, each behind a lock; nothing is called and nothing allocated under
///   it once the bounds are reached.
/// - A restart forgets. A beacon of a show that this store does not know counts as a show of its
///   decision's second, unless an exact tally has one of that very second.
package final class CapCounters: Sendable {
    /// Bounds of the store.
    package struct Limits: Sendable, Hashable {
        /// Readers with any count.
        package var readers: Int
        /// Counts of one reader and one subject.
        package var tallies: Int
        /// Decisions whose beacon may still come.
        package var openShows: Int
        /// Life of a decision without a beacon, in seconds; 1…86,400.
        package var reservationSeconds: Int

        package init(
            readers: Int = 262_144, tallies: Int = 1_048_576, openShows: Int = 262_144,
            reservationSeconds: Int = 1_800
        ) {
            self.readers = readers
            self.tallies = tallies
            self.openShows = openShows
            self.reservationSeconds = reservationSeconds
        }
    }

    /// One decision to count.
    package struct Show: Sendable {
        /// Hash of the decision's id.
        package var event: UInt64
        package var reader: ReaderHash
        /// What it adds to, each once; the first 32 count.
        package var tracks: [CapTrack]

        package init(event: UInt64, reader: ReaderHash, tracks: [CapTrack]) {
            self.event = event
            self.reader = reader
            self.tracks = tracks
        }
    }

    /// What a beacon did.
    package enum Confirmation: Sendable, Hashable {
        /// The provisional count stays.
        case confirmed
        /// It was confirmed before, or taken back.
        case duplicate
        /// The store did not know the decision and counts it now.
        case restored
        /// The reservation was over: nothing is counted.
        case late
    }

    /// What is in the store and what happened to it since it was made.
    package struct Statistics: Sendable, Hashable {
        package var readers = 0
        package var tallies = 0
        package var openShows = 0
        /// Readers dropped because there was no room.
        package var evictedReaders = 0
        /// Tallies dropped because their reader had too many.
        package var evictedTallies = 0
        /// Open shows that stay counted, confirmed or not, because there was no room to wait.
        package var displacedShows = 0
        package var confirmed = 0
        package var restored = 0
        package var expired = 0
        /// Calls with an earlier time than a call before.
        package var backwardTimes = 0
    }

    private final class Guarded: Sendable {
        let state: Mutex<CapShard>

        init(_ shard: CapShard) { state = Mutex(shard) }
    }

    private let shards: [Guarded]

    /// - Parameter shardCount: Rounded up to a power of two, at most 256; the bounds are shared out
    ///   evenly among them.
    package init(_ limits: Limits = Limits(), shardCount: Int = 16) {
        var count = 1
        while count < min(shardCount, 256) { count *= 2 }
        shards = (0..<count).map { _ in Guarded(CapShard(limits, share: count)) }
    }

    private func shard(of reader: ReaderHash) -> Guarded {
        shards[Int(truncatingIfNeeded: reader.rawValue >> 56) & (shards.count - 1)]
    }

    // MARK: Reading

    /// Fills `caps` with what is known of a reader; the reader is the most recent one then.
    ///
    /// - Parameter now: Whole seconds since 1970.
    package func read(_ reader: ReaderHash, now: Int64, into caps: inout ReaderCaps) {
        let now = CapClock.seconds(now)
        shard(of: reader).state.withLock { $0.read(reader, now: now, into: &caps) }
    }

    /// Whether every cap allows the reader one more show now.
    ///
    /// For a single question; a page with many candidates asks a ``ReaderCaps`` instead.
    package func mayShow(_ reader: ReaderHash, _ checks: [CapCheck], now: Int64) -> Bool {
        let now = CapClock.seconds(now)
        return shard(of: reader).state.withLock { $0.mayShow(reader, checks, now: now) }
    }

    // MARK: Writing

    /// Counts a decision provisionally; false when its event is open already and nothing changed.
    @discardableResult
    package func record(_ show: Show, now: Int64) -> Bool {
        let now = CapClock.seconds(now)
        return shard(of: show.reader).state.withLock { $0.record(show, now: now) }
    }

    /// Takes note of a beacon.
    ///
    /// - Parameter decidedAt: When its decision was made, as its token says.
    @discardableResult
    package func confirm(_ show: Show, decidedAt: Int64, now: Int64) -> Confirmation {
        let decidedAt = CapClock.seconds(decidedAt)
        let now = CapClock.seconds(now)
        return shard(of: show.reader).state.withLock {
            $0.confirm(show, decidedAt: decidedAt, now: now)
        }
    }

    /// Takes back a decision that will not be shown; false when it is not open and unconfirmed.
    @discardableResult
    package func withdraw(event: UInt64, of reader: ReaderHash, now: Int64) -> Bool {
        let now = CapClock.seconds(now)
        return shard(of: reader).state.withLock { $0.withdraw(event, now: now) }
    }

    /// Erases everything of a reader; false when there was nothing.
    ///
    /// Complexity: linear in the open shows of a shard.
    @discardableResult
    package func forget(_ reader: ReaderHash) -> Bool {
        shard(of: reader).state.withLock { $0.forget(reader) }
    }

    /// The sums over all shards.
    package var statistics: Statistics {
        shards.reduce(into: Statistics()) { sum, shard in
            let part = shard.state.withLock { $0.figures }
            sum.readers += part.readers
            sum.tallies += part.tallies
            sum.openShows += part.openShows
            sum.evictedReaders += part.evictedReaders
            sum.evictedTallies += part.evictedTallies
            sum.displacedShows += part.displacedShows
            sum.confirmed += part.confirmed
            sum.restored += part.restored
            sum.expired += part.expired
            sum.backwardTimes += part.backwardTimes
        }
    }
}

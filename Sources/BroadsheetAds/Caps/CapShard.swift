/// The part of the store that one lock guards.
struct CapShard: Sendable {
    private var readers: ReaderTallies
    private var open: OpenShows
    private let reservationSeconds: UInt32
    /// Latest time seen; earlier times count as this one.
    private var now: UInt32 = 1
    private var statistics = CapCounters.Statistics()

    init(_ limits: CapCounters.Limits, share: Int) {
        readers = ReaderTallies(
            readerCapacity: limits.readers / share, tallyCapacity: limits.tallies / share)
        open = OpenShows(capacity: limits.openShows / share)
        reservationSeconds = UInt32(clamping: min(max(limits.reservationSeconds, 1), 86_400))
    }

    var figures: CapCounters.Statistics {
        var result = statistics
        result.readers = readers.readerCount
        result.tallies = readers.tallyCount
        result.openShows = open.count
        result.evictedReaders = readers.evictedReaders
        result.evictedTallies = readers.evictedTallies
        return result
    }

    // MARK: Time

    /// Moves on to a time, never back, and ends what is over.
    private mutating func move(to time: UInt32) {
        if time < now {
            statistics.backwardTimes += 1
        } else {
            now = time
        }
        while let show = open.oldest, show.end <= now {
            if !show.isConfirmed, !show.isWithdrawn {
                statistics.expired += 1
                takeBack(show)
            }
            open.removeOldest()
        }
    }

    private mutating func takeBack(_ show: OpenShows.Show) {
        // What a reader saw before being dropped is not in the counts that began anew.
        guard readers.stay(of: show.reader) == show.stay else { return }
        for number in show.tracks {
            readers.remove(open.track(number), of: show.reader, at: show.time)
        }
    }

    // MARK: Reading

    mutating func read(_ reader: ReaderHash, now time: UInt32, into caps: inout ReaderCaps) {
        move(to: time)
        caps.begin(now: now)
        var result = caps
        // Copies share their storage: this one must be the only one while it grows.
        caps = ReaderCaps()
        readers.forEach(of: reader.rawValue) { result.append($0) }
        caps = result
    }

    mutating func mayShow(_ reader: ReaderHash, _ checks: [CapCheck], now time: UInt32) -> Bool {
        move(to: time)
        return readers.mayShow(reader.rawValue, checks, now: now)
    }

    // MARK: Writing

    mutating func record(_ show: CapCounters.Show, now time: UInt32) -> Bool {
        move(to: time)
        guard open.place(of: show.event) == nil else { return false }
        let range = show.tracks.prefix(OpenShows.maximumTracks).indices
        count(show, range, at: now, isConfirmed: false)
        return true
    }

    mutating func confirm(
        _ show: CapCounters.Show, decidedAt: UInt32, now time: UInt32
    ) -> CapCounters.Confirmation {
        move(to: time)
        if let place = open.place(of: show.event) {
            let known = open[place]
            if known.isConfirmed || known.isWithdrawn { return .duplicate }
            open[place].isConfirmed = true
            statistics.confirmed += 1
            return .confirmed
        }
        guard now - min(decidedAt, now) < reservationSeconds else { return .late }
        let range = show.tracks.prefix(OpenShows.maximumTracks).indices
        count(show, range, at: min(decidedAt, now), isConfirmed: true)
        statistics.restored += 1
        return .restored
    }

    private mutating func count(
        _ show: CapCounters.Show, _ range: Range<Int>, at time: UInt32, isConfirmed: Bool
    ) {
        while !open.hasRoom(forTracks: range.count) {
            // What had no time to be confirmed stays counted: too often is safe, too seldom is not.
            statistics.displacedShows += 1
            open.removeOldest()
        }
        for position in range {
            readers.add(
                show.tracks[position], of: show.reader.rawValue, at: time,
                unlessHeld: isConfirmed)
        }
        let end = now.addingReportingOverflow(reservationSeconds)
        open.append(
            event: show.event, reader: show.reader.rawValue,
            stay: readers.stay(of: show.reader.rawValue) ?? 0, time: time,
            end: end.overflow ? .max : end.partialValue, isConfirmed: isConfirmed,
            tracks: show.tracks, in: range)
    }

    mutating func withdraw(_ event: UInt64, now time: UInt32) -> Bool {
        move(to: time)
        guard let place = open.place(of: event) else { return false }
        let show = open[place]
        guard !show.isConfirmed, !show.isWithdrawn else { return false }
        takeBack(show)
        open[place].isWithdrawn = true
        return true
    }

    mutating func forget(_ reader: ReaderHash) -> Bool {
        open.withdrawAll(of: reader.rawValue)
        return readers.forget(reader.rawValue)
    }
}

/// How often one reader saw one subject: 56 bytes of plain numbers, of one of three kinds.
///
/// - Exact (span 0): the times of the last eight shows. A cap of up to eight times, over any window,
///   is decided exactly.
/// - Buckets (span = seconds of a bucket): shows per bucket of a fifteenth of the window, for the last
///   16 buckets. A bucket counts as long as any second of it is inside the window, so a show counts
///   for up to one bucket too long and never too short.
/// - Total (span = all ones): one number, for lifetime caps of more than eight.
///
/// Times are whole seconds since 1970, from 1; 0 is an empty place. Complexity: constant.
package struct CapTally: Sendable, Hashable {
    /// Largest limit that exact tallies decide.
    package static let exactLimit = 8
    /// Buckets kept; one more than the window has, because it begins inside one.
    static let bucketCount: UInt32 = 16

    // The words stand first, so that a tally fills one line of the cache.
    /// Exact: times in no order. Buckets: two counts of 16 bits in each word. Total: the first word.
    var words = SIMD8<UInt32>()
    package let track: CapTrack
    /// Exact: latest time among the shows that had to go. Buckets: number of the newest bucket.
    var mark: UInt32 = 0
    /// Exact: how many shows had to go while their fate was open.
    private var displaced: UInt32 = 0
    /// When something was last added.
    package internal(set) var latest: UInt32 = 0

    package init(_ track: CapTrack) { self.track = track }

    /// A fifteenth of the window, rounded up.
    static func bucketSeconds(ofWindow seconds: UInt32) -> UInt32 {
        max(1, seconds / 15 + (seconds % 15 == 0 ? 0 : 1))
    }

    /// Whether nothing is counted any more.
    var isEmpty: Bool { words == SIMD8() }

    // MARK: Counting

    /// Shows in the `window` seconds up to `now`.
    ///
    /// - Parameter window: Of an exact tally any; of buckets the one that the track was made for.
    package func count(window: UInt32, now: UInt32) -> UInt32 {
        let start = now > window ? now - window : 0
        if track.span == CapTrack.exact {
            let isInside = words .> SIMD8(repeating: start)
            return SIMD8<UInt32>().replacing(with: 1, where: isInside).wrappedSum()
        }
        if track.span == CapTrack.total { return words[0] }
        let first = max((start &+ 1) / track.span, mark < 15 ? 0 : mark - 15)
        guard first <= mark else { return 0 }
        var sum: UInt32 = 0
        for bucket in first...mark { sum += count(inBucket: bucket) }
        return sum
    }

    /// Whether that many shows are in the window: ``count(window:now:)`` with a short cut for buckets
    /// that hold too few all together.
    func reaches(_ limit: UInt32, window: UInt32, now: UInt32) -> Bool {
        if track.span != CapTrack.exact, track.span != CapTrack.total {
            let halves = (words & 0xFFFF) &+ (words &>> 16)
            if halves.wrappedSum() < limit { return false }
        }
        return count(window: window, now: now) >= limit
    }

    func count(inBucket bucket: UInt32) -> UInt32 {
        let place = bucket % Self.bucketCount
        return words[Int(place / 2)] >> (place % 2 * 16) & 0xFFFF
    }

    mutating func set(_ count: UInt32, inBucket bucket: UInt32) {
        let place = bucket % Self.bucketCount
        let shift = place % 2 * 16
        let word = words[Int(place / 2)] & ~(0xFFFF << shift)
        words[Int(place / 2)] = word | min(count, 0xFFFF) << shift
    }

    // MARK: Adding

    /// Counts a show.
    package mutating func add(at time: UInt32) {
        latest = max(latest, time)
        switch track.span {
        case CapTrack.exact: addTime(time)
        case CapTrack.total: if words[0] < .max { words[0] += 1 }
        default: add(1, toBucket: time / track.span)
        }
    }

    /// Puts a time in an empty place or in that of the oldest one; the oldest of all goes.
    mutating func addTime(_ time: UInt32) {
        var oldest = 0
        for place in 1..<8 where words[place] < words[oldest] { oldest = place }
        let gone = min(words[oldest], time)
        if gone > 0 {
            mark = max(mark, gone)
            displaced = displaced == .max ? .max : displaced + 1
        }
        words[oldest] = max(words[oldest], time)
    }

    private mutating func add(_ count: UInt32, toBucket bucket: UInt32) {
        if bucket > mark { advance(to: bucket) }
        guard mark - bucket < Self.bucketCount else { return }
        set(self.count(inBucket: bucket) + count, inBucket: bucket)
    }

    /// Empties the buckets between the newest one and a newer one.
    mutating func advance(to bucket: UInt32) {
        if bucket - mark >= Self.bucketCount {
            words = SIMD8()
        } else {
            for passed in (mark + 1)...bucket { set(0, inBucket: passed) }
        }
        mark = bucket
    }

    // MARK: Taking back

    /// Takes back a show that was counted at `time` and never happened.
    ///
    /// In an exact tally the show may have been displaced by newer ones, or may itself have displaced
    /// older ones. In the second case the latest displaced time takes its place, which is no earlier
    /// than the one that is gone: the count is then an upper bound, never too small.
    package mutating func remove(at time: UInt32) {
        switch track.span {
        case CapTrack.exact: removeTime(time)
        case CapTrack.total: if words[0] > 0 { words[0] -= 1 }
        default:
            let bucket = time / track.span
            guard bucket <= mark, mark - bucket < Self.bucketCount else { return }
            let count = count(inBucket: bucket)
            // A full count stands for more than it can say: nothing is taken from it.
            if count > 0, count < 0xFFFF { set(count - 1, inBucket: bucket) }
        }
    }

    private mutating func removeTime(_ time: UInt32) {
        for place in 0..<8 where words[place] == time {
            words[place] = displaced > 0 ? mark : 0
            if displaced > 0 { displaced -= 1 }
            return
        }
        if displaced > 0 { displaced -= 1 }
    }

    /// Whether an exact tally holds a show of that second.
    func holds(_ time: UInt32) -> Bool {
        track.span == CapTrack.exact && any(words .== SIMD8(repeating: time))
    }
}

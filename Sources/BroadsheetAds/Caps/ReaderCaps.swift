/// What is known of one reader for the length of a request: the tallies from the store, from a cap
/// token, or from both, and what the request itself has decided so far.
///
/// Made once and filled again for each request, it allocates nothing after its first few uses.
/// Checks read it without a lock, so all candidates of a page see the same counts.
package struct ReaderCaps: Sendable {
    /// In the order in which they came.
    package private(set) var tallies: [CapTally] = []
    /// Seconds since 1970 that checks count back from.
    package private(set) var now: UInt32 = 1
    /// A bit for each key; most checks end here, because most subjects were never shown.
    private var marks: UInt64 = 0

    package init() {}

    /// Forgets everything and starts at a time.
    package mutating func begin(now: UInt32) {
        tallies.removeAll(keepingCapacity: true)
        marks = 0
        self.now = min(max(now, 1), CapClock.latest)
    }

    mutating func append(_ tally: CapTally) {
        marks |= Self.mark(tally.track.key)
        tallies.append(tally)
    }

    /// Whether every cap of a range of checks allows one more show now.
    ///
    /// Complexity: a comparison for each check of a subject that the reader has not seen.
    package func mayShow(_ checks: [CapCheck], in range: Range<Int>) -> Bool {
        for position in range {
            let check = checks[position]
            if marks & Self.mark(check.track.key) != 0, isReached(check) { return false }
        }
        return true
    }

    private func isReached(_ check: CapCheck) -> Bool {
        for tally in tallies where tally.track == check.track {
            return tally.reaches(check.limit, window: check.window, now: now)
        }
        return false
    }

    /// Counts a show of this request, so that the next slot of the page knows of it.
    package mutating func add(_ tracks: [CapTrack], in range: Range<Int>) {
        for position in range {
            let track = tracks[position]
            if let index = tallies.firstIndex(where: { $0.track == track }) {
                tallies[index].add(at: now)
            } else {
                var tally = CapTally(track)
                tally.add(at: now)
                append(tally)
            }
        }
    }

    /// Adds what another source knows, such as a cap token beside the store.
    ///
    /// Where both have a tally, each show counts once: of exact tallies the union of the times, of
    /// buckets and totals the larger number. Neither source can unlock what the other has counted.
    package mutating func merge(_ others: [CapTally]) {
        for other in others {
            if let index = tallies.firstIndex(where: { $0.track == other.track }) {
                tallies[index].merge(other)
            } else if tallies.count < Self.maximumTallies {
                append(other)
            }
        }
    }

    /// Most tallies after a merge: a reader's and a token's.
    private static let maximumTallies = ReaderTallies.maximumPerReader * 4

    private static func mark(_ key: UInt64) -> UInt64 { 1 << (key >> 58) }
}

/// Times as caps count them.
package enum CapClock {
    /// Last second that fits, in February 2106.
    static let latest = UInt32.max - 1

    /// Whole seconds since 1970, held inside what fits.
    package static func seconds(_ time: Int64) -> UInt32 {
        UInt32(clamping: min(max(time, 1), Int64(latest)))
    }
}

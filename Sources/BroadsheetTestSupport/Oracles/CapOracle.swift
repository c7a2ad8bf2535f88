package import BroadsheetAds

/// Frequency caps, written down as slowly as their definition: a list of all shows.
///
/// A show counts from its decision; it is gone when it is withdrawn, when its reader is forgotten, or
/// when the life of its reservation is over without a beacon. Time never goes back.
package struct CapOracle {
    private struct Show {
        let event: UInt64
        let reader: ReaderHash
        let subjects: [CapSubject]
        let time: Int64
        var isConfirmed = false
        var isGone = false
    }

    private let reservationSeconds: Int64
    private var shows: [Show] = []
    private var now: Int64 = 1

    package init(reservationSeconds: Int64) { self.reservationSeconds = reservationSeconds }

    /// Moves on to a time, never back.
    package mutating func move(to time: Int64) {
        now = max(now, time)
        for index in shows.indices where shows[index].time + reservationSeconds <= now {
            if !shows[index].isConfirmed { shows[index].isGone = true }
        }
    }

    /// Shows of a subject to a reader in the seconds up to now; nil for all there ever were.
    package func count(_ reader: ReaderHash, _ subject: CapSubject, seconds: Int?) -> Int {
        shows.count { show in
            show.reader == reader && !show.isGone && show.subjects.contains(subject)
                && (seconds.map { show.time > now - Int64($0) } ?? true)
        }
    }

    package mutating func record(_ event: UInt64, _ reader: ReaderHash, _ subjects: [CapSubject]) {
        shows.append(Show(event: event, reader: reader, subjects: subjects, time: now))
    }

    /// A beacon: in time it confirms, late it does nothing.
    package mutating func confirm(_ event: UInt64) {
        for index in shows.indices where shows[index].event == event && !shows[index].isGone {
            if shows[index].time + reservationSeconds > now { shows[index].isConfirmed = true }
        }
    }

    package mutating func withdraw(_ event: UInt64) {
        for index in shows.indices where shows[index].event == event && !shows[index].isConfirmed {
            shows[index].isGone = true
        }
    }

    package mutating func forget(_ reader: ReaderHash) {
        shows.removeAll { $0.reader == reader }
    }

    /// Drops shows that no window of that length can reach, so that long runs stay possible.
    package mutating func prune(olderThan seconds: Int64) {
        shows.removeAll { $0.isGone || $0.time <= now - seconds - reservationSeconds }
    }
}

package import Foundation

/// A reader that is to be forgotten, by whoever holds counts of readers: a row of `forgotten`.
///
/// It is kept for as long as beacons of decisions for that reader may come (they carry the hash,
/// signed), and a day, and is gone then as well.
package struct ForgottenReader: Sendable, Hashable {
    /// Seconds that a row is kept: the longest life of a token, and a day.
    package static let keptSeconds = 2 * 86_400.0

    /// The time before which rows go when decisions of before `limit` do, of which none is younger
    /// than `LedgerRetention.leastSeconds`.
    static func limit(pruningTo limit: Date) -> Date {
        limit.addingTimeInterval(LedgerRetention.leastSeconds - keptSeconds)
    }

    /// The keyed hash of the reader's key, as tokens hold it.
    package var reader: String
    /// What was decided up to then is forgotten.
    package var at: Date

    package init(reader: String, at: Date) {
        self.reader = reader
        self.at = at
    }
}

/// Readers that were forgotten, as a process reads them from time to time.
package struct ForgottenReaders: Sendable, Hashable {
    /// Those that the caller did not know, in the order in which they were forgotten.
    package var readers: [ForgottenReader]
    /// Where to go on the next time.
    package var position: Int64

    package init(readers: [ForgottenReader], position: Int64) {
        self.readers = readers
        self.position = position
    }
}

internal import BroadsheetArticles
internal import Foundation

/// Times as both database files hold them; see `UTCTime`.
enum StoredTime {
    /// The text of `date`, its fraction of a second cut off; nil outside the years 0000…9999.
    static func text(_ date: Date) -> String? {
        let seconds = date.timeIntervalSince1970.rounded(.down)
        guard seconds >= Double(UTCTime.earliestSecond), seconds <= Double(UTCTime.latestSecond)
        else { return nil }
        return UTCTime.format(date)
    }
}

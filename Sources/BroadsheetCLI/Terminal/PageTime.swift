internal import BroadsheetArticles
internal import Foundation

/// The time that an option names, `--at` unless said.
enum PageTime {
    /// - Returns: now when nothing is named.
    /// - Throws: `UsageFailure` for a text that is no time.
    static func parse(_ text: String?, option: String = "--at") throws -> Date {
        guard let text else { return Date() }
        guard let date = LenientTime.parse(text) else {
            throw UsageFailure(
                description:
                    "\(option): found `\(text)`, expected a time such as 2024-07-17T12:00:00Z")
        }
        return date
    }
}

internal import Broadsheet
internal import BroadsheetArticles
internal import Foundation

/// Dates as readers of the site see them: in its time zone and its language.
struct PageDates: Sendable {
    private let calendar: Calendar
    private let strings: SiteStrings

    /// - Parameter timeZone: IANA name; UTC where nobody knows it.
    init(timeZone: String, strings: SiteStrings) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: timeZone) ?? .gmt
        self.calendar = calendar
        self.strings = strings
    }

    /// "Thursday, June 20, 2024", by the language's `date_pattern`.
    func long(_ date: Date) -> String { fill(strings["date_pattern"], date) }

    /// "June 20", by the language's `short_date_pattern`.
    func short(_ date: Date) -> String { fill(strings["short_date_pattern"], date) }

    /// For `<time datetime>`.
    func machine(_ date: Date) -> String { UTCTime.format(date) }

    private func fill(_ pattern: String, _ date: Date) -> String {
        let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
        // Calendar counts weekdays from Sunday, the strings from Monday.
        let weekday = ((parts.weekday ?? 1) + 5) % 7 + 1
        return pattern.replacing("{weekday}", with: strings["weekday_\(weekday)"])
            .replacing("{month}", with: strings["month_\(parts.month ?? 1)"])
            .replacing("{day}", with: String(parts.day ?? 1))
            .replacing("{year}", with: String(parts.year ?? 1))
    }
}

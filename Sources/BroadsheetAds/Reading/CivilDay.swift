package import Foundation

/// A day as clocks of a time zone show it.
package struct CivilDay: Sendable, Hashable {
    /// Days since 1970-01-01.
    private let number: Int
    private let zone: TimeZone

    /// The day that `date` lies in. Moments that no calendar shows count as the first or last day
    /// that one does.
    package init(of date: Date, in zone: TimeZone) {
        let seconds = min(max(date.timeIntervalSince1970.rounded(.down), -6.2e10), 2.5e11)
        let whole = seconds.isNaN ? 0 : Int(seconds)
        let local = whole + zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(whole)))
        number = local >= 0 ? local / 86_400 : -((86_399 - local) / 86_400)
        self.zone = zone
    }

    /// The day that `text` names, `YYYY-MM-DD`; nil for anything else.
    package init?(text: String, in zone: TimeZone) {
        guard text.utf8.count == 10, let start = FlightTime.parse(text, in: .gmt) else {
            return nil
        }
        number = Int((start.timeIntervalSince1970 / 86_400).rounded(.down))
        self.zone = zone
    }

    /// Its first moment.
    package var start: Date { FlightTime.moment(local: number * 86_400, in: zone) }

    /// The first moment of the next day.
    package var end: Date { FlightTime.moment(local: (number + 1) * 86_400, in: zone) }

    /// `YYYY-MM-DD` (Howard Hinnant, `civil_from_days`).
    package var text: String {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        let civilMonth = month < 10 ? month + 3 : month - 9
        let year = yearOfEra + era * 400 + (civilMonth <= 2 ? 1 : 0)
        return Self.padded(year, 4) + "-" + Self.padded(civilMonth, 2) + "-" + Self.padded(day, 2)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(max(number, 0))
        return String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }
}

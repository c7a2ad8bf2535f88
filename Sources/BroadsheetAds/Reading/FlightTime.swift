import Foundation

/// Moments as campaign files write them: `2024-07-01`, `2024-07-01T18:00`, seconds, `Z` and an
/// offset optional, a blank instead of `T` allowed.
///
/// Without an offset the time is local to the campaign's zone; a date is its midnight. Clocks that
/// jump follow RFC 5545 §3.3.5: a local time that occurs twice is the first occurrence, one that
/// is skipped is read with the offset before the jump (02:30 becomes 03:30 where an hour is left
/// out; midnight becomes the day's first moment where midnight is).
enum FlightTime {
    /// Years that storage writes with four digits in every zone.
    static let years = 1900...9998

    /// The zone of an IANA name; nil for unknown names and for bare abbreviations.
    static func zone(named name: String) -> TimeZone? {
        guard name.utf8.contains(UInt8(ascii: "/")) || name == "UTC" || name == "GMT" else {
            return nil
        }
        return TimeZone(identifier: name)
    }

    /// nil when the text is no date or date-time of ``years``.
    static func parse(_ text: String, in zone: TimeZone) -> Date? {
        var scanner = Scanner(text.utf8)
        guard let day = scanner.day() else { return nil }
        if scanner.isAtEnd { return moment(local: day * 86_400, in: zone) }
        guard scanner.take("T") || scanner.take("t") || scanner.take(" "),
            let time = scanner.time()
        else { return nil }
        let local = day * 86_400 + time
        if scanner.isAtEnd { return moment(local: local, in: zone) }
        guard let offset = scanner.offset(), scanner.isAtEnd else { return nil }
        return Date(timeIntervalSince1970: Double(local - offset))
    }

    /// The moment at which clocks of the zone show a local time, in seconds as if it were UTC.
    static func moment(local: Int, in zone: TimeZone) -> Date {
        func offset(at seconds: Int) -> Int {
            zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
        }
        // No zone changes its clocks twice within the four days around.
        let before = offset(at: local - 2 * 86_400)
        let after = offset(at: local + 2 * 86_400)
        let valid = [before, after].filter { offset(at: local - $0) == $0 }
        let seconds = valid.map { local - $0 }.min() ?? local - before
        return Date(timeIntervalSince1970: Double(seconds))
    }

    /// Days since 1970-01-01 of a civil date (Howard Hinnant, `days_from_civil`).
    static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }

    /// Number of days in a month.
    static func dayCount(year: Int, month: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension FlightTime {
    /// Takes digits and signs off the front of a text.
    private struct Scanner {
        private var rest: Substring.UTF8View

        init(_ bytes: String.UTF8View) { rest = bytes[...] }

        var isAtEnd: Bool { rest.isEmpty }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard let first = rest.first, UInt32(first) == character.value else { return false }
            rest.removeFirst()
            return true
        }

        /// Exactly `count` digits.
        mutating func number(_ count: Int) -> Int? {
            var value = 0
            for _ in 0..<count {
                guard let byte = rest.first, (48...57).contains(byte) else { return nil }
                value = value * 10 + Int(byte - 48)
                rest.removeFirst()
            }
            return value
        }

        mutating func day() -> Int? {
            guard let year = number(4), FlightTime.years.contains(year), take("-"),
                let month = number(2), (1...12).contains(month), take("-"),
                let day = number(2), day >= 1,
                day <= FlightTime.dayCount(year: year, month: month)
            else { return nil }
            return FlightTime.days(year: year, month: month, day: day)
        }

        /// Seconds after midnight; 24:00 and leap seconds are refused.
        mutating func time() -> Int? {
            guard let hour = number(2), hour < 24, take(":"), let minute = number(2), minute < 60
            else { return nil }
            guard take(":") else { return hour * 3600 + minute * 60 }
            guard let second = number(2), second < 60 else { return nil }
            return hour * 3600 + minute * 60 + second
        }

        /// Seconds east of Greenwich.
        mutating func offset() -> Int? {
            if take("Z") || take("z") { return 0 }
            let isEast = take("+")
            guard isEast || take("-"), let hours = number(2), hours <= 23 else { return nil }
            _ = take(":")
            guard let minutes = number(2), minutes < 60 else { return nil }
            return (hours * 3600 + minutes * 60) * (isEast ? 1 : -1)
        }
    }
}

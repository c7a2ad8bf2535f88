package import Foundation

/// Times as the catalogue writes them: exactly `YYYY-MM-DDTHH:MM:SSZ`, so that the order of the
/// text is the order of the times. Years 0000 to 9999, proleptic Gregorian calendar, UTC.
package enum UTCTime {
    /// Seconds from 1970 to 0000-01-01T00:00:00Z.
    package static let earliestSecond = -62_167_219_200
    /// Seconds from 1970 to 9999-12-31T23:59:59Z.
    package static let latestSecond = 253_402_300_799

    /// The time as text. Fractions of a second are cut off; what lies outside the years 0000 to
    /// 9999 becomes the first or last second of them, so that the text has always 20 characters.
    package static func format(_ date: Date) -> String {
        let second = wholeSecond(date)
        let day = floorDivide(second, 86_400)
        let civil = CivilDay(daysSince1970: day)
        let clock = second - day * 86_400
        var text: [UInt8] = []
        text.reserveCapacity(20)
        append(civil.year, digits: 4, to: &text)
        text.append(UInt8(ascii: "-"))
        append(civil.month, digits: 2, to: &text)
        text.append(UInt8(ascii: "-"))
        append(civil.day, digits: 2, to: &text)
        text.append(UInt8(ascii: "T"))
        append(clock / 3600, digits: 2, to: &text)
        text.append(UInt8(ascii: ":"))
        append(clock / 60 % 60, digits: 2, to: &text)
        text.append(UInt8(ascii: ":"))
        append(clock % 60, digits: 2, to: &text)
        text.append(UInt8(ascii: "Z"))
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads what ``format(_:)`` writes and nothing else; nil for any other text, such as a day
    /// that the calendar does not have.
    package static func parse(_ text: String) -> Date? {
        guard text.utf8.count == 20 else { return nil }
        var scanner = TimeScanner(text)
        guard
            let year = scanner.number(digits: 4...4), scanner.accept("-"),
            let month = scanner.number(digits: 2...2), scanner.accept("-"),
            let day = scanner.number(digits: 2...2), scanner.accept("T"),
            let hour = scanner.number(digits: 2...2), scanner.accept(":"),
            let minute = scanner.number(digits: 2...2), scanner.accept(":"),
            let second = scanner.number(digits: 2...2), scanner.accept("Z"), scanner.isAtEnd
        else { return nil }
        return date(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    }

    /// The time of a calendar day and clock that lie `offsetSeconds` east of UTC; nil when there
    /// is no such day or clock, or when it falls outside the years 0000 to 9999.
    static func date(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0,
        offsetSeconds: Int = 0
    ) -> Date? {
        guard
            let civil = CivilDay(year: year, month: month, day: day),
            (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
        else { return nil }
        let clock = hour * 3600 + minute * 60 + second
        let total = civil.daysSince1970 * 86_400 + clock - offsetSeconds
        guard (earliestSecond...latestSecond).contains(total) else { return nil }
        return Date(timeIntervalSince1970: Double(total))
    }

    /// The whole second at or before `date`, held inside the years 0000 to 9999.
    private static func wholeSecond(_ date: Date) -> Int {
        let seconds = date.timeIntervalSince1970.rounded(.down)
        guard seconds > Double(earliestSecond) else { return earliestSecond }
        guard seconds < Double(latestSecond) else { return latestSecond }
        return Int(seconds)
    }

    private static func append(_ value: Int, digits: Int, to text: inout [UInt8]) {
        var divisor = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / divisor % 10))
            divisor /= 10
        }
    }
}

/// The quotient rounded towards minus infinity; `divisor` is positive.
func floorDivide(_ value: Int, _ divisor: Int) -> Int {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
}

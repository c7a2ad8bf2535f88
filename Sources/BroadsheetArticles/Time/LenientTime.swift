package import Foundation

/// Times as other people write them, read by the importers.
///
/// Taken, with blanks around them: RFC 3339 with any offset and fractions (`T` may be a blank,
/// seconds and offset may be missing), `YYYY-MM-DD`, `YYYY/M/D` with or without `H:MM[:SS]`, and
/// RFC 822 as feeds use it (weekday optional and not checked, two-digit years 50–99 in the 1900s,
/// zones `UT`, `UTC`, `GMT`, `Z`, `EST`, `EDT`, `CST`, `CDT`, `MST`, `MDT`, `PST`, `PDT` or
/// `±HHMM`). A time without a zone is UTC. Fractions are cut off; a leap second is the second
/// before it. Anything else, and any year outside 0000 to 9999, is nil.
package enum LenientTime {
    /// The time that `text` states, in whole seconds; nil when it can't be read.
    package static func parse(_ text: String) -> Date? {
        var scanner = TimeScanner(text)
        scanner.skipBlanks()
        guard let first = scanner.next else { return nil }
        return (0x30...0x39).contains(first) && isNumericDate(scanner)
            ? numericTime(&scanner) : mailTime(&scanner)
    }

    /// Whether four digits and a separator come next; `02 Oct 2002` begins with a digit too.
    private static func isNumericDate(_ scanner: TimeScanner) -> Bool {
        var scanner = scanner
        return scanner.number(digits: 4...4) != nil && scanner.accept(anyOf: "-/") != nil
    }

    private static func numericTime(_ scanner: inout TimeScanner) -> Date? {
        guard
            let year = scanner.number(digits: 4...4),
            let separator = scanner.accept(anyOf: "-/"),
            let month = scanner.number(digits: separator == UInt8(ascii: "/") ? 1...2 : 2...2),
            scanner.accept(Unicode.Scalar(separator)),
            let day = scanner.number(digits: separator == UInt8(ascii: "/") ? 1...2 : 2...2)
        else { return nil }
        let hasLetter = scanner.accept(anyOf: "Tt") != nil
        scanner.skipBlanks()
        if scanner.isAtEnd {
            return hasLetter ? nil : UTCTime.date(year: year, month: month, day: day)
        }
        guard let clock = Clock(&scanner), let offset = zoneOffset(&scanner) else { return nil }
        return UTCTime.date(
            year: year, month: month, day: day, hour: clock.hour, minute: clock.minute,
            second: clock.second, offsetSeconds: offset)
    }

    private static func mailTime(_ scanner: inout TimeScanner) -> Date? {
        if !scanner.word().isEmpty {
            guard scanner.accept(",") else { return nil }
            scanner.skipBlanks()
        }
        guard let day = scanner.number(digits: 1...2) else { return nil }
        _ =
            scanner.accept(anyOf: "-")
            ?? {
                scanner.skipBlanks(); return nil
            }()
        guard let month = MonthName.number(scanner.word(), in: MonthName.english) else {
            return nil
        }
        _ = scanner.accept(".")
        _ =
            scanner.accept(anyOf: "-")
            ?? {
                scanner.skipBlanks(); return nil
            }()
        guard let year = mailYear(&scanner) else { return nil }
        scanner.skipBlanks()
        if scanner.isAtEnd { return UTCTime.date(year: year, month: month, day: day) }
        guard let clock = Clock(&scanner), let offset = zoneOffset(&scanner) else { return nil }
        return UTCTime.date(
            year: year, month: month, day: day, hour: clock.hour, minute: clock.minute,
            second: clock.second, offsetSeconds: offset)
    }

    /// Two digits mean 1950 to 2049 (RFC 2822 §4.3).
    private static func mailYear(_ scanner: inout TimeScanner) -> Int? {
        guard let (year, count) = scanner.digitRun(limit: 4) else { return nil }
        switch count {
        case 4: return year
        case 2: return year < 50 ? 2000 + year : 1900 + year
        default: return nil
        }
    }

    /// Seconds east of UTC, up to the end of the text; 0 without a zone, nil for an unknown one.
    private static func zoneOffset(_ scanner: inout TimeScanner) -> Int? {
        scanner.skipBlanks()
        if scanner.isAtEnd { return 0 }
        guard let sign = scanner.accept(anyOf: "+-") else {
            let name = scanner.word()
            scanner.skipBlanks()
            guard scanner.isAtEnd, let hours = zoneHours[name] else { return nil }
            return hours * 3600
        }
        guard let (value, count) = scanner.digitRun(limit: 4) else { return nil }
        var hours = count == 4 ? value / 100 : value
        var minutes = count == 4 ? value % 100 : 0
        if count == 2, scanner.accept(":") {
            guard let digits = scanner.number(digits: 2...2) else { return nil }
            minutes = digits
        }
        scanner.skipBlanks()
        guard scanner.isAtEnd, count != 3, hours <= 23, minutes <= 59 else { return nil }
        if sign == UInt8(ascii: "-") {
            hours = -hours
            minutes = -minutes
        }
        return hours * 3600 + minutes * 60
    }

    /// The zones that RFC 822 §5.1 names, but for the military letters that RFC 2822 withdrew.
    private static let zoneHours = [
        "z": 0, "ut": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5,
        "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    ]
}

extension LenientTime {
    /// Hours, minutes and perhaps seconds with a fraction.
    private struct Clock {
        let hour: Int
        let minute: Int
        let second: Int

        init?(_ scanner: inout TimeScanner) {
            guard
                let hour = scanner.number(digits: 1...2), scanner.accept(":"),
                let minute = scanner.number(digits: 2...2)
            else { return nil }
            var second = 0
            if scanner.accept(":") {
                guard let value = scanner.number(digits: 2...2) else { return nil }
                second = value == 60 ? 59 : value
                if scanner.accept(anyOf: ".,") != nil, !scanner.skipDigits() { return nil }
            }
            self.hour = hour
            self.minute = minute
            self.second = second
        }
    }
}

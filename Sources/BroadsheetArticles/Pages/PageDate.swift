internal import Foundation

/// Dates as pages print them for people.
enum PageDate {
    private static let monthNames = [
        MonthName.english,
        [
            "januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september",
            "oktober", "november", "dezember",
        ],
        [
            "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
            "octobre", "novembre", "décembre",
        ],
        [
            "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
            "octubre", "noviembre", "diciembre",
        ],
    ]

    /// The day that a line states and little else: `Wednesday, July 17, 2024`, `17 July 2024`,
    /// `17. Juli 2024`, `17 de julio de 2024`, or what ``LenientTime`` reads; nil for a line of
    /// prose, even with a date in it.
    static func day(_ line: String) -> Date? {
        guard line.utf8.count <= 80 else { return nil }
        if let date = LenientTime.parse(line) { return date }
        var month: Int?
        var day: Int?
        var year: Int?
        var others = 0
        let words = line.lowercased().split { !$0.isLetter && !$0.isNumber }
        for word in words {
            if let number = Int(word) {
                if word.count == 4, year == nil {
                    year = number
                } else if word.count <= 2, day == nil {
                    day = number
                } else {
                    others += 1
                }
            } else if month == nil, let found = Self.month(String(word)) {
                month = found
            } else if word != "de" {
                others += 1
            }
        }
        // A weekday, and a time with its zone, may stand beside the date.
        guard let year, let month, let day, others <= 4 else { return nil }
        return UTCTime.date(year: year, month: month, day: day)
    }

    private static func month(_ word: String) -> Int? {
        monthNames.lazy.compactMap { MonthName.number(word, in: $0) }.first
    }
}

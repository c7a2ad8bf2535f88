/// Names of months on pages and in feeds.
enum MonthName {
    /// The English names.
    static let english = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december",
    ]

    /// The month, 1 to 12, that `name` means: a whole name or its first letters, at least three
    /// of them; nil when it is none or could be two. `name` is in lower case.
    static func number(_ name: String, in months: [String]) -> Int? {
        if let index = months.firstIndex(of: name) { return index + 1 }
        guard name.count >= 3 else { return nil }
        let matches = months.indices.filter { months[$0].hasPrefix(name) }
        return matches.count == 1 ? matches[0] + 1 : nil
    }
}

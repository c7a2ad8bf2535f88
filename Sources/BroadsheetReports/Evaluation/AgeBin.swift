internal import BroadsheetEvaluation

/// Gaps in days that a picture shows as one bar: the same day, up to a day, to three, a week, a
/// fortnight, a month, a quarter, a year, more.
struct AgeBin: Hashable {
    /// The smallest gap in it.
    var first: Int
    /// The largest gap in it; nil for the last bin, which is open.
    var last: Int?
    /// Listings with such a gap.
    var count: Int

    /// What a reader calls it: `2–3`.
    var name: String {
        guard let last else { return ">\(first - 1)" }
        return first == last ? "\(first)" : "\(first)–\(last)"
    }

    /// The bins of a distribution of gaps, all of them, those without listings too.
    static func bins(of ages: CountDistribution) -> [AgeBin] {
        let ends: [Int?] = [0, 1, 3, 7, 14, 30, 90, 365, nil]
        var bins: [AgeBin] = []
        for end in ends {
            let first = (bins.last?.last).map { $0 + 1 } ?? 0
            bins.append(AgeBin(first: first, last: end, count: 0))
        }
        for entry in ages.entries {
            let place = bins.firstIndex { $0.last.map { entry.number <= $0 } ?? true }
            if let place { bins[place].count += entry.times }
        }
        return bins
    }
}

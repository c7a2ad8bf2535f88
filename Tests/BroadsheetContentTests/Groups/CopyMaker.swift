import BroadsheetTestSupport

/// What happens to a report on its way from the agency into another paper.
enum CopyEdit: CaseIterable {
    case otherHeadline, cutAtTheEnd, localLead, byline, lightEdits, newFigures, movedParagraphs
    case cutWithByline, repost
}

/// Makes copies of reports as newsrooms do, and reports that only look like copies. Replays.
struct CopyMaker {
    private var random: SeededGenerator
    private let words: [String]
    private let reports: [Report]

    init(seed: UInt64, reports: [Report]) {
        random = SeededGenerator(seed: seed)
        self.reports = reports
        words = reports.flatMap { $0.body.split(separator: " ").map(String.init) }
    }

    /// A copy that comes out within two days.
    mutating func copy(of report: Report, by edit: CopyEdit) -> Report {
        var copy = report
        copy.publishedAt = report.publishedAt.map { $0 + Int64(random.below(172_800)) }
        switch edit {
        case .otherHeadline: copy.title = otherHeadline(report)
        case .cutAtTheEnd: copy.body = cut(report.body)
        case .localLead: copy.body = "\(run(of: 25 + random.below(25))).\n\n\(report.body)"
        case .byline: copy.body = byline(report.body)
        case .lightEdits: copy.body = edited(report.body)
        case .newFigures: copy.body = withNewFigures(report.body)
        case .movedParagraphs: copy.body = moved(report.body)
        case .cutWithByline: copy.body = byline(cut(report.body))
        case .repost: break
        }
        if edit != .repost, random.below(2) == 0 { copy.title = otherHeadline(report) }
        return copy
    }

    private mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[random.below(choices.count)]
    }

    private mutating func run(of count: Int) -> String {
        let body = pick(reports).body.split(separator: " ")
        return body.dropFirst(random.below(30)).prefix(count).joined(separator: " ")
    }

    private mutating func otherHeadline(_ report: Report) -> String {
        let body = report.body.split(separator: " ")
        return (0..<8).map { _ in String(pick(body)) }.joined(separator: " ")
    }

    private mutating func cut(_ body: String) -> String {
        let words = body.split(separator: " ")
        return words.prefix(words.count * (45 + random.below(40)) / 100).joined(separator: " ")
    }

    private mutating func byline(_ body: String) -> String {
        let places = ["PATHARA", "EASTMERE", "LONDON", "HALVIK"]
        let agencies = ["Meridian", "Northline", "Own report", "Wire"]
        return "\(pick(places)) (\(pick(agencies))) — \(body)"
            + "\n\nReporting by \(pick(words)) \(pick(words)); editing by \(pick(words))."
    }

    private mutating func edited(_ body: String) -> String {
        body.split(separator: " ").map { word in
            let roll = random.below(100)
            if roll < 5 { return pick(words) }
            return roll < 7 ? "\(word) \(pick(words))" : String(word)
        }.joined(separator: " ")
    }

    private mutating func withNewFigures(_ body: String) -> String {
        body.split(separator: " ").map { word in
            guard word.contains(where: \.isNumber), random.below(3) == 0 else {
                return String(word)
            }
            return String(10 + random.below(90))
        }.joined(separator: " ")
    }

    private mutating func moved(_ body: String) -> String {
        var paragraphs = body.split(separator: "\n\n").map(String.init)
        guard paragraphs.count > 2 else { return body }
        paragraphs.remove(at: 1 + random.below(paragraphs.count - 2))
        paragraphs.append(paragraphs.remove(at: random.below(paragraphs.count - 1)))
        return paragraphs.joined(separator: "\n\n")
    }
}

// MARK: What is no copy

extension CopyMaker {
    /// The weather of one day, written to a template.
    mutating func weather(day: Int) -> Report {
        let morning = pick([
            "Dry and bright", "Cloudy with drizzle", "Sunny intervals", "Heavy showers",
            "Thick patches of fog", "Overcast but dry",
        ])
        let afternoon = pick([
            "cloud building from the west", "showers spreading from the coast",
            "sunny spells breaking through", "thunder in places", "a turn to colder winds",
        ])
        let wind = "\(pick(["light", "fresh", "strong"])) from the \(pick(["south-west", "north"]))"
        return Report(
            "The weather: \(morning.lowercased())",
            """
            \(morning) in the morning, with \(afternoon) by the afternoon. Highs of \(number(12))
            degrees in the city and \(number(12)) on the coast, with lows of \(number(10))
            overnight. Winds will be \(wind), \(number(10)) to \(number(30)) kilometres an hour.
            The sun rises at \(number(4)).\(number(50)) and sets at \(number(18)).\(number(50)).
            Sea temperature \(number(10)) degrees. The air quality index stands at \(number(60)).
            The meteorological service updates this forecast at six in the morning and at four in
            the afternoon; warnings can be found on its pages, where readers may also send in
            photographs of the sky.
            """, at: Int64(day) * 86_400)
    }

    /// The markets of one day, written to a template.
    mutating func market(day: Int) -> Report {
        let companies = [
            "Quillon Semiconductor", "Hearth Insurance", "Tillbridge", "Orlen Rail",
            "Carrow Mining", "Eastmere Ports", "Delmont Foods", "Pelham Steel", "Norvane Oil",
        ]
        return Report(
            "Shares close \(pick(["higher", "lower", "mixed"]))",
            """
            Shares on the main board closed \(pick(["higher", "lower"])) as investors weighed
            \(pick(["inflation figures", "earnings", "the rate decision", "trade data"])). The
            leading index ended at \(number(9_000)).\(number(80)), a move of \(number(90)) points.
            Volume reached \(number(800)) million shares, compared with \(number(800)) million on
            the day before. \(pick(companies)) led the gainers, adding 3.\(number(80)) percent to
            \(number(400)).\(number(80)), followed by \(pick(companies)). \(pick(companies)) was
            the weakest stock, losing 2.\(number(80)) percent to \(number(400)). Crude for delivery
            next month changed hands at \(number(60)).\(number(80)) dollars a barrel. Gold was
            quoted at \(number(2_000)) dollars an ounce. Markets open again at nine in the morning.
            """, at: Int64(day) * 86_400)
    }

    /// Two states of a live page: one introduction, other entries.
    mutating func livePages(day: Int, entries: [Report]) -> [Report] {
        let introduction = run(of: 50)
        return entries.enumerated().map { hour, entry in
            Report(
                "Live: latest developments",
                "Follow the day here as it happens. \(introduction). \(entry.body)",
                at: Int64(day) * 86_400 + Int64(hour) * 3_600)
        }
    }

    /// Two parts of a column that says the same at its end every week.
    mutating func columns(day: Int, subjects: [Report]) -> [Report] {
        let signature = run(of: 35)
        return subjects.enumerated().map { week, subject in
            Report(
                "The week", "\(subject.body) \(signature)",
                at: Int64(day + 2 * week) * 86_400)
        }
    }

    private mutating func number(_ range: Int) -> Int { 10 + random.below(range) }
}

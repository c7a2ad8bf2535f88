internal import ArgumentParser
internal import Broadsheet
internal import BroadsheetArticles
internal import BroadsheetStorage
internal import Foundation

/// `broadsheet why DECISION --db FILE`, `broadsheet why --line-item L --day D --db FILE`
struct WhyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Why a past decision came out as it did, or what kept a line item back on a day.")

    @Argument(help: "Id of a decision.")
    var decision: String?

    @Option(help: "A line item; --day says which decisions are counted.")
    var lineItem: String?

    @Option(help: "The day, YYYY-MM-DD.")
    var day: String?

    @Option(help: "Time zone of the day; the site's of --config unless said, else UTC.")
    var timeZone: String?

    @Option(help: "How the answer is printed.")
    var format: OutputFormat = .table

    @OptionGroup var files: LedgerOptions

    @OptionGroup var site: SiteOptions

    func validate() throws {
        guard (decision == nil) != (lineItem == nil) else {
            throw ValidationError("name either a decision or --line-item")
        }
        guard (lineItem == nil) == (day == nil) else {
            throw ValidationError("--line-item and --day go together")
        }
    }

    func run() throws {
        let audit = DecisionAudit(ledger: try files.open(.readOnly))
        if let decision {
            try print(audit.story(of: decision))
        } else if let lineItem, let day {
            let zone = try timeZone ?? site.configuration().site.timeZone
            let range = try CalendarDay.range(day: day, timeZone: zone)
            let reading = ProgressLine("reading", total: nil, unit: "decisions")
            defer { reading.end() }
            let fates = try audit.fates(
                ofLineItem: lineItem, from: range.lowerBound, until: range.upperBound
            ) { reading.update(done: $0, count: $0) }
            reading.end()
            try print(fates, day: day, zone: zone)
        }
    }

    private func print(_ story: DecisionStory) throws {
        switch format {
        case .json:
            var writer = JSONWriter()
            story.write(to: &writer)
            try Terminal.print(writer.text)
        case .table: for line in story.lines { try Terminal.print(line) }
        }
    }

    private func print(_ fates: LineItemFates, day: String, zone: String) throws {
        switch format {
        case .json:
            var writer = JSONWriter()
            fates.write(day: day, timeZone: zone, to: &writer)
            try Terminal.print(writer.text)
        case .table:
            try Terminal.print("\(fates.lineItem), \(day) (\(zone)): \(fates.decisions) decisions")
            for value in fates.values where value.count > 0 {
                try Terminal.print("\(value.name): \(value.count)")
            }
        }
    }
}

/// Days of the calendar in a time zone.
enum CalendarDay {
    /// From the day's first moment to the next day's; 23 or 25 hours where clocks are changed.
    ///
    /// - Throws: `UsageFailure` for what is no day or no time zone.
    static func range(day: String, timeZone name: String) throws -> Range<Date> {
        guard let zone = TimeZone(identifier: name) else {
            throw UsageFailure(
                description: "--time-zone: found `\(name)`, expected a name such as Europe/Berlin")
        }
        // Noon in UTC names the day wherever the zone lies.
        guard day.utf8.count == 10, let noon = UTCTime.parse(day + "T12:00:00Z") else {
            throw UsageFailure(
                description: "--day: found `\(day)`, expected a day such as 2024-07-17")
        }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let fields = calendar.dateComponents([.year, .month, .day], from: noon)
        calendar.timeZone = zone
        guard let start = calendar.date(from: fields),
            let next = calendar.date(byAdding: .day, value: 1, to: start)
        else {
            throw UsageFailure(description: "--day: \(day) does not exist in \(name)")
        }
        let (first, last) = (calendar.startOfDay(for: start), calendar.startOfDay(for: next))
        return first..<max(first, last)
    }
}

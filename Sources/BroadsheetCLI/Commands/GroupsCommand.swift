internal import ArgumentParser
internal import Broadsheet
internal import BroadsheetArticles
internal import BroadsheetStorage
internal import Foundation

/// `broadsheet groups --db FILE`
struct GroupsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "groups",
        abstract:
            "The copies and the running stories of a catalogue, for a look at what is grouped.")

    @Option(help: "The catalogue.")
    var db: String

    @Option(help: "As a table how many stories are printed, the largest first.")
    var limit = 10

    @Option(help: "The time of the paper, such as 2026-06-01T06:00:00Z; now when it is not named.")
    var at: String?

    @Option(help: "How the groups are printed.")
    var format: OutputFormat = .table

    @OptionGroup var site: SiteOptions

    @OptionGroup var scoring: ScoringOptions

    func validate() throws {
        guard limit >= 0 else { throw ValidationError("--limit is \(limit); expected 0 or more") }
        guard !scoring.rawScores else {
            throw ValidationError("--raw-scores knows no groups: leave it out")
        }
    }

    func run() throws {
        let lists = try RelatedLists.loading(
            try Catalogue.open(path: db, mode: .readOnly),
            options: .init(try site.configuration(), scoring, limit: 0), at: PageTime.parse(at))
        let groups = lists.groups
        switch format {
        case .json:
            var writer = JSONWriter()
            groups.write(to: &writer)
            try Terminal.print(writer.text)
        case .table:
            try Terminal.print("groups of copies: \(groups.copies.count)")
            try groups.copies.forEach(print)
            try Terminal.print("stories: \(groups.stories.count)")
            try groups.stories.prefix(limit).forEach(print)
        }
    }

    private func print(_ group: [CatalogueGroups.Member]) throws {
        for (index, member) in group.enumerated() {
            let time = member.publishedAt.map(UTCTime.format) ?? "undated"
            try Terminal.print("\(index == 0 ? "- " : "  ")\(time)  \(member.id)  \(member.title)")
        }
    }
}

extension RelatedLists {
    /// The lists of a catalogue, with progress on a terminal.
    static func loading(
        _ catalogue: Catalogue, options: Options, at now: Date
    ) throws -> RelatedLists {
        let total = try catalogue.articleCounts().total
        let reading = ProgressLine("reading", total: total, unit: "articles")
        let grouping = ProgressLine("grouping", total: total, unit: "articles")
        defer {
            reading.end()
            grouping.end()
        }
        return try RelatedLists(catalogue: catalogue, options: options, now: now) { step in
            switch step {
            case .reading(let count): reading.update(done: count, count: count)
            case .grouping(let count, _):
                reading.end()
                grouping.update(done: count, count: count)
            }
        }
    }
}

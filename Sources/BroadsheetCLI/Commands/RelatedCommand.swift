internal import BroadsheetArticles
internal import ArgumentParser
internal import Broadsheet
internal import BroadsheetContent
internal import BroadsheetStorage
internal import Foundation

/// `broadsheet related ID | --all | --text FILE --db FILE`
struct RelatedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "related",
        abstract: "The articles most like one article, like each article, or like a draft.")

    @Argument(help: "Id of the article.")
    var id: String?

    @Flag(help: "Every published article, one JSON line each, by id bytes.")
    var all = false

    @Option(help: "A file with the text of a draft; - reads standard input.")
    var text: String?

    @Option(help: "The catalogue.")
    var db: String

    @Option(help: "How many articles a list holds at most, 0 to 100.")
    var limit = 10

    @Flag(help: "Add the words that carry each score.")
    var explain = false

    @Option(help: "With --all: where the lines go; - is standard output.")
    var output = "-"

    @Option(help: "With --all: how many lists are made at once.")
    var threads = ProcessInfo.processInfo.activeProcessorCount

    @Option(help: "The time of the page, such as 2026-06-01T06:00:00Z; now when it is not named.")
    var at: String?

    @Option(help: "How the list is printed.")
    var format: OutputFormat = .table

    @OptionGroup var site: SiteOptions

    @OptionGroup var scoring: ScoringOptions

    func validate() throws {
        let subjects = (id == nil ? 0 : 1) + (all ? 1 : 0) + (text == nil ? 0 : 1)
        guard subjects == 1 else {
            throw ValidationError("name exactly one of ID, --all and --text FILE")
        }
        guard (0...100).contains(limit) else {
            throw ValidationError("--limit is \(limit); expected 0 to 100")
        }
        guard (1...64).contains(threads) else {
            throw ValidationError("--threads is \(threads); expected 1 to 64")
        }
    }

    func run() throws {
        let clock = ContinuousClock()
        let start = clock.now
        let catalogue = try Catalogue.open(path: db, mode: .readOnly)
        let site = try site.configuration()
        var options = RelatedLists.Options(site, scoring, limit: limit, explains: explain)
        options.threads = threads
        let lists = try RelatedLists.loading(catalogue, options: options, at: PageTime.parse(at))
        let indexed = clock.now
        if all {
            try writeAll(lists)
            Self.printTimings(
                lists.count, threads, index: indexed - start, lists: clock.now - indexed)
        } else if let id {
            try print(lists.list(id: id))
        } else if let text {
            let bytes = try InputFile.bytes(text)
            let draft = String(decoding: bytes, as: UTF8.self)
            try print(lists.list(text: draft))
        }
    }

    private func writeAll(_ lists: RelatedLists) throws {
        let interruption = Interruption()
        let line = ProgressLine("lists", total: lists.count, unit: "lists")
        defer { line.end() }
        var done = 0
        let output = try OutputFile(output)
        try lists.all(threads: threads, isCancelled: { interruption.isAsked }) { bytes, count in
            try output.write(bytes)
            done += count
            line.update(done: done, count: done)
        }
        try output.commit()
    }

    /// For benchmarks: where the time went, as one JSON line on stderr.
    private static func printTimings(
        _ count: Int, _ threads: Int, index: Duration, lists: Duration
    ) {
        guard ProcessInfo.processInfo.environment["BROADSHEET_TIMINGS"] == "1" else { return }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("documents", count)
            writer.member("index_seconds", index.seconds)
            writer.member("lists_seconds", lists.seconds)
            writer.member("threads", threads)
        }
        FileHandle.standardError.write(Data((writer.text + "\n").utf8))
    }

    private func print(_ list: RelatedList) throws {
        switch format {
        case .json:
            var writer = JSONWriter()
            list.write(to: &writer)
            try Terminal.print(writer.text)
        case .table:
            if let language = list.language {
                let sureness = String(format: "%.2f", language.confidence)
                try Terminal.print(
                    "language \(language.code ?? "none"), \(language.origin), \(sureness) sure")
            }
            if list.items.isEmpty { try Terminal.print("no related articles") }
            for (index, item) in list.items.enumerated() {
                let score = String(format: "%.4f", item.score ?? 0)
                try Terminal.print("\(index + 1). \(score)  \(item.id)  \(item.title)")
                if let reason = item.reason { try Terminal.print("     \(reason)") }
                for factor in item.explanation?.factors ?? [] {
                    let value = String(format: "%.4f", factor.value)
                    try Terminal.print("    ×\(value)  \(factor.name)")
                }
                for term in item.explanation?.terms.prefix(12) ?? [] {
                    let share = String(format: "%.4f", term.share)
                    try Terminal.print("     \(share)  \(term.surface)")
                }
            }
        }
    }
}

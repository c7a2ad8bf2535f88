internal import ArgumentParser
internal import Broadsheet
internal import BroadsheetArticles
internal import BroadsheetStorage

/// `broadsheet import …`
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Bring articles or campaigns into a catalogue.",
        subcommands: [ImportArticlesCommand.self, ImportCampaignsCommand.self])
}

extension ArticleFormat: ExpressibleByArgument {}

/// `broadsheet import articles PATH… --db FILE`
struct ImportArticlesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "articles",
        abstract: "Bring articles into a catalogue, which is made when it is missing.",
        discussion: """
            One transaction per file: an interrupted import leaves nothing of the file behind. \
            The same article again is an update. Exit code 1 when nothing could be read.
            """)

    @Argument(help: "Files or folders; - reads standard input.")
    var paths: [String]

    @Option(help: "The catalogue.")
    var db: String

    @Option(name: .customLong("as"), help: "The format.")
    var format: ArticleFormat = .auto

    @Option(help: "Which CSV column holds which field: id=article_id,title=headline,…")
    var map: String?

    @Flag(help: "Stop at the first broken record and store nothing of its file.")
    var strict = false

    @Option(name: .customLong("format"), help: "How the summary is printed.")
    var output: OutputFormat = .table

    private static let extensions: Set<String> = [
        "jsonl", "ndjson", "json", "csv", "tsv", "rss", "xml", "atom", "rdf", "html", "htm",
        "xhtml", "txt",
    ]

    func run() throws {
        let map = try columnMap()
        let files = try InputFile.expand(paths, extensions: Self.extensions)
        let interruption = Interruption()
        let catalogue = try Catalogue.open(path: db, mode: .create)
        let articleImport = ArticleImport(
            catalogue: catalogue, format: format, map: map, isStrict: strict,
            namesFiles: files.count > 1)
        var summary = ImportSummary()
        var failure: (any Error)?
        for file in files {
            do {
                summary.add(try importFile(file, articleImport, interruption))
            } catch let error as ArticleReadingError {
                // A map that fits no file yet is wrong usage; else this one file is.
                if map != nil, summary.stored == 0 {
                    throw UsageFailure(description: "\(file): \(error)")
                }
                summary.reject(file, "\(error)")
            } catch let error as ArticleImport.StrictFailure {
                summary.reject(error.position, error.problem)
                failure = error
                break
            }
        }
        try print(summary)
        if let failure { throw failure }
        if summary.stored == 0, summary.rejected > 0 { throw ExitCode(1) }
    }

    private func importFile(
        _ path: String, _ articleImport: ArticleImport, _ interruption: Interruption
    ) throws -> ImportSummary {
        let source = try InputFile.source(path) { interruption.isAsked }
        let line = ProgressLine(path, total: source.byteCount, unit: "articles")
        defer { line.end() }
        return try articleImport.run(source, isCancelled: { interruption.isAsked }) {
            line.update(done: $0, count: $1)
        }
    }

    private func columnMap() throws -> ColumnMap? {
        do {
            return try map.map { text throws(ArticleReadingError) in try ColumnMap(text) }
        } catch {
            throw UsageFailure(description: "\(error)")
        }
    }

    private func print(_ summary: ImportSummary) throws {
        switch output {
        case .json:
            var writer = JSONWriter()
            summary.write(to: &writer)
            try Terminal.print(writer.text)
        case .table:
            try Terminal.print(
                "\(summary.new) new, \(summary.updated) updated, \(summary.unchanged) unchanged, "
                    + "\(summary.rejected) rejected, \(summary.warnings) warnings"
                    + (summary.unknownKeys > 0 ? ", \(summary.unknownKeys) unknown keys" : ""))
            for problem in summary.problems {
                Terminal.print(error: "\(problem.position): \(problem.problem)")
            }
            for note in summary.notes.prefix(20) {
                Terminal.print(error: "\(note.position): warning: \(note.problem)")
            }
            if summary.notes.count > 20 {
                Terminal.print(error: "… and \(summary.warnings - 20) more warnings")
            }
        }
    }
}

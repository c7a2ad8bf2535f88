internal import ArgumentParser
internal import Broadsheet
internal import BroadsheetArticles
internal import BroadsheetStorage

/// `broadsheet replay DECISION --db FILE`
struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Make a past decision again from the ledger alone and compare every bit.",
        discussion: "Exits with 1 when something differs, or when too little was kept to prove it.")

    @Argument(help: "Id of a decision.")
    var decision: String

    @Option(help: "How the answer is printed.")
    var format: OutputFormat = .table

    @OptionGroup var files: LedgerOptions

    func run() throws {
        let story = try DecisionAudit(ledger: try files.open(.readOnly)).story(of: decision)
        switch format {
        case .json:
            var writer = JSONWriter()
            story.writeReplay(to: &writer)
            try Terminal.print(writer.text)
        case .table: for line in story.comparison { try Terminal.print(line) }
        }
        guard story.isSame == true else {
            for line in story.comparison { Terminal.print(error: line) }
            throw ExitCode(1)
        }
    }
}

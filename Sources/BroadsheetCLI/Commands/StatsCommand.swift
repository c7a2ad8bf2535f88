internal import BroadsheetArticles
internal import ArgumentParser
internal import Broadsheet
internal import BroadsheetContent
internal import BroadsheetStorage
internal import Foundation

/// `broadsheet stats --db FILE`
struct StatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "What is in a catalogue and what each part takes in memory.")

    @Option(help: "The catalogue.")
    var db: String

    @Option(help: "The ledger, where it does not lie beside the catalogue.")
    var ledger: String?

    @Option(help: "How the figures are printed.")
    var format: OutputFormat = .table

    @Flag(help: "Articles' words packed in memory, as `memory: compact` of the settings has it.")
    var compact = false

    @OptionGroup var scoring: ScoringOptions

    func run() throws {
        let catalogue = try Catalogue.open(path: db, mode: .readOnly)
        var stats = try CatalogueStats(
            catalogue: catalogue, scoring: scoring.scoring, memory: compact ? .compact : .fast,
            now: Date())
        let path = EngineFiles(catalogue: db, ledger: ledger).ledger
        if ledger != nil || FileManager.default.fileExists(atPath: path) {
            stats.add(try SQLiteLedger.open(path: path, mode: .readOnly).size())
        }
        switch format {
        case .json:
            var writer = JSONWriter()
            stats.write(to: &writer)
            try Terminal.print(writer.text)
        case .table:
            for part in stats.parts {
                for value in part.values {
                    try Terminal.print("\(part.name) \(value.name): \(value.value)")
                }
            }
        }
    }
}

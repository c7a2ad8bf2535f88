internal import ArgumentParser
internal import Broadsheet
internal import BroadsheetArticles
internal import BroadsheetStorage
internal import Foundation

/// `broadsheet prune --db FILE [--before TIME]`
struct PruneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Remove old decisions from the ledger, with their events and campaigns.",
        discussion: """
            Goals and leases stay as they are, and so does the last day by the ledger's own time. \
            A server may go on meanwhile. The file does not shrink; what is free is used again.
            """)

    @Option(help: "Everything older goes, RFC 3339; 35 days ago unless said.")
    var before: String?

    @Option(help: "How the answer is printed.")
    var format: OutputFormat = .table

    @OptionGroup var files: LedgerOptions

    func run() async throws {
        let limit =
            try before.map { try PageTime.parse($0, option: "--before") }
            ?? Date().addingTimeInterval(-86_400 * Double(LedgerRetention.standardDays))
        let ledger = try files.open(.existing)
        let interruption = Interruption()
        let removing = ProgressLine("removing", total: nil, unit: "decisions")
        defer { removing.end() }
        let rows = try ledger.prune(before: limit) { rows in
            removing.update(done: rows.decisions, count: rows.decisions)
            return !interruption.isAsked
        }
        removing.end()
        try print(rows, before: limit)
        guard rows.isComplete else {
            Terminal.print(error: "interrupted: what is left goes with the next prune")
            throw ExitCode(130)
        }
    }

    private func print(_ rows: PrunedRows, before: Date) throws {
        let values = [
            ("decisions", rows.decisions), ("impressions", rows.impressions),
            ("viewable", rows.viewable), ("clicks", rows.clicks),
            ("list_events", rows.listEvents), ("campaigns", rows.snapshots),
            ("plans", rows.plans), ("configurations", rows.configurations),
        ]
        switch format {
        case .json:
            var writer = JSONWriter()
            writer.object { writer in
                writer.member("before", UTCTime.format(before))
                writer.member("complete", rows.isComplete)
                writer.name("removed")
                writer.object { writer in
                    for (name, count) in values { writer.member(name, count) }
                }
            }
            try Terminal.print(writer.text)
        case .table:
            try Terminal.print("removed from before \(UTCTime.format(before)):")
            for (name, count) in values { try Terminal.print("\(name): \(count)") }
        }
    }
}

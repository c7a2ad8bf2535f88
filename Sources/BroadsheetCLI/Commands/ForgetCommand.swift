internal import ArgumentParser
internal import Broadsheet
internal import BroadsheetArticles
internal import Foundation

/// `broadsheet forget --reader KEY --db FILE`
struct ForgetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Erase what is kept of a reader, in every server that shares the ledger.",
        discussion: """
            Servers hold how often a reader has seen what, in memory, under a keyed hash of the key; \
            nothing on disk names a reader. The order stands in the ledger, as that hash, for as long as \
            beacons of earlier pages may come, and a day. The answer does not tell whether the reader \
            was known.
            """)

    @Option(help: "The site's own key of the reader.")
    var reader: String

    @Option(help: "How the answer is printed.")
    var format: OutputFormat = .table

    @OptionGroup var files: KeyFileOptions

    func validate() throws {
        guard !reader.isEmpty else {
            throw ValidationError("--reader is empty; expected the site's key of a reader")
        }
    }

    func run() async throws {
        let now = Date()
        try await ReaderErasure.order(reader: reader, files: try files.files(), now: now)
        switch format {
        case .json:
            var writer = JSONWriter()
            writer.object { writer in
                writer.member("forgotten", true)
                writer.member("at", UTCTime.format(now))
            }
            try Terminal.print(writer.text)
        case .table:
            try Terminal.print(
                "forgotten: whatever is kept of this reader, if anything, is gone from running servers "
                    + "within seconds")
        }
    }
}

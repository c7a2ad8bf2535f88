internal import ArgumentParser
internal import BroadsheetContent
internal import Foundation

extension Measurement.Mode: ExpressibleByArgument {}

/// `broadsheet-measure --corpus FILE.jsonl | --matrix PREFIX --mode MODE …`: what the index costs on
/// one corpus, as one JSON line.
///
/// The program that the benchmarks start; it makes the index in the way the server does, and asks
/// it in the way requests do.
@main
struct MeasureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "broadsheet-measure",
        abstract: "Measure the index on one corpus: one JSON line on standard output.",
        discussion: """
            Modes: queries asks the rows of --queries one by one; all asks every row; index makes \
            the index alone; kept answers the rows of --queries from kept lists; memory keeps all \
            lists and says how the resident memory grew.

            Processor time on one thread, wall time on several. After loading, freed memory is \
            given back to the system (malloc_trim), as the server does then; not afterwards.
            """)

    @Option(help: "Articles, one JSON object a line; the line's number from 0 is the row.")
    var corpus: String?

    @Option(help: "Beginning of the names of a matrix in raw form: PREFIX.indptr and so on.")
    var matrix: String?

    @Option(help: "A file of rows to ask about, 64-bit; PREFIX.queries when it is not named.")
    var queries: String?

    @Option(help: "How many related articles a list holds, 1 to 64.")
    var limit = 10

    @Option(help: "How often the work is done; the median counts.")
    var passes = 1

    @Option(help: "How many threads make the index and all lists.")
    var threads = 1

    @Option(help: "What is measured.")
    var mode: Measurement.Mode

    @Flag(help: "The index in its compact setting.")
    var compact = false

    @Option(help: "Where the lists go: a 32-bit row and a 64-bit score for each place.")
    var output: String?

    func validate() throws {
        guard (corpus == nil) != (matrix == nil) else {
            throw ValidationError("name exactly one of --corpus and --matrix")
        }
        for (name, value, range) in [
            ("limit", limit, 1...64), ("passes", passes, 1...1000), ("threads", threads, 1...64),
        ] where !range.contains(value) {
            throw ValidationError(
                "--\(name) is \(value); expected \(range.lowerBound) to \(range.upperBound)")
        }
        guard output == nil || mode == .queries || mode == .all else {
            throw ValidationError("--output goes with --mode queries and --mode all")
        }
    }

    func run() throws {
        let measurement = Measurement(
            source: try source(), rows: try rows(), mode: mode, limit: limit, passes: passes,
            threads: threads, memory: compact ? .compact : .fast)
        let result = try measurement.run(progress: ProgressLine())
        if let output { try ListFile.write(result.lists, limit: limit, to: output) }
        print(result.figures.json)
    }

    private func source() throws -> CorpusSource {
        if let corpus { return .articles(path: corpus) }
        return .matrix(prefix: matrix ?? "")
    }

    /// The rows to ask about; none for modes that ask all or nothing.
    private func rows() throws -> [Int] {
        guard mode == .queries || mode == .kept else { return [] }
        guard let path = queries ?? matrix.map({ $0 + ".queries" }) else {
            throw ValidationError("--mode \(mode.rawValue) needs --queries with --corpus")
        }
        return try NumberFile.integers(path, width: 8)
    }
}

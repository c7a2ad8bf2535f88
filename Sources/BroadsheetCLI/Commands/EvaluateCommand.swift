internal import ArgumentParser
internal import Broadsheet
internal import BroadsheetContent
internal import BroadsheetReports
internal import Foundation

/// `broadsheet evaluate …`: measures without a server.
struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measure related lists: on judged corpora, or those of a catalogue.",
        subcommands: [EvaluateRelatedCommand.self, EvaluateListsCommand.self])
}

/// What every evaluation of lists takes beside its input.
struct EvaluationOptions: ParsableArguments {
    @OptionGroup var scoring: ScoringOptions

    @Option(
        help: ArgumentHelp(
            "A second scoring to hold against the first; what it does not name stays.",
            valueName: "analyzer=NAME,tf=raw|log,raw-scores=yes|no"))
    var compare: ScoringChange?

    @Option(help: "How many searches run at once.")
    var threads = ProcessInfo.processInfo.activeProcessorCount

    @Option(help: "How the figures are printed.")
    var format: OutputFormat = .table

    @Option(help: "Write a report with pictures, one HTML file.")
    var report: String?

    func validate() throws {
        guard (1...64).contains(threads) else {
            throw ValidationError("--threads is \(threads); expected 1 to 64")
        }
        guard report != "-" else {
            throw ValidationError("--report is -; expected the name of an HTML file to write")
        }
    }

    /// The scoring of the command line.
    var first: NamedScoring { NamedScoring(scoring) }

    /// The second scoring, where one was asked for.
    var second: NamedScoring? { compare.map { NamedScoring(scoring.changed(by: $0)) } }

    /// Writes the report where one was asked for.
    func writeReport(_ html: () throws -> String) throws {
        guard let report else { return }
        let file = try OutputFile(report)
        try file.write(Array(try html().utf8))
        try file.commit()
    }

    /// Prints the figures as they were asked for.
    func print(_ report: some PrintableReport) throws {
        switch format {
        case .json: try Terminal.print(report.json)
        case .table: try Terminal.print(report.table)
        }
    }
}

/// A scoring with the name that reports give it.
struct NamedScoring {
    var name: String
    var scoring: Scoring
    var isRaw: Bool
    /// The site whose rules are those of the lists.
    var site: Configuration

    /// - Parameters:
    ///   - site: says what the options don't.
    ///   - hasRules: whether the site's rules make the lists.
    ///   - file: the site's file, where the name is to tell it from another one.
    init(
        _ options: ScoringOptions, of site: Configuration = Configuration(),
        hasRules: Bool = false, file: String? = nil
    ) {
        self.site = site
        scoring = options.scoring(of: site)
        isRaw = options.rawScores
        let frequency = options.tf.map { ", tf \($0.rawValue)" } ?? ""
        let rules = isRaw ? ", raw scores" : hasRules ? ", with rules" : ""
        let place = file.map { " of \($0)" } ?? ""
        name = "analyzer \(options.analyzer?.name ?? "auto")\(frequency)\(rules)\(place)"
    }
}

extension NamedScoring {
    /// What an evaluation takes.
    var configuration: JudgedInputReader.Configuration {
        (name: name, scoring: scoring, isRaw: isRaw)
    }
}

/// What `--compare` changes of the scoring: `analyzer=plain,tf=raw,raw-scores=yes`.
struct ScoringChange: ExpressibleByArgument {
    var analyzer: AnalyzerName?
    var tf: TermFrequencyScale?
    var rawScores: Bool?

    init?(argument: String) {
        for entry in argument.split(separator: ",", omittingEmptySubsequences: false) {
            let parts = entry.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { return nil }
            switch parts[0] {
            case "analyzer":
                guard let name = AnalyzerName(argument: parts[1]) else { return nil }
                analyzer = name
            case "tf":
                guard let scale = TermFrequencyScale(rawValue: parts[1]) else { return nil }
                tf = scale
            case "raw-scores":
                guard ["yes", "no"].contains(parts[1]) else { return nil }
                rawScores = parts[1] == "yes"
            default: return nil
            }
        }
    }
}

extension ScoringOptions {
    /// These options with what `change` names put in its place.
    func changed(by change: ScoringChange) -> ScoringOptions {
        var options = self
        options.analyzer = change.analyzer ?? analyzer
        options.tf = change.tf ?? tf
        options.rawScores = change.rawScores ?? rawScores
        return options
    }
}

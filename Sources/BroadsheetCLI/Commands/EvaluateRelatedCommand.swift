internal import ArgumentParser
internal import Broadsheet
internal import BroadsheetArticles
internal import BroadsheetReports
internal import Foundation

/// `broadsheet evaluate related --corpus FILE.jsonl (--label FIELD | --similarity FILE)`
struct EvaluateRelatedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "related",
        abstract: "How well related articles agree with classes or with human similarity.",
        discussion: """
            With --label every query asks for all articles of the corpus, and those with its own \
            class are relevant; without --queries each article of the corpus asks for all others. \
            With --similarity the scores of all pairs are held against what people said.
            """)

    @Option(help: "Articles that are searched, one JSON record a line.")
    var corpus: String

    @Option(help: "Articles that ask; without it those of the corpus do, each left out in turn.")
    var queries: String?

    @Option(
        help: "Take document frequencies from these articles instead; may be given several times.")
    var idf: [String] = []

    @Option(help: "The JSON field that holds an article's class.")
    var label: String?

    @Option(help: "A square of human similarities, a row for each article of the corpus.")
    var similarity: String?

    @OptionGroup var options: EvaluationOptions

    func validate() throws {
        guard (label == nil) != (similarity == nil) else {
            throw ValidationError("name exactly one of --label FIELD and --similarity FILE")
        }
        guard similarity == nil || queries == nil else {
            throw ValidationError(
                "--similarity compares the corpus with itself; leave out --queries")
        }
    }

    func run() throws {
        let interruption = Interruption()
        let isCancelled = { interruption.isAsked }
        if let similarity {
            try evaluate(similarity: similarity, isCancelled)
        } else {
            try evaluateClasses(isCancelled)
        }
    }

    // MARK: Classes

    private func evaluateClasses(_ isCancelled: @escaping () -> Bool) throws {
        let input = try readInput(isCancelled)
        let evaluation = ClassEvaluation(
            corpus: input.corpus, queries: queries == nil ? nil : input.queries)
        let line = ProgressLine("queries", total: evaluation.queryCount, unit: "queries")
        let result = try evaluation.run(
            input.first, comparedWith: input.second, threads: options.threads,
            isCancelled: isCancelled
        ) { line.update(done: $0, count: $0) }
        line.end()
        let report = ClassReport(
            evaluation: evaluation, result: result, title: title,
            configuration: input.first.name, comparedConfiguration: input.second?.name)
        try options.print(report)
        try options.writeReport { try report.html() }
    }

    // MARK: Similarity

    private func evaluate(similarity path: String, _ isCancelled: @escaping () -> Bool) throws {
        let text = String(decoding: try InputFile.bytes(path), as: UTF8.self)
        let matrix = try SimilarityMatrix(parsing: text, name: path)
        let input = try readInput(isCancelled)
        let evaluation = try SimilarityEvaluation(
            matrix: matrix, corpusCount: input.first.corpus.count, name: path)
        let report = SimilarityReport(
            result: evaluation.run(input.first), compared: input.second.map { evaluation.run($0) },
            title: title, configuration: input.first.name,
            comparedConfiguration: input.second?.name)
        try options.print(report)
        try options.writeReport { try report.html() }
    }

    // MARK: Input

    /// What a report calls the corpus: the name of its file.
    private var title: String { URL(fileURLWithPath: corpus).lastPathComponent }

    private func readInput(_ isCancelled: @escaping () -> Bool) throws -> JudgedInput {
        var reader = JudgedInputReader(
            labelField: label, first: options.first.configuration,
            second: options.second?.configuration)
        let line = ProgressLine("reading", total: nil, unit: "articles")
        defer { line.end() }
        var count = 0
        let files =
            [(corpus, JudgedInputReader.Role.corpus)] + (queries.map { [($0, .queries)] } ?? [])
            + idf.map { ($0, .background) }
        for (path, role) in files {
            let source = try InputFile.source(path, isCancelled: isCancelled)
            try reader.read(source, as: role) {
                if isCancelled() { throw CancellationError() }
                count += 1
                line.update(done: count, count: count)
            }
        }
        return reader.input()
    }
}

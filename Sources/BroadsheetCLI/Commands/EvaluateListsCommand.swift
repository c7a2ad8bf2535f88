internal import ArgumentParser
internal import Broadsheet
internal import BroadsheetReports
internal import BroadsheetStorage
internal import Foundation

/// `broadsheet evaluate lists --db FILE`
struct EvaluateListsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lists",
        abstract:
            "How far the related lists of a catalogue spread, how old and how alike they are.")

    @Option(help: "The catalogue.")
    var db: String

    @OptionGroup var options: EvaluationOptions

    func run() throws {
        let interruption = Interruption()
        let catalogue = try Catalogue.open(path: db, mode: .readOnly)
        let (first, second) = (options.first, options.second)
        let input = try read(catalogue, first, second)
        let evaluation = ListEvaluation(articles: input.articles)
        let configurations = zip([first, second].compactMap { $0 }, input.corpora).map {
            EvaluatedConfiguration(name: $0.name, corpus: $1)
        }
        guard let configuration = configurations.first else { return }
        let compared = configurations.dropFirst().first
        let line = ProgressLine("lists", total: input.articles.count, unit: "lists")
        let result = try evaluation.run(
            configuration, comparedWith: compared, threads: options.threads,
            isCancelled: { interruption.isAsked }
        ) { line.update(done: $0, count: $0) }
        line.end()
        let report = ListReport(
            articles: input.articles, corpus: configuration.corpus, result: result,
            title: URL(fileURLWithPath: db).lastPathComponent, configuration: configuration.name,
            comparedConfiguration: compared?.name)
        try options.print(report)
        try options.writeReport { try report.html() }
    }

    private func read(
        _ catalogue: Catalogue, _ first: NamedScoring, _ second: NamedScoring?
    ) throws -> CatalogueCorpus {
        let line = ProgressLine(
            "reading", total: try catalogue.articleCounts().total, unit: "articles")
        defer { line.end() }
        return try CatalogueCorpus(
            catalogue, CatalogueCorpus.Options(scoring: first.scoring, isRaw: first.isRaw),
            second: second.map {
                CatalogueCorpus.Options(scoring: $0.scoring, isRaw: $0.isRaw)
            },
            now: Date()
        ) { line.update(done: $0, count: $0) }
    }
}

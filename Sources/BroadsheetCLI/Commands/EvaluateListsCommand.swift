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

    @Flag(
        help:
            "Measure the lists that pages show, by the rules of --config, in place of scores alone."
    )
    var rules = false

    @Option(help: "With --rules: another site's file to hold against the first.")
    var compareConfig: String?

    @Option(help: "The time of every page, such as 2026-06-01T06:00:00Z; now when it is not named.")
    var at: String?

    @OptionGroup var site: SiteOptions

    @OptionGroup var options: EvaluationOptions

    func validate() throws {
        guard !rules || !options.scoring.rawScores else {
            throw ValidationError("--raw-scores knows no rules: leave out one of the two")
        }
        guard compareConfig == nil || rules else {
            throw ValidationError("--compare-config compares rules: add --rules")
        }
        guard compareConfig == nil || options.compare == nil else {
            throw ValidationError("name at most one of --compare and --compare-config")
        }
    }

    func run() throws {
        let interruption = Interruption()
        let catalogue = try Catalogue.open(path: db, mode: .readOnly)
        let now = try PageTime.parse(at)
        let compared = try comparison()
        let first = NamedScoring(options.scoring, of: try site.configuration(), hasRules: rules)
        let input = try read(catalogue, first, compared, now)
        var configurations: [EvaluatedConfiguration] = []
        for (entry, corpus) in zip([first, compared].compactMap { $0 }, input.corpora) {
            configurations.append(
                EvaluatedConfiguration(
                    name: entry.name, corpus: corpus,
                    lists: rules ? try lists(catalogue, entry, now) : nil))
        }
        guard let configuration = configurations.first else { return }
        let second = configurations.dropFirst().first
        let evaluation = ListEvaluation(articles: input.articles)
        let line = ProgressLine("lists", total: input.articles.count, unit: "lists")
        let result = try evaluation.run(
            configuration, comparedWith: second, threads: options.threads,
            isCancelled: { interruption.isAsked }
        ) { line.update(done: $0, count: $0) }
        line.end()
        let report = ListReport(
            articles: input.articles, corpus: configuration.corpus, result: result,
            title: URL(fileURLWithPath: db).lastPathComponent, configuration: configuration.name,
            comparedConfiguration: second?.name)
        try options.print(report)
        try options.writeReport { try report.html() }
    }

    /// What the lists are held against, where that was asked for.
    private func comparison() throws -> NamedScoring? {
        if let compareConfig {
            return NamedScoring(
                options.scoring, of: try SiteOptions.configuration(of: compareConfig),
                hasRules: true, file: compareConfig)
        }
        return try options.compare.map {
            NamedScoring(
                options.scoring.changed(by: $0), of: try site.configuration(), hasRules: rules)
        }
    }

    private func lists(
        _ catalogue: Catalogue, _ entry: NamedScoring, _ now: Date
    ) throws -> RelatedLists {
        var options = RelatedLists.Options(
            scoring: entry.scoring, isRaw: entry.isRaw, limit: ListFigures.depth,
            explains: false, language: entry.site.site.language)
        options.rules = entry.site.ranking
        options.threads = self.options.threads
        return try RelatedLists.loading(catalogue, options: options, at: now)
    }

    private func read(
        _ catalogue: Catalogue, _ first: NamedScoring, _ second: NamedScoring?, _ now: Date
    ) throws -> CatalogueCorpus {
        let line = ProgressLine(
            "reading", total: try catalogue.articleCounts().total, unit: "articles")
        defer { line.end() }
        return try CatalogueCorpus(
            catalogue, CatalogueCorpus.Options(scoring: first.scoring, isRaw: first.isRaw),
            second: second.map {
                CatalogueCorpus.Options(scoring: $0.scoring, isRaw: $0.isRaw)
            },
            now: now
        ) { line.update(done: $0, count: $0) }
    }
}

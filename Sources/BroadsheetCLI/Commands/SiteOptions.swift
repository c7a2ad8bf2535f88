internal import ArgumentParser
internal import Broadsheet
internal import BroadsheetContent
internal import Foundation

/// The site's file, for commands that make lists as the server would.
struct SiteOptions: ParsableArguments {
    @Option(help: "A YAML file with the site's settings, as serve takes it.")
    var config: String?

    /// What the file says; the defaults without one.
    ///
    /// - Throws: `UsageFailure` for a setting that is wrong.
    func configuration() throws -> Configuration { try Self.configuration(of: config) }

    static func configuration(of file: String?) throws -> Configuration {
        try SiteSettings.read(config: file, environment: [:], flags: []).configuration
    }
}

extension SiteSettings {
    /// - Parameter config: the path of a file; nil for none.
    /// - Throws: `UsageFailure` for a setting that is wrong.
    static func read(
        config: String?, environment: [String: String], flags: [String]
    ) throws -> SiteSettings {
        do {
            let file = try config.map { (name: $0, bytes: try InputFile.bytes($0)) }
            return try SiteSettings(file: file, environment: environment, flags: flags)
        } catch let error as SiteSettings.Failure {
            throw UsageFailure(description: error.description)
        }
    }
}

/// How lists are scored; shared by all commands that make lists.
struct ScoringOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How text becomes terms: auto (by the article's language), english, plain, ascii or a language tag.",
            valueName: "analyzer"))
    var analyzer: AnalyzerName?

    @Option(help: "Term frequency: raw for the analyser plain unless said, else log.")
    var tf: TermFrequencyScale?

    @Flag(help: "Cosine over all published articles and no other rule of any kind.")
    var rawScores = false

    @Option(help: "BCP 47 tag of the site's language, for articles that name none; en unless said.")
    var language: String?

    /// The scoring where no file says another.
    var scoring: Scoring { scoring(of: Configuration()) }

    /// What the options name, else what the site's file does.
    func scoring(of site: Configuration) -> Scoring {
        let language = language(of: site)
        if analyzer == nil, tf == nil, !rawScores, let scoring = site.scoring { return scoring }
        let choice =
            AnalyzerChoice(name: analyzer?.name ?? "auto", siteLanguage: language)
            ?? .automatic(siteLanguage: language)
        return rawScores
            ? .raw(analyzer: choice, scale: tf) : Scoring(analyzer: choice, scale: tf)
    }

    func language(of site: Configuration) -> String { language ?? site.site.language }
}

/// Which analyser `--analyzer` names.
struct AnalyzerName: ExpressibleByArgument {
    let name: String

    init?(argument: String) {
        guard AnalyzerChoice(name: argument, siteLanguage: "en") != nil else { return nil }
        name = argument
    }
}

extension TermFrequencyScale: ExpressibleByArgument {}

extension RelatedLists.Options {
    /// Lists as the site's file and the options say.
    init(
        _ site: Configuration, _ scoring: ScoringOptions, limit: Int, explains: Bool = false
    ) {
        self.init(
            scoring: scoring.scoring(of: site), isRaw: scoring.rawScores, limit: limit,
            explains: explains, language: scoring.language(of: site))
        rules = site.ranking
        memory = site.memory
    }
}

internal import BroadsheetAds
internal import BroadsheetContent

/// Reads how articles are compared from `related:`, or from one of its variants, in a settings
/// file.
///
/// ```yaml
/// related:
///   analyzer: auto                   # auto, english, plain, ascii or a language tag
///   tf: log                          # or raw
///   fields: {title: 2, summary: 0, tags: 0, body: 1}
/// ```
///
/// A field's weight is how often each of its words counts; what isn't said stays as it is for the
/// whole site.
struct ScoringReader {
    typealias Failure = SiteSettings.Failure

    /// What was said, before the site's language and the analyser fill in the rest.
    struct Findings {
        fileprivate var analyzer: AnalyzerChoice?
        fileprivate var scale: TermFrequencyScale?
        fileprivate var fields = FieldWeights.newsroom

        /// The scoring of a site in `siteLanguage`.
        func scoring(siteLanguage: String) -> Scoring {
            var scoring = Scoring(
                analyzer: analyzer ?? .automatic(siteLanguage: siteLanguage), scale: scale)
            scoring.fields = fields
            return scoring
        }
    }

    /// The keys that it reads.
    static let keys = ["analyzer", "tf", "fields"]

    /// A word of a title that counts a hundred times leaves nothing else; more is a slip.
    private static let largestWeight: UInt32 = 100

    /// Name of the file, for messages.
    var file: String
    /// BCP 47 tag of the site's language.
    var siteLanguage: String

    /// What `base` becomes by those of `entries` whose keys are in `keys`.
    func findings(
        _ entries: [YAMLNode.Entry], over base: Findings = Findings()
    ) throws(Failure) -> Findings {
        var findings = base
        for entry in entries {
            switch (entry.key, entry.value) {
            case ("analyzer", _): findings.analyzer = try analyzer(entry)
            case ("tf", _):
                findings.scale = try VariantReader.Fields(file: file, entries: [entry]).choice("tf")
            case ("fields", .mapping(let fields, _)):
                for field in fields { try set(field, in: &findings.fields) }
                try check(findings.fields, at: entry)
            case ("fields", _):
                throw failure(entry, "weights such as {title: 2, summary: 0, tags: 0, body: 1}")
            default: continue
            }
        }
        return findings
    }

    private func analyzer(_ entry: YAMLNode.Entry) throws(Failure) -> AnalyzerChoice {
        if case .text(let text, _) = entry.value,
            let choice = AnalyzerChoice(name: text, siteLanguage: siteLanguage)
        {
            return choice
        }
        throw failure(entry, "one of \(AnalyzerChoice.names)")
    }

    // MARK: Fields

    private func set(
        _ entry: YAMLNode.Entry, in fields: inout FieldWeights
    ) throws(Failure) {
        switch entry.key {
        case "title": fields.title = try weight(entry)
        case "summary": fields.summary = try weight(entry)
        case "tags": fields.tags = try weight(entry)
        case "body": fields.body = try weight(entry)
        default:
            let known = ["title", "summary", "tags", "body"]
            throw Failure(
                description: "\(file):\(entry.line): unknown key \(entry.key.shortened)"
                    + Spelling.hint(for: entry.key, among: known)
                    + "; expected one of \(known.joined(separator: ", "))")
        }
    }

    private func weight(_ entry: YAMLNode.Entry) throws(Failure) -> UInt32 {
        guard case .text(let text, _) = entry.value, let weight = UInt32(text),
            weight <= Self.largestWeight
        else { throw failure(entry, "a whole number from 0 to \(Self.largestWeight)") }
        return weight
    }

    private func check(_ fields: FieldWeights, at entry: YAMLNode.Entry) throws(Failure) {
        let weights = [fields.title, fields.summary, fields.tags, fields.body]
        if weights.allSatisfy({ $0 == 0 }) {
            throw Failure(
                description: "\(file):\(entry.line): fields: all weights are 0, expected a field "
                    + "to compare; give body 1")
        }
    }

    private func failure(_ entry: YAMLNode.Entry, _ expected: String) -> Failure {
        Failure(
            description: "\(file):\(entry.line): \(entry.key): found \(entry.value.found), "
                + "expected \(expected)")
    }
}

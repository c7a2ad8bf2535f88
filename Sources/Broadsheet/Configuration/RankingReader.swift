internal import BroadsheetAds
internal import BroadsheetArticles
internal import BroadsheetContent

/// Reads the editorial rules of `related:`, or of one of its variants, in a settings file.
///
/// ```yaml
/// related:
///   freshness:                       # or off
///     default: {half_life_days: 90, offset_days: 2, floor: 0.5}
///     sections:                      # by path, with all below; what isn't said is the default's
///       Sport: {half_life_days: 14}
///       Recipes: off
///   past_only: false
///   window_days: off
///   boosts: {same_section: 1.05, shared_tag: 1.05, shared_tags_at_most: 1.15, same_author: 1}
///   ignored_tags: []
///   diversity: 0
///   minimum_cosine: 0.1
///   minimum_score: 0
///   languages: own                   # or all
///   duplicates: one                  # or all
///   fallback: [story, tags, section, latest]     # or off
/// ```
struct RankingReader {
    typealias Failure = SiteSettings.Failure

    /// The keys that it reads.
    static let keys = [
        "freshness", "past_only", "window_days", "boosts", "ignored_tags", "diversity",
        "minimum_cosine", "minimum_score", "languages", "duplicates", "fallback",
    ]

    /// Name of the file, for messages.
    var file: String

    /// The rules that `base` becomes by those of `entries` whose keys are in `keys`.
    func rules(
        _ entries: [YAMLNode.Entry], over base: RankingRules
    ) throws(Failure) -> RankingRules {
        var overrides = RankingOverrides()
        for entry in entries where Self.keys.contains(entry.key) {
            try read(entry, into: &overrides)
        }
        do {
            return try overrides.applied(to: base)
        } catch {
            throw Failure(description: "\(file): related: \(error)")
        }
    }

    private func read(
        _ entry: YAMLNode.Entry, into overrides: inout RankingOverrides
    ) throws(Failure) {
        switch (entry.key, entry.value) {
        case (_, .nothing): return
        case ("freshness", .mapping(let entries, _)): try readFreshness(entries, into: &overrides)
        case ("boosts", .mapping(let entries, _)):
            for inner in entries {
                try check(inner, isOneOf: RankingOverrides.boostNames)
                try set(inner, into: &overrides)
            }
        case ("ignored_tags", .list(let items, _)):
            overrides.ignoredTags = try texts(items, of: entry)
        case ("fallback", .list(let items, _)):
            let words = try texts(items, of: entry)
            try overrides.fallback = reporting(entry) { () throws(RuleProblem) in
                try RankingOverrides.steps(words)
            }
        default: try set(entry, into: &overrides)
        }
    }

    private func set(
        _ entry: YAMLNode.Entry, into overrides: inout RankingOverrides
    ) throws(Failure) {
        let text = try text(entry)
        try reporting(entry) { () throws(RuleProblem) in try overrides.set(entry.key, text) }
    }

    // MARK: Freshness

    private func readFreshness(
        _ entries: [YAMLNode.Entry], into overrides: inout RankingOverrides
    ) throws(Failure) {
        for entry in entries {
            try check(entry, isOneOf: ["default", "sections"])
            if entry.key == "default" {
                overrides.standardFreshness = try freshness(entry)
                continue
            }
            switch entry.value {
            case .nothing: continue
            case .mapping(let sections, _):
                for section in sections {
                    let path = SectionPath.tidied(section.key)
                    guard !path.isEmpty else {
                        throw failure(section, "a section such as World/Asia", found: "no name")
                    }
                    guard let setting = try freshness(section) else { continue }
                    overrides.sectionFreshness.append(.init(path: path, setting: setting))
                }
            default:
                throw failure(
                    entry, "section paths with their rules, such as Sport: {half_life_days: 14}")
            }
        }
    }

    private func freshness(
        _ entry: YAMLNode.Entry
    ) throws(Failure) -> RankingOverrides.FreshnessSetting? {
        switch entry.value {
        case .nothing: return nil
        case .text("off", _): return .off
        case .mapping(let entries, _):
            var change = RankingOverrides.FreshnessChange()
            for inner in entries {
                try check(inner, isOneOf: RankingOverrides.FreshnessChange.names)
                let text = try text(inner)
                try reporting(inner) { () throws(RuleProblem) in
                    try change.set(inner.key, text)
                }
            }
            return .change(change)
        default: throw failure(entry, "off or {half_life_days: …, offset_days: …, floor: …}")
        }
    }

    // MARK: Values

    private func text(_ entry: YAMLNode.Entry) throws(Failure) -> String {
        guard case .text(let text, _) = entry.value else { throw failure(entry, "one value") }
        return text
    }

    private func texts(
        _ items: [YAMLNode], of entry: YAMLNode.Entry
    ) throws(Failure) -> [String] {
        var texts: [String] = []
        for item in items {
            guard case .text(let text, _) = item else {
                throw failure(entry, "a list of words", found: item.found)
            }
            texts.append(text)
        }
        return texts
    }

    private func check(_ entry: YAMLNode.Entry, isOneOf known: [String]) throws(Failure) {
        if known.contains(entry.key) { return }
        throw Failure(
            description: "\(file):\(entry.line): unknown key \(entry.key.shortened)"
                + Spelling.hint(for: entry.key, among: known)
                + "; expected one of \(known.joined(separator: ", "))")
    }

    private func failure(
        _ entry: YAMLNode.Entry, _ expected: String, found: String? = nil
    ) -> Failure {
        Failure(
            description: "\(file):\(entry.line): \(entry.key.shortened): found "
                + "\(found ?? entry.value.found), expected \(expected)")
    }

    private func reporting<Value>(
        _ entry: YAMLNode.Entry, _ body: () throws(RuleProblem) -> Value
    ) throws(Failure) -> Value {
        do {
            return try body()
        } catch {
            throw Failure(
                description: "\(file):\(entry.line): \(error.setting): found "
                    + "\(error.found.shortened), expected \(error.expected)")
        }
    }
}

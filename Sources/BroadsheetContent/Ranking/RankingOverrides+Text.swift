/// Changes to the rules by name and text, as query parameters and settings files give them.
extension RankingOverrides {
    /// The names that `set` knows. `half_life_days`, `offset_days` and `floor` are for all sections.
    package static let names =
        ["freshness"] + FreshnessChange.names + ["past_only", "window_days", "boosts"]
        + boostNames + [
            "ignored_tags", "diversity", "minimum_cosine", "minimum_score", "languages",
            "duplicates", "fallback",
        ]

    /// The names of the boosts.
    package static let boostNames = [
        "same_section", "shared_tag", "shared_tags_at_most", "same_author",
    ]

    /// Changes the rule called `name` to what `text` says; a list is separated by commas.
    ///
    /// - Throws: `RuleProblem` for an unknown name, and for a text that the rule can't have.
    package mutating func set(_ name: String, _ text: String) throws(RuleProblem) {
        switch name {
        case "freshness":
            try Self.requireOff(name, text)
            freshness = .off
        case "half_life_days", "offset_days", "floor":
            var change = FreshnessChange()
            if case .change(let earlier) = freshness { change = earlier }
            try change.set(name, text)
            freshness = .change(change)
        case "past_only": isPastOnly = try Self.choice(name, text, Self.truths)
        case "window_days":
            window = text == "off" ? .off : .days(try RuleRange.windowDays.read(text))
        case "ignored_tags": ignoredTags = Self.list(text)
        case "languages":
            isOwnLanguageOnly = try Self.choice(name, text, [("own", true), ("all", false)])
        case "duplicates":
            showsOneOfDuplicates = try Self.choice(name, text, [("one", true), ("all", false)])
        case "fallback": fallback = text == "off" ? [] : try Self.steps(Self.list(text))
        default: try setNumber(name, text)
        }
    }

    private mutating func setNumber(_ name: String, _ text: String) throws(RuleProblem) {
        switch name {
        case "boosts":
            try Self.requireOff(name, text)
            (sameSection, sharedTag, sharedTagsAtMost, sameAuthor) = (1, 1, 1, 1)
        case "same_section": sameSection = try RuleRange.sameSection.read(text)
        case "shared_tag": sharedTag = try RuleRange.sharedTag.read(text)
        case "shared_tags_at_most": sharedTagsAtMost = try RuleRange.sharedTagsAtMost.read(text)
        case "same_author": sameAuthor = try RuleRange.sameAuthor.read(text)
        case "diversity": diversity = try RuleRange.diversity.read(text)
        case "minimum_cosine": minimumCosine = try RuleRange.minimumCosine.read(text)
        case "minimum_score": minimumScore = try RuleRange.minimumScore.read(text)
        default:
            throw RuleProblem(
                setting: name, found: "an unknown rule",
                expected: "one of \(Self.names.joined(separator: ", "))")
        }
    }

    /// The steps of a fallback by name, none twice.
    package static func steps(_ words: [String]) throws(RuleProblem) -> [FallbackStep] {
        var steps: [FallbackStep] = []
        for word in words {
            guard let step = FallbackStep(rawValue: word), !steps.contains(step) else {
                let known = FallbackStep.allCases.map(\.rawValue).joined(separator: ", ")
                throw RuleProblem(
                    setting: "fallback", found: "`\(word)`",
                    expected: "off or some of \(known), each once")
            }
            steps.append(step)
        }
        return steps
    }

    private static let truths = [("true", true), ("false", false)]

    private static func requireOff(_ name: String, _ text: String) throws(RuleProblem) {
        if text != "off" {
            throw RuleProblem(setting: name, found: "`\(text)`", expected: "off or its rules")
        }
    }

    private static func choice(
        _ name: String, _ text: String, _ words: [(word: String, value: Bool)]
    ) throws(RuleProblem) -> Bool {
        if let value = words.first(where: { $0.word == text })?.value { return value }
        throw RuleProblem(
            setting: name, found: "`\(text)`",
            expected: words.map(\.word).joined(separator: " or "))
    }

    private static func list(_ text: String) -> [String] {
        text.split(separator: ",").map { item in
            var word = item[...]
            while word.first?.isWhitespace == true { word.removeFirst() }
            while word.last?.isWhitespace == true { word.removeLast() }
            return String(word)
        }.filter { !$0.isEmpty }
    }
}

extension RankingOverrides.FreshnessChange {
    /// The names that `set` knows.
    package static let names = ["half_life_days", "offset_days", "floor"]

    /// Changes the number called `name`, one of `names`, to what `text` says.
    package mutating func set(_ name: String, _ text: String) throws(RuleProblem) {
        switch name {
        case "half_life_days": halfLifeDays = try RuleRange.halfLifeDays.read(text)
        case "offset_days": offsetDays = try RuleRange.offsetDays.read(text)
        case "floor": floor = try RuleRange.floor.read(text)
        default:
            throw RuleProblem(
                setting: name, found: "an unknown rule",
                expected: "one of \(Self.names.joined(separator: ", "))")
        }
    }
}

extension RuleRange {
    /// The number that `text` is, if the rule can have it.
    func read(_ text: String) throws(RuleProblem) -> Double {
        if let value = Double(text), range.contains(value) { return value }
        throw RuleProblem(setting: name, found: "`\(text)`", expected: expectation)
    }
}

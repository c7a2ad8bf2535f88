/// Changes to the rules, such as a request, a variant or a site's file makes; nil leaves a rule as
/// it is.
package struct RankingOverrides: Sendable, Hashable {
    /// Changes to a freshness; nil leaves a number as it is.
    package struct FreshnessChange: Sendable, Hashable {
        package var halfLifeDays: Double?
        package var offsetDays: Double?
        package var floor: Double?

        package init(
            halfLifeDays: Double? = nil, offsetDays: Double? = nil, floor: Double? = nil
        ) {
            self.halfLifeDays = halfLifeDays
            self.offsetDays = offsetDays
            self.floor = floor
        }
    }

    /// What becomes of a freshness.
    package enum FreshnessSetting: Sendable, Hashable {
        /// Nothing fades.
        case off
        case change(FreshnessChange)
    }

    /// What becomes of the freshness of one section.
    package struct SectionSetting: Sendable, Hashable {
        package var path: String
        package var setting: FreshnessSetting

        package init(path: String, setting: FreshnessSetting) {
            self.path = path
            self.setting = setting
        }
    }

    /// A bound that can be lifted.
    package enum Bound: Sendable, Hashable {
        case off
        case days(Double)
    }

    /// For all sections alike, before the two that follow; what a request changes.
    package var freshness: FreshnessSetting?
    /// For the sections without a rule of their own.
    package var standardFreshness: FreshnessSetting?
    /// For single sections. One without a rule so far starts from the standard.
    package var sectionFreshness: [SectionSetting] = []
    package var isPastOnly: Bool?
    package var window: Bound?
    package var sameSection: Double?
    package var sharedTag: Double?
    package var sharedTagsAtMost: Double?
    package var sameAuthor: Double?
    package var ignoredTags: [String]?
    package var diversity: Double?
    package var minimumCosine: Double?
    package var minimumScore: Double?
    package var isOwnLanguageOnly: Bool?
    package var showsOneOfDuplicates: Bool?
    package var fallback: [FallbackStep]?

    /// Changes nothing.
    package init() {}

    /// The rules with these changes.
    ///
    /// - Throws: `RuleProblem` for a number that is not finite or out of its range.
    package func applied(to rules: RankingRules) throws(RuleProblem) -> RankingRules {
        var rules = rules
        rules.freshness = try freshness(rules.freshness)
        switch window {
        case .days(let days): rules.windowDays = try RuleRange.windowDays.check(days)
        case .off: rules.windowDays = nil
        case nil: break
        }
        try Self.set(&rules.boosts.sameSection, sameSection, .sameSection)
        try Self.set(&rules.boosts.sharedTag, sharedTag, .sharedTag)
        try Self.set(&rules.boosts.sharedTagsAtMost, sharedTagsAtMost, .sharedTagsAtMost)
        try Self.set(&rules.boosts.sameAuthor, sameAuthor, .sameAuthor)
        try Self.set(&rules.diversity, diversity, .diversity)
        try Self.set(&rules.minimumCosine, minimumCosine, .minimumCosine)
        try Self.set(&rules.minimumScore, minimumScore, .minimumScore)
        rules.isPastOnly = isPastOnly ?? rules.isPastOnly
        rules.ignoredTags = ignoredTags ?? rules.ignoredTags
        rules.isOwnLanguageOnly = isOwnLanguageOnly ?? rules.isOwnLanguageOnly
        rules.showsOneOfDuplicates = showsOneOfDuplicates ?? rules.showsOneOfDuplicates
        rules.fallback = fallback ?? rules.fallback
        return rules
    }

    private func freshness(_ old: FreshnessRules) throws(RuleProblem) -> FreshnessRules {
        var rules = old
        if let freshness {
            rules.standard = try freshness.applied(to: rules.standard)
            for index in rules.sections.indices {
                let section = rules.sections[index].freshness
                rules.sections[index].freshness = try freshness.applied(to: section)
            }
        }
        if let standardFreshness {
            rules.standard = try standardFreshness.applied(to: rules.standard)
        }
        for change in sectionFreshness {
            let index = rules.sections.firstIndex {
                $0.path.utf8.elementsEqual(change.path.utf8)
            }
            let base = index.map { rules.sections[$0].freshness } ?? rules.standard
            let section = FreshnessRules.Section(
                path: change.path, freshness: try change.setting.applied(to: base))
            if let index {
                rules.sections[index] = section
            } else {
                rules.sections.append(section)
            }
        }
        return rules
    }

    private static func set(
        _ rule: inout Double, _ value: Double?, _ range: RuleRange
    ) throws(RuleProblem) {
        if let value { rule = try range.check(value) }
    }
}

extension RankingOverrides.FreshnessSetting {
    /// What becomes of a freshness; one that was switched off starts from the default.
    func applied(to old: Freshness?) throws(RuleProblem) -> Freshness? {
        guard case .change(let change) = self else { return nil }
        guard var freshness = old ?? RankingRules().freshness.standard else { return nil }
        if let days = change.halfLifeDays {
            freshness.halfLifeDays = try RuleRange.halfLifeDays.check(days)
        }
        if let days = change.offsetDays {
            freshness.offsetDays = try RuleRange.offsetDays.check(days)
        }
        if let floor = change.floor { freshness.floor = try RuleRange.floor.check(floor) }
        return freshness
    }
}

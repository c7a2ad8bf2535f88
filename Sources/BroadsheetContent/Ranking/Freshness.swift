internal import Foundation

/// How the worth of an article fades with its age.
///
/// factor = max(floor, 2^(−max(0, age − offset) / half-life)): the exponential decay of
/// Elasticsearch's `function_score` with decay 0.5, which we never let fall below a floor, so that
/// an old article can still win by being much more alike.
package struct Freshness: Sendable, Hashable {
    /// Days beyond the offset after which half is left, above 0.
    package var halfLifeDays: Double
    /// Days during which nothing fades.
    package var offsetDays: Double
    /// The least that is ever left, 0…1.
    package var floor: Double

    package init(halfLifeDays: Double, offsetDays: Double, floor: Double) {
        self.halfLifeDays = halfLifeDays
        self.offsetDays = offsetDays
        self.floor = floor
    }

    /// What is left of an article of that age; 1 at most, the floor for one without a date, whose
    /// age nobody can vouch for.
    package func factor(ageSeconds: Double?) -> Double {
        guard let ageSeconds else { return floor }
        let beyond = max(0, ageSeconds / Self.secondsPerDay - offsetDays)
        return max(floor, exp2(-beyond / halfLifeDays))
    }

    static let secondsPerDay = 86_400.0
    /// After a quarter the background of most news has changed.
    static let usualHalfLifeDays = 90.0
}

/// The freshness of every section.
package struct FreshnessRules: Sendable, Hashable {
    /// The rule of a section and of the sections below it; a nil rule means that nothing fades.
    package struct Section: Sendable, Hashable {
        package var path: String
        package var freshness: Freshness?

        package init(path: String, freshness: Freshness?) {
            self.path = path
            self.freshness = freshness
        }
    }

    /// The rule where no section's rule applies; nil where nothing fades.
    package var standard: Freshness?
    /// Sections with a rule of their own, each once.
    package var sections: [Section]

    /// Whether age counts anywhere.
    package var fades: Bool { standard != nil || sections.contains { $0.freshness != nil } }

    package init(standard: Freshness?, sections: [Section] = []) {
        self.standard = standard
        self.sections = sections
    }

    /// The rule for articles of a section: that of the longest path which holds it.
    package func rule(forSection section: String) -> Freshness? {
        var best: Section?
        for rule in sections where SectionScope.contains(rule.path, section) {
            if rule.path.utf8.count >= best?.path.utf8.count ?? 0 { best = rule }
        }
        return best.map(\.freshness) ?? standard
    }
}

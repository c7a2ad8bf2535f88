/// The time that ages are counted from.
///
/// That is now; but for a page older than its section's half-life its own date, so that a page of
/// the archive shows its contemporaries. An evergreen page has not aged. Where nothing fades, pages
/// are of the archive after the usual half-life, which is then asked for windows alone.
struct PageClock {
    /// Seconds since 1970.
    let seconds: Double

    init(rules: RankingRules, context: RankingContext, names: RankingNames) {
        let now = Double(context.now)
        guard let page = context.page, let published = page.publishedAt, !page.isEvergreen,
            now - Double(published) > Self.halfLifeDays(of: page, rules, names)
                * Freshness.secondsPerDay
        else {
            seconds = now
            return
        }
        seconds = Double(published)
    }

    private static func halfLifeDays(
        of page: RankingTraits, _ rules: RankingRules, _ names: RankingNames
    ) -> Double {
        rules.freshness.rule(forSection: names.name(page.section))?.halfLifeDays
            ?? Freshness.usualHalfLifeDays
    }

    /// Seconds since a document appeared, 0 for one from after the page's time; nil without a date.
    func age(of traits: RankingTraits) -> Double? {
        traits.publishedAt.map { max(0, seconds - Double($0)) }
    }
}

/// What the rules say of the sections that one list has met: finding it compares paths.
struct SectionMemo {
    /// What holds for all articles of one section.
    struct Finding {
        let section: UInt32
        let freshness: Freshness?
        /// Whether it is, holds or lies in the page's section.
        let isPages: Bool
    }

    private let rules: FreshnessRules
    private let page: String
    private var known: [Finding] = []

    /// - Parameter page: the page's section; "" is no section.
    init(rules: FreshnessRules, page: String) {
        self.rules = rules
        self.page = page
    }

    mutating func finding(for section: UInt32, names: RankingNames) -> Finding {
        if let met = known.first(where: { $0.section == section }) { return met }
        let path = names.name(section)
        let isPages =
            !page.isEmpty && !path.isEmpty
            && (SectionScope.contains(page, path) || SectionScope.contains(path, page))
        let finding = Finding(
            section: section, freshness: rules.rule(forSection: path), isPages: isPages)
        known.append(finding)
        return finding
    }
}

/// Multiplies a cosine with what the rules say of a candidate on this page.
struct CandidateScorer {
    /// The page's article without the tags that count for nothing.
    let page: RankingTraits?
    private let boosts: Boosts
    private let clock: PageClock
    private let names: RankingNames
    private let freshness: FreshnessRules

    init(rules: RankingRules, page: RankingTraits?, clock: PageClock, names: RankingNames) {
        self.page = page?.ignoring(tags: rules.ignoredTags.compactMap(names.find))
        boosts = rules.boosts
        self.clock = clock
        self.names = names
        freshness = rules.freshness
    }

    /// The largest value that the product of a candidate's factors can have on this page.
    var mostFactor: Double {
        guard let page else { return 1 }
        var most = 1.0
        if !names.name(page.section).isEmpty { most *= max(1, boosts.sameSection) }
        most *= max(1, boosts.factor(sharedTagCount: page.tags.count))
        if !page.authors.isEmpty { most *= max(1, boosts.sameAuthor) }
        return most
    }

    /// The largest factor of freshness that documents of up to a time have, evergreen ones left out.
    func mostFreshness(publishedUpTo time: Int64?) -> Double {
        let age = time.map { max(0, clock.seconds - Double($0)) }
        let rules = [freshness.standard] + freshness.sections.map(\.freshness)
        return rules.reduce(0) { max($0, $1.map { $0.factor(ageSeconds: age) } ?? 1) }
    }

    /// A memo for the candidates of one list.
    func memo() -> SectionMemo {
        SectionMemo(rules: freshness, page: page.map { names.name($0.section) } ?? "")
    }

    func score(
        _ cosine: Double, _ traits: RankingTraits, sections: inout SectionMemo
    ) -> CandidateScore {
        var score = CandidateScore(cosine: cosine)
        let section = sections.finding(for: traits.section, names: names)
        if !traits.isEvergreen, let rule = section.freshness {
            score.freshness = rule.factor(ageSeconds: clock.age(of: traits))
        }
        guard let page else { return score }
        if section.isPages { score.sameSection = boosts.sameSection }
        score.sharedTags = boosts.factor(
            sharedTagCount: page.tags.sharedCount(with: traits.tags))
        if page.authors.sharedCount(with: traits.authors) > 0 {
            score.sameAuthor = boosts.sameAuthor
        }
        return score
    }
}

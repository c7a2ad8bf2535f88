/// The editorial rules by which candidates become a list. What stands here are the defaults.
package struct RankingRules: Sendable, Hashable {
    /// How age counts.
    ///
    /// Mild by default: half-life 90 days, because after a quarter the background of most news has
    /// changed; nothing fades in the first 2 days, in which a running story is written; never
    /// below a half, so that an old article which is twice as much alike still wins.
    package var freshness = FreshnessRules(
        standard: Freshness(halfLifeDays: 90, offsetDays: 2, floor: 0.5))
    /// Leaves out what is newer than the page. Off by default: readers of an old page want to know
    /// how the story went on.
    package var isPastOnly = false
    /// Leaves out what is further than this from the time of the page, before or after, evergreen
    /// or not; nil for no bound, the default, because decay already ranks by age.
    package var windowDays: Double?
    package var boosts = Boosts()
    /// Tags that count for nothing: bookkeeping such as `featured`.
    package var ignoredTags: [String] = []
    /// How much a resemblance to what the list already shows counts against an article, 0…1.
    ///
    /// 0, the default, costs nothing and keeps the order of scores; near duplicates are collapsed
    /// without it.
    package var diversity = 0.0
    /// Cosine below which texts are not alike. 0.1 by default: below, with the default scoring, two
    /// articles of ordinary length share a few chance words (2 in 100 items of the lists of
    /// NewsArticles), and the fallback finds better ones.
    package var minimumCosine = 0.1
    /// Score below which a candidate is left out; 0 by default, so that age and boosts order
    /// articles and don't empty lists.
    package var minimumScore = 0.0
    /// Leaves out articles of another language. On by default; who reads one language is sent to
    /// another only when asked. An unknown language is not another one.
    package var isOwnLanguageOnly = true
    /// Shows one article of a group of near duplicates. On by default.
    package var showsOneOfDuplicates = true
    /// Where articles come from when too few are alike, in this order; empty for nowhere. All
    /// steps by default: an empty block is the first complaint about related articles everywhere.
    package var fallback = FallbackStep.allCases

    package init() {}

    /// No rule at all: the candidates with a cosine above 0, by score.
    package static let none: RankingRules = {
        var rules = RankingRules()
        rules.freshness = FreshnessRules(standard: nil)
        rules.boosts = Boosts(sameSection: 1, sharedTag: 1, sharedTagsAtMost: 1, sameAuthor: 1)
        rules.minimumCosine = 0
        rules.isOwnLanguageOnly = false
        rules.showsOneOfDuplicates = false
        rules.fallback = []
        return rules
    }()
}

/// Factors for what a candidate has in common with the page beside words; 1 for no effect.
package struct Boosts: Sendable, Hashable {
    /// When one's section is or lies in the other's. 1.05 by default: enough to decide between
    /// articles that are nearly as much alike.
    package var sameSection: Double
    /// For each shared tag; n tags give 1 + n · (this − 1). 1.05 by default, as much as a section.
    package var sharedTag: Double
    /// The most that tags give together. 1.15 by default: three tags say it all, and a page with
    /// twenty tags must not leave the text behind.
    package var sharedTagsAtMost: Double
    /// For at least one shared author. 1, no effect, by default: agencies and desks sign
    /// everything.
    package var sameAuthor: Double

    package init(
        sameSection: Double = 1.05, sharedTag: Double = 1.05, sharedTagsAtMost: Double = 1.15,
        sameAuthor: Double = 1
    ) {
        self.sameSection = sameSection
        self.sharedTag = sharedTag
        self.sharedTagsAtMost = sharedTagsAtMost
        self.sameAuthor = sameAuthor
    }

    /// The factor of `count` shared tags.
    func factor(sharedTagCount count: Int) -> Double {
        count == 0 ? 1 : min(sharedTagsAtMost, 1 + Double(count) * (sharedTag - 1))
    }
}

/// Where articles come from when too few are alike.
package enum FallbackStep: String, Sendable, Hashable, CaseIterable {
    /// Other articles of the page's story, newest first.
    case story
    /// Articles that share a tag with the page, newest first.
    case tags
    /// Articles of the page's section and the sections below it, newest first.
    case section
    /// The newest articles.
    case latest
}

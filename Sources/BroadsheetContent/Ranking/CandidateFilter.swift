/// Which documents may stand in a list, by the rules that hold for every step but pins.
struct CandidateFilter {
    private let rules: RankingRules
    private let page: RankingTraits?
    private let stories: RankingContext.Stories
    private let clock: PageClock
    /// The moment after which nothing may have been published, in past-only mode.
    private let end: Double

    init(rules: RankingRules, context: RankingContext, clock: PageClock) {
        self.rules = rules
        page = context.page
        stories = context.stories
        self.clock = clock
        end = Double(context.page?.publishedAt ?? context.now)
    }

    func admits(_ traits: RankingTraits) -> Bool {
        isOfLanguage(traits) && isOfStory(traits) && isOfTime(traits)
    }

    private func isOfLanguage(_ traits: RankingTraits) -> Bool {
        guard rules.isOwnLanguageOnly, let mine = page?.language, let other = traits.language
        else { return true }
        return mine == other
    }

    private func isOfStory(_ traits: RankingTraits) -> Bool {
        switch stories {
        case .all: true
        case .same: page?.story != nil && page?.story == traits.story
        case .other: page?.story == nil || page?.story != traits.story
        }
    }

    /// An undated document lies in no window and in no past: nobody can vouch for it.
    private func isOfTime(_ traits: RankingTraits) -> Bool {
        guard rules.isPastOnly || rules.windowDays != nil else { return true }
        guard let published = traits.publishedAt.map(Double.init) else { return false }
        if rules.isPastOnly, published > end { return false }
        guard let days = rules.windowDays else { return true }
        return abs(clock.seconds - published) <= days * Freshness.secondsPerDay
    }
}

/// What a list shows already or must not show.
struct ShownDocuments {
    private let collapsesGroups: Bool
    private var documents: Set<Int> = []
    private var groups: Set<UInt32> = []

    init(collapsesGroups: Bool) { self.collapsesGroups = collapsesGroups }

    mutating func bar(_ document: Int) { documents.insert(document) }

    mutating func bar(group: UInt32?) {
        if let group { groups.insert(group) }
    }

    /// Notes that a document is shown; false when it, or with the collapse of groups another of its
    /// group, is shown or barred already.
    mutating func take(_ document: Int, group: UInt32?) -> Bool {
        if documents.contains(document) { return false }
        if collapsesGroups, let group, !groups.insert(group).inserted { return false }
        documents.insert(document)
        return true
    }
}

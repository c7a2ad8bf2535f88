/// One pass over the articles by publication that puts each into a story.
struct StoryPass: Sendable {
    private let order: PublicationOrder
    private let rules: GroupRules.Stories
    /// Story of each article placed so far, by place.
    private var stories: [UInt32] = []
    private var found: [Story] = []
    /// The stories linked to the article at work, and which articles were counted for it.
    private var candidates: [UInt32] = []
    private var countedFor: [UInt32]
    /// Declared ids in the order they were met, and the story each names.
    private var declared: [[UInt8]: UInt32] = [:]

    private struct Story: Sendable {
        /// Place of its first article.
        var first: UInt32
        /// Articles that copy no earlier one.
        var originalCount: UInt32
        var isDeclared: Bool
        /// When its latest article was published; nil while none has a date.
        var latest: Int64?
        /// The two best links of the article at work.
        var best: Float = 0
        var second: Float = 0
    }

    init(order: PublicationOrder, rules: GroupRules.Stories) {
        self.order = order
        self.rules = rules
        stories.reserveCapacity(order.documents.count)
        countedFor = Array(repeating: .max, count: order.documents.count)
    }

    /// For each place the place of its story's first article.
    func firsts() -> [UInt32] { stories.map { found[Int($0)].first } }

    /// Puts the article at `place`, the next one, into a story; `original` is the place of the
    /// article that it copies, or its own.
    mutating func place(_ place: Int, original: Int, links: StoryLinks) {
        let name = order.declaredStories.isEmpty ? nil : order.declaredStories[place]
        let time = order.times[place]
        let isCopy = original < place
        let story =
            name.flatMap { declared[$0] }
            ?? copied(original, isCopy: isCopy, isDeclared: name != nil)
            ?? strongest(for: place, at: time, links: links, isDeclared: name != nil)
            ?? open(at: place)
        if let name {
            found[Int(story)].isDeclared = true
            declared[name] = story
        }
        if !isCopy { found[Int(story)].originalCount += 1 }
        if let time, time >= found[Int(story)].latest ?? .min { found[Int(story)].latest = time }
        stories.append(story)
    }

    private mutating func open(at place: Int) -> UInt32 {
        found.append(
            Story(first: UInt32(truncatingIfNeeded: place), originalCount: 0, isDeclared: false))
        return UInt32(truncatingIfNeeded: found.count - 1)
    }

    /// The story of the original, unless that and the copy have different declared ones.
    private func copied(_ original: Int, isCopy: Bool, isDeclared: Bool) -> UInt32? {
        guard isCopy else { return nil }
        let story = stories[original]
        return isDeclared && found[Int(story)].isDeclared ? nil : story
    }

    /// The story with the largest strength for the article, of equal ones the oldest.
    private mutating func strongest(
        for place: Int, at time: Int64?, links: StoryLinks, isDeclared: Bool
    ) -> UInt32? {
        gather(linksOf: place, links)
        var winner: (story: UInt32, strength: Float)?
        for candidate in candidates {
            let story = found[Int(candidate)]
            found[Int(candidate)].best = 0
            found[Int(candidate)].second = 0
            guard !(isDeclared && story.isDeclared) else { continue }
            let strength = strength(of: story, at: time)
            guard strength >= rules.strength else { continue }
            if let current = winner,
                (-current.strength, current.story) < (-strength, candidate)
            {
                continue
            }
            winner = (candidate, strength)
        }
        return winner?.story
    }

    /// Fills `candidates` and their two best links.
    private mutating func gather(linksOf place: Int, _ links: StoryLinks) {
        candidates.removeAll(keepingCapacity: true)
        for link in links.starts[place]..<links.starts[place + 1] {
            let earlier = Int(links.places[link])
            guard Int(countedFor[earlier]) != place else { continue }
            countedFor[earlier] = UInt32(truncatingIfNeeded: place)
            let story = Int(stories[earlier])
            let weight = links.weights[link]
            if found[story].best == 0 { candidates.append(stories[earlier]) }
            if weight > found[story].best {
                found[story].second = found[story].best
                found[story].best = weight
            } else if weight > found[story].second {
                found[story].second = weight
            }
        }
    }

    private func strength(of story: Story, at time: Int64?) -> Float {
        let mean = story.originalCount > 1 ? (story.best + story.second) / 2 : story.best
        guard let time, let latest = story.latest else { return mean }
        let (gap, overflow) = time.subtractingReportingOverflow(latest)
        let seconds = overflow ? Int64.max : max(0, gap)
        return mean - rules.decayPerDay * Float(seconds) / 86_400
    }
}

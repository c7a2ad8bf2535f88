/// What ranking knows of a document beside its words. Names are numbers of a `RankingNames`.
package struct RankingTraits: Sendable, Hashable {
    /// When readers could first see it, in seconds since 1970; nil when nobody said.
    package var publishedAt: Int64?
    /// Its section; that of "" for none.
    package var section: UInt32
    /// Its tags, rising, none twice.
    package private(set) var tags: [UInt32]
    /// Its authors, rising, none twice.
    package private(set) var authors: [UInt32]
    /// Its language; nil when unknown.
    package var language: UInt32?
    /// Stays of interest: no decay by age.
    package var isEvergreen: Bool
    /// Its group of near duplicates; nil when it has none.
    package var duplicateGroup: UInt32?
    /// The running story that it belongs to; nil when it belongs to none.
    package var story: UInt32?

    /// Tags and authors may come in any order and more than once.
    package init(
        publishedAt: Int64? = nil, section: UInt32 = 0, tags: [UInt32] = [],
        authors: [UInt32] = [], language: UInt32? = nil, isEvergreen: Bool = false,
        duplicateGroup: UInt32? = nil, story: UInt32? = nil
    ) {
        self.publishedAt = publishedAt
        self.section = section
        self.tags = tags.risingOnce
        self.authors = authors.risingOnce
        self.language = language
        self.isEvergreen = isEvergreen
        self.duplicateGroup = duplicateGroup
        self.story = story
    }

    /// The same without some tags, which then count for nothing.
    func ignoring(tags ignored: [UInt32]) -> RankingTraits {
        if ignored.isEmpty { return self }
        var traits = self
        traits.tags.removeAll { ignored.contains($0) }
        return traits
    }
}

extension [UInt32] {
    /// The numbers rising, none twice.
    fileprivate var risingOnce: [UInt32] {
        if count < 2 { return self }
        var result: [UInt32] = []
        for number in sorted() where number != result.last { result.append(number) }
        return result
    }

    /// How many numbers two rising lists share.
    func sharedCount(with other: [UInt32]) -> Int {
        var (mine, theirs, count) = (0, 0, 0)
        while mine < self.count, theirs < other.count {
            if self[mine] == other[theirs] { count += 1 }
            let (left, right) = (self[mine], other[theirs])
            if left <= right { mine += 1 }
            if right <= left { theirs += 1 }
        }
        return count
    }
}

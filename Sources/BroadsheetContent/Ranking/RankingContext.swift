/// What a list is asked for: the page it stands on, the time, and what editors say about it.
package struct RankingContext: Sendable, Hashable {
    /// An article that an editor put in a list.
    package struct Pin: Sendable, Hashable {
        package var document: Int
        /// Where it stands, from 1. One behind the end of the list asked for is not shown.
        package var position: Int

        package init(document: Int, position: Int) {
            self.document = document
            self.position = position
        }
    }

    /// Which stories a list may tell.
    package enum Stories: String, Sendable, Hashable, CaseIterable {
        case all
        /// "More on this story": the page's own only; none when the page has no story.
        case same
        /// "Related, other stories": all but the page's own.
        case other
    }

    /// The page's own article; nil for a draft or a reading history.
    package var document: Int?
    /// What the page's article is; nil when the list is for no single article.
    package var page: RankingTraits?
    /// The present, in seconds since 1970.
    package var now: Int64
    /// Documents that the page shows already: neither they nor their near duplicates come again.
    package var seen: [Int]
    /// Documents that editors keep out of this list.
    package var blocked: [Int]
    /// Documents that editors want in this list; of two in one place the first given comes first.
    package var pins: [Pin]
    package var stories: Stories

    package init(
        document: Int? = nil, page: RankingTraits? = nil, now: Int64, seen: [Int] = [],
        blocked: [Int] = [], pins: [Pin] = [], stories: Stories = .all
    ) {
        self.document = document
        self.page = page
        self.now = now
        self.seen = seen
        self.blocked = blocked
        self.pins = pins
        self.stories = stories
    }
}

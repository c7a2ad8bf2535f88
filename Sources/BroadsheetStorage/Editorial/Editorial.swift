internal import BroadsheetAds
package import Foundation

/// What editors say about lists of related articles: the rows of the editorial tables.
package struct Editorial: Sendable, Hashable {
    /// An article that stands in the list of another.
    package struct Pin: Sendable, Hashable {
        /// The page it stands on.
        package var article: String
        package var pinned: String
        /// Where it stands, from 1.
        package var position: Int
        /// From this moment on it does not; nil for never.
        package var expiresAt: Date?

        package init(article: String, pinned: String, position: Int, expiresAt: Date? = nil) {
            self.article = article
            self.pinned = pinned
            self.position = position
            self.expiresAt = expiresAt
        }
    }

    /// An article or a word that is kept out.
    package struct Block: Sendable, Hashable {
        /// The page it is kept out of; nil for any.
        package var article: String?
        /// The id of the article, or the word as an editor wrote it.
        package var subject: String
        /// From this moment on it is not; nil for never.
        package var expiresAt: Date?

        package init(article: String?, subject: String, expiresAt: Date? = nil) {
            self.article = article
            self.subject = subject
            self.expiresAt = expiresAt
        }
    }

    /// By page, position and pinned id.
    package let pins: [Pin]
    /// By page, any page first, and id.
    package let blocks: [Block]
    /// By page, any page first, and word.
    package let blockedTerms: [Block]
    private let pinsByPage: [ExactID: [Pin]]
    private let blocksByPage: [ExactID: [Block]]
    private let termsByPage: [ExactID: [Block]]

    /// Rows may come in any order.
    package init(pins: [Pin] = [], blocks: [Block] = [], blockedTerms: [Block] = []) {
        self.pins = pins.sorted {
            (ExactID($0.article), $0.position, ExactID($0.pinned))
                < (ExactID($1.article), $1.position, ExactID($1.pinned))
        }
        self.blocks = blocks.sorted(by: Block.precedes)
        self.blockedTerms = blockedTerms.sorted(by: Block.precedes)
        pinsByPage = Dictionary(grouping: self.pins) { ExactID($0.article) }
        blocksByPage = Dictionary(grouping: self.blocks) { ExactID($0.article ?? "") }
        termsByPage = Dictionary(grouping: self.blockedTerms) { ExactID($0.article ?? "") }
    }

    /// What stands on a page at `now`, by position and id.
    package func pins(on article: String, at now: Date) -> [Pin] {
        pinsByPage[ExactID(article)]?.filter { Self.holds($0.expiresAt, now) } ?? []
    }

    /// The ids of articles that no list on a page may show at `now`; nil for a page that is no
    /// article. Those of any page come first; one can come twice.
    package func blocked(on article: String?, at now: Date) -> [String] {
        Self.subjects(blocksByPage, article, now)
    }

    /// The words that make nothing related to a page at `now`, as editors wrote them.
    package func blockedTerms(on article: String?, at now: Date) -> [String] {
        Self.subjects(termsByPage, article, now)
    }

    /// The next moment after `now` at which a row stops to count.
    package func nextExpiry(after now: Date) -> Date? {
        let dates = pins.map(\.expiresAt) + (blocks + blockedTerms).map(\.expiresAt)
        return dates.compactMap { $0 }.filter { $0 > now }.min()
    }

    private static func subjects(
        _ blocks: [ExactID: [Block]], _ article: String?, _ now: Date
    ) -> [String] {
        var found = blocks[ExactID("")] ?? []
        if let article, !article.isEmpty { found += blocks[ExactID(article)] ?? [] }
        return found.filter { holds($0.expiresAt, now) }.map(\.subject)
    }

    private static func holds(_ expiresAt: Date?, _ now: Date) -> Bool {
        expiresAt.map { $0 > now } ?? true
    }
}

extension Editorial.Block {
    fileprivate static func precedes(_ left: Self, _ right: Self) -> Bool {
        (ExactID(left.article ?? ""), ExactID(left.subject))
            < (ExactID(right.article ?? ""), ExactID(right.subject))
    }
}

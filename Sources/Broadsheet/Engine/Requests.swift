internal import BroadsheetAds
public import BroadsheetArticles

/// Which running stories a related list may tell.
public enum Stories: String, Sendable, Hashable, CaseIterable {
    /// All of them.
    case all
    /// The article's own only: "more on this story".
    case same
    /// All but the article's own: "related, other stories".
    case other
}

/// A request for the articles most like one article.
public struct RelatedRequest: Sendable, Hashable {
    /// The article's id.
    public var id: String
    /// How many items at most, 0…100.
    public var limit: Int
    /// Ids of articles that may not appear.
    public var exclude: [String]
    /// Adds the matched terms to each item.
    public var explain: Bool
    /// The named configuration to use; nil leaves the choice to the engine.
    public var variant: String?
    /// Records the list and gives it a token that its views and clicks name.
    public var track: Bool
    /// Who reads, as far as the caller has a first-party key; decides the variant.
    public var readerKey: String?
    /// Leaves out articles without an address that may become a link.
    public var linkableOnly: Bool
    /// Which running stories the list may tell.
    public var stories: Stories
    /// Changes to the site's rules for this list, by the names of the settings file, such as
    /// `["half_life_days": "14", "fallback": "off"]`.
    public var rules: [String: String]

    /// Creates a request.
    public init(
        id: String, limit: Int = 10, exclude: [String] = [], explain: Bool = false,
        variant: String? = nil, track: Bool = false, readerKey: String? = nil,
        linkableOnly: Bool = false, stories: Stories = .all, rules: [String: String] = [:]
    ) {
        self.linkableOnly = linkableOnly
        self.stories = stories
        self.rules = rules
        self.id = id
        self.limit = limit
        self.exclude = exclude
        self.explain = explain
        self.variant = variant
        self.track = track
        self.readerKey = readerKey
    }
}

/// A request for the articles most like a draft, which need not be in the catalogue, like what a
/// reader has read, or both.
public struct DraftRequest: Sendable {
    /// The draft; its id may be one that the catalogue does not know. nil for none.
    public var article: Article?
    /// Ids of articles that the reader likes; those that readers may not see are passed over.
    public var like: [String]
    /// Ids of articles whose like the reader does not want.
    public var notLike: [String]
    /// How many items at most, 0…100.
    public var limit: Int
    /// Ids of articles that may not appear.
    public var exclude: [String]
    /// Adds the matched terms to each item.
    public var explain: Bool
    /// Changes to the site's rules for this list, by the names of the settings file.
    public var rules: [String: String]

    /// Creates a request.
    public init(
        article: Article? = nil, like: [String] = [], notLike: [String] = [], limit: Int = 10,
        exclude: [String] = [], explain: Bool = false, rules: [String: String] = [:]
    ) {
        self.article = article
        self.like = like
        self.notLike = notLike
        self.limit = limit
        self.exclude = exclude
        self.explain = explain
        self.rules = rules
    }
}

/// A request for the newest articles.
public struct LatestRequest: Sendable, Hashable {
    /// The section, with all below it; "" for the whole paper.
    public var section: String
    /// How many items at most, 0…100.
    public var limit: Int
    /// Ids of articles that may not appear.
    public var exclude: [String]
    /// Leaves out articles without an address that may become a link.
    public var linkableOnly: Bool

    /// Creates a request.
    public init(
        section: String = "", limit: Int = 10, exclude: [String] = [], linkableOnly: Bool = false
    ) {
        self.linkableOnly = linkableOnly
        self.section = section
        self.limit = limit
        self.exclude = exclude
    }
}

/// A request for everything around one article, no article twice.
public struct PageRequest: Sendable, Hashable {
    /// A list of articles on the page.
    public struct Block: Sendable, Hashable {
        /// What fills a block.
        public enum Kind: String, Sendable, Hashable, CaseIterable {
            /// The articles most like the page's.
            case related
            /// The newest articles.
            case latest
        }

        /// The block's name in the answer; unique on the page.
        public var name: String
        /// What fills it.
        public var kind: Kind
        /// How many items at most, 0…100.
        public var limit: Int
        /// For a latest block its section.
        public var section: String
        /// For a related block the score below which an article is left out, 0…1; nil for the
        /// site's.
        public var minimumScore: Double?
        /// For a related block which running stories it may tell.
        public var stories: Stories
        /// For a related block changes to the site's rules, by the names of the settings file.
        public var rules: [String: String]

        /// Creates a block.
        public init(
            name: String, kind: Kind, limit: Int = 10, section: String = "",
            minimumScore: Double? = nil, stories: Stories = .all, rules: [String: String] = [:]
        ) {
            self.stories = stories
            self.rules = rules
            self.name = name
            self.kind = kind
            self.limit = limit
            self.section = section
            self.minimumScore = minimumScore
        }
    }

    /// The article that the page shows; nil for a front page.
    public var article: String?
    /// The blocks in the order in which they are filled.
    public var blocks: [Block]
    /// Ids of the ad slots on the page.
    public var slots: [String]
    /// Ids of articles that the page shows already.
    public var exclude: [String]
    /// Adds the matched terms to each related item.
    public var explain: Bool
    /// The named configuration of lists; nil leaves the choice to the engine.
    public var variant: String?
    /// Records the related blocks and gives each a token.
    public var track: Bool
    /// Who reads, as far as the caller knows.
    public var reader: Reader

    /// Creates a request.
    public init(
        article: String? = nil, blocks: [Block] = [], slots: [String] = [],
        exclude: [String] = [], explain: Bool = false, variant: String? = nil,
        track: Bool = false, reader: Reader = Reader()
    ) {
        self.article = article
        self.blocks = blocks
        self.slots = slots
        self.exclude = exclude
        self.explain = explain
        self.variant = variant
        self.track = track
        self.reader = reader
    }
}

/// Why the engine can't answer a request. The caller's mistake, never the engine's.
public enum RequestError: Error, Sendable, Hashable, CustomStringConvertible {
    /// No such article, or one that readers may not see.
    case unknownArticle(id: String)
    /// No such slot.
    case unknownSlot(id: String)
    /// No variant of that name is configured.
    case unknownVariant(name: String, known: [String])
    /// A number outside its range.
    case limitOutOfRange(found: Int)
    /// A change to the rules of a list that they can't have.
    case badRule(name: String, found: String, expected: String)
    /// Two blocks of a page share a name.
    case duplicateBlock(name: String)
    /// The catalogue lies on media that can't be written.
    case readOnlyCatalogue

    public var description: String {
        switch self {
        case .unknownArticle(let id):
            "no article `\(id.shortened)` that readers may see: check the id"
        case .unknownSlot(let id):
            "no slot `\(id.shortened)`: import the campaign file that defines it"
        case .unknownVariant(let name, let known):
            "no variant `\(name.shortened)`; expected one of \(known.joined(separator: ", "))"
        case .limitOutOfRange(let found): "limit is \(found); expected 0 to 100"
        case .badRule(let name, let found, let expected):
            "\(name.shortened): found \(found.shortened), expected \(expected)"
        case .duplicateBlock(let name):
            "two blocks are called `\(name.shortened)`: give each a name of its own"
        case .readOnlyCatalogue:
            "the catalogue is open for reading only: publish to the copy that it was made from"
        }
    }
}

public import Foundation

/// What a newsroom publishes, as every part of Broadsheet sees it.
///
/// One shape everywhere: a JSONL line, the body of `PUT /v1/articles/{id}` and a row of the table
/// `article` all carry these fields. Only an identity is required; a photo page without title or
/// text is an article too.
public struct Article: Sendable, Hashable {
    /// The key of the article: the CMS's own id, else its normalised URL, else the feed's guid.
    /// Any text but the empty one.
    public var id: String
    /// Where readers find it.
    public var url: String?
    /// The headline; may be empty.
    public var title: String
    /// A sentence or two below the headline; may be empty.
    public var summary: String
    /// Plain text, a blank line between paragraphs; may be empty.
    public var body: String
    /// A path such as `World/Asia`; empty when the article has no section.
    public var section: String
    /// A BCP 47 tag such as `en` or `pt-BR`; nil when nobody said.
    public var language: String?
    /// Free keywords, in the newsroom's order.
    public var tags: [String]
    /// Bylines, in order.
    public var authors: [String]
    /// The picture that stands for the article in lists.
    public var image: Image?
    /// The original publisher of a syndicated article.
    public var source: Source?
    /// When readers may first see it; a time in the future is an embargo. Whole seconds.
    public var publishedAt: Date?
    /// When its text last changed. Whole seconds.
    public var updatedAt: Date?
    /// From this moment on it is never shown. Whole seconds.
    public var expiresAt: Date?
    /// Whether it is out, in preparation or taken back.
    public var status: Status
    /// Stays of interest: no decay by age.
    public var evergreen: Bool
    /// Which ads may stand beside it.
    public var ads: AdPolicy
    /// Labels of ads that may not stand beside it.
    public var adLabels: [String]

    /// Creates an article; everything but the identity has the default of the table `article`.
    public init(
        id: String, url: String? = nil, title: String = "", summary: String = "",
        body: String = "", section: String = "", language: String? = nil, tags: [String] = [],
        authors: [String] = [], image: Image? = nil, source: Source? = nil,
        publishedAt: Date? = nil, updatedAt: Date? = nil, expiresAt: Date? = nil,
        status: Status = .published, evergreen: Bool = false, ads: AdPolicy = .all,
        adLabels: [String] = []
    ) {
        self.id = id
        self.url = url
        self.title = title
        self.summary = summary
        self.body = body
        self.section = section
        self.language = language
        self.tags = tags
        self.authors = authors
        self.image = image
        self.source = source
        self.publishedAt = publishedAt
        self.updatedAt = updatedAt
        self.expiresAt = expiresAt
        self.status = status
        self.evergreen = evergreen
        self.ads = ads
        self.adLabels = adLabels
    }
}

extension Article {
    /// Where an article stands in its life.
    public enum Status: String, Sendable, Hashable, CaseIterable, Codable {
        /// Shown from `publishedAt` until `expiresAt`.
        case published
        /// In preparation: never shown.
        case draft
        /// Taken back: never shown.
        case withdrawn
    }

    /// Which ads an article admits.
    public enum AdPolicy: String, Sendable, Hashable, CaseIterable, Codable {
        /// Any that fit.
        case all
        /// Only the house's own.
        case house
        /// None at all.
        case none
    }

    /// A picture with its size in pixels, where known.
    public struct Image: Sendable, Hashable, Codable {
        /// Address of the picture.
        public var url: String
        /// Pixels across; nil when unknown.
        public var width: Int?
        /// Pixels down; nil when unknown.
        public var height: Int?
        /// What a reader who can't see it should know.
        public var alt: String?

        /// Creates a picture.
        public init(url: String, width: Int? = nil, height: Int? = nil, alt: String? = nil) {
            self.url = url
            self.width = width
            self.height = height
            self.alt = alt
        }
    }

    /// Who published an article first.
    public struct Source: Sendable, Hashable, Codable {
        /// Name of the publisher.
        public var name: String
        /// The original article.
        public var url: String?

        /// Creates a source.
        public init(name: String, url: String? = nil) {
            self.name = name
            self.url = url
        }
    }

    /// Whether readers may see the article at `now`: published, out of embargo, not expired.
    public func isVisible(at now: Date) -> Bool {
        status.isVisible(publishedAt: publishedAt, expiresAt: expiresAt, at: now)
    }
}

extension Article.Status {
    /// Whether readers may see an article of this status and these times at `now`.
    package func isVisible(publishedAt: Date?, expiresAt: Date?, at now: Date) -> Bool {
        guard self == .published else { return false }
        if let publishedAt, publishedAt > now { return false }
        if let expiresAt, expiresAt <= now { return false }
        return true
    }
}

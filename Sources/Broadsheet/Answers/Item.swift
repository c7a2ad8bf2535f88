public import BroadsheetArticles
internal import BroadsheetContent
public import Foundation

/// One article in a block.
public struct Item: Sendable, Hashable {
    /// Why the article stands in its block.
    public enum Via: String, Sendable, Hashable {
        /// Its text is similar.
        case cosine
        /// It tells the same story.
        case story
        /// It shares tags or the section.
        case tags
        /// It is new.
        case latest
        /// An editor put it there.
        case pin
    }

    /// The article's id.
    public var id: String
    /// Where readers find it; nil when the catalogue knows no address.
    public var url: String?
    /// Its headline.
    public var title: String
    /// A sentence or two.
    public var summary: String
    /// Its section as a path, or "".
    public var section: String
    /// When it was published; nil when nobody said.
    public var publishedAt: Date?
    /// Its picture.
    public var image: Article.Image?
    /// What the block is ordered by: `cosine` times all factors; nil in a latest block.
    public var score: Double?
    /// Similarity of the two texts, 0…1; nil in a latest block.
    public var cosine: Double?
    /// Why it stands here.
    public var via: Via
    /// One line for readers, such as "also about: sanctions, Pyongyang"; nil where none applies.
    public var reason: String?
    /// Which words carry the score, where the request asked for it.
    public var explanation: Explanation?
}

/// Which terms and factors make up a score.
public struct Explanation: Sendable, Hashable {
    /// A term that both articles hold.
    public struct Term: Sendable, Hashable {
        /// The term as the index holds it, possibly a stem.
        public var term: String
        /// The word as readers know it.
        public var surface: String
        /// Its part of the cosine; the parts of all terms sum to the cosine.
        public var share: Double
    }

    /// Something that the cosine was multiplied with.
    public struct Factor: Sendable, Hashable {
        /// What it stands for.
        public var name: String
        /// The multiplier.
        public var value: Double
    }

    /// All matched terms, the largest share first.
    public var terms: [Term]
    /// All factors; empty when the score is the cosine.
    public var factors: [Factor]
}

extension Item {
    init(_ card: ArticleCard, via: Via, cosine: Double? = nil, reason: String? = nil) {
        id = card.id
        url = card.url
        title = card.title
        summary = card.summary
        section = card.section
        publishedAt = card.publishedAt
        image = card.image
        score = cosine
        self.cosine = cosine
        self.via = via
        self.reason = reason
    }

    /// Writes the item as the contracts have it.
    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", id)
            writer.member("url", url)
            writer.member("title", title)
            writer.member("summary", summary)
            writer.member("section", section)
            writer.member("published_at", publishedAt.map(UTCTime.format))
            writer.name("image")
            image.write(to: &writer)
            writer.member("score", score)
            writer.member("cosine", cosine)
            writer.member("via", via.rawValue)
            writer.member("reason", reason)
            if let explanation {
                writer.name("explain")
                explanation.write(to: &writer)
            }
        }
    }
}

extension Explanation {
    /// Writes the explanation as the contracts have it.
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("terms")
            writer.array { writer in
                for term in terms {
                    writer.object { writer in
                        writer.member("term", term.term)
                        writer.member("surface", term.surface)
                        writer.member("share", term.share)
                    }
                }
            }
            writer.name("factors")
            writer.array { writer in
                for factor in factors {
                    writer.object { writer in
                        writer.member("name", factor.name)
                        writer.member("value", factor.value)
                    }
                }
            }
        }
    }
}

package import BroadsheetArticles
/// Everything around one article: its blocks, no article twice, and its ads.
public struct PageAnswer: Sendable, Hashable {
    /// The article the page shows; nil for a front page.
    public var article: String?
    /// The blocks in the order asked.
    public var blocks: [Block]
    /// The answer for each slot, in the order asked.
    public var ads: [AdAnswer]
    /// For the reader to carry to the next page, where caps count by it; nil where the caller names
    /// the reader, or nothing may be kept.
    public var capToken: String?

    /// A filled block.
    public struct Block: Sendable, Hashable {
        /// The name the request gave it.
        public var name: String
        /// Its articles.
        public var items: [Item]
        /// Set when the block was recorded.
        public var tracking: ListTracking?
    }

    /// The JSON of the answer.
    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("article", article)
            writer.name("blocks")
            writer.object { writer in
                for block in blocks {
                    writer.name(block.name)
                    writer.array { writer in
                        for item in block.items { item.write(to: &writer) }
                    }
                }
            }
            writer.name("slots")
            writer.object { writer in
                for ad in ads {
                    writer.name(ad.slot)
                    ad.write(to: &writer)
                }
            }
            writer.member("cap_token", capToken)
            writeTracking(to: &writer)
        }
    }

    private func writeTracking(to writer: inout JSONWriter) {
        guard blocks.contains(where: { $0.tracking != nil }) else { return }
        writer.name("lists")
        writer.object { writer in
            for block in blocks {
                guard let tracking = block.tracking else { continue }
                writer.name(block.name)
                tracking.write(to: &writer)
            }
        }
    }
}

/// How a recorded list is named in the ledger, and where its views and clicks go.
public struct ListTracking: Sendable, Hashable {
    /// Id of the list in the ledger.
    public var list: String
    /// The configuration that made the list.
    public var variant: String
    /// Probability with which the engine chose it.
    public var probability: Double
    /// Fetch it when the list came into view.
    public var seenURL: String
    /// Lead clicks through it: with the item's position behind it, counted from 1.
    public var clickURL: String

    /// Writes the object `list` of an answer.
    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", list)
            writer.member("variant", variant)
            writer.member("probability", probability)
            writer.member("seen_url", seenURL)
            writer.member("click_url", clickURL)
        }
    }
}

extension RelatedList {
    /// The JSON of the answer: `{"id":…,"related":[…]}`, and `list` where it was recorded.
    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", id)
            if let language {
                writer.name("language")
                writer.object { writer in
                    writer.member("code", language.code)
                    writer.member("origin", language.origin)
                    writer.member("confidence", language.confidence)
                }
            }
            writer.name("related")
            writer.array { writer in
                for item in items { item.write(to: &writer) }
            }
            if let tracking {
                writer.name("list")
                tracking.write(to: &writer)
            }
        }
    }
}

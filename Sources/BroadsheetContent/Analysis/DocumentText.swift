/// What of an article is compared, field by field.
package struct DocumentText: Sendable, Hashable {
    package var title: String
    package var summary: String
    package var tags: [String]
    package var body: String

    package init(title: String = "", summary: String = "", tags: [String] = [], body: String = "") {
        self.title = title
        self.summary = summary
        self.tags = tags
        self.body = body
    }

    /// Each non-empty field, each tag by itself, with its weight, where that is above 0.
    func forEachField(_ weights: FieldWeights, _ visit: (String, UInt32) -> Void) {
        if weights.title > 0 { visit(title, weights.title) }
        if weights.summary > 0 { visit(summary, weights.summary) }
        if weights.tags > 0 {
            for tag in tags { visit(tag, weights.tags) }
        }
        if weights.body > 0 { visit(body, weights.body) }
    }
}

/// How often a word counts by the field it stands in; 0 leaves a field out.
package struct FieldWeights: Sendable, Hashable {
    package var title: UInt32
    package var summary: UInt32
    package var tags: UInt32
    package var body: UInt32

    package init(title: UInt32, summary: UInt32, tags: UInt32, body: UInt32) {
        self.title = title
        self.summary = summary
        self.tags = tags
        self.body = body
    }

    /// Title and body, once each: the terms of `title + " " + body`.
    package static let raw = FieldWeights(title: 1, summary: 0, tags: 0, body: 1)

    /// Title words twice. The choice is described in Benchmarks/RESULTS.md; summaries mostly repeat
    /// the body, and few newsrooms tag all their articles alike, so both are left to the site.
    package static let newsroom = FieldWeights(title: 2, summary: 0, tags: 0, body: 1)
}

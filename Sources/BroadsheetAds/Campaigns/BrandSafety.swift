/// What an article may not be about for an ad to stand beside it; `brand_safety` of campaign files,
/// of a line item or of an advertiser, for all of its line items.
///
/// A topic excludes an article when its text is as close to it as `atLeast` says, by the cosine that
/// related lists go by; a keyword, when all of its words occur in the article. Pages without an
/// article are never excluded.
package struct BrandSafety: Sendable, Hashable {
    /// A sentence or a few about each thing that the ad may not stand beside.
    package var topics: [String]
    /// Words and phrases that may not occur in title, summary, tags or body; a phrase occurs where
    /// all of its words do.
    package var keywords: [String]
    /// Least cosine of a topic and an article that is excluded, above 0 to 1.
    package var atLeast: Double

    package init(
        topics: [String] = [], keywords: [String] = [], atLeast: Double = standardLeast
    ) {
        self.topics = topics
        self.keywords = keywords
        self.atLeast = atLeast
    }

    /// `at_least` where the file does not say.
    package static let standardLeast = 0.1
    /// Most topics of one object.
    package static let topicLimit = 32
    /// Most keywords of one object.
    package static let keywordLimit = 512

    /// What is wrong with it, each to stand behind the object's name; none for one that can be
    /// used.
    var problems: [String] {
        var problems: [String] = []
        if topics.isEmpty, keywords.isEmpty {
            problems.append(
                "has a `brand_safety` without `topics` and `keywords`; give one of them")
        }
        if topics.count > Self.topicLimit {
            problems.append(
                "has \(topics.count) topics in `brand_safety`; expected at most "
                    + "\(Self.topicLimit)")
        }
        for topic in topics.prefix(Self.topicLimit) {
            problems += ContextText.problems(ofBrief: topic, named: "a topic", in: "brand_safety")
        }
        problems += ContextText.problems(
            ofKeywords: keywords, limit: Self.keywordLimit, in: "brand_safety")
        if !(atLeast > 0 && atLeast <= 1) {
            problems.append(
                "has `at_least` \(atLeast) in `brand_safety`; expected above 0 and at most 1")
        }
        return problems
    }
}

/// What an article has to be about for a line item to stand beside it; `context` of campaign files.
///
/// Brief and keywords together are one text. It is compared with the page's article as related
/// lists compare a draft with an article: by the cosine of their vectors, 0 to 1. On a page without
/// an article that has a vector the line item does not stand.
package struct ContextRule: Sendable, Hashable {
    /// A sentence or a few about what the article should be about; empty for none.
    package var brief: String
    /// Words and phrases; they count like words of the brief.
    package var keywords: [String]
    /// Least cosine with which the line item may stand there, 0 to 1.
    package var atLeast: Double
    /// Whether the weight follows the cosine, see ``factor(cosine:)``.
    package var weighs: Bool

    package init(
        brief: String = "", keywords: [String] = [], atLeast: Double = standardLeast,
        weighs: Bool = false
    ) {
        self.brief = brief
        self.keywords = keywords
        self.atLeast = atLeast
        self.weighs = weighs
    }

    /// `at_least` where the file does not say. A few words have at most a few hundredths in common
    /// with articles about something else.
    package static let standardLeast = 0.08
    /// Most bytes of a brief, or of a topic: two pages of a book.
    package static let briefLimit = 8_000
    /// Most keywords of a brief.
    package static let keywordLimit = 64
    /// Most bytes of a keyword.
    package static let keywordLength = 100
    /// Largest ``factor(cosine:)``.
    package static let greatestFactor = 4.0

    /// What is compared: the brief, then each keyword on a line of its own.
    package var text: String {
        ([brief] + keywords).filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    /// What the weight is multiplied with where it follows the cosine: the cosine divided by the
    /// least, which counts as no less than the standard one, and at most ``greatestFactor``.
    ///
    /// So a line item weighs what is booked where it may just stand, and up to four times as much
    /// beside what it is about.
    package func factor(cosine: Double) -> Double {
        guard cosine > 0 else { return 0 }
        return min(cosine / max(atLeast, Self.standardLeast), Self.greatestFactor)
    }

    /// What is wrong with it, each to stand behind the line item's name; none for one that can be
    /// used.
    var problems: [String] {
        var problems: [String] = []
        if brief.isEmpty, keywords.isEmpty {
            problems.append("has a `context` without `brief` and `keywords`; give one of them")
        }
        if !brief.isEmpty {
            problems += ContextText.problems(ofBrief: brief, named: "a brief", in: "context")
        }
        problems += ContextText.problems(
            ofKeywords: keywords, limit: Self.keywordLimit, in: "context")
        if !(0...1).contains(atLeast) {
            problems.append("has `at_least` \(atLeast) in `context`; expected 0 to 1")
        }
        return problems
    }
}

/// What texts of context rules and brand safety are held to.
enum ContextText {
    static func problems(ofBrief text: String, named name: String, in field: String) -> [String] {
        if !PageWords.hasWord(text) {
            return ["has \(name) without a word in `\(field)`; fill or remove it"]
        }
        let count = text.utf8.count
        guard count > ContextRule.briefLimit else { return [] }
        let expected = "expected at most \(ContextRule.briefLimit)"
        return ["has \(name) of \(count) bytes in `\(field)`; \(expected)"]
    }

    static func problems(ofKeywords keywords: [String], limit: Int, in field: String) -> [String] {
        var problems: [String] = []
        if keywords.count > limit {
            problems.append(
                "has \(keywords.count) keywords in `\(field)`; expected at most \(limit)")
        }
        for keyword in keywords.prefix(limit) {
            let name = "has keyword `\(keyword.shortened)`"
            if !PageWords.hasWord(keyword) {
                problems.append("\(name) without a word in `\(field)`; fill or remove it")
            } else if keyword.unicodeScalars.contains(where: { $0.isControl }) {
                problems.append("\(name) with a control character in `\(field)`; remove it")
            } else if keyword.utf8.count > ContextRule.keywordLength {
                problems.append(
                    "\(name) of \(keyword.utf8.count) bytes in `\(field)`; expected at most "
                        + "\(ContextRule.keywordLength)")
            }
        }
        return problems
    }
}

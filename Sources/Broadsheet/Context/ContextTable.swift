internal import BroadsheetAds
internal import BroadsheetContent
internal import Synchronization

/// What briefs and brand safety of the line items of one snapshot say of the articles of another.
///
/// Texts become vectors once, when either snapshot is new; what they say of an article is worked
/// out when the first page asks and kept, so that a decision costs a lookup. Any thread may ask.
final class ContextTable: Sendable {
    /// The line items that follow a text.
    private struct Brief: Sendable {
        let lineItem: Int
        let rule: ContextRule
        /// Its place among the queries.
        let query: Int
    }

    /// A brand safety, and whose it is.
    private struct Safety: Sendable {
        struct Key: Hashable, Sendable {
            /// Places among the queries.
            let topics: [Int]
            /// Places among the phrases.
            let keywords: [Int]
            let atLeast: Double
        }

        let key: Key
        var lineItems: [Int]
    }

    private let snapshot: AdSnapshot
    /// nil where there are no articles.
    private let content: ContentSnapshot?
    private let briefs: [Brief]
    private let safeties: [Safety]
    private let queries: [IndexQuery]
    private let phrases: KeywordPhrases
    /// What is known of articles, by number.
    private let known = Mutex<[Int: ContextVerdict]>([:])
    /// Articles beyond which everything is forgotten.
    private let capacity: Int

    /// Scoring of the first variant of related lists, which briefs go by.
    static let scoring = 0
    /// Bytes that verdicts may take together.
    private static let verdictBytes = 33_554_432

    /// - Parameters:
    ///   - rules: Those of the snapshot.
    ///   - content: nil to judge pages without an article only.
    init(
        _ snapshot: AdSnapshot, _ rules: [AdSnapshot.ArticleRules], _ content: ContentSnapshot?
    ) {
        var texts = DistinctTexts()
        var words = DistinctTexts()
        var briefs: [Brief] = []
        var safeties: [Safety] = []
        var places: [Safety.Key: Int] = [:]
        for asked in rules {
            if let rule = asked.context {
                let query = texts.place(of: rule.text)
                briefs.append(Brief(lineItem: asked.lineItem, rule: rule, query: query))
            }
            for safety in asked.safety {
                let key = Safety.Key(
                    topics: safety.topics.map { texts.place(of: $0) },
                    keywords: safety.keywords.map { words.place(of: $0) }, atLeast: safety.atLeast)
                if let place = places[key] {
                    safeties[place].lineItems.append(asked.lineItem)
                } else {
                    places[key] = safeties.count
                    safeties.append(Safety(key: key, lineItems: [asked.lineItem]))
                }
            }
        }
        self.snapshot = snapshot
        self.content = content
        self.briefs = briefs
        self.safeties = safeties
        queries = texts.all.map { content?.contextQuery($0, scoring: Self.scoring) ?? IndexQuery() }
        phrases = KeywordPhrases(words.all)
        let weighs = briefs.contains { $0.rule.weighs }
        capacity = max(
            64, Self.verdictBytes / max(1, (weighs ? 9 : 1) * snapshot.lineItemCount + 128))
    }

    /// The line item of a number.
    func lineItem(_ number: Int) -> AdSnapshot.NumberedLineItem? { snapshot.lineItem(number) }

    /// Whether there are articles at all.
    var hasArticles: Bool { (content?.count ?? 0) > 0 }

    /// Whether no line item asks anything of articles.
    var isEmpty: Bool { briefs.isEmpty && safeties.isEmpty }

    /// Line items with a brief of which no article has a word, by number.
    var unheardBriefs: [Int] {
        briefs.filter { queries[$0.query].norm <= 0 }.map(\.lineItem)
    }

    /// Line items with a topic, of their own or their advertisers', of which no article has a word,
    /// by number.
    var unheardTopics: [Int] {
        let unheard = safeties.filter { safety in
            safety.key.topics.contains { queries[$0].norm <= 0 }
        }
        return Set(unheard.flatMap(\.lineItems)).sorted()
    }

    // MARK: Judging

    /// What the rules say of a page; nil where there are none.
    ///
    /// - Parameter keywords: Further words that the page is said to be about, in lower case.
    func verdict(of page: AdContext, keywords: [String] = []) -> ContextVerdict? {
        guard !isEmpty else { return nil }
        var verdict = verdict(of: page)
        if !keywords.isEmpty {
            let words = Set(keywords.flatMap(PageWords.words).map(ExactID.init))
            exclude(phrases.matches(words: words), &verdict)
        }
        return verdict
    }

    private func verdict(of page: AdContext) -> ContextVerdict {
        guard let document = page.document else { return judge(page, document: nil) }
        if let verdict = known.withLock({ $0[document] }) { return verdict }
        let verdict = judge(page, document: document)
        known.withLock { known in
            if known.count >= capacity { known.removeAll(keepingCapacity: true) }
            known[document] = verdict
        }
        return verdict
    }

    private func judge(_ page: AdContext, document: Int?) -> ContextVerdict {
        var verdict = ContextVerdict(
            offTopic: snapshot.emptySet, unsuitable: snapshot.emptySet)
        let article = document.flatMap { content?.comparedArticle($0, scoring: Self.scoring) }
        let cosines = article.map { article in queries.map { article.cosine(with: $0) } }
        for brief in briefs {
            guard let cosine = cosines?[brief.query], cosine >= brief.rule.atLeast else {
                verdict.offTopic[brief.lineItem] = true
                continue
            }
            guard brief.rule.weighs else { continue }
            if verdict.multipliers.isEmpty {
                verdict.multipliers = Array(repeating: 1, count: snapshot.lineItemCount)
            }
            verdict.multipliers[brief.lineItem] = brief.rule.factor(cosine: cosine)
        }
        if let cosines {
            for safety in safeties
            where safety.key.topics.contains(where: { cosines[$0] >= safety.key.atLeast }) {
                for lineItem in safety.lineItems { verdict.unsuitable[lineItem] = true }
            }
        }
        if let card = page.card {
            exclude(phrases.matches(card, article, in: content), &verdict)
        }
        return verdict
    }

    /// - Parameter found: By phrase, whether the page has it.
    private func exclude(_ found: [Bool], _ verdict: inout ContextVerdict) {
        for safety in safeties where safety.key.keywords.contains(where: { found[$0] }) {
            for lineItem in safety.lineItems { verdict.unsuitable[lineItem] = true }
        }
    }

    // MARK: Explaining

    /// The cosine of a line item's brief and an article; nil where one of them is missing or the
    /// article has no vector.
    func cosine(ofLineItem id: String, with document: Int?) -> Double? {
        guard let document, let number = snapshot.number(ofLineItem: id),
            let brief = briefs.first(where: { $0.lineItem == number })
        else { return nil }
        return content?.comparedArticle(document, scoring: Self.scoring)?
            .cosine(with: queries[brief.query])
    }
}

/// What the rules of a snapshot's line items say of one page.
struct ContextVerdict: Sendable, Hashable {
    /// Line items whose brief the article does not answer.
    var offTopic: LineItemSet
    /// Line items that may not stand beside the article.
    var unsuitable: LineItemSet
    /// By number; empty where no weight follows a brief.
    var multipliers: [Double] = []

    /// Adds what it says to what else stands between targeting and the draw.
    func close(_ gates: inout Gates) {
        gates.offTopic = offTopic
        gates.unsuitable = unsuitable
        for (number, multiplier) in multipliers.enumerated() {
            if number < gates.multipliers.count {
                gates.multipliers[number] *= multiplier
            } else {
                gates.multipliers.append(multiplier)
            }
        }
    }
}

/// Texts, each once, in the order in which they came.
private struct DistinctTexts {
    private(set) var all: [String] = []
    private var places: [ExactID: Int] = [:]

    mutating func place(of text: String) -> Int {
        if let place = places[ExactID(text)] { return place }
        places[ExactID(text)] = all.count
        all.append(text)
        return all.count - 1
    }
}

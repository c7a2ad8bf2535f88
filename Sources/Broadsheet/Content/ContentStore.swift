internal import BroadsheetAds
package import BroadsheetArticles
package import BroadsheetContent
package import Foundation

/// The writer's side of the content: every article's card and analysed text, kept up to date.
///
/// One thread owns it. Readers get `ContentSnapshot`s, which share its arrays. Only published
/// articles are analysed; an embargoed one is, so that it is ready when its time comes.
package struct ContentStore: ~Copyable {
    /// Which articles a snapshot holds.
    package enum Admission: Sendable {
        /// Those that readers may see at the time of the snapshot.
        case visible
        /// All with the status `published`, whatever the time (`--raw-scores`).
        case published
    }

    private let scorings: [Scoring]
    private let admission: Admission
    private let threads: Int
    private let text: @Sendable (Article) -> DocumentText
    private var analyzer = DocumentAnalyzer()
    private var numbers = NumberTable()
    private var cards = ChunkedTable<ArticleCard>()
    private var traits = TraitTable()
    private var sketches = ChunkedTable<ShingleSketch>()
    /// For each scoring the terms that are kept from its index.
    private var common: [CommonTerms]
    private var groups = ArticleGroups()
    /// Numbers that have left the catalogue, or stand for another article, since groups were
    /// looked for, with the number of the change.
    private var ungrouped: [UInt32: Int] = [:]
    private var changeCount = 0
    /// Numbers of the articles that do not age.
    private var evergreens: Set<UInt32> = []
    private var indexes: [RelatedIndex]
    private var order = ArticleOrder()
    private var surfaces: [UInt32] = []
    private var statusCounts: [Article.Status: Int] = [:]
    /// Articles that wait to be analysed.
    private var unread: [(number: UInt32, article: Article)] = []
    /// Analysed text that is not in the indexes, one for each of `scorings`.
    private var pending: [UInt32: [DocumentTerms]] = [:]
    /// Articles that changed since the last snapshot.
    private var touched: Set<UInt32> = []
    /// When articles appear or disappear by themselves.
    private var transitions = TransitionQueue()
    private var scratch = SearchScratch()

    /// Articles are analysed in batches of this size while many arrive.
    private static let batch = 1024

    /// - Parameters:
    ///   - scorings: at least one; the first is the default configuration.
    ///   - memory: how the indexes trade memory for speed; results don't depend on it.
    ///   - threads: how many analyse when many articles arrive; results don't depend on it.
    ///   - text: what of an article is compared.
    package init(
        scorings: [Scoring], admission: Admission = .visible, memory: IndexMemory = .fast,
        threads: Int = 1,
        text: @escaping @Sendable (Article) -> DocumentText = { DocumentText($0) }
    ) {
        precondition(!scorings.isEmpty, "a store needs a scoring")
        self.scorings = scorings
        self.admission = admission
        self.threads = threads
        self.text = text
        common = scorings.map { _ in CommonTerms() }
        indexes = scorings.map { RelatedIndex(weighting: $0.weighting, memory: memory) }
    }

    /// Bytes of memory of what tells copies.
    package var sketchByteCount: Int { sketches.byteCount }

    /// Number of articles, of every status.
    package var count: Int { numbers.count }

    /// Takes an article in, in place of the one with its id.
    package mutating func put(_ article: Article) {
        let number = place(ArticleCard(article))
        guard article.status == .published else { return }
        unread.append((number, article))
        if unread.count >= Self.batch { analyze() }
    }

    /// Takes in an article whose text was analysed before, with this lexicon, or need not be.
    ///
    /// - Parameter text: with terms for each of `scorings`; nil for an article that nobody sees.
    mutating func put(_ card: ArticleCard, text: AnalysedText?) {
        let number = place(card)
        guard let text, card.status == .published else { return }
        pending[number] = text.terms
        if let language = text.language { traits.note(language, of: Int(number)) }
        sketches[Int(number)] = text.sketch
    }

    /// Gives an article its number and its card; what was known of its text is forgotten.
    private mutating func place(_ card: ArticleCard) -> UInt32 {
        let number = numbers.number(for: card.id)
        forgetStatus(of: number)
        cards[Int(number)] = card
        traits.put(card, at: Int(number))
        if card.isEvergreen { evergreens.insert(number) } else { evergreens.remove(number) }
        sketches[Int(number)] = nil
        statusCounts[card.status, default: 0] += 1
        pending[number] = nil
        touched.insert(number)
        return number
    }

    /// Whether no article has been here yet.
    var isNew: Bool { cards.count == 0 && analyzer.lexicon.termCount == 0 }

    /// Goes on with the words of an earlier run. The store must be new.
    mutating func restore(_ lexicon: Lexicon) {
        precondition(isNew, "a store that has read articles can't take over other words")
        analyzer = DocumentAnalyzer(lexicon: lexicon)
    }

    /// The analysed texts as they are.
    mutating func analysed() -> AnalysedContent {
        analyze()
        return AnalysedContent(
            lexicon: analyzer.lexicon, cards: cards, traits: traits, sketches: sketches,
            indexes: indexes.map(\.index), common: common, pending: pending)
    }

    /// Forgets an article; nothing happens when it is not there.
    package mutating func remove(id: String) {
        guard let number = numbers.remove(id) else { return }
        forgetStatus(of: number)
        ungrouped[number] = changeCount
        changeCount += 1
        cards[Int(number)] = nil
        traits.remove(Int(number))
        evergreens.remove(number)
        sketches[Int(number)] = nil
        pending[number] = nil
        if !unread.isEmpty { unread.removeAll { $0.number == number } }
        touched.insert(number)
    }

    /// Forgets all articles but not the words.
    package mutating func removeAll() {
        for number in 0..<cards.count {
            if let card = cards[number] { remove(id: card.id) }
        }
    }

    private mutating func forgetStatus(of number: UInt32) {
        if let card = cards[Int(number)] { statusCounts[card.status, default: 1] -= 1 }
    }

    /// Analyses the articles that wait for it, the last state of each.
    private mutating func analyze() {
        guard !unread.isEmpty else { return }
        let articles = unread
        unread = []
        let texts = articles.map { text($0.article) }
        let threads = articles.count < 64 ? 1 : threads
        let languages = languages(of: articles, texts, threads)
        if admission == .visible { describe(articles, texts, languages, threads) }
        var results: [[DocumentTerms]] = []
        for (index, scoring) in scorings.enumerated() {
            let same = scorings[..<index].firstIndex {
                $0.analyzer == scoring.analyzer && $0.fields == scoring.fields
            }
            if let same {
                results.append(results[same])
                continue
            }
            let tasks = texts.indices.map { place in
                DocumentAnalyzer.Task(
                    text: texts[place], analyzer: scoring.analyzer.analyzer(of: languages[place]))
            }
            results.append(analyzer.analyze(tasks, weights: scoring.fields, threads: threads))
        }
        for (place, entry) in articles.enumerated() {
            pending[entry.number] = results.map { $0[place] }
        }
    }

    /// The languages of articles; looked for only where a scoring goes by them.
    private func languages(
        of articles: [(number: UInt32, article: Article)], _ texts: [DocumentText], _ threads: Int
    ) -> [ArticleLanguage] {
        guard let site = siteLanguage else {
            let unknown = ArticleLanguage(language: nil, origin: .unknown, confidence: 0)
            return Array(repeating: unknown, count: articles.count)
        }
        return ArticleLanguage.languages(
            of: zip(articles, texts).map { ($0.article.language, $1) }, site: Language(tag: site),
            threads: threads)
    }

    /// The site's language, which is that of every scoring that goes by articles' languages; nil
    /// where none does.
    private var siteLanguage: String? {
        scorings.lazy.compactMap(\.analyzer.siteLanguage).first
    }

    /// Notes the languages of articles and what of their bodies tells copies.
    private mutating func describe(
        _ articles: [(number: UInt32, article: Article)], _ texts: [DocumentText],
        _ languages: [ArticleLanguage], _ threads: Int
    ) {
        var bodies: [(text: String, analyzer: Analyzer)] = []
        for (place, entry) in articles.enumerated() {
            let analyzer = scorings[0].analyzer.analyzer(of: languages[place])
            if siteLanguage != nil {
                traits.note(languages[place], of: Int(entry.number))
            } else if case .language(let language) = analyzer {
                traits.note(language, of: Int(entry.number))
            }
            bodies.append((texts[place].body, analyzer))
        }
        let found = ShingleSketcher.sketches(of: bodies, threads: threads)
        for (entry, sketch) in zip(articles, found) where cards[Int(entry.number)] != nil {
            sketches[Int(entry.number)] = sketch
        }
    }

    /// What readers see at `now`.
    ///
    /// - Complexity: that of `RelatedIndex.apply` for what changed; O(1) when nothing did.
    package mutating func snapshot(at now: Date) -> ContentSnapshot {
        analyze()
        touched.formUnion(transitions.popDue(at: now))
        var removed: [UInt32] = []
        var added: [(number: UInt32, terms: [DocumentTerms])] = []
        for number in touched.sorted() {
            let card = cards[Int(number)]
            transitions.set(card?.nextTransition(after: now), for: number)
            if let card, isAdmitted(card, at: now) {
                if let terms = pending.removeValue(forKey: number) { added.append((number, terms)) }
            } else {
                removed.append(number)
                if transitions[number] == nil { pending[number] = nil }
            }
        }
        touched.removeAll()
        apply(removed: removed, added: added)
        return ContentSnapshot(
            cards: cards, traits: traits, groups: groups, ungrouped: ungrouped,
            evergreens: evergreens,
            numbers: numbers,
            order: order.numbers, scorings: scorings, indexes: indexes, lexicon: analyzer.lexicon,
            surfaces: surfaces,
            statusCounts: statusCounts, nextTransition: transitions.next,
            common: common.map(\.common))
    }

    private func isAdmitted(_ card: ArticleCard, at now: Date) -> Bool {
        admission == .visible ? card.isVisible(at: now) : card.status == .published
    }

    private mutating func apply(
        removed: [UInt32], added: [(number: UInt32, terms: [DocumentTerms])]
    ) {
        guard !removed.isEmpty || !added.isEmpty else { return }
        order.change(removed: removed, added: added.map(\.number), cards: cards)
        let termCount = analyzer.lexicon.termCount
        for index in indexes.indices {
            let held = indexes[index].index
            let documents = common[index].apply(
                removed: removed,
                added: added.map { entry in
                    (
                        entry.number, index < entry.terms.count ? entry.terms[index] : [],
                        language(of: entry.number, scoring: index)
                    )
                }
            ) { held.terms(of: Int($0)) }
            indexes[index].rank(by: order.ranks)
            indexes[index].apply(
                IndexChange(removed: removed, added: documents, termCount: termCount))
        }
        // Words of the last few articles are shown as terms until their number has grown by 1 %.
        if surfaces.count * 101 < termCount * 100 { surfaces = analyzer.lexicon.surfaces() }
    }

    /// The language whose common terms an article leaves out; nil where scores are to be raw.
    private func language(of number: UInt32, scoring: Int) -> Language? {
        switch scorings[scoring].analyzer {
        case _ where admission == .published: nil
        case .always(.language(let language)): language
        case .always: nil
        case .automatic: traits.language(of: Int(number))
        }
    }

    // MARK: Lists

    /// Number of lists to be found and articles to be compared with them.
    package var waitingCount: Int { indexes.reduce(0) { $0 + $1.waitingCount } }

    /// Finds the next list.
    ///
    /// - Returns: false when nothing waits.
    /// - Complexity: one search.
    package mutating func advance() -> Bool {
        for index in indexes.indices where indexes[index].advance(scratch: &scratch) {
            return true
        }
        return false
    }

    /// Compares the next newcomer with the lists and finds its own.
    ///
    /// - Returns: false when there is none.
    package mutating func advanceNewcomer() -> Bool {
        for index in indexes.indices where indexes[index].advanceNewcomer(scratch: &scratch) {
            return true
        }
        return false
    }

    /// The next lists to be found, which any thread may do; nil when none waits.
    package mutating func dueLists(limit: Int) -> StoreListFinding? {
        for index in indexes.indices {
            if let finding = indexes[index].dueLists(limit: limit) {
                return StoreListFinding(index: index, finding: finding)
            }
        }
        return nil
    }

    /// Takes the lists found in, unless articles came or went since they were asked for.
    package mutating func install(_ found: FoundLists, of finding: StoreListFinding) {
        guard indexes.indices.contains(finding.index) else { return }
        indexes[finding.index].install(found)
    }

    /// Finds the groups of the articles as they are now, by the first scoring.
    package var groupingTask: GroupingTask {
        GroupingTask(
            related: indexes[0], traits: traits, sketches: sketches, changeCount: changeCount)
    }

    /// Takes over the groups that a task of this store found.
    package mutating func take(_ groups: ArticleGroups, of task: GroupingTask) {
        self.groups = groups
        ungrouped = ungrouped.filter { $0.value >= task.changeCount }
    }

    /// Has the list of an article, which readers asked for, found before the others.
    ///
    /// - Parameter scoring: place of the scoring in `scorings`.
    package mutating func want(_ number: Int, scoring: Int) {
        guard indexes.indices.contains(scoring) else { return }
        indexes[scoring].want(number)
    }

    // MARK: Segments

    /// The next merge of segments that is due, which any thread may run.
    package func dueMerge() -> StoreMerge? {
        for (index, related) in indexes.enumerated() {
            if let merge = related.dueMerge() { return StoreMerge(index: index, merge: merge) }
        }
        return nil
    }

    /// Takes the result of a merge in; what changed meanwhile stays as it is.
    package mutating func install(_ merged: MergedSegment, of merge: StoreMerge) {
        guard indexes.indices.contains(merge.index) else { return }
        indexes[merge.index].install(merged)
    }
}

/// A merge of segments in one of a store's indexes.
package struct StoreMerge: Sendable {
    fileprivate let index: Int
    package let merge: SegmentMerge
}

/// Lists to be found in one of a store's indexes.
package struct StoreListFinding: Sendable {
    fileprivate let index: Int
    package let finding: ListFinding
}

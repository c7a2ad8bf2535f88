internal import BroadsheetAds
internal import BroadsheetArticles
package import BroadsheetContent
package import BroadsheetStorage
package import Foundation
internal import Synchronization

/// A catalogue's related lists outside a server: one article's, all articles', a draft's.
package struct RelatedLists: Sendable {
    /// How lists are made.
    package struct Options: Sendable {
        package var scoring: Scoring
        /// Cosine over all published articles and no other rule.
        package var isRaw: Bool
        /// The rules of the site; none count where `isRaw`.
        package var rules = RankingRules()
        /// How many items at most.
        package var limit: Int
        /// Adds the matched terms to each item.
        package var explains: Bool
        /// The site's language, for the words in reasons.
        package var language: String
        /// How articles' words lie in memory; lists don't depend on it.
        package var memory = IndexMemory.fast
        /// How many threads work at once, at least 1; results don't depend on it.
        package var threads = 1

        package init(
            scoring: Scoring, isRaw: Bool, limit: Int, explains: Bool, language: String
        ) {
            self.scoring = scoring
            self.isRaw = isRaw
            self.limit = limit
            self.explains = explains
            self.language = language
        }
    }

    /// What is being done, with how much of it is done and how much there is.
    package enum Step: Sendable, Hashable {
        case reading(Int)
        case grouping(Int, of: Int)
    }

    private let content: ContentSnapshot
    /// For each number its place in the snapshot's order.
    private let places: [UInt32: Int]
    private let editorial: Editorial
    private let options: Options
    private let now: Date
    private let strings: SiteStrings
    private let pool = ScratchPool()

    /// Loads and indexes the catalogue and finds, unless scores are to be raw, its copies and
    /// stories.
    ///
    /// - Parameters:
    ///   - now: the time of every page.
    ///   - progress: told what is being done.
    package init(
        catalogue: Catalogue, options: Options, now: Date, progress: (Step) -> Void
    ) throws {
        var store =
            options.isRaw
            ? ContentStore(
                scorings: [options.scoring], admission: .published, memory: options.memory,
                threads: options.threads, text: { DocumentText(raw: $0) })
            : ContentStore(
                scorings: [options.scoring], memory: options.memory, threads: options.threads)
        var count = 0
        _ = try catalogue.loadArticles { article in
            store.put(article)
            count += 1
            progress(.reading(count))
        }
        var content = store.snapshot(at: now)
        if !options.isRaw {
            let total = store.waitingCount
            while store.advance() { progress(.grouping(total - store.waitingCount, of: total)) }
            let task = store.groupingTask
            if let groups = task.run() { store.take(groups, of: task) }
            content = store.snapshot(at: now)
        }
        self.content = content
        places = Dictionary(
            content.order.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        editorial = options.isRaw ? Editorial() : try catalogue.loadEditorial().editorial
        self.options = options
        self.now = now
        strings = SiteStrings(language: options.language)
    }

    /// Number of articles that get a list.
    package var count: Int { content.count }

    /// The copies and stories that were found.
    package var groups: CatalogueGroups { CatalogueGroups(content) }

    /// The list of one article.
    ///
    /// - Throws: `RequestError.unknownArticle`.
    package func list(id: String) throws -> RelatedList {
        guard let document = content.document(id: id) else {
            throw RequestError.unknownArticle(id: id)
        }
        return list(document: document)
    }

    /// The list for a text that is not in the catalogue; like an article without a headline.
    package func list(text: String) -> RelatedList {
        var article = Article(id: "")
        article.body = text
        let draft = content.draft(
            options.isRaw ? DocumentText(raw: article) : DocumentText(article), of: article,
            scoring: 0)
        let query = content.query(
            draft: draft.terms, page: options.isRaw ? nil : draft.page, wishes)
        return RelatedList(id: nil, items: items(query), variant: "default")
    }

    /// The articles that the list of one of them shows, for evaluation.
    ///
    /// - Parameter place: the article's place among all in the order that breaks ties; the answer
    ///   names places too.
    package func matches(at place: Int) -> [RelatedCorpus.Match] {
        guard content.order.indices.contains(place) else { return [] }
        let query = content.query(document: Int(content.order[place]), wishes)
        return ranked(query).compactMap { item in
            places[UInt32(truncatingIfNeeded: item.document)].map {
                RelatedCorpus.Match(document: $0, score: item.score ?? 0)
            }
        }
    }

    /// All lists as JSON lines, ordered by the articles' ids as UTF-8 bytes.
    ///
    /// - Parameters:
    ///   - threads: how many lists are made at once, at least 1.
    ///   - write: is handed the next lines, in order.
    ///   - isCancelled: asked a few times a second.
    /// - Throws: `CancellationError`, and what `write` throws.
    package func all(
        threads: Int, isCancelled: () -> Bool,
        write: (_ lines: [UInt8], _ lists: Int) throws -> Void
    ) throws {
        let order = content.order.compactMap { content.card(Int($0)) }.map { ExactID($0.id) }
            .sorted().compactMap { content.document(id: $0.text) }
        let batch = 64 * max(1, threads)
        var start = 0
        while start < order.count {
            if isCancelled() { throw CancellationError() }
            let documents = order[start..<min(start + batch, order.count)]
            try write(lines(of: documents, threads: threads), documents.count)
            start += batch
        }
    }

    /// Documents that a thread takes at a time: few, so that none waits long for the others.
    private static let pieceSize = 8

    /// The lines of some documents, made by several threads, in the order given.
    private func lines(of documents: ArraySlice<Int>, threads: Int) -> [UInt8] {
        if threads <= 1 { return lines(of: documents) }
        let pieces = stride(
            from: documents.startIndex, to: documents.endIndex, by: Self.pieceSize
        ).map { documents[$0..<min($0 + Self.pieceSize, documents.endIndex)] }
        let progress = Mutex(PieceProgress(count: pieces.count))
        DispatchQueue.concurrentPerform(iterations: min(threads, pieces.count)) { _ in
            while let piece = progress.withLock({ $0.take() }) {
                let lines = lines(of: pieces[piece])
                progress.withLock { $0.lines[piece] = lines }
            }
        }
        return progress.withLock { $0.lines.reduce(into: []) { $0 += $1 } }
    }

    /// Which pieces of a batch are taken, and their lines.
    private struct PieceProgress {
        private var next = 0
        var lines: [[UInt8]]

        init(count: Int) { lines = Array(repeating: [], count: count) }

        mutating func take() -> Int? {
            guard next < lines.count else { return nil }
            next += 1
            return next - 1
        }
    }

    private func lines(of documents: ArraySlice<Int>) -> [UInt8] {
        var bytes: [UInt8] = []
        for document in documents {
            var writer = JSONWriter()
            list(document: document).write(to: &writer)
            bytes += writer.bytes
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    private func list(document: Int) -> RelatedList {
        var list = RelatedList(
            id: content.card(document)?.id, items: items(content.query(document: document, wishes)),
            variant: "default")
        if options.explains {
            list.language = content.language(of: document).map(AnalysisLanguage.init)
        }
        return list
    }

    private var wishes: ListWishes {
        ListWishes(
            scoring: 0, rules: options.isRaw ? .none : options.rules, limit: options.limit,
            editorial: editorial, now: now, asksVisibility: false)
    }

    private func ranked(_ query: ListQuery) -> [RankedItem] {
        options.isRaw ? content.searchedList(query, pool: pool) : content.list(query, pool: pool)
    }

    private func items(_ query: ListQuery) -> [Item] {
        content.items(
            ranked(query), of: query, reasons: options.isRaw ? .none : .words(strings),
            explain: options.explains)
    }
}

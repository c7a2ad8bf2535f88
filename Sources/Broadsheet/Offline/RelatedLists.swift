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
                scorings: [options.scoring], admission: .published, threads: options.threads,
                text: { DocumentText(raw: $0) })
            : ContentStore(scorings: [options.scoring], threads: options.threads)
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

    /// The list for a text that is not in the catalogue.
    package func list(text: String, language: String?) -> RelatedList {
        let analyzer = options.scoring.analyzer.analyzer(
            language: language, of: DocumentText(body: text))
        let terms = content.lexicon.terms(
            of: DocumentText(body: text), weights: options.scoring.fields, with: analyzer)
        let query = content.query(
            terms: content.indexes[0].index.query(terms: terms), page: nil, wishes)
        return RelatedList(id: nil, items: items(query), variant: "default", tracking: nil)
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
        RelatedList(
            id: content.card(document)?.id, items: items(content.query(document: document, wishes)),
            variant: "default", tracking: nil)
    }

    private var wishes: ListWishes {
        ListWishes(
            scoring: 0, rules: options.isRaw ? .none : options.rules, limit: options.limit,
            editorial: editorial, now: now, asksVisibility: false)
    }

    private func items(_ query: ListQuery) -> [Item] {
        let ranked =
            options.isRaw
            ? content.searchedList(query, pool: pool) : content.list(query, pool: pool)
        return content.items(
            ranked, of: query, reasons: options.isRaw ? .none : .words(strings),
            explain: options.explains)
    }
}

internal import BroadsheetAds
internal import BroadsheetArticles
internal import BroadsheetContent
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
        /// How many items at most.
        package var limit: Int
        /// Adds the matched terms to each item.
        package var explains: Bool
        /// The site's language, for the words in reasons.
        package var language: String

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

    private let content: ContentSnapshot
    private let options: Options
    private let strings: SiteStrings
    private let pool = ScratchPool()

    /// Loads and indexes the catalogue.
    ///
    /// - Parameter progress: gets the number of articles read so far.
    package init(
        catalogue: Catalogue, options: Options, now: Date, progress: (Int) -> Void
    ) throws {
        var store =
            options.isRaw
            ? ContentStore(
                scorings: [options.scoring], admission: .published,
                text: { DocumentText(raw: $0) })
            : ContentStore(scorings: [options.scoring])
        var count = 0
        _ = try catalogue.loadArticles { article in
            store.put(article)
            count += 1
            progress(count)
        }
        content = store.snapshot(at: now)
        self.options = options
        strings = SiteStrings(language: options.language)
    }

    /// Number of articles that get a list.
    package var count: Int { content.count }

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
        return RelatedList(
            id: nil, items: items(for: .text(terms)), variant: "default", tracking: nil)
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

    /// The lines of some documents, made by several threads, in the order given.
    private func lines(of documents: ArraySlice<Int>, threads: Int) -> [UInt8] {
        let chunk = max(1, (documents.count + threads - 1) / max(1, threads))
        let pieces = stride(from: documents.startIndex, to: documents.endIndex, by: chunk).map {
            documents[$0..<min($0 + chunk, documents.endIndex)]
        }
        if pieces.count <= 1 { return pieces.first.map(lines(of:)) ?? [] }
        let results = Mutex(Array(repeating: [UInt8](), count: pieces.count))
        DispatchQueue.concurrentPerform(iterations: pieces.count) { index in
            let lines = lines(of: pieces[index])
            results.withLock { $0[index] = lines }
        }
        return results.withLock { $0.reduce(into: []) { $0 += $1 } }
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
            id: content.card(document)?.id, items: items(for: .document(document)),
            variant: "default", tracking: nil)
    }

    private func items(for subject: RelatedSubject) -> [Item] {
        content.related(
            to: subject, scoring: 0, limit: options.limit, filter: ListFilter(),
            reasons: options.isRaw ? .none : .words(strings), explain: options.explains, pool: pool)
    }
}

package import BroadsheetArticles
package import Foundation

/// What lists and ad decisions need of an article: everything but its text.
package struct ArticleCard: Sendable, Hashable {
    package var id: String
    package var url: String?
    package var title: String
    package var summary: String
    package var section: String
    package var tags: [String]
    package var authors: [String]
    /// The language it says it is in, as a tag.
    package var language: String?
    /// Where the text comes from, where it is not the paper's own.
    package var sourceName: String?
    package var isEvergreen: Bool
    package var image: Article.Image?
    package var publishedAt: Date?
    package var expiresAt: Date?
    package var status: Article.Status
    package var ads: Article.AdPolicy
    package var adLabels: [String]
    /// Whether its address may become a link.
    package var isLinkable: Bool

    package init(_ article: Article) {
        id = article.id
        url = article.url
        title = article.title
        summary = article.summary
        section = article.section
        tags = article.tags
        authors = article.authors
        language = article.language
        sourceName = article.source?.name
        isEvergreen = article.evergreen
        image = article.image
        publishedAt = article.publishedAt
        expiresAt = article.expiresAt
        status = article.status
        ads = article.ads
        adLabels = article.adLabels
        isLinkable = WebAddress.safe(article.url) != nil
    }

    /// Bytes of memory behind the card: texts of more than 15 bytes, and lists.
    var byteCount: Int {
        func bytes(_ text: String?) -> Int {
            let count = text?.utf8.count ?? 0
            // A header, and pieces of sixteen bytes as the allocator hands them out.
            return count > 15 ? (32 + count + 1 + 15) / 16 * 16 : 0
        }
        func bytes(_ list: [String]) -> Int {
            list.isEmpty ? 0 : list.reduce(32 + 16 * list.count) { $0 + bytes($1) }
        }
        let texts = [
            id, url, title, summary, section, language, sourceName, image?.url, image?.alt,
        ]
        return texts.reduce(0) { $0 + bytes($1) } + bytes(tags) + bytes(authors) + bytes(adLabels)
    }

    /// Whether readers may see the article at `now`: published, out of embargo, not expired.
    package func isVisible(at now: Date) -> Bool {
        status.isVisible(publishedAt: publishedAt, expiresAt: expiresAt, at: now)
    }

    /// The next moment after `now` at which it appears or disappears by itself.
    func nextTransition(after now: Date) -> Date? {
        guard status == .published else { return nil }
        return [publishedAt, expiresAt].compactMap { $0 }.filter { $0 > now }.min()
    }

    /// Whether its text is compared now or will be: published and not expired.
    func isCompared(at now: Date) -> Bool {
        guard status == .published else { return false }
        return expiresAt.map { $0 > now } ?? true
    }

    /// The order that breaks ties: newer first, undated last, then id by UTF-8 bytes.
    static func precedes(_ left: ArticleCard, _ right: ArticleCard) -> Bool {
        switch (left.publishedAt, right.publishedAt) {
        case (let mine?, let theirs?) where mine != theirs: return mine > theirs
        case (.some, .none): return true
        case (.none, .some): return false
        default: return left.id.utf8.lexicographicallyPrecedes(right.id.utf8)
        }
    }
}

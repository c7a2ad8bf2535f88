package import BroadsheetArticles
internal import Foundation

/// What measures and reports need of an article: all but its text.
package struct ListedArticle: Sendable, Hashable {
    /// Its id; empty for a draft.
    package var id: String
    /// Its headline, else the beginning of its text, else its id.
    package var title: String
    /// Days from 1970 to its publication, in UTC; nil without a date.
    package var day: Int?
    /// Who published it: the named source, else the host of its address without `www.`.
    package var source: String?

    /// How many characters of a text stand for a title.
    private static let titleLength = 80

    package init(_ article: Article) {
        id = article.id
        let title =
            article.title.isEmpty ? article.body.prefix(Self.titleLength) : article.title[...]
        self.title = title.isEmpty ? article.id : String(title.prefix(2 * Self.titleLength))
        day = article.publishedAt.flatMap {
            Int(exactly: ($0.timeIntervalSince1970 / 86_400).rounded(.down))
        }
        source = article.source?.name ?? Self.host(of: article.url)
    }

    private static func host(of url: String?) -> String? {
        guard let host = url.flatMap({ URLComponents(string: $0)?.host })?.lowercased() else {
            return nil
        }
        return host.hasPrefix("www.") ? String(host.dropFirst(4)) : host
    }
}

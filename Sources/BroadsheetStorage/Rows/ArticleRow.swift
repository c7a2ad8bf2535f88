internal import BroadsheetArticles
internal import Foundation
internal import GRDB

/// The table `article` and the value `Article`, each made from the other.
enum ArticleRow {
    static let table = "article"

    /// All columns, in the order in which `values` writes and `article` reads them.
    static let columns = [
        "id", "url", "title", "summary", "body", "section", "language", "tags", "authors",
        "image_url", "image_width", "image_height", "image_alt", "source_name", "source_url",
        "published_at", "updated_at", "expires_at", "status", "evergreen", "ads", "ad_labels",
    ]

    /// The columns as a list for SELECT.
    static let columnList = columns.joined(separator: ", ")

    /// The same with an empty text in place of the body.
    static let columnListWithoutText =
        columns.map { $0 == "body" ? "''" : $0 }.joined(separator: ", ")

    /// The article that a row holds; nil, with a warning, when it has no usable id or status. A row
    /// whose status is unknown must not be shown, so it is left out rather than read as published.
    static func article(_ row: Row, warnings: inout StorageWarnings) -> Article? {
        guard var stored = StoredRow(row, table: table) else {
            warnings.add("article: an id is not UTF-8 text without NUL; the row is left out")
            return nil
        }
        defer { warnings.add(all: stored.warnings) }
        guard let status = Article.Status(rawValue: stored.text(18)) else {
            stored.warn("status is none of the words allowed; the row is left out")
            return nil
        }
        return Article(
            id: stored.id, url: stored.filledText(1), title: stored.text(2),
            summary: stored.text(3), body: stored.text(4), section: stored.text(5),
            language: stored.filledText(6), tags: stored.list(7), authors: stored.list(8),
            image: image(&stored), source: source(&stored), publishedAt: stored.time(15),
            updatedAt: stored.time(16), expiresAt: stored.time(17), status: status,
            evergreen: stored.integer(19) == 1, ads: stored.choice(20, else: .all),
            adLabels: stored.list(21))
    }

    /// The row of `article`. Times that no row can hold become NULL, with a warning.
    static func values(
        _ article: Article, warnings: inout [String]
    ) -> [(any DatabaseValueConvertible)?] {
        [
            article.id, article.url, article.title, article.summary, article.body,
            article.section, article.language, ArticleRecord.encode(texts: article.tags),
            ArticleRecord.encode(texts: article.authors), article.image?.url, article.image?.width,
            article.image?.height, article.image?.alt, article.source?.name, article.source?.url,
            time(article.publishedAt, "published_at", &warnings),
            time(article.updatedAt, "updated_at", &warnings),
            time(article.expiresAt, "expires_at", &warnings), article.status.rawValue,
            article.evergreen ? 1 : 0, article.ads.rawValue,
            ArticleRecord.encode(texts: article.adLabels),
        ]
    }

    private static func time(
        _ date: Date?, _ column: String, _ warnings: inout [String]
    ) -> String? {
        guard let date else { return nil }
        if let text = StoredTime.text(date) { return text }
        warnings.append("\(column) lies outside the years 0 to 9999; it is left out")
        return nil
    }

    private static func image(_ stored: inout StoredRow) -> Article.Image? {
        guard let url = stored.filledText(9) else { return nil }
        return Article.Image(
            url: url, width: stored.integer(10).flatMap(Int.init(exactly:)),
            height: stored.integer(11).flatMap(Int.init(exactly:)), alt: stored.filledText(12))
    }

    private static func source(_ stored: inout StoredRow) -> Article.Source? {
        guard let name = stored.filledText(13) else { return nil }
        return Article.Source(name: name, url: stored.filledText(14))
    }
}

internal import Foundation

/// An article of a feed or page while it is put together, with its warnings.
struct ArticleDraft {
    var article = Article(id: "")
    /// The id of an article without address.
    var guid: String?
    var warnings: [String] = []

    /// The text of an HTML fragment.
    mutating func plain(_ html: String) -> String {
        let plain = HTMLText.text(fromFragment: html)
        for warning in plain.warnings where !warnings.contains(warning) {
            warnings.append(warning)
        }
        return plain.text
    }

    /// A time as others write it; an unreadable one is a warning.
    mutating func time(_ text: String?, name: String) -> Date? {
        guard let text, !text.isEmpty else { return nil }
        if let date = LenientTime.parse(text) { return date }
        warnings.append(
            "\(name): found \(Excerpt.quoted(text)), expected a time such as "
                + "Wed, 17 Jul 2024 08:30:00 GMT or 2024-07-17T08:30:00Z; read as null")
        return nil
    }

    /// The finished record: identified by `id`, else by the normalised address, else by the guid.
    func record(position: String, id: String? = nil) -> ImportRecord {
        var article = article.withoutNUL()
        let url = article.url.flatMap(NormalizedURL.normalize)
        let guid = guid.map { TextLine.trimmed($0) }.flatMap { $0.isEmpty ? nil : $0 }
        guard let key = id ?? url ?? guid else {
            let problem = "found neither a link nor a guid, expected one of them as identity"
            return ImportRecord(position: position, outcome: .problem(problem), warnings: warnings)
        }
        guard !key.containsNUL else {
            let problem = "found a NUL character in the identity, expected a text without one"
            return ImportRecord(position: position, outcome: .problem(problem), warnings: warnings)
        }
        article.id = key
        var warnings = warnings
        if [article.title, article.summary, article.body].contains(where: Self.isBroken) {
            warnings.append("found U+FFFD: characters were lost in this file or before it")
        }
        let identity: ArticleRecord.Identity = id != nil ? .explicit : url != nil ? .url : .guid
        return ImportRecord(
            position: position, outcome: .article(article, identity: identity),
            warnings: warnings)
    }

    private static func isBroken(_ text: String) -> Bool {
        text.unicodeScalars.contains("\u{FFFD}")
    }
}

extension Article {
    /// The same article without NUL characters, which SQLite's functions take for ends of texts.
    fileprivate func withoutNUL() -> Article {
        var article = self
        func clean(_ text: String) -> String {
            text.containsNUL
                ? String(decoding: text.utf8.filter { $0 != 0 }, as: UTF8.self) : text
        }
        article.url = url.map(clean)
        article.title = clean(title)
        article.summary = clean(summary)
        article.body = clean(body)
        article.section = clean(section)
        article.language = language.map(clean)
        article.tags = tags.map(clean)
        article.authors = authors.map(clean)
        article.image = image.map {
            Article.Image(
                url: clean($0.url), width: $0.width, height: $0.height, alt: $0.alt.map(clean))
        }
        article.source = source.map { Article.Source(name: clean($0.name), url: $0.url.map(clean)) }
        return article
    }
}

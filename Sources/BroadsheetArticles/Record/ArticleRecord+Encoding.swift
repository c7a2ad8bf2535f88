extension ArticleRecord {
    /// The record of an article as one line of JSON without a line end: all keys, always in the
    /// order of the shape above, so that equal articles give equal bytes.
    package static func encode(_ article: Article) -> String {
        var json = JSONWriter()
        json.open("{")
        json.key("id", text: article.id)
        json.key("url", text: article.url)
        json.key("title", text: article.title)
        json.key("summary", text: article.summary)
        json.key("body", text: article.body)
        json.key("section", text: article.section)
        json.key("language", text: article.language)
        json.key("tags", texts: article.tags)
        json.key("authors", texts: article.authors)
        encode(article.image, into: &json)
        encode(article.source, into: &json)
        json.key("published_at", text: article.publishedAt.map(UTCTime.format))
        json.key("updated_at", text: article.updatedAt.map(UTCTime.format))
        json.key("expires_at", text: article.expiresAt.map(UTCTime.format))
        json.key("status", text: article.status.rawValue)
        json.key("evergreen", literal: article.evergreen ? "true" : "false")
        json.key("ads", text: article.ads.rawValue)
        json.key("ad_labels", texts: article.adLabels)
        json.close("}")
        return json.text
    }

    /// A list of texts as JSON, as the columns `tags`, `authors` and `ad_labels` hold it.
    package static func encode(texts: [String]) -> String {
        var json = JSONWriter()
        json.append(texts: texts)
        return json.text
    }

    private static func encode(_ image: Article.Image?, into json: inout JSONWriter) {
        guard let image else { return json.key("image", literal: "null") }
        json.key("image", literal: "")
        json.open("{")
        json.key("url", text: image.url)
        json.key("width", literal: image.width.map(String.init) ?? "null")
        json.key("height", literal: image.height.map(String.init) ?? "null")
        json.key("alt", text: image.alt)
        json.close("}")
    }

    private static func encode(_ source: Article.Source?, into json: inout JSONWriter) {
        guard let source else { return json.key("source", literal: "null") }
        json.key("source", literal: "")
        json.open("{")
        json.key("name", text: source.name)
        json.key("url", text: source.url)
        json.close("}")
    }
}

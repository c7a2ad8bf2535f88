extension ArticleRecord {
    /// The record of an article as one line of JSON without a line end: all keys, always in the
    /// order of the shape above, so that equal articles give equal bytes.
    package static func encode(_ article: Article) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("id", article.id)
            json.member("url", article.url)
            json.member("title", article.title)
            json.member("summary", article.summary)
            json.member("body", article.body)
            json.member("section", article.section)
            json.member("language", article.language)
            json.member("tags", article.tags)
            json.member("authors", article.authors)
            json.name("image")
            article.image.write(to: &json)
            json.name("source")
            write(article.source, to: &json)
            json.member("published_at", article.publishedAt.map(UTCTime.format))
            json.member("updated_at", article.updatedAt.map(UTCTime.format))
            json.member("expires_at", article.expiresAt.map(UTCTime.format))
            json.member("status", article.status.rawValue)
            json.member("evergreen", article.evergreen)
            json.member("ads", article.ads.rawValue)
            json.member("ad_labels", article.adLabels)
        }
        return json.text
    }

    /// A list of texts as JSON, as the columns `tags`, `authors` and `ad_labels` hold it.
    package static func encode(texts: [String]) -> String {
        if texts.isEmpty { return "[]" }
        var json = JSONWriter()
        json.value(texts)
        return json.text
    }

    private static func write(_ source: Article.Source?, to json: inout JSONWriter) {
        guard let source else { return json.null() }
        json.object { json in
            json.member("name", source.name)
            json.member("url", source.url)
        }
    }
}

extension Article.Image? {
    /// `{"url","width","height","alt"}` or null.
    package func write(to json: inout JSONWriter) {
        guard let image = self else { return json.null() }
        json.object { json in
            json.member("url", image.url)
            json.member("width", image.width)
            json.member("height", image.height)
            json.member("alt", image.alt)
        }
    }
}

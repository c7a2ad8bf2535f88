internal import BroadsheetArticles

extension Article {
    /// Takes over from the stored article what a feed or a page does not say.
    mutating func fill(from stored: Article, keepsStatus: Bool) {
        if let mine = url, let theirs = stored.url,
            NormalizedURL.normalize(mine) == NormalizedURL.normalize(theirs)
        {
            url = theirs
        }
        url = url ?? stored.url
        if title.isEmpty { title = stored.title }
        if summary.isEmpty { summary = stored.summary }
        if body.isEmpty { body = stored.body }
        if section.isEmpty { section = stored.section }
        if tags.isEmpty { tags = stored.tags }
        if authors.isEmpty { authors = stored.authors }
        language = language ?? stored.language
        image = image ?? stored.image
        source = source ?? stored.source
        publishedAt = publishedAt ?? stored.publishedAt
        updatedAt = updatedAt ?? stored.updatedAt
        if keepsStatus { status = stored.status }
        expiresAt = stored.expiresAt
        evergreen = stored.evergreen
        ads = stored.ads
        adLabels = stored.adLabels
    }
}

internal import Foundation

/// An HTML page, from which an article is read.
struct HTMLPage {
    private let tree: MarkupTree
    private let metadata: PageMetadata
    private let linked: LinkedArticle?

    init(_ tree: MarkupTree) {
        self.tree = tree
        metadata = PageMetadata(tree)
        linked = LinkedArticle(scripts: metadata.linkedData)
    }

    /// Fills everything that the page says of its article.
    func fill(_ draft: inout ArticleDraft) {
        draft.article.url =
            metadata.canonical ?? metadata.first("og:url").flatMap(webAddress) ?? linked?.url
        let title = headline
        draft.article.title = title
        draft.article.summary = TextLine.collapsed(
            HTMLText.line(
                fromFragment: linked?.summary
                    ?? metadata.first("og:description", "description", "twitter:description")
                    ?? ""))
        draft.article.language = linked?.language ?? metadata.language ?? localeLanguage
        draft.article.section = section(title: title)
        draft.article.tags = tags
        draft.article.authors = authors
        draft.article.image = linked?.image ?? openGraphImage
        fillTimes(&draft)
        fillText(&draft.article)
    }

    private var headline: String {
        if let headline = linked?.headline { return HTMLText.line(fromFragment: headline) }
        if let title = metadata.first("og:title", "twitter:title") {
            return withoutSiteName(title)
        }
        let first = tree.elements(named: "h1").lazy
            .map { TextLine.collapsed(tree.rawText(of: $0)) }.first { !$0.isEmpty }
        return first ?? withoutSiteName(metadata.documentTitle ?? "")
    }

    /// "Headline | The Paper" without the paper, when the page names itself.
    private func withoutSiteName(_ title: String) -> String {
        guard let site = metadata.first("og:site_name", "application-name") else { return title }
        for separator in [" | ", " - ", " – ", " — ", " · "]
        where title.hasSuffix(separator + site) {
            return TextLine.trimmed(title.dropLast(separator.count + site.count))
        }
        return title
    }

    private func section(title: String) -> String {
        if let crumbs = linked?.breadcrumb, !crumbs.isEmpty {
            let folded = Breadcrumb.fold(title)
            let parts = crumbs.filter { Breadcrumb.fold($0) != folded }
            if !parts.isEmpty {
                return SectionPath.tidied(
                    parts.map { $0.replacing("/", with: "-") }.joined(separator: "/"))
            }
        }
        return SectionPath.tidied(linked?.section ?? metadata.first("article:section") ?? "")
    }

    private var tags: [String] {
        let keywords = linked?.keywords ?? []
        if !keywords.isEmpty { return keywords }
        let tags = metadata.all("article:tag")
        if !tags.isEmpty { return tags }
        return (metadata.first("news_keywords", "keywords") ?? "").split(separator: ",")
            .map { TextLine.trimmed($0) }.filter { !$0.isEmpty }
    }

    private var authors: [String] {
        let names = linked?.authors ?? []
        if !names.isEmpty { return names }
        let metas = metadata.all("author") + metadata.all("article:author")
        return metas.filter { !NormalizedURL.isWebAddress($0) }.prefix(1).map { $0 }
    }

    private var openGraphImage: Article.Image? {
        guard
            let url = metadata.first(
                "og:image:secure_url", "og:image", "og:image:url",
                "twitter:image")
        else { return nil }
        return Article.Image(
            url: url, width: size("og:image:width"), height: size("og:image:height"),
            alt: metadata.first("og:image:alt"))
    }

    private func size(_ name: String) -> Int? {
        metadata.first(name).flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    }

    /// `og:locale` is `en_US`.
    private var localeLanguage: String? {
        metadata.first("og:locale")?.replacing("_", with: "-")
    }

    private func webAddress(_ text: String) -> String? {
        NormalizedURL.isWebAddress(text) ? text : nil
    }

    private func fillTimes(_ draft: inout ArticleDraft) {
        let published =
            linked?.published
            ?? metadata.first(
                "article:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
                "pubdate", "publish-date", "parsely-pub-date")
            ?? timeElement
        let modified =
            linked?.modified ?? metadata.first("article:modified_time", "datemodified")
        draft.article.publishedAt = draft.time(published, name: "published")
        draft.article.updatedAt = draft.time(modified, name: "modified")
        draft.article.expiresAt = draft.time(
            linked?.expires ?? metadata.first("article:expiration_time"), name: "expires")
    }

    /// The first `time` element of the page that states a day.
    private var timeElement: String? {
        tree.elements(named: "time").lazy.compactMap { tree.nodes[$0].attributes["datetime"] }
            .first { LenientTime.parse($0) != nil }
    }

    private func fillText(_ article: inout Article) {
        let main = MainText(tree)
        let rendered = HTMLText.render(tree, in: main.range, as: .page)
        let text = PageText(lines: Self.lines(rendered), headline: article.title)
        article.body = text.body
        if !text.source.isEmpty { article.source = Article.Source(name: text.source) }
        // A site that gives its text away in JSON-LD while the page holds but its beginning.
        if let body = linked?.body, body.utf8.count > article.body.utf8.count * 2 {
            let plain = HTMLText.text(fromFragment: body).text
            article.body = PageText(lines: Self.lines(plain), headline: article.title).body
        }
    }

    private static func lines(_ text: String) -> [String] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
    }
}

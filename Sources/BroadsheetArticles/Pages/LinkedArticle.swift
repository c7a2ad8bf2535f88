/// What the JSON-LD of a page says of its article (schema.org).
struct LinkedArticle {
    private let value: JSONValue
    /// The path of a BreadcrumbList beside the article, without home and the page itself.
    let breadcrumb: [String]

    /// Types that are articles; the subtypes of schema.org/Article that news sites use.
    private static let types: Set<String> = [
        "AnalysisNewsArticle", "Article", "AskPublicNewsArticle", "BackgroundNewsArticle",
        "BlogPosting", "LiveBlogPosting", "NewsArticle", "OpinionNewsArticle", "Report",
        "ReportageNewsArticle", "ReviewNewsArticle", "ScholarlyArticle", "SocialMediaPosting",
        "TechArticle",
    ]

    /// The first article among the scripts; nil when none of them holds one. Scripts that are not
    /// JSON are passed over.
    init?(scripts: [String]) {
        var objects: [JSONValue] = []
        for script in scripts {
            guard let value = try? JSONValue(parsing: script.utf8) else { continue }
            objects += Self.flattened(value)
        }
        guard let article = objects.first(where: { Self.isType($0, Self.types) }) else {
            return nil
        }
        value = article
        let list = objects.first { Self.isType($0, ["BreadcrumbList"]) }
        breadcrumb = Self.names(ofBreadcrumb: list)
    }

    /// The headline.
    var headline: String? { text("headline") ?? text("name") }
    /// The standfirst.
    var summary: String? { text("description") }
    /// The text, where a site gives it away.
    var body: String? { text("articleBody") ?? text("text") }
    /// When it appeared.
    var published: String? { text("datePublished") ?? text("dateCreated") }
    /// When it changed.
    var modified: String? { text("dateModified") }
    /// When it ends.
    var expires: String? { text("expires") }
    /// Its language.
    var language: String? { text("inLanguage") ?? value["inLanguage"]?["alternateName"]?.text }
    /// The names of its authors.
    var authors: [String] { names(value["author"]) }
    /// Its sections; several are alternatives, not a path.
    var section: String? {
        Self.texts(value["articleSection"]).lazy.map { TextLine.collapsed($0) }
            .first { !$0.isEmpty }
    }

    /// Its address.
    var url: String? {
        let page = value["mainEntityOfPage"]
        let candidates = [text("url"), page?["@id"]?.text, page?.text, value["@id"]?.text]
        return candidates.lazy.compactMap { $0 }.first { NormalizedURL.isWebAddress($0) }
    }

    /// Its keywords: a list, or a text with commas.
    var keywords: [String] {
        let texts = Self.texts(value["keywords"])
        let parts = texts.count == 1 ? texts[0].split(separator: ",").map(String.init) : texts
        return parts.map { TextLine.collapsed($0) }.filter { !$0.isEmpty }
    }

    /// Its first picture.
    var image: Article.Image? {
        var image = value["image"]
        if let list = image?.list { image = list.first }
        if let url = image?.text { return url.isEmpty ? nil : Article.Image(url: url) }
        guard let image, let url = image["url"]?.text ?? image["contentUrl"]?.text, !url.isEmpty
        else { return nil }
        return Article.Image(
            url: url, width: image["width"]?.size, height: image["height"]?.size,
            alt: image["caption"]?.text)
    }

    private func text(_ key: String) -> String? {
        guard let text = value[key]?.text, !TextLine.trimmed(text).isEmpty else { return nil }
        return text
    }

    private func names(_ value: JSONValue?) -> [String] {
        let list = value?.list ?? value.map { [$0] } ?? []
        return list.compactMap { $0.text ?? $0["name"]?.text }
            .map { TextLine.collapsed($0) }.filter { !$0.isEmpty }
    }

    private static func texts(_ value: JSONValue?) -> [String] {
        value?.list?.compactMap(\.text) ?? value?.text.map { [$0] } ?? []
    }

    /// The objects of a script: itself, the elements of a list, the nodes of a graph.
    private static func flattened(_ value: JSONValue) -> [JSONValue] {
        let top = value.list ?? [value]
        return top + top.flatMap { $0["@graph"]?.list ?? [] }
            + top.compactMap { $0["mainEntity"] }
    }

    private static func isType(_ value: JSONValue, _ types: Set<String>) -> Bool {
        texts(value["@type"]).contains { type in
            types.contains(type.split(separator: "/").last.map(String.init) ?? type)
        }
    }

    private static func names(ofBreadcrumb list: JSONValue?) -> [String] {
        let names = (list?["itemListElement"]?.list ?? []).map { element in
            TextLine.collapsed(element["name"]?.text ?? element["item"]?["name"]?.text ?? "")
        }
        let isHome = names.first.map { PagePhrases.homes.contains($0.lowercased()) } ?? false
        return names.dropFirst(isHome ? 1 : 0).filter { !$0.isEmpty }
    }
}

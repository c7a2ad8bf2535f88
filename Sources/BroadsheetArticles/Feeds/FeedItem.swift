/// An item of an RSS or Atom feed on its way to an article.
///
/// The address is the item's link (Atom: the alternate link; else a guid that is a web address),
/// the first category is the section and the others are tags. A description beside a full text is
/// the summary; one that stands alone is the summary when it is short and the text when it is long.
struct FeedItem {
    let element: FeedElement
    let channel: FeedChannel

    /// A description alone is taken for the text of the article from this many bytes of plain
    /// text on; feeds that cut cut at 55 words or 300 characters.
    static let longDescriptionBytes = 600

    init(_ element: FeedElement, channel: FeedChannel) {
        self.element = element
        self.channel = channel
    }

    /// The record of the item.
    func record(position: String) -> ImportRecord {
        var draft = ArticleDraft()
        draft.article.title = HTMLText.line(
            fromFragment: element.text(anyOf: "title", "atom:title", "dc:title") ?? "")
        draft.article.url = link
        draft.guid = element.text(anyOf: "guid", "atom:id", "id", "dc:identifier")
        fillTexts(&draft)
        let categories = categoryNames
        draft.article.section = SectionPath.tidied(categories.first ?? "")
        draft.article.tags = Array(categories.dropFirst())
        draft.article.authors = authors
        draft.article.image = FeedImage.best(in: element)
        if let name = element.text(anyOf: "source", "atom:source/atom:title") {
            draft.article.source = Article.Source(name: TextLine.collapsed(name))
        }
        draft.article.language =
            element.attributes["xml:lang"] ?? element.text(anyOf: "dc:language", "language")
            ?? channel.language
        fillTimes(&draft)
        return draft.record(position: position)
    }

    private func fillTexts(_ draft: inout ArticleDraft) {
        let full =
            element.text("content:encoded").map { draft.plain($0) }
            ?? atomText("atom:content", &draft)
        let short =
            element.text("description").map { draft.plain($0) }
            ?? atomText("atom:summary", &draft) ?? ""
        if let full, !full.isEmpty {
            draft.article.body = full
            if short != full { draft.article.summary = short }
        } else if short.utf8.count >= Self.longDescriptionBytes {
            draft.article.body = short
        } else {
            draft.article.summary = short
        }
        draft.article.summary = TextLine.collapsed(
            FeedTail.withoutTail(draft.article.summary))
    }

    /// Atom says whether a text is plain.
    private func atomText(_ path: String, _ draft: inout ArticleDraft) -> String? {
        guard let field = element.all(path).first(where: { !$0.text.isEmpty }) else { return nil }
        let type = field.attributes["type"] ?? "text"
        return type == "text" || type == "text/plain" ? field.text : draft.plain(field.text)
    }

    private func fillTimes(_ draft: inout ArticleDraft) {
        let published = element.text(
            anyOf: "pubDate", "atom:published", "atom:issued", "dc:date", "dcterms:issued")
        let updated = element.text(anyOf: "atom:updated", "atom:modified", "dcterms:modified")
        draft.article.publishedAt = draft.time(published, name: "published")
        draft.article.updatedAt = draft.time(updated, name: "updated")
        if published == nil { draft.article.publishedAt = draft.article.updatedAt }
    }

    private var link: String? {
        if let link = element.text(anyOf: "feedburner:origLink", "link") { return link }
        let links = element.all("atom:link") + element.all("link")
        let alternate = links.first { link in
            let relation = link.attributes["rel"] ?? "alternate"
            return relation == "alternate" && !(link.attributes["href"] ?? "").isEmpty
        }
        if let href = alternate?.attributes["href"] { return TextLine.trimmed(href) }
        if let about = element.attributes["rdf:about"], !about.isEmpty { return about }
        let guid = element.all("guid").first { $0.attributes["isPermaLink"] != "false" }
        return guid.map(\.text).flatMap { NormalizedURL.isWebAddress($0) ? $0 : nil }
    }

    private var authors: [String] {
        for path in ["dc:creator", "atom:author/atom:name", "author"] {
            let names = element.texts(path).map { Self.personName($0) }.filter { !$0.isEmpty }
            if !names.isEmpty { return names }
        }
        return []
    }

    /// RSS writes `mail@example.org (Name)`.
    private static func personName(_ text: String) -> String {
        guard text.contains("@"), let open = text.firstIndex(of: "("),
            let close = text[open...].firstIndex(of: ")")
        else { return HTMLText.line(fromFragment: text) }
        return TextLine.collapsed(text[text.index(after: open)..<close])
    }

    private var categoryNames: [String] {
        let plain = element.texts("category") + element.texts("dc:subject")
        let terms = element.all("atom:category").compactMap {
            $0.attributes["label"] ?? $0.attributes["term"]
        }
        return (plain + terms).map { HTMLText.line(fromFragment: $0) }.filter { !$0.isEmpty }
    }
}

/// The phrases that feeds append to a description.
enum FeedTail {
    /// The text without `The post … appeared first on …` and `[…]` at its end.
    static func withoutTail(_ text: String) -> String {
        var text = text
        if let last = text.split(separator: "\n").last, last.hasPrefix("The post "),
            last.contains(" appeared first on ")
        {
            text = String(text[..<last.startIndex])
        }
        text = TextLine.trimmed(text)
        for tail in ["[…]", "[...]", "[&#8230;]"] where text.hasSuffix(tail) {
            text = TextLine.trimmed(text.dropLast(tail.count)) + " …"
        }
        return text
    }
}

internal import Foundation

/// An item of a WordPress export on its way to an article.
///
/// Only posts are articles; pages, attachments and menus are passed over. `publish` and `future`
/// become published (a future date is an embargo), `trash` withdrawn, everything else draft, and
/// so does a post with a password. The first category is the section, by its path in the site's
/// tree; further categories and all tags are tags.
struct WordPressPost {
    let element: FeedElement
    let channel: FeedChannel

    init(_ element: FeedElement, channel: FeedChannel) {
        self.element = element
        self.channel = channel
    }

    /// The record of the post; nil for what is no post.
    func record(position: String) -> ImportRecord? {
        guard element.text("wp:post_type") == "post" else { return nil }
        var draft = ArticleDraft()
        draft.article.title = HTMLText.line(fromFragment: element.text("title") ?? "")
        draft.article.url = element.text("link")
        draft.guid = element.text("guid") ?? element.text("wp:post_id")
        draft.article.body = draft.plain(element.text("content:encoded") ?? "")
        draft.article.summary = TextLine.collapsed(
            draft.plain(element.text("excerpt:encoded") ?? ""))
        draft.article.authors = element.texts("dc:creator").map {
            channel.authorNames[$0] ?? $0
        }
        draft.article.language = channel.language
        draft.article.status = status(&draft)
        fillTerms(&draft.article)
        draft.article.publishedAt =
            date("wp:post_date_gmt", &draft) ?? date("pubDate", &draft)
            ?? date("wp:post_date", &draft)
        draft.article.updatedAt = date("wp:post_modified_gmt", &draft)
        return draft.record(position: position)
    }

    private func status(_ draft: inout ArticleDraft) -> Article.Status {
        if element.text("wp:post_password") != nil {
            draft.warnings.append("found a post with a password; read as a draft")
            return .draft
        }
        return switch element.text("wp:status") {
        case "publish", "future", nil: .published
        case "trash": .withdrawn
        default: .draft
        }
    }

    private func fillTerms(_ article: inout Article) {
        var sections: [(path: String, name: String)] = []
        for field in element.all("category") where !field.text.isEmpty {
            let name = HTMLText.line(fromFragment: field.text)
            let nicename = field.attributes["nicename"] ?? ""
            switch field.attributes["domain"] {
            case "category", nil:
                // WordPress's own name for "none"; a site in another language renames it.
                if nicename == "uncategorized" { continue }
                sections.append((channel.sectionPath(nicename: nicename, name: name), name))
            case "post_tag", "tag": article.tags.append(name)
            default: break
            }
        }
        article.section = sections.first?.path ?? ""
        article.tags = sections.dropFirst().map(\.name) + article.tags
    }

    /// A time; the zero time that WordPress writes into drafts says nothing.
    private func date(_ path: String, _ draft: inout ArticleDraft) -> Date? {
        guard let text = element.text(path), !text.hasPrefix("0000-00-00"),
            !text.contains("-0001")
        else { return nil }
        return draft.time(text, name: path)
    }
}

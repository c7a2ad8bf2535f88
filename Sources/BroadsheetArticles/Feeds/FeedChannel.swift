/// What a feed says of all its items.
struct FeedChannel {
    /// The language of items that name none.
    private(set) var language: String?
    /// Categories of a WordPress site by their short names.
    private var categories: [String: Category] = [:]
    /// Names of a WordPress site's authors by their logins.
    private(set) var authorNames: [String: String] = [:]

    private struct Category {
        var name: String
        var parent: String
    }

    /// A channel whose document names a language at its root.
    init(language: String? = nil) {
        self.language = language
    }

    /// Remembers an element that is no item.
    mutating func take(_ element: FeedElement) {
        switch element.name {
        case "language", "dc:language":
            let text = TextLine.trimmed(String(decoding: element.ownText, as: UTF8.self))
            if !text.isEmpty { language = text }
        case "channel":
            language = element.text(anyOf: "language", "dc:language") ?? language
        case "wp:category":
            guard let key = element.text("wp:category_nicename") else { return }
            categories[key] = Category(
                name: HTMLText.line(fromFragment: element.text("wp:cat_name") ?? key),
                parent: element.text("wp:category_parent") ?? "")
        case "wp:author":
            guard
                let login = element.text("wp:author_login"),
                let name = element.text("wp:author_display_name")
            else { return }
            authorNames[login] = name
        default: break
        }
    }

    /// The path of a category from the top of the site's tree; `name` alone for an unknown one.
    func sectionPath(nicename: String, name: String) -> String {
        var parts: [String] = []
        var key = nicename
        var seen: Set<String> = []
        while let category = categories[key], seen.insert(key).inserted {
            parts.insert(category.name.replacing("/", with: "-"), at: 0)
            key = category.parent
        }
        return SectionPath.tidied(
            parts.isEmpty ? name.replacing("/", with: "-") : parts.joined(separator: "/"))
    }
}

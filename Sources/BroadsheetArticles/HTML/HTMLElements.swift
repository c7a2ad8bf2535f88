/// Elements by what they do to text.
enum HTMLElements {
    /// Elements that begin and end a paragraph.
    static let blocks: Set<String> = [
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div",
        "dl", "fieldset", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
        "html", "main", "ol", "p", "pre", "section", "summary", "table", "ul",
    ]

    /// Elements that hold no text of an article.
    static let dropped: Set<String> = [
        "applet", "audio", "button", "canvas", "datalist", "dialog", "embed", "figcaption", "form",
        "frameset", "head", "iframe", "input", "label", "math", "nav", "noscript", "object",
        "option", "script", "select", "style", "svg", "template", "textarea", "title", "video",
    ]

    /// Elements that are not part of the text of an article on a page.
    static let droppedFromPages: Set<String> = ["aside", "footer", "h1", "header"]

    /// Elements that hold everything else; their class names describe the page, not a box.
    static let frames: Set<String> = ["html", "body", "main", "article"]
}

/// Boxes beside the text of an article, known by the words in their class and id.
enum BoxNames {
    /// Words of class names and ids of boxes for sharing, links, advertisements and captions, as
    /// WordPress and its Jetpack, Drupal, Ghost and the large newspaper themes write them.
    private static let words: Set<String> = [
        "ad", "addtoany", "ads", "adsbygoogle", "advert", "advertisement", "advertising",
        "breadcrumb", "breadcrumbs", "caption", "commentlist", "comments", "newsletter", "outbrain",
        "promo", "recirculation", "recommended", "related", "relatedposts", "respond", "share",
        "sharebar", "sharedaddy", "shares", "sharing", "social", "socials", "subscribe", "taboola",
    ]

    /// Beginnings of class names that speak of the article, not of the box.
    private static let subjects = [
        "author-", "category-", "format-", "has-", "is-", "post-", "section-", "status-", "tag-",
        "tax-", "type-",
    ]

    /// Class names for what only screen readers say.
    private static let invisible: Set<String> = [
        "screen-reader-text", "sr-only", "visually-hidden",
    ]

    /// Whether class or id name a box.
    static func isBox(_ node: MarkupTree.Node) -> Bool {
        if node.attributes["class"].map(isBoxName) ?? false { return true }
        return node.attributes["id"].map(isBoxName) ?? false
    }

    private static func isBoxName(_ value: String) -> Bool {
        for token in value.lowercased().split(whereSeparator: \.isWhitespace) {
            if invisible.contains(String(token)) { return true }
            if subjects.contains(where: { token.hasPrefix($0) }) { continue }
            let parts = token.split { !$0.isLetter && !$0.isNumber }
            if parts.contains(where: { words.contains(String($0)) }) { return true }
        }
        return false
    }
}

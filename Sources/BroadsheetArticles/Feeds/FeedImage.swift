/// The picture that stands for a feed item.
enum FeedImage {
    /// The widest picture of Media RSS, else an enclosure, else a thumbnail.
    static func best(in element: FeedElement) -> Article.Image? {
        let media = element.fields.filter { $0.path.hasSuffix("media:content") && isPicture($0) }
        let widest = media.max { width($0) < width($1) }
        let enclosure = element.fields.first { field in
            field.path == "enclosure" && isPicture(field)
                || field.path == "atom:link" && field.attributes["rel"] == "enclosure"
                    && isPicture(field)
        }
        let thumbnail = element.fields.first { $0.path.hasSuffix("media:thumbnail") }
        let podcast = element.fields.first { $0.path == "itunes:image" }
        for field in [widest, enclosure, thumbnail, podcast] {
            guard let field, let url = address(field) else { continue }
            return Article.Image(
                url: url, width: size(field.attributes["width"]),
                height: size(field.attributes["height"]))
        }
        return nil
    }

    private static func address(_ field: FeedElement.Field) -> String? {
        let url = TextLine.trimmed(field.attributes["url"] ?? field.attributes["href"] ?? "")
        return url.isEmpty ? nil : url
    }

    private static func isPicture(_ field: FeedElement.Field) -> Bool {
        if field.attributes["medium"] == "image" { return true }
        if let type = field.attributes["type"] { return type.hasPrefix("image/") }
        guard field.attributes["medium"] == nil, let url = address(field)?.lowercased() else {
            return false
        }
        return [".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"].contains { url.contains($0) }
    }

    private static func width(_ field: FeedElement.Field) -> Int {
        size(field.attributes["width"]) ?? 0
    }

    private static func size(_ text: String?) -> Int? {
        text.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    }
}

/// What the head of an HTML page says in metas and links, in document order.
struct PageMetadata {
    private var values: [(name: String, content: String)] = []
    /// `<link rel="canonical">`, when it is a web address.
    private(set) var canonical: String?
    /// `<html lang>`.
    private(set) var language: String?
    /// The texts of all `application/ld+json` scripts.
    private(set) var linkedData: [String] = []
    /// `<title>`.
    private(set) var documentTitle: String?

    init(_ tree: MarkupTree) {
        for (index, node) in tree.nodes.enumerated() {
            switch node.name {
            case "meta": takeMeta(node)
            case "link": takeLink(node)
            case "html": language = language ?? Self.filled(node.attributes["lang"])
            case "title": documentTitle = documentTitle ?? Self.filled(tree.rawText(of: index))
            case "script":
                let type = node.attributes["type"]?.lowercased() ?? ""
                if type.hasPrefix("application/ld+json") {
                    linkedData.append(tree.rawText(of: index))
                }
            default: break
            }
        }
    }

    /// The first filled value of the first of these names that has one.
    func first(_ names: String...) -> String? {
        names.lazy.compactMap { name in values.first { $0.name == name }?.content }.first
    }

    /// All filled values of a name.
    func all(_ name: String) -> [String] {
        values.filter { $0.name == name }.map(\.content)
    }

    private mutating func takeMeta(_ node: MarkupTree.Node) {
        let key =
            node.attributes["property"] ?? node.attributes["name"]
            ?? node.attributes["itemprop"]
        guard let key, let content = Self.filled(node.attributes["content"]) else { return }
        values.append((TextLine.trimmed(key).lowercased(), content))
    }

    private mutating func takeLink(_ node: MarkupTree.Node) {
        let relations = (node.attributes["rel"] ?? "").lowercased().split(separator: " ")
        guard
            canonical == nil, relations.contains("canonical"),
            let href = node.attributes["href"], NormalizedURL.isWebAddress(href)
        else { return }
        canonical = TextLine.trimmed(href)
    }

    private static func filled(_ text: String?) -> String? {
        guard let text else { return nil }
        let collapsed = TextLine.collapsed(text)
        return collapsed.isEmpty ? nil : collapsed
    }
}

/// Where the text of the article stands on an HTML page.
///
/// In this order: an element marked `itemprop="articleBody"`; an element whose class or id names
/// the text of an article; the largest `article`; `main`; else the densest block. The score of a
/// block is the text of the paragraphs directly in it, less twice what of it is in links; its
/// parent gets half of it (after Readability, Arc90 2010, without its bonus for commas and class
/// names).
struct MainText {
    /// The nodes of the text; everything when the page has no better place.
    let range: Range<Int>

    /// Less text than this, in bytes, is a teaser or a caption.
    private static let leastText = 140

    /// Class names and ids of the text of an article in the large systems and themes.
    private static let textNames: Set<String> = [
        "article-body", "article-content", "article-text", "article__body", "article__content",
        "articlebody", "caas-body", "entry-content", "gh-content", "post-body", "post-content",
        "post__content", "single-content", "story-body", "story-content", "storybody",
        "td-post-content", "tdb_single_content",
    ]

    init(_ tree: MarkupTree) {
        let lengths = TextLengths(tree)
        func largest(_ indices: [Int]) -> Range<Int>? {
            let ranges = indices.map { $0..<tree.nodes[$0].end }
            let best = ranges.max { lengths.text(in: $0) < lengths.text(in: $1) }
            return best.flatMap { lengths.text(in: $0) >= Self.leastText ? $0 : nil }
        }
        let all = Array(tree.nodes.indices)
        let marked = all.filter { index in
            let property = tree.nodes[index].attributes["itemprop"]?.lowercased() ?? ""
            return property.split(separator: " ").contains("articlebody")
        }
        let named = all.filter { Self.isNamed(tree.nodes[$0]) }
        let roles = all.filter {
            tree.nodes[$0].name == "main" || tree.nodes[$0].attributes["role"] == "main"
        }
        range =
            largest(marked) ?? largest(named) ?? largest(tree.elements(named: "article"))
            ?? largest(roles) ?? Self.densest(tree, lengths) ?? 0..<tree.nodes.count
    }

    private static func isNamed(_ node: MarkupTree.Node) -> Bool {
        guard ["article", "div", "section", "main"].contains(node.name) else { return false }
        let names = (node.attributes["class"] ?? "") + " " + (node.attributes["id"] ?? "")
        return names.lowercased().split(separator: " ").contains { textNames.contains(String($0)) }
    }

    private static func densest(_ tree: MarkupTree, _ lengths: TextLengths) -> Range<Int>? {
        var scores = [Int](repeating: 0, count: tree.nodes.count)
        for (index, node) in tree.nodes.enumerated() {
            guard node.name == "p" || node.name.isEmpty, node.parent >= 0 else { continue }
            let inside = index..<node.end
            let value = lengths.text(in: inside) - 2 * lengths.links(in: inside)
            // Text outside of paragraphs counts where it stands in a block of its own.
            guard node.name == "p" || ["div", "td"].contains(tree.nodes[node.parent].name)
            else { continue }
            scores[node.parent] += value
            let above = tree.nodes[node.parent].parent
            if above >= 0 { scores[above] += value / 2 }
        }
        var best: Int?
        for (index, score) in scores.enumerated() where score >= leastText {
            if best.map({ score > scores[$0] }) ?? true { best = index }
        }
        return best.map { $0..<tree.nodes[$0].end }
    }
}

/// How much text, and how much of it in links, stands in any range of nodes, in constant time.
struct TextLengths {
    private var textBefore: [Int]
    private var linksBefore: [Int]

    init(_ tree: MarkupTree) {
        textBefore = [0]
        linksBefore = [0]
        textBefore.reserveCapacity(tree.nodes.count + 1)
        linksBefore.reserveCapacity(tree.nodes.count + 1)
        var text = 0
        var links = 0
        var linkEnd = 0
        var ignoredEnd = 0
        for (index, node) in tree.nodes.enumerated() {
            if node.name == "a" { linkEnd = max(linkEnd, node.end) }
            if HTMLElements.dropped.contains(node.name) { ignoredEnd = max(ignoredEnd, node.end) }
            if node.name.isEmpty, index >= ignoredEnd {
                let length = node.text.count { $0 > 0x20 }
                text += length
                if index < linkEnd { links += length }
            }
            textBefore.append(text)
            linksBefore.append(links)
        }
    }

    /// Bytes of text that are not blank.
    func text(in range: Range<Int>) -> Int {
        textBefore[range.upperBound] - textBefore[range.lowerBound]
    }

    /// Bytes of text inside links.
    func links(in range: Range<Int>) -> Int {
        linksBefore[range.upperBound] - linksBefore[range.lowerBound]
    }
}

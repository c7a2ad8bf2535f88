/// HTML as plain text.
package enum HTMLText {
    /// Plain text and what was left out on the way.
    package struct Plain: Sendable, Hashable {
        /// The text, a blank line between paragraphs, a line end for `br`.
        package var text: String
        /// One line each.
        package var warnings: [String]
    }

    /// The text of a fragment such as `body_html` or `content:encoded`.
    ///
    /// Entities are decoded, white space is collapsed, block elements become paragraphs. Scripts,
    /// styles, captions, forms, navigation, boxes for sharing, related links and advertisements
    /// are dropped, as are WordPress's `[caption]` and `[gallery]` marks. An empty line begins a
    /// paragraph too, as in WordPress's editor. Markup nested deeper than 512 elements is read up
    /// to that place, with a warning. Linear in the length of the fragment.
    package static func text(fromFragment html: String) -> Plain {
        let tree = MarkupTree(html: Array(ShortcodeFilter.withoutShortcodes(html).utf8))
        let text = render(tree, in: 0..<tree.nodes.count, as: .fragment)
        return Plain(text: text, warnings: tree.isCut ? [cutWarning] : [])
    }

    /// A single line of text, such as a title that may hold entities or markup.
    package static func line(fromFragment html: String) -> String {
        guard html.utf8.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") })
        else { return TextLine.collapsed(html) }
        let tree = MarkupTree(html: Array(html.utf8))
        return TextLine.collapsed(render(tree, in: 0..<tree.nodes.count, as: .fragment))
    }

    /// The warning that goes with a cut document.
    static let cutWarning =
        "HTML nested deeper than \(MarkupTree.depthLimit) elements: read up to that place"

    /// What is being rendered.
    enum Purpose {
        /// The text of an article, where everything is part of it but the boxes.
        case fragment
        /// A part of a page: headlines of first order, headers, footers, asides and lists of links
        /// are not part of the text.
        case page
    }

    /// The text of the nodes in `range`.
    static func render(_ tree: MarkupTree, in range: Range<Int>, as purpose: Purpose) -> String {
        var text = TextAssembler()
        let lengths = TextLengths(tree)
        let total = lengths.text(in: range)
        var openBlocks: [(end: Int, isPreformatted: Bool)] = []
        var index = range.lowerBound
        while index < range.upperBound {
            while let last = openBlocks.last, last.end <= index {
                text.breakParagraph()
                openBlocks.removeLast()
            }
            let node = tree.nodes[index]
            if node.name.isEmpty {
                if openBlocks.last?.isPreformatted == true {
                    text.appendPreformatted(node.text)
                } else {
                    text.append(node.text, keepsBlankLines: purpose == .fragment)
                }
            } else if isDropped(node, at: index, total: total, lengths: lengths, as: purpose) {
                if HTMLElements.blocks.contains(node.name) { text.breakParagraph() }
                index = node.end
                continue
            } else {
                open(node, in: &text, blocks: &openBlocks)
            }
            index += 1
        }
        return text.text
    }

    private static func open(
        _ node: MarkupTree.Node, in text: inout TextAssembler,
        blocks: inout [(end: Int, isPreformatted: Bool)]
    ) {
        switch node.name {
        case "br": text.breakLine()
        case "li", "tr", "dt", "dd": text.startLine()
        case "td", "th": text.separate()
        case _ where HTMLElements.blocks.contains(node.name):
            text.breakParagraph()
            blocks.append((node.end, node.name == "pre"))
        default: break
        }
    }

    private static func isDropped(
        _ node: MarkupTree.Node, at index: Int, total: Int, lengths: TextLengths,
        as purpose: Purpose
    ) -> Bool {
        if HTMLElements.dropped.contains(node.name) { return true }
        if HTMLElements.frames.contains(node.name) { return false }
        if node.attributes["hidden"] != nil { return true }
        let inside = index..<node.end
        // A class name proves little against half of the text.
        if BoxNames.isBox(node), lengths.text(in: inside) * 2 <= total { return true }
        guard purpose == .page else { return false }
        if HTMLElements.droppedFromPages.contains(node.name) {
            return lengths.text(in: inside) * 2 <= total
        }
        let isList = ["ul", "ol", "div", "section", "table"].contains(node.name)
        return isList && lengths.text(in: inside) > 0
            && lengths.links(in: inside) * 10 >= lengths.text(in: inside) * 7
            && lengths.text(in: inside) * 2 <= total
    }
}

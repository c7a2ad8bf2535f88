/// An HTML document as a flat list of nodes in document order.
///
/// Elements know where their content ends, so that walking needs no recursion. Elements deeper
/// than ``depthLimit`` and documents of more than ``nodeLimit`` nodes are read up to that place.
struct MarkupTree {
    /// An element or a text.
    struct Node {
        /// The element's name in lower case; empty for a text.
        var name: String
        /// Those attributes that say something of structure or meaning.
        var attributes: [String: String] = [:]
        /// The bytes of a text.
        var text: [UInt8] = []
        /// The place of the element around it; -1 at the top.
        var parent: Int
        /// The place after the last node inside it.
        var end: Int
    }

    /// Deeper than any page made for readers; quadratic work in the parser stays small.
    static let depthLimit = 512
    static let nodeLimit = 2_000_000

    fileprivate(set) var nodes: [Node] = []
    /// Whether the document was deeper or larger than the limits and its rest was left out.
    fileprivate(set) var isCut = false

    init() {}

    /// Parses a document or fragment in UTF-8.
    init(html bytes: [UInt8]) {
        let builder = Builder()
        var limiter = AttributeLimiter()
        LibXML.parseHTML(limiter.limited(bytes), handler: builder)
        self = builder.finished()
    }

    /// The places of all elements of that name inside `range`, or in the whole document.
    func elements(named name: String, in range: Range<Int>? = nil) -> [Int] {
        (range ?? 0..<nodes.count).filter { nodes[$0].name == name }
    }

    /// All text inside an element, as it stands.
    func rawText(of index: Int) -> String {
        var bytes: [UInt8] = []
        for node in nodes[index..<nodes[index].end] { bytes += node.text }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension MarkupTree {
    /// Builds the list from parser events.
    private final class Builder: MarkupHandler {
        private var tree = MarkupTree()
        private var open: [Int] = []

        var isDone: Bool { tree.isCut }

        func startElement(_ name: MarkupName, attributes: [MarkupAttribute]) {
            guard open.count < MarkupTree.depthLimit, tree.nodes.count < MarkupTree.nodeLimit
            else {
                tree.isCut = true
                return
            }
            var kept: [String: String] = [:]
            for attribute in attributes {
                let name = attribute.name.local.lowercased()
                if keptAttributes.contains(name), kept[name] == nil { kept[name] = attribute.value }
            }
            let index = tree.nodes.count
            tree.nodes.append(
                Node(
                    name: name.local.lowercased(), attributes: kept, parent: open.last ?? -1,
                    end: index + 1))
            open.append(index)
        }

        func endElement() {
            guard let index = open.popLast() else { return }
            tree.nodes[index].end = tree.nodes.count
        }

        func text(_ bytes: [UInt8]) {
            if let last = tree.nodes.indices.last, tree.nodes[last].name.isEmpty,
                tree.nodes[last].parent == open.last ?? -1
            {
                tree.nodes[last].text += bytes
                return
            }
            guard tree.nodes.count < MarkupTree.nodeLimit else {
                tree.isCut = true
                return
            }
            let index = tree.nodes.count
            tree.nodes.append(
                Node(name: "", text: bytes, parent: open.last ?? -1, end: index + 1))
        }

        func entityDeclaration() {}

        func finished() -> MarkupTree {
            while !open.isEmpty { endElement() }
            return tree
        }

        private let keptAttributes: Set<String> = [
            "class", "id", "itemprop", "property", "name", "content", "rel", "href", "lang",
            "type", "datetime", "role", "hidden", "src", "alt", "aria-hidden",
        ]
    }
}

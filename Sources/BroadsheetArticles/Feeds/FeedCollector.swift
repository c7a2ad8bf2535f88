/// Collects the elements on the level of a feed's items from parser events.
final class FeedCollector: MarkupHandler {
    /// Why a feed is not read further.
    enum Refusal: Hashable {
        case notAFeed(root: String)
        case declaresEntities
        case tooDeep
    }

    /// Deeper than any feed: items hold a handful of levels, markup inside Atom some dozens.
    static let depthLimit = 200

    /// The elements that are complete, to be taken by the reader.
    var finished: [FeedElement] = []
    /// Set when the feed is not read further.
    private(set) var refusal: Refusal?

    /// The language that the root element names.
    private(set) var rootLanguage: String?

    private var depth = 0
    private var itemDepth = 1
    private var element: FeedElement?
    /// Fields that are open, by their place in the element.
    private var open: [Int] = []
    /// Elements that are open inside a field whose content is markup.
    private var openMarkup: [String] = []
    /// What the element at hand takes, in bytes; beyond the limit nothing more of it is kept.
    private var size = 0

    var isDone: Bool { refusal != nil }

    func startElement(_ name: MarkupName, attributes: [MarkupAttribute]) {
        let fullName = FeedVocabulary.name(name)
        guard depth < Self.depthLimit else {
            refusal = .tooDeep
            return
        }
        defer { depth += 1 }
        if depth == 0 {
            rootLanguage = attributes.first { $0.name.local == "lang" }?.value
            return startRoot(fullName)
        }
        guard depth >= itemDepth else { return }
        var values: [String: String] = [:]
        for attribute in attributes {
            values[FeedVocabulary.name(attribute.name)] = attribute.value
        }
        if depth == itemDepth {
            element = FeedElement(name: fullName, attributes: values)
            size = 0
        } else if holdsMarkup {
            openMarkup.append(name.local)
            append(Array("<\(name.local)>".utf8))
        } else {
            startField(fullName, attributes: values)
        }
    }

    func endElement() {
        depth -= 1
        if depth == itemDepth {
            element?.isTooLarge = size > ReadingLimit.recordBytes
            if let element { finished.append(element) }
            element = nil
            open = []
            openMarkup = []
        } else if depth > itemDepth {
            if let name = openMarkup.popLast() {
                append(Array("</\(name)>".utf8))
            } else {
                open.removeLast(min(1, open.count))
            }
        }
    }

    func text(_ bytes: [UInt8]) {
        guard element != nil else { return }
        // Inside markup, what the parser has decoded must be written as markup again.
        append(openMarkup.isEmpty && !holdsTypedMarkup ? bytes : Self.escaped(bytes))
    }

    func entityDeclaration() { refusal = .declaresEntities }

    private func startRoot(_ name: String) {
        switch name {
        case "rss": itemDepth = 2
        case "rdf:RDF", "atom:feed", "feed", "channel": itemDepth = 1
        default: refusal = .notAFeed(root: name)
        }
    }

    private func startField(_ name: String, attributes: [String: String]) {
        let path = openField.map { "\($0.path)/\(name)" } ?? name
        size += path.utf8.count + attributes.reduce(128) { $0 + 64 + $1.value.utf8.count }
        // A place without a field: text inside it is dropped.
        open.append(element?.fields.count ?? 0)
        guard size <= ReadingLimit.recordBytes else { return }
        element?.fields.append(FeedElement.Field(path: path, attributes: attributes))
    }

    private func append(_ bytes: [UInt8]) {
        size += bytes.count
        guard size <= ReadingLimit.recordBytes else { return }
        guard let index = open.last else {
            element?.ownText += bytes
            return
        }
        if openField != nil { element?.fields[index].bytes += bytes }
    }

    /// The innermost field that is open.
    private var openField: FeedElement.Field? {
        guard let index = open.last, let fields = element?.fields, fields.indices.contains(index)
        else { return nil }
        return fields[index]
    }

    /// Whether elements inside the innermost field are markup of a text, not fields.
    private var holdsMarkup: Bool {
        openField.map { Self.textFields.contains($0.path) } ?? false
    }

    private var holdsTypedMarkup: Bool {
        openField?.attributes["type"] == "xhtml"
    }

    private static func escaped(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "<"): result += Array("&lt;".utf8)
            case UInt8(ascii: "&"): result += Array("&amp;".utf8)
            default: result.append(byte)
            }
        }
        return result
    }

    private static let textFields: Set<String> = [
        "atom:content", "atom:summary", "atom:title", "content:encoded", "description", "title",
    ]
}

/// One element of a feed on the level of its items, with everything inside it as flat fields.
struct FeedElement {
    /// The element's own name.
    var name: String
    /// The element's own attributes.
    var attributes: [String: String]
    /// Text directly inside it.
    var ownText: [UInt8] = []
    /// What stands inside it, in document order of the beginnings.
    var fields: [Field] = []
    /// Whether it was larger than a record may be, so that its end is missing.
    var isTooLarge = false

    /// An element inside a feed element.
    struct Field {
        /// Names from the feed element downwards, such as `atom:author/atom:name`.
        var path: String
        var attributes: [String: String]
        var bytes: [UInt8] = []

        /// Its text, without blanks at the ends.
        var text: String { TextLine.trimmed(String(decoding: bytes, as: UTF8.self)) }
    }

    /// The text of the first field of that path which has one.
    func text(_ path: String) -> String? {
        fields.lazy.filter { $0.path == path }.map(\.text).first { !$0.isEmpty }
    }

    /// The text of the first of several paths which has one.
    func text(anyOf paths: String...) -> String? {
        paths.lazy.compactMap { text($0) }.first
    }

    /// The texts of all fields of that path, without empty and repeated ones.
    func texts(_ path: String) -> [String] {
        var seen: Set<[UInt8]> = []
        return fields.filter { $0.path == path }.map(\.text)
            .filter { !$0.isEmpty && seen.insert(Array($0.utf8)).inserted }
    }

    /// All fields of that path.
    func all(_ path: String) -> [Field] { fields.filter { $0.path == path } }
}

/// The names of feed elements with one prefix for each vocabulary, whatever the document calls it.
enum FeedVocabulary {
    private static let prefixes: [String: String] = [
        "": "",
        "http://purl.org/rss/1.0/": "",
        "http://my.netscape.com/rdf/simple/0.9/": "",
        "http://backend.userland.com/rss2": "",
        "http://purl.org/rss/1.0/modules/content/": "content:",
        "http://purl.org/dc/elements/1.1/": "dc:",
        "http://purl.org/dc/terms/": "dcterms:",
        "http://search.yahoo.com/mrss/": "media:",
        "http://search.yahoo.com/mrss": "media:",
        "http://www.w3.org/2005/Atom": "atom:",
        "http://purl.org/atom/ns#": "atom:",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
        "http://www.w3.org/1999/xhtml": "xhtml:",
        "http://www.w3.org/XML/1998/namespace": "xml:",
        "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
        "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    ]

    /// The name with our prefix; with the document's own for a vocabulary we do not know.
    static func name(_ name: MarkupName) -> String {
        let namespace = name.namespace ?? ""
        if namespace.hasPrefix("http://wordpress.org/export/") {
            return (namespace.hasSuffix("/excerpt/") ? "excerpt:" : "wp:") + name.local
        }
        if namespace.isEmpty, let prefix = name.prefix { return "\(prefix):\(name.local)" }
        if let prefix = prefixes[namespace] { return prefix + name.local }
        return name.prefix.map { "\($0):\(name.local)" } ?? name.local
    }
}

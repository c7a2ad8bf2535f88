/// The sections of a Global Privacy Platform string, version 1, not yet read.
///
/// Format: "Global Privacy Platform String", IAB Tech Lab: header and sections separated by `~`.
/// Header, in bits, base64url: Type 6 (is 3) · Version 6 (is 1) · ids of the sections in their
/// order as a Fibonacci range: number of items 12 · each: is a group 1 · offset from the last id
/// (Fibonacci) · for a group the offset from its first to its last id (Fibonacci).
struct GPPString: Sendable, Hashable {
    /// One section as it stands there.
    struct Section: Sendable, Hashable {
        let id: Int
        let text: String
    }

    /// Most sections read; there are 27 ids.
    static let maximumSections = 64

    /// In the order of the header, by rising id.
    let sections: [Section]

    init(_ text: String) throws(ConsentStringError) {
        let parts = try text.consentParts(separator: "~")
        guard let header = parts.first else { throw .truncated }
        var reader = try BitReader(header)
        let ids = try Self.sectionIDs(&reader, limit: min(parts.count - 1, Self.maximumSections))
        guard ids.count == parts.count - 1 else { throw .sectionCount }
        sections = zip(ids, parts.dropFirst()).map { Section(id: $0, text: String(Substring($1))) }
    }

    /// - Parameter limit: How many there can be, so that a short header cannot ask for millions.
    private static func sectionIDs(
        _ reader: inout BitReader, limit: Int
    ) throws(ConsentStringError) -> [Int] {
        let type = try reader.number(6)
        guard type == 3 else { throw .unknownType(type) }
        let version = try reader.number(6)
        guard version == 1 else { throw .unknownVersion(version) }
        var ids: [Int] = []
        var last = 0
        for _ in 0..<(try reader.number(12)) {
            let isGroup = try reader.flag()
            let first = last + (try reader.fibonacciNumber())
            last = isGroup ? first + (try reader.fibonacciNumber()) : first
            guard ids.count + last - first + 1 <= limit else { throw .sectionCount }
            ids.append(contentsOf: first...last)
        }
        try reader.end()
        return ids
    }
}

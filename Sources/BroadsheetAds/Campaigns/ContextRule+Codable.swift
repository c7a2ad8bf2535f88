import Foundation

/// JSON of the shape that campaign files have below `context`. A key that is not known or a value
/// out of bounds makes the whole unreadable: what is left of such a rule would let a line item stand
/// where it should not.
extension ContextRule: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case brief, keywords
        case atLeast = "at_least"
        case weighs
    }

    package init(from decoder: any Decoder) throws {
        try KnownNames.check(decoder, CodingKeys.allCases.map(\.rawValue))
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            brief: try values.decodeIfPresent(String.self, forKey: .brief) ?? "",
            keywords: try values.decodeIfPresent([String].self, forKey: .keywords) ?? [],
            atLeast: try values.decodeIfPresent(Double.self, forKey: .atLeast)
                ?? Self.standardLeast,
            weighs: try values.decodeIfPresent(Bool.self, forKey: .weighs) ?? false)
        try KnownNames.refuse(problems, decoder)
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        if !brief.isEmpty { try values.encode(brief, forKey: .brief) }
        if !keywords.isEmpty { try values.encode(keywords, forKey: .keywords) }
        try values.encode(atLeast, forKey: .atLeast)
        if weighs { try values.encode(weighs, forKey: .weighs) }
    }
}

/// JSON of the shape that campaign files have below `brand_safety`, as strict as ``ContextRule``'s.
extension BrandSafety: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case topics, keywords
        case atLeast = "at_least"
    }

    package init(from decoder: any Decoder) throws {
        try KnownNames.check(decoder, CodingKeys.allCases.map(\.rawValue))
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            topics: try values.decodeIfPresent([String].self, forKey: .topics) ?? [],
            keywords: try values.decodeIfPresent([String].self, forKey: .keywords) ?? [],
            atLeast: try values.decodeIfPresent(Double.self, forKey: .atLeast)
                ?? Self.standardLeast)
        try KnownNames.refuse(problems, decoder)
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        if !topics.isEmpty { try values.encode(topics, forKey: .topics) }
        if !keywords.isEmpty { try values.encode(keywords, forKey: .keywords) }
        try values.encode(atLeast, forKey: .atLeast)
    }
}

/// Strictness that synthesised decoding lacks.
private enum KnownNames {
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Throws where an object has a key that is not among `names`.
    static func check(_ decoder: any Decoder, _ names: [String]) throws {
        let keys = try decoder.container(keyedBy: Name.self).allKeys.map(\.stringValue)
        let unknown = keys.filter { key in !names.contains(where: key.isExactly) }.sorted()
        try refuse(unknown.map { "unknown key \($0.shortened)" }, decoder)
    }

    /// Throws the first problem.
    static func refuse(_ problems: [String], _ decoder: any Decoder) throws {
        guard let problem = problems.first else { return }
        throw DecodingError.dataCorrupted(
            DecodingError.Context(codingPath: decoder.codingPath, debugDescription: problem))
    }
}

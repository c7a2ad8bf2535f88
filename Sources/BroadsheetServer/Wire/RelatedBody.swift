/// What `POST /v1/related` takes beside the article.
struct DraftOptions: Decodable, Sendable {
    var limit: WholeNumber?
    var exclude: [String]?
    var explain: Bool?
    var like: [String]?
    var notLike: [String]?
    var rules: RuleTexts?
    /// Whether the body holds anything else: then it is an article, too.
    var hasArticle: Bool

    /// The keys, so that they don't count as unknown keys of the article.
    static let keys = Set(CodingKeys.allCases.map(\.rawValue))

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case limit, exclude, explain, like, rules
        case notLike = "not_like"
    }

    private struct AnyKey: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        limit = try container.decodeIfPresent(WholeNumber.self, forKey: .limit)
        exclude = try container.decodeIfPresent([String].self, forKey: .exclude)
        explain = try container.decodeIfPresent(Bool.self, forKey: .explain)
        like = try container.decodeIfPresent([String].self, forKey: .like)
        notLike = try container.decodeIfPresent([String].self, forKey: .notLike)
        rules = try container.decodeIfPresent(RuleTexts.self, forKey: .rules)
        hasArticle = try decoder.container(keyedBy: AnyKey.self).allKeys.contains {
            !Self.keys.contains($0.stringValue)
        }
    }
}

/// Changes to the rules of a list: an object of texts, numbers and lists by name, such as
/// `{"half_life_days": 14, "fallback": ["story", "latest"]}`.
struct RuleTexts: Decodable, Sendable {
    /// Each rule as a query parameter would say it.
    var texts: [String: String]

    private struct Value: Decodable {
        var text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self.text = text
            } else if let isOn = try? container.decode(Bool.self) {
                text = isOn ? "true" : "false"
            } else if let words = try? container.decode([String].self) {
                text = words.joined(separator: ",")
            } else {
                text = "\(try container.decode(Double.self))"
            }
        }
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.singleValueContainer().decode([String: Value].self)
        texts = values.mapValues(\.text)
    }
}

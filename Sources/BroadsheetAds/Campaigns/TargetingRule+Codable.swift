import Foundation

/// JSON of the same shape as campaign files, one key to a mapping: `{"all":[{"section":["World"]},
/// {"not":{"tag":["war"]}}]}`. Reading never fails: what is not understood is unreadable.
extension TargetingRule: Codable {
    package init(from decoder: any Decoder) throws {
        guard let tree = try? JSONTree(from: decoder) else {
            self = .unreadable
            return
        }
        self = TargetingReader.read(tree.node).rule
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: FieldName.self)
        switch self {
        case .all(let parts): try container.encode(parts, forKey: FieldName("all"))
        case .any(let parts): try container.encode(parts, forKey: FieldName("any"))
        case .not(let part): try container.encode(part, forKey: FieldName("not"))
        case .unreadable: try container.encode(true, forKey: FieldName("unreadable"))
        case .test(let test):
            let name = FieldName(test.dimension.rawValue)
            if test.dimension == .keyValues {
                var keys = container.nestedContainer(keyedBy: FieldName.self, forKey: name)
                try keys.encode(test.values, forKey: FieldName(test.key))
            } else {
                try container.encode(test.values, forKey: name)
            }
        }
    }

    /// The rule as JSON text, the same for equal rules.
    package func jsonText() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// The rule of a JSON text; unreadable when it is none.
    package init(jsonText: String) {
        self =
            (try? JSONDecoder().decode(TargetingRule.self, from: Data(jsonText.utf8)))
            ?? .unreadable
    }
}

/// A key of a JSON object.
private struct FieldName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ text: String) { stringValue = text }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
}

/// Texts, lists and mappings of a JSON document as the reader of campaign files sees them.
private struct JSONTree: Decodable {
    let node: YAMLNode

    /// Levels of lists and mappings; a rule of ``TargetingRule/maximumDepth`` needs fewer.
    private static let maximumDepth = 64

    init(from decoder: any Decoder) throws {
        guard decoder.codingPath.count <= Self.maximumDepth else {
            let context = DecodingError.Context(
                codingPath: [], debugDescription: "nested too deeply")
            throw DecodingError.dataCorrupted(context)
        }
        if let container = try? decoder.container(keyedBy: FieldName.self) {
            // The decoder lists keys in the order of a hash table.
            let keys = container.allKeys.sorted {
                ExactID($0.stringValue) < ExactID($1.stringValue)
            }
            node = .mapping(
                try keys.map { key in
                    let value = try container.decode(JSONTree.self, forKey: key).node
                    return YAMLNode.Entry(key: key.stringValue, line: 0, value: value)
                }, line: 0)
        } else if var list = try? decoder.unkeyedContainer() {
            var items: [YAMLNode] = []
            while !list.isAtEnd { items.append(try list.decode(JSONTree.self).node) }
            node = .list(items, line: 0)
        } else {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                node = .text(text, line: 0)
            } else {
                node = .text(String(try container.decode(Int.self)), line: 0)
            }
        }
    }
}

/// A YAML value as campaign files need it: text stays text, whatever YAML's own types say.
///
/// `1.0`, `no`, `2024-07-01` are the letters that stand in the file. An empty value, `~` and `null`
/// without quotes are `nothing`. Explicit tags are ignored.
package enum YAMLNode {
    case nothing(line: Int)
    case text(String, line: Int)
    case list([YAMLNode], line: Int)
    case mapping([Entry], line: Int)

    /// A key with its value; keys of one mapping are unique.
    package struct Entry {
        package let key: String
        package let line: Int
        package let value: YAMLNode
    }

    /// Line where the value begins, from 1.
    package var line: Int {
        switch self {
        case .nothing(let line), .text(_, let line), .list(_, let line), .mapping(_, let line):
            line
        }
    }

    /// Whether it is a text without letters, such as `""`.
    var isEmptyText: Bool {
        if case .text(let text, _) = self { text.isEmpty } else { false }
    }

    /// What stands there, for problem texts.
    package var found: String {
        switch self {
        case .nothing: "nothing"
        case .text(let text, _): "`\(text.shortened)`"
        case .list: "a list"
        case .mapping: "a mapping"
        }
    }
}

extension String {
    /// The text for use in a problem: at most 80 characters, control characters as `\u{…}`.
    package var shortened: String {
        var result = ""
        for scalar in unicodeScalars.prefix(80) {
            if scalar.properties.generalCategory == .control {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return unicodeScalars.count > 80 ? result + "…" : result
    }
}

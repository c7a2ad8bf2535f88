/// Reads a ``TargetingRule`` from the mapping below `targeting`.
///
/// The one reader for campaign files and for JSON of storage and ledger: whatever it has a problem
/// with makes the whole rule unreadable.
struct TargetingReader {
    /// Something that is not understood, and its line.
    struct Problem {
        let text: String
        let line: Int
    }

    private(set) var problems: [Problem] = []

    /// The rule, and everything wrong with it; unreadable when there is anything.
    static func read(_ node: YAMLNode) -> (rule: TargetingRule, problems: [Problem]) {
        var reader = TargetingReader()
        let rule = reader.rule(node, depth: 1)
        return (reader.problems.isEmpty ? rule : .unreadable, reader.problems)
    }

    private static let connectives = ["all", "any", "not"]
    private static let keys = connectives + TargetingDimension.allCases.map(\.rawValue)

    private mutating func fail(_ text: String, _ line: Int) -> TargetingRule {
        problems.append(Problem(text: text, line: line))
        return .unreadable
    }

    private mutating func rule(_ node: YAMLNode, depth: Int) -> TargetingRule {
        guard depth <= TargetingRule.maximumDepth else {
            let limit = TargetingRule.maximumDepth
            return fail(
                "`targeting` is nested deeper than \(limit) levels; write it flatter", node.line)
        }
        guard case .mapping(let entries, let line) = node, !entries.isEmpty else {
            let expected = "expected a mapping such as `section: [World]`"
            return fail("`targeting`: found \(node.found), \(expected)", node.line)
        }
        let parts = entries.flatMap { entry -> [TargetingRule] in
            switch entry.key {
            case "all": [.all(rules(entry, depth: depth))]
            case "any": [.any(rules(entry, depth: depth))]
            case "not": [.not(rule(entry.value, depth: depth + 1))]
            default: tests(entry)
            }
        }
        guard let first = parts.first else { return fail("`targeting` holds no test", line) }
        return parts.count == 1 ? first : .all(parts)
    }

    private mutating func rules(_ entry: YAMLNode.Entry, depth: Int) -> [TargetingRule] {
        guard case .list(let items, _) = entry.value, !items.isEmpty else {
            let expected = "expected a list of mappings such as `- section: [World]`"
            return [fail("`\(entry.key)`: found \(entry.value.found), \(expected)", entry.line)]
        }
        return items.map { rule($0, depth: depth + 1) }
    }

    private mutating func tests(_ entry: YAMLNode.Entry) -> [TargetingRule] {
        guard let dimension = TargetingDimension(rawValue: entry.key) else {
            let hint = Spelling.hint(for: entry.key, among: Self.keys)
            let problem = "unknown key `\(entry.key.shortened)` in `targeting`\(hint)"
            return [fail(problem, entry.line)]
        }
        guard dimension == .keyValues else {
            return [.test(TargetingTest(dimension, values(entry, of: dimension)))]
        }
        guard case .mapping(let keys, _) = entry.value, !keys.isEmpty else {
            let expected = "expected a mapping such as `{edition: [morning]}`"
            return [fail("`key_values`: found \(entry.value.found), \(expected)", entry.line)]
        }
        return keys.map { key in
            .test(TargetingTest(.keyValues, key: key.key, values(key, of: .keyValues)))
        }
    }

    /// The values of a list, or the one value that stands alone.
    private mutating func values(
        _ entry: YAMLNode.Entry, of dimension: TargetingDimension
    ) -> [String] {
        let items: [YAMLNode]
        switch entry.value {
        case .text: items = [entry.value]
        case .list(let list, _): items = list
        case .nothing, .mapping: items = []
        }
        if items.isEmpty {
            let problem = "`\(entry.key.shortened)`: found \(entry.value.found)"
            _ = fail("\(problem), expected \(dimension.expected)", entry.line)
        }
        var values: [String] = []
        for item in items {
            if case .text(let text, _) = item, let found = dimension.values(of: text) {
                for value in found where !values.contains(where: value.isExactly) {
                    values.append(value)
                }
            } else {
                let problem = "`\(entry.key.shortened)`: found \(item.found)"
                _ = fail("\(problem), expected \(dimension.expected)", item.line)
            }
        }
        return values
    }
}

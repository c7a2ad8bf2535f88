/// One mapping of a campaign file, its `id` read and its keys checked.
struct ObjectFields {
    let kind: Locus.Kind
    /// Empty when the file names none, or one that is taken: such an object is read for its
    /// problems only.
    let id: String
    let line: Int
    let entries: [YAMLNode.Entry]

    var isNamed: Bool { !id.isEmpty }

    func locus(_ field: String = "") -> Locus { Locus(kind, id, field) }

    func entry(_ key: String) -> YAMLNode.Entry? { entries.first { $0.key.isExactly(key) } }
}

/// The keys of an object.
struct KnownKeys {
    var accepted: [String]
    /// Keys that a later version understands.
    var later: [String] = []
}

extension CatalogueBuilder {
    /// The fields of an object with an id; nil, and a problem, when the node is no mapping.
    mutating func object(
        _ node: YAMLNode, _ kind: Locus.Kind, _ keys: KnownKeys
    ) -> ObjectFields? {
        guard let entries = mapping(node, keys, what: kind.rawValue) else { return nil }
        let unnamed = ObjectFields(kind: kind, id: "", line: node.line, entries: entries)
        guard let id = text("id", of: unnamed), !id.isEmpty else {
            if unnamed.entry("id").map({ $0.value.isNothing || $0.value.isEmptyText }) ?? true {
                problem("\(kind.rawValue) has no `id`; give it one", line: node.line)
            }
            return unnamed
        }
        if let other = place(of: Locus(kind, id)) {
            let name = "\(kind.rawValue) `\(id.shortened)`"
            problem("\(name) stands at \(other) already; ids are unique", line: node.line)
            return unnamed
        }
        remember(Locus(kind, id), line: node.line)
        for entry in entries { remember(Locus(kind, id, entry.key), line: entry.line) }
        return ObjectFields(kind: kind, id: id, line: node.line, entries: entries)
    }

    /// The entries of a mapping, unknown keys reported; nil, and a problem, when it is none.
    mutating func mapping(
        _ node: YAMLNode, _ keys: KnownKeys, what: String
    ) -> [YAMLNode.Entry]? {
        guard case .mapping(let entries, _) = node else {
            let expected = "expected a mapping with \(keys.accepted.quotedList)"
            problem("\(what): found \(node.found), \(expected)", line: node.line)
            return nil
        }
        for entry in entries where !keys.accepted.contains(where: entry.key.isExactly) {
            let name = entry.key.shortened
            if keys.later.contains(where: entry.key.isExactly) {
                problem("`\(name)` is not supported by this version; remove it", line: entry.line)
            } else if entry.key == "<<" {
                problem("merge keys (`<<`) are not supported; write them out", line: entry.line)
            } else {
                let hint = Spelling.hint(for: entry.key, among: keys.accepted)
                problem("unknown key `\(name)` in \(what)\(hint)", line: entry.line)
            }
        }
        return entries
    }

    /// The text of a field; nil when it is absent or empty.
    mutating func text(_ key: String, of fields: ObjectFields) -> String? {
        guard let entry = fields.entry(key) else { return nil }
        switch entry.value {
        case .nothing: return nil
        case .text(let text, _): return text
        case .list, .mapping:
            let problem = "`\(key)`: found \(entry.value.found), expected text"
            self.problem(problem, line: entry.value.line, at: fields.locus(key))
            return nil
        }
    }

    /// A field that is written as text, read by `parse`; nil when absent or wrong.
    mutating func value<Value>(
        _ key: String, of fields: ObjectFields, expected: String, parse: (String) -> Value?
    ) -> Value? {
        guard let text = text(key, of: fields) else { return nil }
        if let value = parse(text) { return value }
        let problem = "`\(key)`: found `\(text.shortened)`, expected \(expected)"
        let line = fields.entry(key)?.line ?? fields.line
        self.problem(problem, line: line, at: fields.locus(key))
        return nil
    }

    /// A field that is one of a few words.
    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, of fields: ObjectFields, as type: Choice.Type = Choice.self
    ) -> Choice? {
        let words = Choice.allCases.map(\.rawValue)
        return value(key, of: fields, expected: words.alternatives) { Choice(rawValue: $0) }
    }

    /// The items of a list with their lines; empty when absent.
    mutating func items(_ key: String, of fields: ObjectFields) -> [YAMLNode] {
        guard let entry = fields.entry(key) else { return [] }
        switch entry.value {
        case .nothing: return []
        case .list(let items, _): return items
        case .text, .mapping:
            let problem = "`\(key)`: found \(entry.value.found), expected a list"
            self.problem(problem, line: entry.value.line, at: fields.locus(key))
            return []
        }
    }

    /// The items of a list, each read by `parse`.
    mutating func values<Value>(
        _ key: String, of fields: ObjectFields, expected: String, parse: (String) -> Value?
    ) -> [Value] {
        var result: [Value] = []
        for item in items(key, of: fields) {
            if case .text(let text, _) = item, let value = parse(text) {
                result.append(value)
            } else {
                let problem = "`\(key)`: found \(item.found), expected \(expected)"
                self.problem(problem, line: item.line, at: fields.locus(key))
            }
        }
        return result
    }

    mutating func texts(_ key: String, of fields: ObjectFields) -> [String] {
        values(key, of: fields, expected: "text") { $0 }
    }
}

extension YAMLNode {
    fileprivate var isNothing: Bool {
        switch self {
        case .nothing: true
        case .text(let text, _): text.isEmpty
        case .list, .mapping: false
        }
    }
}

extension [String] {
    /// `a`, `b` and `c`, for problem texts.
    var quotedList: String { map { "`\($0)`" }.joined(separator: ", ") }

    /// `a`, `b` or `c`.
    var alternatives: String {
        let quoted = map { "`\($0)`" }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
        return quoted.dropLast().joined(separator: ", ") + " or " + last
    }
}

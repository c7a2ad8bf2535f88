import Yams

/// Reads one YAML document into a ``YAMLNode``, with a bound on everything.
///
/// At most 1 MiB of text, 10,000 nodes after aliases are expanded and 32 levels. An alias takes the
/// value that its anchor had at that place; aliases as keys, keys that are no text, merge keys and
/// second documents are refused. The only file that knows Yams.
package struct YAMLComposer {
    /// A campaign file of thousands of line items stays far below.
    package static let maximumByteCount = 1 << 20
    /// Nodes after alias expansion; stops files whose aliases multiply.
    static let maximumNodeCount = 10_000
    /// Campaign files need eight levels; Yams and libyaml themselves stop at 1,000.
    static let maximumDepth = 32

    private static let tooDeep = "nested deeper than \(maximumDepth) levels; campaign files need 8"

    /// Keys marked by `?`: Yams hashes a whole list or mapping for each, at every level. Campaign
    /// files need none.
    static let maximumExplicitKeyCount = 16
    /// Characters composed again, all in all, to find further keys that stand twice.
    static let maximumRepeatedLength = 2 << 20

    /// A problem at a line of the text.
    package struct Problem: Error {
        package let line: Int
        package let text: String
    }

    private(set) var problems: [Problem] = []
    private var text: YAMLText
    private var anchors: [String: (node: YAMLNode, count: Int)] = [:]
    private var nodeCount = 0

    private init(text: YAMLText) { self.text = text }

    /// The document's value and everything wrong with it; nil for an empty document or one that
    /// could not be read at all.
    package static func compose(_ text: String) -> (root: YAMLNode?, problems: [Problem]) {
        guard let prepared = YAMLText(text) else {
            let problem = "found nearly every private-use character; remove them"
            return (nil, [Problem(line: 1, text: problem)])
        }
        var composer = YAMLComposer(text: prepared)
        do {
            let root = try composer.document()
            return (root, composer.problems)
        } catch {
            return (nil, composer.problems + [error])
        }
    }

    private mutating func document() throws(Problem) -> YAMLNode? {
        guard text.explicitKeyCount <= Self.maximumExplicitKeyCount else {
            throw Problem(line: 1, text: "found many keys marked by `?`; write `key: value`")
        }
        var composed = 0
        while true {
            composed += text.scalars.count
            do {
                // The encoding is named because Yams' default looks into the environment.
                let parser = try Parser(yaml: text.text, encoding: .utf8)
                guard let root = try parser.singleRoot() else { return nil }
                // Anchors of nodes are weak: the parser holds them.
                return try withExtendedLifetime(parser) { try convert(root, depth: 1).node }
            } catch let problem as Problem {
                throw problem
            } catch YamlError.duplicatedKeysInMapping(let names, let context) {
                let mark = context.mark
                let mayRepeat = composed <= Self.maximumRepeatedLength
                guard mayRepeat, text.setKeyAside(line: mark.line, column: mark.column) else {
                    let name = text.original(names.first ?? "").shortened
                    throw Problem(line: mark.line, text: "key `\(name)` stands twice; keep one")
                }
            } catch {
                throw problem(error)
            }
        }
    }

    // MARK: Nodes

    private mutating func convert(
        _ node: Node, depth: Int
    ) throws(Problem) -> (node: YAMLNode, count: Int) {
        let line = node.mark?.line ?? 1
        guard depth <= Self.maximumDepth else {
            throw Problem(line: line, text: Self.tooDeep)
        }
        let before = nodeCount
        try count(1, line: line)
        let result: YAMLNode
        switch node {
        case .scalar(let scalar):
            if let alias = try aliased(scalar, line: line) { return alias }
            result = value(of: scalar, line: line)
        case .sequence(let sequence):
            var items: [YAMLNode] = []
            for item in sequence { items.append(try convert(item, depth: depth + 1).node) }
            result = .list(items, line: line)
        case .mapping(let mapping):
            result = .mapping(try entries(of: mapping, depth: depth), line: line)
        case .alias:
            throw Problem(line: line, text: "found an alias out of place")
        }
        let expanded = nodeCount - before
        if let anchor = node.anchor { anchors[anchor.rawValue] = (result, expanded) }
        return (result, expanded)
    }

    private mutating func count(_ more: Int, line: Int) throws(Problem) {
        nodeCount += more
        guard nodeCount <= Self.maximumNodeCount else {
            let limit = "10,000 values, aliases expanded"
            throw Problem(line: line, text: "the file holds more than \(limit); split it")
        }
    }

    private mutating func aliased(
        _ scalar: Node.Scalar, line: Int
    ) throws(Problem) -> (node: YAMLNode, count: Int)? {
        guard scalar.style == .plain, scalar.string.unicodeScalars.first == text.asterisk else {
            return nil
        }
        let name = text.original(String(scalar.string.unicodeScalars.dropFirst()))
        guard let target = anchors[name] else {
            let alias = "alias `*\(name.shortened)`"
            throw Problem(
                line: line, text: "\(alias) has no anchor `&\(name.shortened)` before it")
        }
        try count(target.count - 1, line: line)
        return target
    }

    private func value(of scalar: Node.Scalar, line: Int) -> YAMLNode {
        if scalar.style == .plain, ["", "~", "null"].contains(scalar.string) {
            return .nothing(line: line)
        }
        return .text(text.original(scalar.string), line: line)
    }

    // MARK: Mappings

    private mutating func entries(
        of mapping: Node.Mapping, depth: Int
    ) throws(Problem) -> [YAMLNode.Entry] {
        var entries: [YAMLNode.Entry] = []
        var doubled: [(name: String, line: Int)] = []
        for (key, value) in mapping {
            let line = key.mark?.line ?? 1
            let converted = try convert(value, depth: depth + 1).node
            guard let name = name(of: key, line: line) else { continue }
            if let first = key.string?.unicodeScalars.first, text.setAside[first] != nil {
                doubled.append((name, line))
            } else {
                entries.append(YAMLNode.Entry(key: name, line: line, value: converted))
            }
        }
        for double in doubled {
            let kept = entries.first { $0.key.isExactly(double.name) }
            let again = kept.map { ", again on line \($0.line)" } ?? ""
            let problem = "key `\(double.name.shortened)` stands twice\(again); keep one"
            problems.append(Problem(line: double.line, text: problem))
        }
        return entries
    }

    private mutating func name(of key: Node, line: Int) -> String? {
        guard case .scalar(let scalar) = key else {
            problems.append(Problem(line: line, text: "found a list or mapping as key"))
            return nil
        }
        if scalar.style == .plain, scalar.string.unicodeScalars.first == text.asterisk {
            problems.append(Problem(line: line, text: "found an alias as key; write the key out"))
            return nil
        }
        return text.original(scalar.string)
    }

    // MARK: Errors of the parser

    private func problem(_ error: any Error) -> Problem {
        guard let error = error as? YamlError else {
            return Problem(line: 1, text: "not readable as YAML")
        }
        switch error {
        case .composer(_, let problem, let mark, _) where problem.contains("another document"):
            let text = "found a second document; put each into a file of its own"
            return Problem(line: mark.line, text: text)
        case .parser(_, let problem, let mark, _) where problem.hasPrefix("Maximum nesting"):
            return Problem(line: mark.line, text: Self.tooDeep)
        case .scanner(let context, let problem, let mark, _),
            .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let around = context.map { "\($0.text) from line \($0.mark.line), " } ?? ""
            return Problem(line: mark.line, text: "not valid YAML: \(around)\(problem)")
        case .reader(let problem, let offset, _, _):
            return Problem(line: line(at: offset ?? 0), text: "not valid YAML: \(problem)")
        default:
            return Problem(line: 1, text: "not readable as YAML")
        }
    }

    /// Line of the character at an offset.
    private func line(at offset: Int) -> Int {
        1 + text.text.prefix(offset).count { $0.isNewline }
    }
}

internal import BroadsheetAds

/// Reads `variants: [{name, share, …}]` of a settings file.
struct VariantReader {
    typealias Failure = SiteSettings.Failure

    /// Name of the file, for messages.
    var file: String

    /// The fields of one variant beside its name and share.
    struct Fields {
        var file: String
        var entries: [YAMLNode.Entry]

        /// A field that is one of a few words; nil when it is absent.
        func choice<Choice: RawRepresentable<String> & CaseIterable>(
            _ key: String, as type: Choice.Type = Choice.self
        ) throws(Failure) -> Choice? {
            guard let entry = entries.first(where: { $0.key == key }) else { return nil }
            if case .text(let text, _) = entry.value, let choice = Choice(rawValue: text) {
                return choice
            }
            let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure(
                description: "\(file):\(entry.line): \(key): found \(entry.value.found), "
                    + "expected one of \(words)")
        }
    }

    /// The variants below `node`, a mapping with the one key `variants`.
    func variants<Rule>(
        in node: YAMLNode, keys: [String], rule: (Fields) throws(Failure) -> Rule
    ) throws(Failure) -> [Configuration.Variant<Rule>] {
        guard case .mapping(let entries, _) = node, entries.count == 1,
            let list = entries.first, list.key == "variants",
            case .list(let items, _) = list.value
        else {
            throw Failure(
                description: "\(file):\(node.line): found \(node.found), expected "
                    + "variants: [{name: …, share: …}]")
        }
        return try variants(items, keys: keys, rule: rule)
    }

    /// The variants of a list.
    func variants<Rule>(
        _ items: [YAMLNode], keys: [String], rule: (Fields) throws(Failure) -> Rule
    ) throws(Failure) -> [Configuration.Variant<Rule>] {
        var variants: [Configuration.Variant<Rule>] = []
        for item in items {
            let variant = try variant(item, keys: keys, rule: rule)
            if variants.contains(where: { $0.name == variant.name }) {
                throw Failure(
                    description: "\(file):\(item.line): variant \(variant.name) stands twice")
            }
            variants.append(variant)
        }
        return variants
    }

    private func variant<Rule>(
        _ node: YAMLNode, keys: [String], rule: (Fields) throws(Failure) -> Rule
    ) throws(Failure) -> Configuration.Variant<Rule> {
        guard case .mapping(let entries, let line) = node else {
            throw Failure(
                description: "\(file):\(node.line): found \(node.found), expected "
                    + "{name: …, share: …}")
        }
        let known = ["name", "share"] + keys
        for entry in entries where !known.contains(entry.key) {
            throw Failure(
                description: "\(file):\(entry.line): unknown key \(entry.key); expected one of "
                    + known.joined(separator: ", "))
        }
        guard let name = text("name", in: entries), !name.isEmpty else {
            throw Failure(description: "\(file):\(line): a variant needs a name")
        }
        let hasShare = entries.contains { $0.key == "share" }
        let shareText = hasShare ? text("share", in: entries) : "1"
        guard let share = shareText.flatMap(Double.init), share > 0, share <= 1e6 else {
            throw Failure(
                description: "\(file):\(line): variant \(name): share is no number above 0")
        }
        return Configuration.Variant(
            name: name, share: share, rule: try rule(Fields(file: file, entries: entries)))
    }

    private func text(_ key: String, in entries: [YAMLNode.Entry]) -> String? {
        guard let entry = entries.first(where: { $0.key == key }),
            case .text(let text, _) = entry.value
        else { return nil }
        return text
    }
}

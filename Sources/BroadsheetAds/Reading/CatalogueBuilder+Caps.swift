extension CatalogueBuilder {
    private static let capKeys = KnownKeys(accepted: ["limit", "per", "scope", "label"])

    /// The caps of a campaign, a line item or a creative: `caps`, a list of mappings such as
    /// `{limit: 3, per: day, scope: line_item}`.
    ///
    /// Without a `scope` a cap counts the object that it stands on. A cap that cannot be read is
    /// reported and left out.
    mutating func readCaps(of fields: ObjectFields) -> [FrequencyCap] {
        var caps: [FrequencyCap] = []
        for node in items("caps", of: fields) {
            guard let entries = mapping(node, Self.capKeys, what: "cap") else {
                doubt(fields.locus("caps"))
                continue
            }
            let part = ObjectFields(
                kind: fields.kind, id: fields.id, line: node.line, entries: entries)
            guard let cap = readCap(part) else {
                doubt(fields.locus("caps"))
                continue
            }
            caps.append(cap)
        }
        return caps
    }

    private mutating func readCap(_ fields: ObjectFields) -> FrequencyCap? {
        let limits = FrequencyCap.limits
        let expected = "a whole number from \(limits.lowerBound) to \(limits.upperBound)"
        let limit = value("limit", of: fields, expected: expected) { text in
            let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
            guard text.utf8.allSatisfy(digits.contains) else { return nil as Int? }
            return Int(text).flatMap { limits.contains($0) ? $0 : nil }
        }
        let window = value(
            "per", of: fields, expected: CapWindow.expected, parse: CapWindow.init(text:))
        let scope: FrequencyCap.Scope? =
            isGiven("scope", fields) ? choice("scope", of: fields) : Self.ownScope(fields.kind)
        for key in ["limit", "per"] where !isGiven(key, fields) {
            problem("cap has no `\(key)`; add it", line: fields.line)
        }
        let label = text("label", of: fields)
        guard let limit, let window, let scope else { return nil }
        return FrequencyCap(limit: limit, window: window, scope: scope, label: label)
    }

    private func isGiven(_ key: String, _ fields: ObjectFields) -> Bool {
        guard let entry = fields.entry(key) else { return false }
        if case .nothing = entry.value { return false }
        return true
    }

    private static func ownScope(_ kind: Locus.Kind) -> FrequencyCap.Scope {
        switch kind {
        case .creative: .creative
        case .campaign: .campaign
        case .advertiser: .advertiser
        case .lineItem, .slot: .lineItem
        }
    }
}

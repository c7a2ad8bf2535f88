extension CatalogueBuilder {
    private static let contextKeys = KnownKeys(
        accepted: ["brief", "keywords", "at_least", "weighs"])
    private static let safetyKeys = KnownKeys(accepted: ["topics", "keywords", "at_least"])

    /// What an article has to be about: `context`, a mapping.
    mutating func readContext(of fields: ObjectFields) -> ContextRule? {
        let before = problemCount
        guard let part = part("context", of: fields, Self.contextKeys) else { return nil }
        var rule = ContextRule()
        rule.brief = text("brief", of: part) ?? ""
        rule.keywords = texts("keywords", of: part)
        if let least = readLeast(of: part, from: "0", isFit: { $0 >= 0 }) { rule.atLeast = least }
        rule.weighs =
            value("weighs", of: part, expected: "`true` or `false`") { Bool($0) } ?? false
        if problemCount > before { doubt(fields.locus("context")) }
        return rule
    }

    /// What an article may not be about: `brand_safety`, a mapping.
    mutating func readBrandSafety(of fields: ObjectFields) -> BrandSafety? {
        let before = problemCount
        guard let part = part("brand_safety", of: fields, Self.safetyKeys) else { return nil }
        var safety = BrandSafety()
        safety.topics = texts("topics", of: part)
        safety.keywords = texts("keywords", of: part)
        if let least = readLeast(of: part, from: "above 0", isFit: { $0 > 0 }) {
            safety.atLeast = least
        }
        if problemCount > before { doubt(fields.locus("brand_safety")) }
        return safety
    }

    /// `at_least`, a cosine; nil where it is not said or wrong.
    private mutating func readLeast(
        of part: ObjectFields, from bound: String, isFit: (Double) -> Bool
    ) -> Double? {
        value("at_least", of: part, expected: "a number from \(bound) to 1") { text in
            number(text).flatMap { isFit($0) && $0 <= 1 ? $0 : nil }
        }
    }
}

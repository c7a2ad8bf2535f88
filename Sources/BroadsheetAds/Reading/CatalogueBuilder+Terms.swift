import Foundation

/// The terms of a line item: flight, rules, goal, pacing and price.
extension CatalogueBuilder {
    /// How often one page may show a line item or an advertiser: `per_page: 2`.
    mutating func readPerPage(of fields: ObjectFields) -> Int? {
        let limits = PageRuleChecker.limits
        let expected = "a whole number from \(limits.lowerBound) to \(limits.upperBound)"
        return value("per_page", of: fields, expected: expected) { text in
            let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
            guard text.utf8.allSatisfy(digits.contains) else { return nil as Int? }
            return Int(text).flatMap { limits.contains($0) ? $0 : nil }
        }
    }

    private static let ruleKeys = KnownKeys(accepted: ["include", "exclude"])
    private static let priceKeys = KnownKeys(accepted: ["model", "amount"])
    private static let goalKeys = KnownKeys(accepted: Goal.Unit.allCases.map(\.rawValue))
    private static let budgetKeys = KnownKeys(accepted: ["daily", "lifetime"])
    private static let pacingKeys = KnownKeys(accepted: ["curve"])

    mutating func readMoment(
        _ key: String, of fields: ObjectFields, in zone: TimeZone
    ) -> Date? {
        let expected = "a date such as 2024-07-01 or a time such as 2024-07-01T18:00"
        return value(key, of: fields, expected: expected) { FlightTime.parse($0, in: zone) }
    }

    mutating func readRule(_ key: String, of fields: ObjectFields) -> InclusionRule {
        guard let part = part(key, of: fields, Self.ruleKeys) else { return InclusionRule() }
        return InclusionRule(
            include: texts("include", of: part), exclude: texts("exclude", of: part))
    }

    mutating func readPrice(of fields: ObjectFields) -> Price? {
        guard let part = part("price", of: fields, Self.priceKeys) else { return nil }
        let expected = "an amount such as \"4.20\" with at most six decimals"
        let amount = value("amount", of: part, expected: expected, parse: Micros.parse)
        let model: Price.Model? = choice("model", of: part)
        for key in ["model", "amount"] where part.entry(key) == nil {
            problem("price has no `\(key)`; add it", line: part.line)
        }
        guard let model, let amount else { return nil }
        return Price(model: model, amountMicros: amount)
    }

    mutating func readBudget(of fields: ObjectFields) -> Budget? {
        guard let part = part("budget", of: fields, Self.budgetKeys) else { return nil }
        func amount(_ key: String) -> Int64? {
            let expected = "an amount above 0 such as \"50.00\" with at most six decimals"
            let amount = value(key, of: part, expected: expected) { text in
                Micros.parse(text).filter { $0 > 0 }
            }
            if amount == nil, part.entry(key) != nil { doubt(fields.locus("budget")) }
            return amount
        }
        let budget = Budget(dailyMicros: amount("daily"), lifetimeMicros: amount("lifetime"))
        if part.entries.isEmpty {
            problem("`budget` takes `daily`, `lifetime` or both", line: part.line)
        }
        return budget
    }

    /// The mapping below a key, as fields of the same object.
    mutating func part(
        _ key: String, of fields: ObjectFields, _ keys: KnownKeys
    ) -> ObjectFields? {
        guard let entry = fields.entry(key) else { return nil }
        if case .nothing = entry.value { return nil }
        guard let entries = mapping(entry.value, keys, what: "`\(key)`") else { return nil }
        return ObjectFields(kind: fields.kind, id: fields.id, line: entry.line, entries: entries)
    }

    /// An unreadable rule stays with the line item, so that nobody takes it for one without rules.
    mutating func readTargeting(of fields: ObjectFields) -> TargetingRule? {
        guard let entry = fields.entry("targeting") else { return nil }
        let (rule, problems) = TargetingReader.read(entry.value)
        for problem in problems {
            self.problem(problem.text, line: problem.line, at: fields.locus("targeting"))
        }
        return rule
    }

    mutating func readGoal(of fields: ObjectFields) -> Goal? {
        guard let part = part("goal", of: fields, Self.goalKeys) else { return nil }
        let units = Goal.Unit.allCases.filter { part.entry($0.rawValue) != nil }
        guard units.count == 1, let unit = units.first else {
            if units.isEmpty == part.entries.isEmpty {
                let names = Goal.Unit.allCases.map(\.rawValue).alternatives
                problem("`goal` takes one of \(names)", line: part.line, at: fields.locus("goal"))
            }
            return nil
        }
        let expected = "a whole number from 1 to \(Int64.max)"
        let count = value(unit.rawValue, of: part, expected: expected) { text in
            text.utf8.allSatisfy { (48...57).contains($0) } ? Int64(text).filter { $0 > 0 } : nil
        }
        if count == nil { doubt(fields.locus("goal")) }
        return count.map { Goal(unit: unit, count: $0) }
    }

    mutating func readPacing(of fields: ObjectFields) -> Pacing? {
        guard let entry = fields.entry("pacing") else { return nil }
        if case .mapping = entry.value {
            guard let part = part("pacing", of: fields, Self.pacingKeys) else { return nil }
            let numbers = values("curve", of: part, expected: "a number") { number($0) }
            let curve = Pacing(curve: numbers)
            let isRead = numbers.count == items("curve", of: part).count
            if curve == nil, isRead, part.entries.allSatisfy({ $0.key == "curve" }) {
                let expected = "1 to 1000 numbers from 0 to 1000000000, not all 0"
                problem("`curve`: expected \(expected)", line: part.line)
            }
            return curve
        }
        let words = Pacing.words.map { "`\($0.word)`" }.joined(separator: ", ")
        return value("pacing", of: fields, expected: "\(words) or `{curve: [1, 2, 1]}`") { text in
            Pacing.words.first { $0.word.isExactly(text) }?.pacing
        }
    }
}

extension Optional {
    /// The value if it satisfies a condition.
    fileprivate func filter(_ isKept: (Wrapped) -> Bool) -> Wrapped? {
        flatMap { isKept($0) ? $0 : nil }
    }
}

/// A number in decimal digits, or one of the names of what is none.
func number(_ text: String) -> Double? {
    switch text.lowercased() {
    case "nan", ".nan": return .nan
    case "inf", ".inf", "+inf", "+.inf", "infinity": return .infinity
    case "-inf", "-.inf", "-infinity": return -.infinity
    default: break
    }
    let digits = Set("0123456789+-.eE".utf8)
    return text.utf8.allSatisfy(digits.contains) ? Double(text) : nil
}

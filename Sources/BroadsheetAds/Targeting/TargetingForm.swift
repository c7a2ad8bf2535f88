/// A line item's rules with `not` pushed down to the tests and taken apart into conditions that
/// must all hold.
///
/// A condition on one dimension (one of some values, or none of some values) is asked of the
/// bitmaps of that dimension and has its reason. Whatever else there is, such as "this section or
/// that country", is mixed and has the reason ``Ineligibility/targeting``.
struct TargetingForm {
    /// A rule without `not`.
    indirect enum Formula {
        case all([Formula])
        case any([Formula])
        /// One of the values.
        case accept(TargetingTest)
        /// None of the values, and something is known of the dimension.
        case reject(TargetingTest)
    }

    /// One of the values of these tests, which share a dimension.
    var accepts: [[TargetingTest]] = []
    /// None of the values.
    var rejects: [TargetingTest] = []
    /// Conditions over several tests.
    var mixed: [Formula] = []

    /// Conditions of the first kind that one dimension takes; further ones are mixed. Each is a
    /// bitmap of all line items.
    static let maximumAcceptCount = 8

    init(_ lineItem: LineItem) {
        add(lineItem.sections, .section)
        add(lineItem.tags, .tag)
        if let rule = lineItem.targeting { add(Self.formula(rule, isHeld: true)) }
    }

    init(_ conjunction: [Formula]) {
        for formula in conjunction { add(formula) }
    }

    private mutating func add(_ rule: InclusionRule, _ dimension: TargetingDimension) {
        if !rule.exclude.isEmpty { add(.reject(TargetingTest(dimension, rule.exclude))) }
        if !rule.include.isEmpty { add(.accept(TargetingTest(dimension, rule.include))) }
    }

    private mutating func add(_ formula: Formula) {
        switch formula {
        case .all(let parts): for part in parts { add(part) }
        case .accept(let test): add(accept: [test], else: formula)
        case .reject(let test): rejects.append(test)
        case .any(let parts):
            let tests = parts.compactMap { part in
                if case .accept(let test) = part { test } else { nil }
            }
            if parts.count == 1 {
                add(parts[0])
            } else if let first = tests.first, tests.count == parts.count,
                tests.allSatisfy({ $0.dimension == first.dimension })
            {
                add(accept: tests, else: formula)
            } else {
                mixed.append(formula)
            }
        }
    }

    private mutating func add(accept tests: [TargetingTest], else formula: Formula) {
        let count = accepts.count { $0.first?.dimension == tests.first?.dimension }
        if count < Self.maximumAcceptCount {
            accepts.append(tests)
        } else {
            mixed.append(formula)
        }
    }

    /// The rule, or its opposite, without `not`; alternatives of alternatives on one level.
    static func formula(_ rule: TargetingRule, isHeld: Bool) -> Formula {
        switch rule {
        case .test(let test): return isHeld ? .accept(test) : .reject(test)
        case .not(let part): return formula(part, isHeld: !isHeld)
        case .unreadable: return .any([])
        case .all(let parts), .any(let parts):
            let formulas = parts.map { formula($0, isHeld: isHeld) }
            if case .all = rule, isHeld { return .all(formulas) }
            if case .any = rule, !isHeld { return .all(formulas) }
            return .any(
                formulas.flatMap { part in
                    if case .any(let inner) = part { inner } else { [part] }
                })
        }
    }

    /// All mixed conditions as alternatives, each a list of tests that must all hold; nil when
    /// there would be more than `limit` of them.
    func alternatives(limit: Int) -> [[Formula]]? {
        var result: [[Formula]] = [[]]
        for formula in mixed {
            guard let parts = Self.alternatives(formula, limit: limit),
                parts.count * result.count <= limit
            else { return nil }
            result = result.flatMap { left in parts.map { left + $0 } }
        }
        return result
    }

    private static func alternatives(_ formula: Formula, limit: Int) -> [[Formula]]? {
        switch formula {
        case .accept, .reject: return [[formula]]
        case .any(let parts):
            var result: [[Formula]] = []
            for part in parts {
                guard let more = alternatives(part, limit: limit),
                    more.count + result.count <= limit
                else { return nil }
                result += more
            }
            return result
        case .all(let parts):
            var result: [[Formula]] = [[]]
            for part in parts {
                guard let more = alternatives(part, limit: limit),
                    more.count * result.count <= limit
                else { return nil }
                result = result.flatMap { left in more.map { left + $0 } }
            }
            return result
        }
    }
}

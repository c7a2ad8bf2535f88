/// Finds rules that no impression can satisfy.
///
/// Every alternative of a rule is a list of conditions that must all hold; a rule can never match
/// when each alternative holds a contradiction: it wants values that it excludes, wants two values
/// of something that an impression has one of, or excludes all there is. What is reported can never
/// match; a rule that is not reported may still be one that nothing ever matches.
struct TargetingChecker {
    /// More alternatives than this are not looked at.
    private static let limit = 256

    /// Why the line item can never match because of its `targeting`; nil when it may, when it has
    /// none, and when its sections and tags alone exclude each other.
    static func contradiction(in lineItem: LineItem) -> String? {
        guard let rule = lineItem.targeting, rule.isReadable else { return nil }
        var plain = lineItem
        plain.targeting = nil
        guard contradiction(in: TargetingForm(plain)) == nil else { return nil }
        let form = TargetingForm(lineItem)
        if let found = contradiction(in: form) { return found }
        guard !form.mixed.isEmpty, let alternatives = form.alternatives(limit: limit) else {
            return nil
        }
        var first: String?
        for alternative in alternatives {
            var whole = form
            whole.mixed = []
            let more = TargetingForm(alternative)
            whole.accepts += more.accepts
            whole.rejects += more.rejects
            guard let found = contradiction(in: whole) else { return nil }
            first = first ?? found
        }
        return first ?? "an `any` or `all` below it can't hold"
    }

    private static func contradiction(in form: TargetingForm) -> String? {
        for dimension in TargetingDimension.allCases {
            let rejected = form.rejects.filter { $0.dimension == dimension }
            let accepted = form.accepts.filter { $0.first?.dimension == dimension }
            if let found = contradiction(dimension, accepted, rejected) { return found }
        }
        return countries(form)
    }

    private static func contradiction(
        _ dimension: TargetingDimension, _ accepted: [[TargetingTest]], _ rejected: [TargetingTest]
    ) -> String? {
        let name = "`\(dimension.rawValue)`"
        let excluded = rejected.flatMap(values)
        var left: [[Value]] = []
        for tests in accepted {
            let wanted = tests.flatMap(values)
            let possible = wanted.filter { value in
                !excluded.contains { covers($0, value, dimension) }
            }
            guard !possible.isEmpty else {
                let shown = wanted.first.map { "`\($0.text.shortened)`" } ?? "nothing"
                return "\(name) wants \(shown) and excludes it"
            }
            left.append(possible)
        }
        if isSingle(dimension) {
            for (index, some) in left.enumerated() {
                for others in left[..<index]
                where !some.contains(where: { value in
                    others.contains {
                        covers($0, value, dimension) || covers(value, $0, dimension)
                    }
                }) {
                    let shown = "`\(others[0].text.shortened)` and `\(some[0].text.shortened)`"
                    return "\(name) wants \(shown) at once"
                }
            }
        }
        if let all = everything(dimension),
            all.allSatisfy({ text in excluded.contains { $0.text == text } })
        {
            return "\(name) excludes everything"
        }
        return nil
    }

    /// A region that lies in none of the countries.
    private static func countries(_ form: TargetingForm) -> String? {
        for countries in form.accepts where countries.first?.dimension == .country {
            let codes = countries.flatMap(\.values)
            for regions in form.accepts where regions.first?.dimension == .region {
                let names = regions.flatMap(\.values)
                guard !names.contains(where: { codes.contains(String($0.prefix(2))) }) else {
                    continue
                }
                return "`region` wants `\(names[0].shortened)`, which is in none of its countries"
            }
        }
        return nil
    }

    // MARK: Values

    private struct Value {
        let key: String
        let text: String
    }

    private static func values(_ test: TargetingTest) -> [Value] {
        test.values.map { Value(key: test.key, text: $0) }
    }

    /// Whether an impression with the second value always has the first.
    private static func covers(
        _ wide: Value, _ narrow: Value, _ dimension: TargetingDimension
    ) -> Bool {
        guard wide.key.isExactly(narrow.key) else { return false }
        if wide.text.isExactly(narrow.text) { return true }
        switch dimension {
        case .section: return SectionPath(wide.text).contains(SectionPath(narrow.text))
        case .language: return narrow.text.hasPrefix(wide.text + "-")
        case .url:
            if wide.text.contains("/") { return narrow.text.utf8.starts(with: wide.text.utf8) }
            let host = narrow.text.prefix { $0 != "/" }.prefix { $0 != ":" }
            return host == wide.text || host.hasSuffix("." + wide.text)
        case .tag, .keyword, .country, .region, .device, .weekday, .hour, .keyValues: return false
        }
    }

    /// Whether an impression has one value, and with it those that cover it.
    private static func isSingle(_ dimension: TargetingDimension) -> Bool {
        switch dimension {
        case .section, .language, .url, .country, .region, .device, .weekday, .hour: true
        case .tag, .keyword, .keyValues: false
        }
    }

    private static func everything(_ dimension: TargetingDimension) -> [String]? {
        switch dimension {
        case .device: DeviceClass.allCases.map(\.rawValue)
        case .weekday: TargetingDimension.weekdays
        case .hour: (0...23).map(String.init)
        default: nil
        }
    }
}

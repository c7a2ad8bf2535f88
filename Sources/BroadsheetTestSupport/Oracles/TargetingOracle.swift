package import BroadsheetAds
import Foundation

/// Whether one line item's rules hold for a request, asked the slow way: rule by rule, text by text.
package struct TargetingOracle {
    private let request: AdRequest
    private let timeZone: String

    package init(_ request: AdRequest, timeZone: String) {
        self.request = request
        self.timeZone = timeZone
    }

    /// The first reason, in the order of reasons, why the rules don't hold; nil when they do.
    package func reason(_ lineItem: LineItem) -> Ineligibility? {
        var parts: [(rule: TargetingRule, isHeld: Bool)] = []
        add(lineItem.sections, .section, to: &parts)
        add(lineItem.tags, .tag, to: &parts)
        if let rule = lineItem.targeting { parts.append((rule, true)) }
        var counts: [TargetingDimension: Int] = [:]
        var failed: Set<Ineligibility> = []
        for condition in parts.flatMap({ conditions($0.rule, $0.isHeld) }) {
            var reason = Ineligibility.targeting
            if let dimension = dimension(of: condition) {
                let isPositive = condition.alternatives.allSatisfy(\.isHeld)
                if isPositive { counts[dimension, default: 0] += 1 }
                // Further conditions on one dimension count as mixed.
                let isCounted = !isPositive || counts[dimension, default: 0] <= 8
                reason = isCounted ? Self.reason(dimension) : .targeting
            }
            let truths = condition.alternatives.map { truth($0.rule, $0.isHeld) }
            if !truths.contains(true) { failed.insert(reason) }
        }
        return Ineligibility.allCases.first(where: failed.contains)
    }

    private func add(
        _ rule: InclusionRule, _ dimension: TargetingDimension,
        to parts: inout [(rule: TargetingRule, isHeld: Bool)]
    ) {
        if !rule.exclude.isEmpty {
            parts.append((.test(TargetingTest(dimension, rule.exclude)), false))
        }
        if !rule.include.isEmpty {
            parts.append((.test(TargetingTest(dimension, rule.include)), true))
        }
    }

    // MARK: Conditions

    /// Alternatives of which one must hold.
    private struct Condition {
        var alternatives: [(rule: TargetingRule, isHeld: Bool)]
    }

    private func conditions(_ rule: TargetingRule, _ isHeld: Bool) -> [Condition] {
        switch (rule, isHeld) {
        case (.not(let part), _): return conditions(part, !isHeld)
        case (.all(let parts), true), (.any(let parts), false):
            return parts.flatMap { conditions($0, isHeld) }
        default:
            let found = alternatives(rule, isHeld)
            if found.count == 1, case .all = found[0].rule, found[0].isHeld {
                return conditions(found[0].rule, true)
            }
            if found.count == 1, case .any = found[0].rule, !found[0].isHeld {
                return conditions(found[0].rule, false)
            }
            return [Condition(alternatives: found)]
        }
    }

    private func alternatives(
        _ rule: TargetingRule, _ isHeld: Bool
    ) -> [(rule: TargetingRule, isHeld: Bool)] {
        switch (rule, isHeld) {
        case (.not(let part), _): alternatives(part, !isHeld)
        case (.any(let parts), true), (.all(let parts), false):
            parts.flatMap { alternatives($0, isHeld) }
        default: [(rule, isHeld)]
        }
    }

    /// The dimension of a condition that asks one alone: some of its values, or none of them.
    private func dimension(of condition: Condition) -> TargetingDimension? {
        let tests = condition.alternatives.compactMap { alternative -> TargetingTest? in
            guard case .test(let test) = alternative.rule else { return nil }
            return alternative.isHeld || condition.alternatives.count == 1 ? test : nil
        }
        guard tests.count == condition.alternatives.count, let first = tests.first,
            tests.allSatisfy({ $0.dimension == first.dimension })
        else { return nil }
        return first.dimension
    }

    private static func reason(_ dimension: TargetingDimension) -> Ineligibility {
        Ineligibility(rawValue: dimension.rawValue) ?? .targeting
    }

    // MARK: Truth

    /// nil when it hangs on what the request doesn't know.
    private func truth(_ rule: TargetingRule, _ isHeld: Bool) -> Bool? {
        let found = truth(rule)
        return found.map { $0 == isHeld }
    }

    private func truth(_ rule: TargetingRule) -> Bool? {
        switch rule {
        case .unreadable: return nil
        case .not(let part): return truth(part).map { !$0 }
        case .all(let parts):
            let truths = parts.map { truth($0) }
            if truths.contains(false) { return false }
            return truths.contains(nil) ? nil : true
        case .any(let parts):
            let truths = parts.map { truth($0) }
            if truths.contains(true) { return true }
            return truths.contains(nil) ? nil : false
        case .test(let test): return truth(test)
        }
    }

    private func truth(_ test: TargetingTest) -> Bool? {
        func known(_ text: String, _ holds: (String) -> Bool) -> Bool? {
            text.isEmpty ? nil : test.values.contains(where: holds)
        }
        switch test.dimension {
        case .section:
            return test.values.contains { value in
                isSame(request.articleSection, value)
                    || request.articleSection.utf8.starts(with: (value + "/").utf8)
            }
        case .tag:
            return test.values.contains { value in
                request.articleTags.contains { isSame($0, value) }
            }
        case .keyword:
            return test.values.contains { value in
                request.keywords.contains { isSame(folded($0), folded(value)) }
            }
        case .language:
            let language = folded(request.language)
            return known(language) { language == $0 || language.hasPrefix($0 + "-") }
        case .url: return known(request.url) { holds(address: $0) }
        case .country: return known(request.country) { folded($0) == folded(request.country) }
        case .region: return known(request.region) { folded($0) == folded(request.region) }
        case .device:
            return known(request.device?.rawValue ?? "") { $0 == request.device?.rawValue }
        case .weekday:
            let days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
            return test.values.contains(days[clock(.weekday) - 1])
        case .hour: return test.values.contains(String(clock(.hour)))
        case .keyValues:
            return test.values.contains { value in
                request.keyValues.contains { isSame($0.key, test.key) && isSame($0.value, value) }
            }
        }
    }

    private func isSame(_ left: String, _ right: String) -> Bool {
        Array(left.utf8) == Array(right.utf8)
    }

    private func folded(_ text: String) -> String {
        String(decoding: text.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }, as: UTF8.self)
    }

    private func clock(_ component: Calendar.Component) -> Int {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: timeZone) ?? .gmt
        return calendar.component(component, from: request.now)
    }

    private func holds(address value: String) -> Bool {
        var rest = request.url
        if let scheme = rest.range(of: "://") { rest = String(rest[scheme.upperBound...]) }
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        let host = folded(String(rest[..<end].split(separator: "@").last ?? ""))
        let path = String(rest[end...])
        let page = host + (path.hasPrefix("/") ? path : "/" + path)
        if value.contains("/") { return page.utf8.starts(with: value.utf8) }
        let name = String(host.split(separator: ":").first ?? "")
        return value == host || value == name || name.hasSuffix("." + value)
    }
}

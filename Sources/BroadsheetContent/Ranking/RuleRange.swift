/// A rule that was given a value which it can't have; the text says found and expected.
package struct RuleProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// Name of the setting as files and requests know it, such as `half_life_days`.
    package var setting: String
    package var found: String
    package var expected: String

    package init(setting: String, found: String, expected: String) {
        self.setting = setting
        self.found = found
        self.expected = expected
    }

    package var description: String { "\(setting): found \(found), expected \(expected)" }
}

/// A number among the rules: its name, and which values it can have.
package struct RuleRange: Sendable, Hashable {
    package let name: String
    package let range: ClosedRange<Double>

    /// A century is longer than any newsroom's archive is useful; a hundredth of a day is a
    /// quarter of an hour.
    package static let halfLifeDays = RuleRange(name: "half_life_days", range: 0.01...36_500)
    package static let offsetDays = RuleRange(name: "offset_days", range: 0...36_500)
    package static let floor = RuleRange(name: "floor", range: 0...1)
    package static let windowDays = RuleRange(name: "window_days", range: 0.01...36_500)
    /// Ten times is already an order by section; below 1 a boost would be a penalty, which 0.1
    /// still allows.
    package static let sameSection = RuleRange(name: "same_section", range: 0.1...10)
    package static let sharedTag = RuleRange(name: "shared_tag", range: 1...10)
    package static let sharedTagsAtMost = RuleRange(name: "shared_tags_at_most", range: 1...10)
    package static let sameAuthor = RuleRange(name: "same_author", range: 0.1...10)
    package static let diversity = RuleRange(name: "diversity", range: 0...1)
    package static let minimumCosine = RuleRange(name: "minimum_cosine", range: 0...1)
    package static let minimumScore = RuleRange(name: "minimum_score", range: 0...1)

    /// What a value must be, in words.
    package var expectation: String {
        "a number from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))"
    }

    /// `value`, if it is one that the rule can have.
    package func check(_ value: Double) throws(RuleProblem) -> Double {
        if range.contains(value) { return value }
        throw RuleProblem(setting: name, found: "\(value)", expected: expectation)
    }

    private static func text(_ bound: Double) -> String {
        Int(exactly: bound).map(String.init) ?? "\(bound)"
    }
}

import Foundation

/// The rules of a slot's candidates, ready to compare.
///
/// Rules are plain numbers: the names of all of them stand in one list, each rule with the bounds of
/// its five parts. A decision that walks them copies no arrays and counts no references.
struct RuleBook: Sendable {
    private struct Rule: Sendable {
        var tier: Tier
        var weight: Double
        var starts: Date
        var ends: Date
        var includedSections: Range<Int>
        var excludedSections: Range<Int>
        var includedTags: Range<Int>
        var excludedTags: Range<Int>
        var labels: Range<Int>
    }

    private var rules: [Rule] = []
    /// Numbers of names, rule after rule, part after part.
    private var numbers: [UInt32] = []

    var indices: Range<Int> { rules.indices }

    func tier(_ index: Int) -> Tier { rules[index].tier }

    func weight(_ index: Int) -> Double { rules[index].weight }

    /// Adds the rules of a line item and the labels of its advertiser.
    mutating func append(_ lineItem: LineItem, labels: [String], names: inout NameTable) {
        rules.append(
            Rule(
                tier: lineItem.tier, weight: lineItem.weight,
                // Foundation's distantFuture is the year 4001: near enough to be asked about.
                starts: lineItem.starts ?? Date(timeIntervalSince1970: -.infinity),
                ends: lineItem.ends ?? Date(timeIntervalSince1970: .infinity),
                includedSections: add(lineItem.sections.include, &names),
                excludedSections: add(lineItem.sections.exclude, &names),
                includedTags: add(lineItem.tags.include, &names),
                excludedTags: add(lineItem.tags.exclude, &names), labels: add(labels, &names)))
    }

    private mutating func add(_ texts: [String], _ names: inout NameTable) -> Range<Int> {
        let start = numbers.count
        for text in texts { numbers.append(names.number(for: text)) }
        return start..<numbers.count
    }

    /// The first rule that forbids a line item here and now; nil when it is eligible.
    func ineligibility(of index: Int, for page: PageContext) -> Ineligibility? {
        let rule = rules[index]
        if page.policy == .none { return .adsOff }
        if page.policy == .house, rule.tier != .house { return .houseOnly }
        if page.now < rule.starts { return .notStarted }
        if page.now >= rule.ends { return .ended }
        if has(page.sections, in: rule.excludedSections) { return .section }
        if !rule.includedSections.isEmpty, !has(page.sections, in: rule.includedSections) {
            return .section
        }
        if has(page.tags, in: rule.excludedTags) { return .tag }
        if !rule.includedTags.isEmpty, !has(page.tags, in: rule.includedTags) { return .tag }
        if has(page.excludedLabels, in: rule.labels) { return .excludedLabel }
        return nil
    }

    /// Whether one of the numbers stands in a part of a rule; both are short.
    private func has(_ wanted: [UInt32], in part: Range<Int>) -> Bool {
        for index in part where wanted.contains(numbers[index]) { return true }
        return false
    }
}

/// A request, its names turned into numbers once.
struct PageContext {
    let policy: AdRequest.AdPolicy
    let now: Date
    /// The article's section and those above it.
    let sections: [UInt32]
    let tags: [UInt32]
    let excludedLabels: [UInt32]

    init(_ request: AdRequest, names: NameTable) {
        policy = request.articleAdPolicy
        now = request.now
        sections = names.numbers(ofSection: request.articleSection)
        tags = names.numbers(of: request.articleTags)
        excludedLabels = names.numbers(of: request.articleAdLabels)
    }
}

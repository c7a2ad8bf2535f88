import Foundation

/// A line item as one slot sees it: what a chosen ad is made of.
struct Candidate: Sendable {
    let advertiser: String
    let campaign: String
    let lineItem: String
    let tier: Tier
    let price: Price?
    /// Active creatives that fit the slot, by id; never empty.
    let creatives: [Creative]
    /// Size of a native creative that has none.
    let slotSize: AdSize
}

/// The rules of a candidate, ready to compare; kept apart so that a decision walks small values.
struct EligibilityRule: Sendable {
    let tier: Tier
    let weight: Double
    private let starts: Date
    private let ends: Date
    private let includedSections: [UInt32]
    private let excludedSections: [UInt32]
    private let includedTags: [UInt32]
    private let excludedTags: [UInt32]
    private let labels: [UInt32]

    init(_ lineItem: LineItem, labels: [String], names: inout NameTable) {
        tier = lineItem.tier
        weight = lineItem.weight
        // Foundation's distantFuture is the year 4001: near enough to be asked about.
        starts = lineItem.starts ?? Date(timeIntervalSince1970: -.infinity)
        ends = lineItem.ends ?? Date(timeIntervalSince1970: .infinity)
        includedSections = lineItem.sections.include.map { names.number(for: $0) }
        excludedSections = lineItem.sections.exclude.map { names.number(for: $0) }
        includedTags = lineItem.tags.include.map { names.number(for: $0) }
        excludedTags = lineItem.tags.exclude.map { names.number(for: $0) }
        self.labels = labels.map { names.number(for: $0) }
    }

    /// The first rule that forbids the line item here and now; nil when it is eligible.
    func ineligibility(for page: PageContext) -> Ineligibility? {
        if page.policy == .none { return .adsOff }
        if page.policy == .house, tier != .house { return .houseOnly }
        if page.now < starts { return .notStarted }
        if page.now >= ends { return .ended }
        if excludedSections.shares(with: page.sections) { return .section }
        if !includedSections.isEmpty, !includedSections.shares(with: page.sections) {
            return .section
        }
        if excludedTags.shares(with: page.tags) { return .tag }
        if !includedTags.isEmpty, !includedTags.shares(with: page.tags) { return .tag }
        if labels.shares(with: page.excludedLabels) { return .excludedLabel }
        return nil
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

extension [UInt32] {
    /// Whether a number stands in both; both lists are short.
    fileprivate func shares(with other: [UInt32]) -> Bool {
        guard !isEmpty, !other.isEmpty else { return false }
        return contains { other.contains($0) }
    }
}

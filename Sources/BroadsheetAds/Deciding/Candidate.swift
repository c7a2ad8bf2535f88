import Foundation

/// A line item as one slot sees it: what decides on eligibility, ready to compare.
struct Candidate: Sendable {
    let advertiser: String
    let campaign: String
    let lineItem: String
    let tier: Tier
    let weight: Double
    let price: Price?
    /// Active creatives that fit the slot, by id; never empty.
    let creatives: [Creative]
    /// Size of a native creative that has none.
    let slotSize: AdSize

    private let starts: Date?
    private let ends: Date?
    private let includedSections: [SectionPath]
    private let excludedSections: [SectionPath]
    private let includedTags: [ExactID]
    private let excludedTags: [ExactID]
    private let labels: [ExactID]

    init(
        _ lineItem: LineItem, creatives: [Creative], slotSize: AdSize, campaign: Campaign,
        advertiser: Advertiser
    ) {
        self.advertiser = advertiser.id
        self.campaign = campaign.id
        self.lineItem = lineItem.id
        tier = lineItem.tier
        weight = lineItem.weight
        price = lineItem.price
        self.creatives = creatives
        self.slotSize = slotSize
        starts = lineItem.starts
        ends = lineItem.ends
        includedSections = lineItem.sections.include.map(SectionPath.init)
        excludedSections = lineItem.sections.exclude.map(SectionPath.init)
        includedTags = lineItem.tags.include.map(ExactID.init)
        excludedTags = lineItem.tags.exclude.map(ExactID.init)
        labels = advertiser.labels.map(ExactID.init)
    }

    /// The first rule that forbids the line item here and now; nil when it is eligible.
    func ineligibility(for page: PageContext) -> Ineligibility? {
        if page.policy == .none { return .adsOff }
        if page.policy == .house, tier != .house { return .houseOnly }
        if let starts, page.now < starts { return .notStarted }
        if let ends, page.now >= ends { return .ended }
        if !admitsSection(of: page) { return .section }
        if !admitsTags(of: page) { return .tag }
        if labels.contains(where: page.excludedLabels.contains) { return .excludedLabel }
        return nil
    }

    private func admitsSection(of page: PageContext) -> Bool {
        if excludedSections.contains(where: { $0.contains(page.section) }) { return false }
        return includedSections.isEmpty
            || includedSections.contains { $0.contains(page.section) }
    }

    private func admitsTags(of page: PageContext) -> Bool {
        if excludedTags.contains(where: page.tags.contains) { return false }
        return includedTags.isEmpty || includedTags.contains(where: page.tags.contains)
    }
}

/// A request, its texts made ready for comparison once.
struct PageContext {
    let policy: AdRequest.AdPolicy
    let now: Date
    let section: SectionPath
    let tags: Set<ExactID>
    let excludedLabels: Set<ExactID>

    init(_ request: AdRequest) {
        policy = request.articleAdPolicy
        now = request.now
        section = SectionPath(request.articleSection)
        tags = Set(request.articleTags.map(ExactID.init))
        excludedLabels = Set(request.articleAdLabels.map(ExactID.init))
    }
}

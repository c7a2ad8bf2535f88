package import Foundation

/// One booked delivery: when, where, for whom, at which price, with which creatives.
package struct LineItem: Sendable, Hashable, Codable {
    package var id: String
    package var tier: Tier
    /// Share of the draw inside the tier; finite and above 0.
    package var weight: Double
    /// First moment of the flight, nil for always; whole seconds.
    package var starts: Date?
    /// First moment after the flight, nil for never; whole seconds.
    package var ends: Date?
    /// Ids of the slots it may fill.
    package var slots: [String]
    package var sections: InclusionRule
    package var tags: InclusionRule
    /// Further conditions; nil for none.
    package var targeting: TargetingRule?
    /// Sponsorships: share of the slot's impressions, above 0 and at most 1. A sponsorship without
    /// one shares what the others leave, by weight.
    package var shareOfVoice: Double?
    /// Guaranteed line items: what was promised.
    package var goal: Goal?
    /// nil when the file does not say, which counts as even.
    package var pacing: Pacing?
    /// Labels that articles and other line items can exclude, beside the campaign's and the
    /// advertiser's.
    package var labels: [String]
    /// How often a reader may see it.
    package var caps: [FrequencyCap]
    package var budget: Budget?
    package var price: Price?
    /// nil when the file does not say: storage then keeps what it has (active at first).
    package var status: DeliveryStatus?
    package var creatives: [Creative]
    /// How often one page may show it at most, 1 to 10; nil for no limit.
    package var perPage: Int?
    /// Line items that have one of these in common never stand on one page. The campaign's and the
    /// advertiser's count as well.
    package var exclusionLabels: [String]
    /// nil for slots that are filled one by one.
    package var roadblock: Roadblock?
    /// What an article has to be about; nil for anything, and for pages without one.
    package var context: ContextRule?
    /// What it may not stand beside, beside the advertiser's; nil for nothing.
    package var brandSafety: BrandSafety?

    package init(
        id: String, tier: Tier = .standard, weight: Double = 1, starts: Date? = nil,
        ends: Date? = nil, slots: [String] = [], sections: InclusionRule = .init(),
        tags: InclusionRule = .init(), targeting: TargetingRule? = nil,
        shareOfVoice: Double? = nil, goal: Goal? = nil, pacing: Pacing? = nil,
        labels: [String] = [], caps: [FrequencyCap] = [], budget: Budget? = nil,
        price: Price? = nil, status: DeliveryStatus? = nil, creatives: [Creative] = [],
        perPage: Int? = nil, exclusionLabels: [String] = [], roadblock: Roadblock? = nil,
        context: ContextRule? = nil, brandSafety: BrandSafety? = nil
    ) {
        self.id = id
        self.tier = tier
        self.weight = weight
        self.starts = starts
        self.ends = ends
        self.slots = slots
        self.sections = sections
        self.tags = tags
        self.targeting = targeting
        self.shareOfVoice = shareOfVoice
        self.goal = goal
        self.pacing = pacing
        self.labels = labels
        self.caps = caps
        self.budget = budget
        self.price = price
        self.status = status
        self.creatives = creatives
        self.perPage = perPage
        self.exclusionLabels = exclusionLabels
        self.roadblock = roadblock
        self.context = context
        self.brandSafety = brandSafety
    }
}

/// How a line item takes several slots of one page.
package enum Roadblock: String, Sendable, Hashable, CaseIterable, Codable {
    /// Every slot of the page that it names, or none.
    case all
}

/// The order in which line items are asked; the highest tier with an eligible one decides.
package enum Tier: String, Sendable, Hashable, CaseIterable, Comparable, Codable {
    case sponsorship
    case guaranteed
    case standard
    case house

    /// 0 for the tier that is asked first.
    package var rank: Int {
        switch self {
        case .sponsorship: 0
        case .guaranteed: 1
        case .standard: 2
        case .house: 3
        }
    }

    package static func < (left: Tier, right: Tier) -> Bool { left.rank < right.rank }
}

/// Names that must, and names that must not, describe the article.
///
/// An empty `include` admits everything; `exclude` wins over `include`.
package struct InclusionRule: Sendable, Hashable, Codable {
    package var include: [String]
    package var exclude: [String]

    package init(include: [String] = [], exclude: [String] = []) {
        self.include = include
        self.exclude = exclude
    }
}

/// What a line item costs; the currency is the catalogue's one.
package struct Price: Sendable, Hashable, Codable {
    package enum Model: String, Sendable, Hashable, CaseIterable, Codable {
        /// Per thousand impressions.
        case cpm
        /// Per thousand viewable impressions.
        case vcpm
        /// Per click.
        case cpc
        /// One sum for the flight.
        case flat
    }

    package var model: Model
    /// Millionths of the currency's unit, never negative.
    package var amountMicros: Int64

    package init(model: Model, amountMicros: Int64) {
        self.model = model
        self.amountMicros = amountMicros
    }
}

/// Something to show: a picture, a piece of HTML or the parts of a native ad.
package struct Creative: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        case image
        case html
        case native
    }

    package var id: String
    package var kind: Kind
    /// nil only for native ads, which take the slot's width.
    package var size: AdSize?
    /// Share of the draw among the line item's creatives that fit the slot; finite, above 0.
    package var weight: Double
    package var status: DeliveryStatus?
    /// How often a reader may see it; all of the scope `creative`.
    package var caps: [FrequencyCap]
    /// Where a click leads: http or https.
    package var clickURL: String
    /// Address of the picture, or its path on the site that shows it; required for `image`.
    package var image: String?
    package var alt: String?
    /// Markup with macros; required for `html`.
    package var html: String?
    /// Headline of a native ad; required for `native`.
    package var title: String?
    package var text: String?
    package var sponsoredBy: String?
    package var callToAction: String?
    /// Pixels of third parties (https) that are shown with ours and never counted by us.
    package var impressionTrackers: [String]
    /// Name of the set whose creatives are shown together: of one line item a page shows creatives
    /// of one set only. Those without a name are a set, too.
    package var companionSet: String?

    package init(
        id: String, kind: Kind, size: AdSize? = nil, weight: Double = 1,
        status: DeliveryStatus? = nil, caps: [FrequencyCap] = [], clickURL: String,
        image: String? = nil, alt: String? = nil, html: String? = nil, title: String? = nil,
        text: String? = nil, sponsoredBy: String? = nil, callToAction: String? = nil,
        impressionTrackers: [String] = [], companionSet: String? = nil
    ) {
        self.id = id
        self.kind = kind
        self.size = size
        self.weight = weight
        self.status = status
        self.caps = caps
        self.clickURL = clickURL
        self.image = image
        self.alt = alt
        self.html = html
        self.title = title
        self.text = text
        self.sponsoredBy = sponsoredBy
        self.callToAction = callToAction
        self.impressionTrackers = impressionTrackers
        self.companionSet = companionSet
    }
}

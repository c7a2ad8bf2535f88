/// The answer for one slot: an ad, or the reason why there is none.
package struct Decision: Sendable, Hashable {
    package enum Outcome: Sendable, Hashable {
        case ad(ChosenAd)
        case noFill(NoFill)
    }

    /// Id of the slot.
    package var slot: String
    package var outcome: Outcome

    package init(slot: String, outcome: Outcome) {
        self.slot = slot
        self.outcome = outcome
    }

    /// The ad, if there is one.
    package var ad: ChosenAd? {
        if case .ad(let ad) = outcome { ad } else { nil }
    }

    /// Why there is none.
    package var noFill: NoFill? {
        if case .noFill(let noFill) = outcome { noFill } else { nil }
    }
}

/// A creative that was drawn, and what billing and evaluation need to know about it.
package struct ChosenAd: Sendable, Hashable {
    /// Ids of the objects above the creative.
    package var advertiser: String
    package var campaign: String
    package var lineItem: String
    package var tier: Tier
    package var price: Price?
    package var creative: Creative
    /// Size in which it is shown: its own, or the slot's first for a native ad without one.
    package var size: AdSize
    /// Probability with which this creative of this line item was drawn.
    package var propensity: Double

    package init(
        advertiser: String, campaign: String, lineItem: String, tier: Tier, price: Price? = nil,
        creative: Creative, size: AdSize, propensity: Double
    ) {
        self.advertiser = advertiser
        self.campaign = campaign
        self.lineItem = lineItem
        self.tier = tier
        self.price = price
        self.creative = creative
        self.size = size
        self.propensity = propensity
    }
}

/// A decision without an ad.
package struct NoFill: Sendable, Hashable {
    /// What readers of the answer see.
    package enum Reason: String, Sendable, Hashable, CaseIterable {
        /// No line item of the slot may be shown here and now.
        case noneEligible = "none_eligible"
        /// One could have been shown, but the article excludes its labels, the page what it is, or it
        /// what the article is about.
        case excluded
        /// A frequency cap is reached.
        case capped
        /// Pacing holds back what could be shown.
        case paced
        /// What could be shown needs the reader's consent.
        case consent
        /// The article shows no ads.
        case off
    }

    /// How many line items fell to one rule.
    package struct Count: Sendable, Hashable {
        package var reason: Ineligibility
        package var count: Int

        package init(reason: Ineligibility, count: Int) {
            self.reason = reason
            self.count = count
        }
    }

    package var reason: Reason
    /// The rules that line items fell to, in the order in which rules are asked; for operators.
    package var passedOver: [Count]

    package init(reason: Reason, passedOver: [Count] = []) {
        self.reason = reason
        self.passedOver = passedOver
    }
}

/// Why a line item can't fill a slot: the first rule that it breaks, in the order asked.
package enum Ineligibility: String, Error, Hashable, CaseIterable {
    /// The line item or its campaign is archived.
    case archived
    /// The line item or its campaign is paused.
    case paused
    /// Its weight is no number above 0, its share of voice or a limit per page is out of bounds, or
    /// its advertiser is unknown.
    case unusable
    /// Its targeting can't be read.
    case unreadableRule = "unreadable_rule"
    /// None of its active creatives fits the slot.
    case noFittingCreative = "no_fitting_creative"
    /// The article shows no ads.
    case adsOff = "ads_off"
    /// The article shows ads of the house only.
    case houseOnly = "house_only"
    /// Its flight has not begun.
    case notStarted = "not_started"
    /// Its flight is over.
    case ended
    /// The article's section is not included, or excluded.
    case section
    /// The article's tags are not included, or one is excluded.
    case tag
    /// None of its keywords, or an excluded one.
    case keyword
    /// Not its language.
    case language
    /// Not its host or the beginning of its address.
    case url
    /// Not its country.
    case country
    /// Not its region.
    case region
    /// Not its class of device.
    case device
    /// Not its day of the week.
    case weekday
    /// Not its hour.
    case hour
    /// Not its values of the caller's keys.
    case keyValues = "key_values"
    /// A condition over several of these does not hold.
    case targeting
    /// The article excludes a label of its own, its campaign or its advertiser; the last rule that
    /// the request alone decides.
    case excludedLabel = "excluded_label"
    /// The page's article is not what its brief asks for, or there is no article.
    case context
    /// The page's article is what it or its advertiser may not stand beside.
    case brandSafety = "brand_safety"
    /// Everything booked is delivered or leased.
    case spent
    /// It needs the reader's consent.
    case consent
    /// Other slots of the page forbid it.
    case excludedOnPage = "excluded"
    /// A frequency cap is reached.
    case capped
    /// Pacing holds it back.
    case paced
    /// With it the rest of the page would be filled worse.
    case lookAhead = "look_ahead"
    /// Its weight was multiplied with 0.
    case zeroWeight = "zero_weight"

    /// Its place in the order.
    var place: Int {
        switch self {
        case .archived: 0
        case .paused: 1
        case .unusable: 2
        case .unreadableRule: 3
        case .noFittingCreative: 4
        case .adsOff: 5
        case .houseOnly: 6
        case .notStarted: 7
        case .ended: 8
        case .section: 9
        case .tag: 10
        case .keyword: 11
        case .language: 12
        case .url: 13
        case .country: 14
        case .region: 15
        case .device: 16
        case .weekday: 17
        case .hour: 18
        case .keyValues: 19
        case .targeting: 20
        case .excludedLabel: 21
        case .context: 22
        case .brandSafety: 23
        case .spent: 24
        case .consent: 25
        case .excludedOnPage: 26
        case .capped: 27
        case .paced: 28
        case .lookAhead: 29
        case .zeroWeight: 30
        }
    }
}

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
    /// What readers of the answer see; later rules (caps, pacing, consent) add reasons.
    package enum Reason: String, Sendable, Hashable, CaseIterable {
        /// No line item of the slot may be shown here and now.
        case noneEligible = "none_eligible"
        /// One could have been shown, but the article excludes its advertiser's labels.
        case excluded
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
    /// Its weight is no number above 0 or its advertiser is unknown.
    case unusable
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
    /// The article excludes a label of its advertiser; asked last, so that a count here means a
    /// line item that would have been eligible.
    case excludedLabel = "excluded_label"
}

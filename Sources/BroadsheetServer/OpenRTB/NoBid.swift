package import BroadsheetAds

/// Why there is no bid, as the number `nbr` of a bid response (OpenRTB 3.0, "No-Bid Reason Codes";
/// 500 and above are ours).
package enum NoBid: Int, Sendable, Hashable {
    /// A frequency cap is reached: "Daily User Cap Met".
    case capped = 9
    /// The time that the exchange gives is over, or too short to begin.
    case noTime = 15
    /// No line item may be shown there and now, or no slot of that name is known.
    case noneEligible = 501
    /// Pacing holds back what could be shown.
    case paced = 502
    /// What could be shown is kept out by the page, the article or the request's own conditions.
    case excluded = 503
    /// Prices are not in a currency that the exchange takes.
    case currency = 504
    /// What could be shown needs the reader's consent.
    case consent = 505

    package init(_ reason: NoFill.Reason) {
        switch reason {
        case .noneEligible, .off: self = .noneEligible
        case .excluded: self = .excluded
        case .capped: self = .capped
        case .paced: self = .paced
        case .consent: self = .consent
        }
    }

    /// The word for people.
    package var word: String {
        switch self {
        case .capped: "capped"
        case .noTime: "no_time"
        case .noneEligible: "none_eligible"
        case .paced: "paced"
        case .excluded: "excluded"
        case .currency: "currency"
        case .consent: "consent"
        }
    }

    /// The reason of a whole answer: that of the offer which came nearest to a bid.
    package static func nearest(_ reasons: [NoBid]) -> NoBid {
        let order: [NoBid] = [.paced, .capped, .excluded, .consent, .currency, .noTime]
        return order.first(where: reasons.contains) ?? .noneEligible
    }
}

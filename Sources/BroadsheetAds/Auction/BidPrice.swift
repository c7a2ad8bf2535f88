/// The price that a bid may state: what this impression alone adds to the advertiser's bill.
package enum BidPrice {
    /// Millionths for a thousand impressions.
    ///
    /// That is the amount of a line item sold per thousand impressions. One sold by viewable
    /// impressions, by clicks or for one sum owes nothing for the impression as such, and one of
    /// the house owes nothing at all: 0, so that no exchange reckons with money that may never be
    /// billed. Such ads answer offers without a floor.
    package static func micros(_ price: Price?, tier: Tier) -> Int64 {
        guard let price, price.model == .cpm, tier != .house else { return 0 }
        return max(price.amountMicros, 0)
    }

    /// The amount in the currency's unit, as decimal digits without rounding: `4.2`.
    package static func decimal(micros: Int64) -> String {
        let (whole, rest) = micros.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
        let sign = micros < 0 ? "-" : ""
        guard rest > 0 else { return sign + String(whole) }
        var digits = String(rest)
        digits = String(repeating: "0", count: 6 - digits.count) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(sign)\(whole).\(digits)"
    }
}

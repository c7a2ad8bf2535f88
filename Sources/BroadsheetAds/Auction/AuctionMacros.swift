internal import Foundation

/// Replaces the macros of OpenRTB 2.6, section 4.4, whose values a bidder knows: `${AUCTION_ID}`,
/// `${AUCTION_BID_ID}`, `${AUCTION_IMP_ID}`, `${AUCTION_SEAT_ID}`, `${AUCTION_AD_ID}` and
/// `${AUCTION_CURRENCY}`, each also with `:B64` for base64.
///
/// Price, loss, market and multiplier are known after the auction only: those stay as they are,
/// for the exchange. A value is escaped for the place where it is put, and is not searched again.
package struct AuctionMacros: Sendable, Hashable {
    /// The request's id.
    package var auction: String
    /// The answer's id.
    package var bid: String
    package var impression: String
    package var seat: String
    package var ad: String
    package var currency: String

    package init(
        auction: String, bid: String, impression: String, seat: String, ad: String,
        currency: String
    ) {
        self.auction = auction
        self.bid = bid
        self.impression = impression
        self.seat = seat
        self.ad = ad
        self.currency = currency
    }

    /// The creative with the macros of its markup and its trackers replaced.
    package func filled(_ creative: Creative) -> Creative {
        var creative = creative
        creative.html = creative.html.map { replaced(in: $0, escape: MarkupText.html) }
        creative.impressionTrackers = creative.impressionTrackers.map {
            replaced(in: $0, escape: MarkupText.percentEncoded)
        }
        return creative
    }

    private static let opening = "${AUCTION_"
    private static let base64 = ":B64"

    private func value(_ name: Substring) -> String? {
        switch name {
        case "ID": auction
        case "BID_ID": bid
        case "IMP_ID": impression
        case "SEAT_ID": seat
        case "AD_ID": ad
        case "CURRENCY": currency
        default: nil
        }
    }

    func replaced(in text: String, escape: (String) -> String) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: Self.opening) {
            result += rest[..<start.lowerBound]
            rest = rest[start.lowerBound...]
            let body = rest[start.upperBound...]
            guard let end = body.firstIndex(of: "}") else { break }
            let name = body[..<end]
            if let value = value(name.hasSuffix(Self.base64) ? name.dropLast(4) : name) {
                let isEncoded = name.hasSuffix(Self.base64)
                result += escape(
                    isEncoded ? Data(value.utf8).base64EncodedString() : value)
                rest = body[body.index(after: end)...]
            } else {
                result += Self.opening
                rest = body
            }
        }
        return result + rest
    }
}

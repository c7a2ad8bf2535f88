import BroadsheetAds
import Testing

@Suite struct AuctionTextTests {
    @Test(arguments: [
        (Int64(0), "0"), (1, "0.000001"), (4_200_000, "4.2"), (1_000_000, "1"),
        (12_345_678, "12.345678"), (100_000, "0.1"), (-1_500_000, "-1.5"),
        (Int64.max, "9223372036854.775807"), (.min, "-9223372036854.775808"),
    ])
    func `money is told in decimal digits without rounding`(micros: Int64, text: String) {
        #expect(BidPrice.decimal(micros: micros) == text)
    }

    @Test func `only what is sold per thousand impressions states its price`() {
        for model in Price.Model.allCases {
            let price = Price(model: model, amountMicros: 5)
            #expect(BidPrice.micros(price, tier: .standard) == (model == .cpm ? 5 : 0))
            #expect(BidPrice.micros(price, tier: .house) == 0)
        }
        #expect(BidPrice.micros(nil, tier: .guaranteed) == 0)
    }

    private static let macros = AuctionMacros(
        auction: "a<b", bid: "", impression: "1", seat: "s", ad: "é", currency: "USD")

    private static func filled(html: String) -> String? {
        var creative = Creative(id: "c", kind: .html, clickURL: "https://d.example/")
        creative.html = html
        return macros.filled(creative).html
    }

    @Test(arguments: [
        ("${AUCTION_ID}", "a&lt;b"), ("${AUCTION_ID:B64}", "YTxi"), ("${AUCTION_BID_ID}", ""),
        ("${AUCTION_BID_ID:B64}", ""), ("${AUCTION_AD_ID:B64}", "w6k="),
        ("x${AUCTION_IMP_ID}${AUCTION_SEAT_ID}y", "x1sy"), ("${AUCTION_CURRENCY}", "USD"),
        ("${AUCTION_PRICE}", "${AUCTION_PRICE}"), ("${AUCTION_PRICE:B64}", "${AUCTION_PRICE:B64}"),
        ("${AUCTION_${AUCTION_ID}", "${AUCTION_a&lt;b"), ("${AUCTION_ID", "${AUCTION_ID"),
        ("${AUCTION_ID:B65}", "${AUCTION_ID:B65}"), ("${auction_id}", "${auction_id}"), ("", ""),
    ])
    func `macros that a bidder knows are filled in, all others stay`(text: String, wanted: String) {
        #expect(Self.filled(html: text) == wanted)
    }

    @Test func `in an address a value is percent-encoded`() {
        var creative = Creative(id: "c", kind: .html, clickURL: "https://d.example/")
        creative.impressionTrackers = ["https://t.example/?a=${AUCTION_ID}&p=${AUCTION_PRICE}"]
        let filled = Self.macros.filled(creative).impressionTrackers
        #expect(filled == ["https://t.example/?a=a%3Cb&p=${AUCTION_PRICE}"])
    }
}

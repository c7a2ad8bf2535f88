internal import BroadsheetAds
internal import BroadsheetServer
internal import BroadsheetTestSupport

/// The server's way from a body to an answer, with addresses that nobody signed.
enum AuctionReading {
    static func read(_ bytes: [UInt8]) -> AuctionFuzz.Request? {
        guard let request = try? AuctionRequest(bytes) else { return nil }
        return AuctionFuzz.Request(auction: request.auction) { ads in
            let outcomes = ads.map { ad -> AuctionAnswer.Outcome in
                guard let ad else { return .none(.noneEligible) }
                return .bid(
                    AuctionAnswer.Bid(
                        decision: "d", ad: ad, domain: nil, html: "<p>", clickURL: "/c",
                        impressionURL: "/i", trackers: ad.creative.impressionTrackers,
                        hasAbsoluteAddresses: true, lifetime: 1_800))
            }
            return AuctionAnswer(request, outcomes, currency: "USD").body
        }
    }
}

package import BroadsheetAds
internal import BroadsheetArticles

/// A bid response of OpenRTB 2.6.
package struct AuctionAnswer: Sendable {
    /// An ad for one offer.
    package struct Bid: Sendable {
        /// Id of the decision.
        package var decision: String
        package var ad: ChosenAd
        /// The advertiser's.
        package var domain: String?
        /// Markup of a banner.
        package var html: String
        package var clickURL: String
        package var impressionURL: String
        /// The impression's address for the exchange's own server; nil for the same as a browser's.
        package var noticeURL: String?
        /// Pixels of third parties.
        package var trackers: [String]
        /// nil where nobody counts viewable impressions.
        package var viewableURL: String?
        /// Whether the addresses say which server they are of, so that others can call them.
        package var hasAbsoluteAddresses: Bool
        /// Seconds that the tokens count.
        package var lifetime: Int

        package init(
            decision: String, ad: ChosenAd, domain: String?, html: String, clickURL: String,
            impressionURL: String, noticeURL: String? = nil, trackers: [String] = [],
            viewableURL: String? = nil,
            hasAbsoluteAddresses: Bool, lifetime: Int
        ) {
            self.decision = decision
            self.ad = ad
            self.domain = domain
            self.html = html
            self.clickURL = clickURL
            self.impressionURL = impressionURL
            self.noticeURL = noticeURL
            self.trackers = trackers
            self.viewableURL = viewableURL
            self.hasAbsoluteAddresses = hasAbsoluteAddresses
            self.lifetime = lifetime
        }
    }

    /// What became of an offer.
    package enum Outcome: Sendable {
        case bid(Bid)
        case none(NoBid)
    }

    private let request: AuctionRequest
    /// By offer.
    private let outcomes: [Outcome]
    private let currency: String

    /// - Parameters:
    ///   - outcomes: One for each offer, in their order.
    ///   - currency: That of all prices.
    package init(_ request: AuctionRequest, _ outcomes: [Outcome], currency: String) {
        self.request = request
        self.outcomes = outcomes
        self.currency = currency
    }

    /// No bid at all, for one reason.
    package init(_ request: AuctionRequest, none reason: NoBid, currency: String) {
        let outcomes = request.auction.offers.map { _ in Outcome.none(reason) }
        self.init(request, outcomes, currency: currency)
    }

    /// The bytes of the answer; nil for no bid, which is told by an empty one (204) unless the
    /// exchange asked for reasons.
    package var body: [UInt8]? {
        let bids = placed
        guard !bids.isEmpty || request.wantsReasons else { return nil }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("id", request.id)
            if let first = bids.first {
                writer.member("bidid", first.bid.decision)
                writer.member("cur", currency)
            }
            writer.name("seatbid")
            writer.array { writer in
                for seat in Self.seats(bids) { write(seat, to: &writer) }
            }
            let reasons = self.reasons
            if bids.isEmpty { writer.member("nbr", NoBid.nearest(reasons.map(\.reason)).rawValue) }
            if request.wantsReasons, !reasons.isEmpty { write(reasons, to: &writer) }
        }
        return writer.bytes
    }

    // MARK: Bids

    private struct Placed {
        /// From 1.
        var number: Int
        var offer: Auction.Offer
        var expiration: Int?
        var bid: Bid
    }

    private struct Seat {
        var id: String
        var bids: [Placed]
    }

    private var placed: [Placed] {
        var placed: [Placed] = []
        for (index, outcome) in outcomes.enumerated() {
            guard case .bid(let bid) = outcome, request.auction.offers.indices.contains(index)
            else { continue }
            let expiration =
                request.expirations.indices.contains(index) ? request.expirations[index] : nil
            placed.append(
                Placed(
                    number: index + 1, offer: request.auction.offers[index],
                    expiration: expiration, bid: bid))
        }
        return placed
    }

    /// Advertisers in the order of their first bids.
    private static func seats(_ bids: [Placed]) -> [Seat] {
        var seats: [Seat] = []
        for bid in bids {
            let id = ExactID(bid.bid.ad.advertiser)
            if let index = seats.firstIndex(where: { ExactID($0.id) == id }) {
                seats[index].bids.append(bid)
            } else {
                seats.append(Seat(id: id.text, bids: [bid]))
            }
        }
        return seats
    }

    private func write(_ seat: Seat, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("seat", seat.id)
            writer.name("bid")
            writer.array { writer in
                for bid in seat.bids { write(bid, to: &writer) }
            }
        }
    }

    private func write(_ placed: Placed, to writer: inout JSONWriter) {
        let bid = placed.bid
        let ad = bid.ad
        let isNative = ad.creative.kind == .native
        writer.object { writer in
            writer.member("id", "\(bid.decision):\(placed.number)")
            writer.member("impid", placed.offer.id)
            writer.name("price")
            writer.raw(BidPrice.decimal(micros: BidPrice.micros(ad.price, tier: ad.tier)))
            writer.member("mtype", isNative ? 4 : 1)
            if !isNative {
                writer.member("w", ad.size.width)
                writer.member("h", ad.size.height)
            }
            writer.member("adid", ad.lineItem)
            writer.member("cid", ad.campaign)
            writer.member("crid", ad.creative.id)
            if let domain = bid.domain { writer.member("adomain", [domain]) }
            writer.member("exp", min(placed.expiration ?? bid.lifetime, bid.lifetime))
            if isNative, let native = placed.offer.requirements.native {
                writer.member("adm", NativeAnswer(bid, native).text)
            } else {
                writer.member("adm", bid.html)
            }
            if bid.hasAbsoluteAddresses { writer.member("burl", billing(bid)) }
        }
    }

    /// The impression's own beacon: whichever of picture and notice comes first is billed, the
    /// other is a duplicate.
    private func billing(_ bid: Bid) -> String {
        (bid.noticeURL ?? bid.impressionURL) + "?p=${AUCTION_PRICE}&c=${AUCTION_CURRENCY}"
    }

    // MARK: Reasons

    private var reasons: [(offer: String, reason: NoBid)] {
        zip(request.auction.offers, outcomes).compactMap { offer, outcome in
            if case .none(let reason) = outcome { (offer.id, reason) } else { nil }
        }
    }

    /// As the extension `seatnonbid` has it, 0 being "No Bid - General", and in our own words.
    private func write(
        _ reasons: [(offer: String, reason: NoBid)], to writer: inout JSONWriter
    ) {
        writer.name("ext")
        writer.object { writer in
            writer.name("seatnonbid")
            writer.array { writer in
                writer.object { writer in
                    writer.member("seat", "broadsheet")
                    writer.name("nonbid")
                    writer.array { writer in
                        for (offer, _) in reasons {
                            writer.object { writer in
                                writer.member("impid", offer)
                                writer.member("statuscode", 0)
                            }
                        }
                    }
                }
            }
            writer.name("broadsheet")
            writer.object { writer in
                writer.name("no_fill")
                writer.array { writer in
                    for (offer, reason) in reasons {
                        writer.object { writer in
                            writer.member("impid", offer)
                            writer.member("nbr", reason.rawValue)
                            writer.member("reason", reason.word)
                        }
                    }
                }
            }
        }
    }
}

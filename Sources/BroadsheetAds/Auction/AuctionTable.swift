/// What offers of exchanges are compared with, worked out once for a snapshot.
struct AuctionTable: Sendable {
    /// Of a line item, by number.
    struct LineItemFacts: Sendable {
        let advertiser: ExactID
        /// The advertiser's, in lower case.
        let domain: String?
        /// The labels of the line item, its campaign and its advertiser, and the categories above
        /// those: `IAB8-5` and `IAB8`.
        let categories: [ExactID]
        /// Per thousand impressions.
        let priceMicros: Int64
    }

    /// Of a creative, by place.
    struct CreativeFacts: Sendable {
        let kind: Creative.Kind
        let size: AdSize?
        /// The host that a click leads to, in lower case.
        let clickHost: String?
        /// Whether browsers load something for it over http.
        let loadsOverHTTP: Bool
    }

    private(set) var lineItems: [LineItemFacts] = []
    let creatives: [CreativeFacts]

    init(_ core: SnapshotCore, _ catalogue: AdCatalogue) {
        var domains: [ExactID: String] = [:]
        var advertiserLabels: [ExactID: [String]] = [:]
        for advertiser in catalogue.advertisers {
            domains[ExactID(advertiser.id)] = advertiser.domain?.lowercased()
            advertiserLabels[ExactID(advertiser.id)] = advertiser.labels
        }
        var labels: [ExactID: [String]] = [:]
        for campaign in catalogue.campaigns {
            for lineItem in campaign.lineItems {
                labels[ExactID(lineItem.id)] = lineItem.labels + campaign.labels
            }
        }
        lineItems = core.bookings.map { booking in
            let advertiser = ExactID(booking.advertiser)
            return LineItemFacts(
                advertiser: advertiser, domain: domains[advertiser],
                categories: ((labels[ExactID(booking.lineItem)] ?? [])
                    + (advertiserLabels[advertiser] ?? [])).flatMap(Self.categories),
                priceMicros: BidPrice.micros(booking.price, tier: booking.tier))
        }
        creatives = core.creatives.map(CreativeFacts.init)
    }

    /// A label and what it begins with, up to each hyphen.
    private static func categories(_ label: String) -> [ExactID] {
        let above = label.indices.filter { label[$0] == "-" }.map { label[..<$0] }
        return (above + [label[...]]).map { ExactID(String($0)) }
    }
}

extension AuctionTable.CreativeFacts {
    init(_ creative: Creative) {
        kind = creative.kind
        size = creative.size
        clickHost = Self.host(of: creative.clickURL)
        let loaded: [String?] = [creative.html, creative.image] + creative.impressionTrackers
        loadsOverHTTP = loaded.contains { text in
            text.map { Self.namesHTTP($0.utf8Span.span) } ?? false
        }
    }

    /// Whether `http://` stands in a text, in letters of any case, other than as the name of a
    /// vocabulary of the W3C, such as that of SVG.
    ///
    /// A link that is only clicked may lead there, but markup does not tell the two apart for
    /// certain: such an ad is not shown where only https will do.
    private static func namesHTTP(_ text: Span<UInt8>) -> Bool {
        for start in text.indices where text[start] | 0x20 == UInt8(ascii: "h") {
            if begins(text, at: start, with: http), !begins(text, at: start, with: vocabulary) {
                return true
            }
        }
        return false
    }

    private static let http = Array("http://".utf8)
    private static let vocabulary = Array("http://www.w3.org/".utf8)

    /// - Parameter beginning: In lower case.
    private static func begins(
        _ text: Span<UInt8>, at start: Int, with beginning: [UInt8]
    ) -> Bool {
        guard text.count - start >= beginning.count else { return false }
        for offset in beginning.indices {
            let byte = text[start + offset]
            let letter = (65...90).contains(byte) ? byte | 0x20 : byte
            if letter != beginning[offset] { return false }
        }
        return true
    }

    private static func host(of address: String) -> String? {
        guard let mark = address.firstRange(of: "://") else { return nil }
        let host = address[mark.upperBound...].prefix { !["/", "?", "#", ":"].contains($0) }
        return host.isEmpty ? nil : host.lowercased()
    }
}

extension AdRequirements {
    /// Why no creative of a line item will do; nil when that depends on the creative.
    func refusal(of lineItem: AuctionTable.LineItemFacts, currency: String) -> AdRefusal? {
        if isPrivate { return .notPrivate }
        if let allowedSeats, !allowedSeats.contains(lineItem.advertiser) { return .seat }
        if blockedSeats.contains(lineItem.advertiser) { return .seat }
        if floorMicros > 0 {
            guard self.currency == currency, lineItem.priceMicros >= floorMicros else {
                return .belowFloor
            }
        }
        if let domain = lineItem.domain, isBlocked(domain) { return .advertiser }
        return lineItem.categories.contains(where: blockedCategories.contains) ? .category : nil
    }

    /// Why a creative will not do; of native ones whether they have the parts is not asked here.
    func refusal(of creative: AuctionTable.CreativeFacts) -> AdRefusal? {
        if isSecure, creative.loadsOverHTTP { return .notSecure }
        if let host = creative.clickHost, isBlocked(host) { return .advertiser }
        if creative.kind == .native { return native == nil ? .kind : nil }
        guard let banner else { return .kind }
        guard creative.kind == .html ? banner.allowsHTML : banner.allowsImages else {
            return .kind
        }
        guard let size = creative.size, banner.admits(size) else { return .size }
        return nil
    }

    /// Whether the host, or one that it is below, is blocked.
    private func isBlocked(_ host: String) -> Bool {
        if blockedDomains.isEmpty { return false }
        var rest = host[...]
        while !rest.isEmpty {
            if blockedDomains.contains(String(rest)) { return true }
            guard let dot = rest.firstIndex(of: ".") else { return false }
            rest = rest[rest.index(after: dot)...]
        }
        return false
    }
}

package import BroadsheetAds

/// A bid request of OpenRTB 2.6 that was read and found sound.
///
/// Strict where money or privacy hangs on it: what is wrong there, or could be understood in two
/// ways, refuses the whole request. Fields that nobody asks for and values of enumerations that we
/// don't know pass.
package struct AuctionRequest: Sendable, Hashable {
    package var id: String
    /// Milliseconds that the exchange waits; nil for no limit.
    package var maximumTime: Int?
    /// Currencies of bids, ISO 4217; empty for any.
    package var currencies: [String]
    /// Answers also where there is no bid, with reasons.
    package var wantsReasons: Bool
    /// What was said of the reader's privacy choices.
    package var consent: ConsentSignals
    /// What is asked for. Its ``Auction/readerKey`` is set only where ``consent`` lets it be used.
    package var auction: Auction
    /// By offer: seconds after which an impression is of no use; nil for no limit.
    package var expirations: [Int?]

    /// The request in a body.
    ///
    /// - Parameter gpc: Whether the request's own header said `Sec-GPC: 1`.
    package init(_ bytes: [UInt8], gpc: Bool = false) throws(AuctionProblem) {
        let node: JSONNode
        do throws(JSONParser.Failure) {
            node = try JSONParser.parse(bytes)
        } catch {
            throw AuctionProblem(error)
        }
        let body = try WireObject(node, path: "")
        id = try body.requiredText("id")
        maximumTime = try Self.time(body)
        currencies = try body.texts("cur").map { $0.uppercased() }
        wantsReasons = try Self.wantsReasons(body)
        consent = try ConsentSignals(body, gpc: gpc)
        let imps = try Self.imps(body)
        expirations = []
        for imp in imps {
            let seconds = try imp.whole("exp")
            expirations.append(seconds ?? 0 > 0 ? seconds : nil)
        }
        auction = Auction(offers: try Self.offers(imps, body))
        auction.isTest = try body.flag("test") ?? false
        auction.isWholePage = try body.flag("allimps") ?? false
        try auction.readPage(body)
        let device = try body.child("device")
        if let device { try auction.read(device: device) }
        let key = try body.child("user")?.text("id") ?? ""
        var isTracked = true
        for name in ["dnt", "lmt"] where try device?.whole(name) ?? 0 != 0 { isTracked = false }
        if !key.isEmpty, isTracked, consent.decision.allowsReaderState { auction.readerKey = key }
    }

    /// Why nothing needs to be decided; nil where something does.
    ///
    /// - Parameters:
    ///   - currency: That of all prices.
    ///   - elapsed: Since the request arrived.
    package func refusal(currency: String, elapsed: Duration) -> NoBid? {
        if let maximumTime {
            let left = Duration.milliseconds(Int64(maximumTime)) - elapsed
            if left < Self.leastTime { return .noTime }
        }
        return currencies.isEmpty || currencies.contains(currency) ? nil : .currency
    }

    /// What deciding, writing and the way back take at least; an answer that comes later than the
    /// exchange waits would hold ads that nobody shows.
    static let leastTime = Duration.milliseconds(5)

    /// 0 stands for the answerer's own limit, as Prebid Server has it.
    private static func time(_ body: WireObject) throws(AuctionProblem) -> Int? {
        guard let time = try body.whole("tmax") else { return nil }
        guard time >= 0 else {
            throw AuctionProblem("tmax", found: "\(time)", expected: "0 or more milliseconds")
        }
        return time > 0 ? time : nil
    }

    private static func wantsReasons(_ body: WireObject) throws(AuctionProblem) -> Bool {
        guard let ext = try body.child("ext") else { return false }
        let ours = try ext.child("broadsheet")?.bool("explain") ?? false
        // Somebody else's namespace: what we don't understand there is none of our business.
        guard case .object(let prebid) = ext.object["prebid"] else { return ours }
        return ours || prebid["returnallbidstatus"] == .bool(true)
    }

    private static func imps(_ body: WireObject) throws(AuctionProblem) -> [WireObject] {
        let imps = try body.children("imp")
        guard !imps.isEmpty else {
            throw AuctionProblem(
                "imp", found: body.has("imp") ? "an empty list" : "nothing",
                expected: "at least one impression")
        }
        var ids: Set<ExactID> = []
        for imp in imps {
            let id = try imp.requiredText("id")
            guard ids.insert(ExactID(id)).inserted else {
                throw AuctionProblem(
                    imp.place("id"), found: "`\(id.shortened)` twice", expected: "ids of their own")
            }
        }
        return imps
    }
}

internal import BroadsheetAds

extension AuctionRequest {
    /// What applies to all offers of a request.
    private struct Restrictions {
        var domains: Set<String>
        var categories: Set<ExactID>
        var allowedSeats: Set<ExactID>?
        var blockedSeats: Set<ExactID>

        init(_ body: WireObject) throws(AuctionProblem) {
            domains = Set(try body.texts("badv").map { $0.lowercased() })
            categories = Set(try body.texts("bcat").map(ExactID.init))
            _ = try body.whole("cattax")
            let allowed = Set(try body.texts("wseat").map(ExactID.init))
            blockedSeats = Set(try body.texts("bseat").map(ExactID.init))
            guard allowed.isEmpty || blockedSeats.isEmpty else {
                throw AuctionProblem(
                    "wseat", found: "it beside bseat", expected: "only one of wseat and bseat")
            }
            allowedSeats = allowed.isEmpty ? nil : allowed
        }
    }

    static func offers(
        _ imps: [WireObject], _ body: WireObject
    ) throws(AuctionProblem) -> [Auction.Offer] {
        let restrictions = try Restrictions(body)
        var offers: [Auction.Offer] = []
        for imp in imps {
            var requirements = try requirements(imp)
            requirements.blockedDomains = restrictions.domains
            requirements.blockedCategories = restrictions.categories
            requirements.allowedSeats = restrictions.allowedSeats
            requirements.blockedSeats = restrictions.blockedSeats
            offers.append(
                Auction.Offer(
                    id: try imp.requiredText("id"), slot: try imp.text("tagid") ?? "",
                    requirements: requirements))
        }
        return offers
    }

    private static func requirements(_ imp: WireObject) throws(AuctionProblem) -> AdRequirements {
        let kinds = ["banner", "video", "audio", "native"]
        for kind in kinds { _ = try imp.child(kind) }
        guard kinds.contains(where: imp.has) else {
            throw AuctionProblem(
                imp.path, found: "none of them",
                expected: "at least one of banner, video, audio and native")
        }
        var requirements = AdRequirements()
        if let banner = try imp.child("banner") {
            let isFullScreen = try imp.whole("instl") ?? 0 == 1
            requirements.banner = try .init(banner, needsSize: !isFullScreen)
        }
        if let native = try imp.child("native") {
            requirements.native = try NativeRequirements(native)
        }
        // Whatever is no plain 0 asks for https.
        requirements.isSecure = try imp.whole("secure") ?? 0 != 0
        requirements.isPrivate = try imp.child("pmp")?.flag("private_auction") ?? false
        try readFloor(imp, &requirements)
        return requirements
    }

    private static func readFloor(
        _ imp: WireObject, _ requirements: inout AdRequirements
    ) throws(AuctionProblem) {
        if let floor = try imp.number("bidfloor") {
            guard !floor.isNegative else {
                throw AuctionProblem(
                    imp.place("bidfloor"), found: "`\(floor.text.shortened)`",
                    expected: "a price of 0 or more")
            }
            requirements.floorMicros = floor.microsRoundedUp
        }
        guard let currency = try imp.text("bidfloorcur") else { return }
        guard currency.utf8.count == 3, currency.utf8.allSatisfy(isLetter) else {
            throw AuctionProblem(
                imp.place("bidfloorcur"), found: "`\(currency.shortened)`",
                expected: "a currency code such as USD")
        }
        requirements.currency = currency.uppercased()
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (65...90).contains(byte) || (97...122).contains(byte)
    }
}

extension AdRequirements.Banner {
    /// Sizes that are compared with every creative of the slot.
    private static let maximumSizes = 100

    /// A banner's sizes: those of `format`, and `w` and `h`.
    init(_ banner: WireObject, needsSize: Bool) throws(AuctionProblem) {
        self.init()
        for format in try banner.children("format", upTo: Self.maximumSizes) {
            try read(format: format)
        }
        switch (try Self.side(banner, "w"), try Self.side(banner, "h")) {
        case (nil, nil): break
        case (let width?, let height?): sizes.append(AdSize(width: width, height: height))
        case (let width, _):
            throw AuctionProblem(
                banner.path, found: width == nil ? "h without w" : "w without h",
                expected: "both or neither")
        }
        guard !needsSize || !sizes.isEmpty || !shapes.isEmpty else {
            throw AuctionProblem(
                banner.path, found: "no size", expected: "w and h, or elements of format")
        }
        // 1 and 2 are text and picture, 3 is a script, 4 a frame.
        let blocked = try banner.wholes("btype")
        allowsImages = !blocked.contains(2)
        allowsHTML = !blocked.contains(3) && !blocked.contains(4)
    }

    private mutating func read(format: WireObject) throws(AuctionProblem) {
        let width = try Self.side(format, "w")
        let height = try Self.side(format, "h")
        let ratios = [
            try Self.side(format, "wratio"), try Self.side(format, "hratio"),
            try Self.side(format, "wmin"),
        ]
        let known = ratios.compactMap(\.self)
        switch (width, height, known.count) {
        case (let width?, let height?, 0): sizes.append(AdSize(width: width, height: height))
        case (nil, nil, 3):
            shapes.append(
                Shape(widthRatio: known[0], heightRatio: known[1], minimumWidth: known[2]))
        default:
            throw AuctionProblem(
                format.path, found: "another set of fields",
                expected: "w and h, or wratio, hratio and wmin")
        }
    }

    private static func side(
        _ object: WireObject, _ name: String
    ) throws(AuctionProblem) -> Int? {
        guard let side = try object.whole(name) else { return nil }
        guard side > 0 else {
            throw AuctionProblem(
                object.place(name), found: "\(side)", expected: "a number above 0")
        }
        return side
    }
}

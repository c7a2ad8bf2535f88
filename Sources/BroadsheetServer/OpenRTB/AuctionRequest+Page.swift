internal import BroadsheetAds

extension Auction {
    /// Keys of the caller's that categories of the page go by in targeting rules.
    static let categoryKey = "cat"

    /// Reads the one of `site`, `app` and `dooh` that there is.
    mutating func readPage(_ body: WireObject) throws(AuctionProblem) {
        let kinds = ["site", "app", "dooh"].filter(body.has)
        guard kinds.count == 1, let place = try kinds.first.flatMap(body.child) else {
            throw AuctionProblem(
                "site", found: kinds.isEmpty ? "nothing" : kinds.joined(separator: " and "),
                expected: "exactly one of site, app and dooh")
        }
        let address = try place.text("page") ?? ""
        if place.path == "site", address.isEmpty, (try place.text("id") ?? "").isEmpty {
            throw AuctionProblem("site", found: "neither of them", expected: "id or page")
        }
        url = address
        try readWords(place)
        guard let content = try place.child("content") else { return }
        article = try content.text("id").flatMap { $0.isEmpty ? nil : $0 }
        language = try content.text("language") ?? ""
        if let tag = try content.text("langb"), language.isEmpty { language = tag }
        try readWords(content)
    }

    /// Keywords (`keywords` as one text, `kwarray` as a list) and categories.
    private mutating func readWords(_ object: WireObject) throws(AuctionProblem) {
        let listed = try object.texts("kwarray")
        let words = try object.text("keywords").map { $0.split(separator: ",") } ?? []
        for word in words.map(String.init) + listed {
            let word = Self.trimmed(word).lowercased()
            if !word.isEmpty { keywords.append(word) }
        }
        for name in ["cat", "sectioncat", "pagecat"] {
            for category in try object.texts(name) {
                keyValues.append(AdRequest.KeyValue(key: Self.categoryKey, value: category))
            }
        }
    }

    private static func trimmed(_ word: String) -> String {
        var rest = word[...]
        while rest.first?.isWhitespace == true { rest = rest.dropFirst() }
        while rest.last?.isWhitespace == true { rest = rest.dropLast() }
        return String(rest)
    }

    /// Reads the reader's device and where it is.
    mutating func read(device object: WireObject) throws(AuctionProblem) {
        let agent = try object.text("ua") ?? ""
        device = DeviceClass(openRTB: try object.whole("devicetype"), userAgent: agent)
        _ = try object.text("ip")
        _ = try object.text("ipv6")
        guard let geo = try object.child("geo") else { return }
        country = try geo.text("country").flatMap(CountryCodes.twoLetters) ?? ""
        let code = try geo.text("region")?.uppercased() ?? ""
        if code.contains("-") {
            region = code
        } else if !code.isEmpty, !country.isEmpty {
            region = "\(country)-\(code)"
        }
    }
}

extension DeviceClass {
    /// The device by its type (AdCOM 1.0, "Device Types"); where that leaves it open, by what
    /// the browser calls itself; nil where neither tells.
    init?(openRTB type: Int?, userAgent: String) {
        switch type {
        case 2: self = .desktop
        case 3, 7: self = .tv
        case 4: self = .phone
        case 5: self = .tablet
        case 6, 8: self = .other
        default:
            guard let found = Self.named(in: userAgent) else { return nil }
            self = found
        }
    }

    private static func named(in agent: String) -> DeviceClass? {
        func says(_ words: String...) -> Bool { words.contains { agent.contains($0) } }
        if says("SmartTV", "SMART-TV", "GoogleTV", "AppleTV", "HbbTV", "BRAVIA") { return .tv }
        if says("iPad", "Tablet", "Kindle") { return .tablet }
        if says("iPhone", "Mobile") { return .phone }
        if says("Android") { return .tablet }
        if says("Windows NT", "Macintosh", "X11", "CrOS") { return .desktop }
        return nil
    }
}

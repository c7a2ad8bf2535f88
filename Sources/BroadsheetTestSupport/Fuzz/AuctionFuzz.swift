package import BroadsheetAds
internal import Foundation

/// Damaged OpenRTB requests at what reads them, decides and writes the answer: nothing may trap,
/// every ad must be one that the offer takes, and every answer must be JSON.
package enum AuctionFuzz {
    /// What was read of a request, and how to answer it.
    package struct Request {
        package var auction: Auction
        /// The answer's bytes for an ad, or nil, for each offer; nil for an empty answer.
        package var answer: ([ChosenAd?]) -> [UInt8]?

        package init(auction: Auction, answer: @escaping ([ChosenAd?]) -> [UInt8]?) {
            self.auction = auction
            self.answer = answer
        }
    }

    /// Runs that many cases; failures are readable texts with the case's number.
    ///
    /// - Parameters:
    ///   - samples: Requests to damage; built-in ones are always among them.
    ///   - read: nil for a request that is refused.
    /// - Returns: also how many damaged requests were read all the same.
    package static func run(
        seed: UInt64, count: Int, samples: [[UInt8]] = [], read: ([UInt8]) -> Request?
    ) -> (cases: Int, read: Int, failures: [String]) {
        var generator = SeededGenerator(seed: seed)
        let snapshot = snapshot()
        let samples = samples + self.samples.map { Array($0.utf8) }
        var failures: [String] = []
        var readCount = 0
        for number in 0..<count {
            var bytes = samples[generator.below(samples.count)]
            for _ in 0..<generator.below(4) { damage(&bytes, with: &generator) }
            guard let request = read(bytes) else { continue }
            readCount += 1
            if let failure = failure(of: request, snapshot, seed: UInt64(number)) {
                failures.append("seed \(seed), case \(number): \(failure)")
            }
        }
        return (count, readCount, failures)
    }

    private static func failure(
        of request: Request, _ snapshot: AdSnapshot, seed: UInt64
    ) -> String? {
        var ads: [ChosenAd?] = []
        for offer in request.auction.offers {
            var wanted = AdRequest(slot: offer.slot, now: Date(timeIntervalSince1970: 1e9))
            request.auction.describe(&wanted)
            var gates = Gates()
            snapshot.admit(offer.requirements, in: offer.slot, currency: "USD", to: &gates)
            let draw = KeyedGenerator(seed: seed).keyed(by: offer.id)
            let ad = snapshot.decide(wanted, gates: gates, using: draw).ad
            if let ad, !fits(ad, offer.requirements) {
                return "\(ad.creative.id) does not answer \(offer.requirements)"
            }
            ads.append(ad)
        }
        guard let answer = request.answer(ads) else { return nil }
        let isJSON = (try? JSONSerialization.jsonObject(with: Data(answer))) != nil
        return isJSON ? nil : "no JSON: \(String(decoding: answer, as: UTF8.self))"
    }

    /// The rules that cost money, once more and as plainly as can be.
    private static func fits(_ ad: ChosenAd, _ wanted: AdRequirements) -> Bool {
        let creative = ad.creative
        if !(0...1 ~= ad.propensity) || ad.propensity == 0 || wanted.isPrivate { return false }
        let price = ad.price?.model == .cpm && ad.tier != .house ? ad.price?.amountMicros ?? 0 : 0
        if wanted.floorMicros > 0, wanted.currency != "USD" || price < wanted.floorMicros {
            return false
        }
        if wanted.isSecure, creative.image?.hasPrefix("http:") == true { return false }
        if let seats = wanted.allowedSeats, !seats.contains(ExactID(ad.advertiser)) { return false }
        if wanted.blockedSeats.contains(ExactID(ad.advertiser)) { return false }
        if wanted.blockedDomains.contains("\(ad.advertiser).example") { return false }
        guard creative.kind != .native else { return wanted.native != nil }
        guard let banner = wanted.banner else { return false }
        return !banner.shapes.isEmpty || banner.sizes.isEmpty
            || creative.size.map(banner.sizes.contains) == true
    }

    // MARK: Damage

    private static func damage(_ bytes: inout [UInt8], with generator: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        let position = generator.below(bytes.count)
        switch generator.below(9) {
        case 0: bytes[position] = UInt8(generator.below(256))
        case 1: bytes.remove(at: position)
        case 2: bytes.removeSubrange(position...)
        case 3:
            let end = min(position + generator.below(80), bytes.count)
            bytes.insert(contentsOf: bytes[position..<end], at: position)
        case 4:
            let piece = Array(pieces[generator.below(pieces.count)].utf8)
            bytes.insert(contentsOf: piece, at: position)
        default: replaceValue(&bytes, from: position, with: &generator)
        }
    }

    /// Puts a value of any kind in the place of one that ends at a comma or bracket.
    private static func replaceValue(
        _ bytes: inout [UInt8], from position: Int, with generator: inout SeededGenerator
    ) {
        guard let colon = bytes[position...].firstIndex(of: UInt8(ascii: ":")) else { return }
        let ends = Array(",}]".utf8)
        let end = bytes[colon...].firstIndex(where: ends.contains) ?? bytes.count
        let value = Array(values[generator.below(values.count)].utf8)
        bytes.replaceSubrange((colon + 1)..<max(end, colon + 1), with: value)
    }

    private static let pieces = [
        "{", "}", "[", "]", "\"", ",", ":", "\\u", "\\ud83d", "\\", "null", "0", "1e", "-",
        "\"id\":\"1\",", "\"secure\":1,", "\u{0}", "é", "{\"a\":", "[[[[[[[[[[[[[[[[",
    ]
    private static let values = [
        "null", "true", "false", "0", "1", "-1", "2", "-0.0", "1e400", "1e-400", "0.5", "4.2",
        "9007199254740993", "99999999999999999999999", "-9223372036854775808", "{}", "[]", "[1]",
        "[\"\"]", "[\"dog\"]", "[\"dog.example\"]", "\"\"", "\"1\"", "\"top\"", "\"feed\"",
        "\"EUR\"", "[{}]", "[null]", "\"\\ud83d\\ude00\"", "\"{\\\"assets\\\":[{\\\"id\\\":1}]}\"",
        "1e9223372036854775808", "{\"w\":9007199254740992,\"h\":1}",
    ]

    // MARK: Samples

    private static let samples = [
        #"{"id":"r","imp":[{"id":"1","tagid":"top","secure":1,"bidfloor":1.5,"bidfloorcur":"USD","#
            + #""exp":300,"banner":{"format":[{"w":728,"h":90},{"wratio":32,"hratio":5,"wmin":9}],"#
            + #""btype":[4]}},{"id":"2","tagid":"feed","native":{"request":"{\"ver\":\"1.2\","#
            + #"\"assets\":[{\"id\":1,\"required\":1,\"title\":{\"len\":90}},{\"id\":2,\"img\":"#
            + #"{\"type\":3}},{\"id\":3,\"data\":{\"type\":1,\"len\":25}}],\"eventtrackers\":"#
            + #"[{\"event\":1,\"methods\":[1]}]}"}}],"site":{"id":"s","page":"https://n.example/a","#
            + #""keywords":"a,b","cat":["IAB1"],"content":{"id":"7","language":"en"}},"cur":["USD"],"#
            + #""device":{"ua":"x","devicetype":4,"geo":{"country":"DEU","region":"BE"},"dnt":0},"#
            + #""user":{"id":"u","consent":""},"regs":{"gdpr":0,"coppa":0,"us_privacy":"1YNN","#
            + #""gpp_sid":[-1],"ext":{"gpc":"0"}},"badv":["x.example"],"bcat":["IAB8"],"#
            + #""bseat":["rat"],"tmax":100,"test":1,"ext":{"prebid":{"returnallbidstatus":true}}}"#,
        #"{"id":"r","imp":[{"id":"1","tagid":"top","banner":{"w":320,"h":50}}],"site":{"id":"s"}}"#,
        #"{"id":"r","imp":[{"id":"1","tagid":"top","instl":1,"banner":{}}],"app":{}}"#,
    ]

    private static func snapshot() -> AdSnapshot {
        func creative(_ id: String, _ width: Int, _ height: Int, _ scheme: String) -> Creative {
            Creative(
                id: id, kind: .image, size: AdSize(width: width, height: height),
                clickURL: "https://\(id.prefix(3)).example/", image: "\(scheme)://c.example/1.png",
                alt: "")
        }
        let native = Creative(
            id: "native", kind: .native, clickURL: "https://cat.example/",
            image: "https://c.example/2.png", title: "Title", text: "Text", sponsoredBy: "Cat")
        let lineItems = [
            LineItem(
                id: "dog-top", slots: ["top"], price: Price(model: .cpm, amountMicros: 4_200_000),
                creatives: [
                    creative("dog-wide", 728, 90, "https"), creative("dog-small", 320, 50, "http"),
                ]),
            LineItem(
                id: "dog-house", tier: .house, slots: ["top"],
                price: Price(model: .cpm, amountMicros: 9_000_000),
                creatives: [creative("dog-own", 728, 90, "https")]),
        ]
        let feed = LineItem(
            id: "cat-feed", slots: ["feed"], price: Price(model: .cpc, amountMicros: 9),
            creatives: [native])
        return AdSnapshot(
            AdCatalogue(
                slots: [
                    Slot(
                        id: "top",
                        sizes: [AdSize(width: 728, height: 90), AdSize(width: 320, height: 50)],
                        defaultCreative: "dog-own"),
                    Slot(id: "feed", sizes: [AdSize(width: 300, height: 250)]),
                ],
                advertisers: [
                    Advertiser(id: "dog", name: "Dog", domain: "dog.example"),
                    Advertiser(id: "cat", name: "Cat", domain: "cat.example"),
                ],
                campaigns: [
                    Campaign(id: "d", advertiser: "dog", name: "D", lineItems: lineItems),
                    Campaign(id: "c", advertiser: "cat", name: "C", lineItems: [feed]),
                ]))
    }
}

package import BroadsheetAds
package import Foundation

/// Random catalogues and requests of few words, so that rules often meet.
package struct RandomBookings {
    private var generator: SeededGenerator
    /// A line that most times fall near.
    package static let now = Date(timeIntervalSince1970: 1_720_000_000)

    package init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    private static let sections = ["World", "World/Asia", "World/Asia/Japan", "Sport", "Sp"]
    private static let words = ["a", "b", "c", "d", "\u{E9}"]
    private static let zones = ["UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]
    private static let sizes = [AdSize(width: 728, height: 90), AdSize(width: 300, height: 250)]
    private static let languages = ["en", "en-gb", "de"]
    private static let addresses = ["news.example", "example", "news.example/sport/", "b.example/"]

    package mutating func below(_ bound: Int) -> Int { generator.below(bound) }

    private mutating func chance(_ percent: Int) -> Bool { generator.below(100) < percent }

    private mutating func some(_ names: [String], _ most: Int) -> [String] {
        (0..<(1 + generator.below(most))).map { _ in names[generator.below(names.count)] }
    }

    private mutating func one(_ names: [String]) -> String { names[generator.below(names.count)] }

    // MARK: Catalogue

    package mutating func catalogue(lineItems count: Int) -> AdCatalogue {
        let slots = ["top", "side", "end"].map { id in
            Slot(
                id: id, sizes: id == "side" ? [Self.sizes[1]] : Self.sizes,
                exploration: id == "top" ? 0 : 0.1)
        }
        let advertisers = ["x", "y", "z"].map { id in
            Advertiser(id: id, name: id, labels: chance(30) ? [one(Self.words)] : [])
        }
        var campaigns = (0..<5).map { index in
            Campaign(
                id: "c\(index)", advertiser: chance(95) ? one(["x", "y", "z"]) : "nobody",
                name: "", timeZone: one(Self.zones),
                labels: chance(10) ? [one(Self.words)] : [], status: chance(5) ? .paused : nil)
        }
        for index in 0..<count {
            let item = lineItem("l\(index)")
            campaigns[generator.below(campaigns.count)].lineItems.append(item)
        }
        return AdCatalogue(slots: slots, advertisers: advertisers, campaigns: campaigns)
    }

    private mutating func lineItem(_ id: String) -> LineItem {
        let tiers: [Tier] = [.sponsorship, .guaranteed, .standard, .standard, .standard, .house]
        var item = LineItem(
            id: id, tier: tiers[generator.below(tiers.count)],
            weight: Double(1 + generator.below(20)) / 4, slots: some(["top", "side", "end"], 2))
        if item.tier == .sponsorship, chance(80) {
            item.shareOfVoice = Double(1 + generator.below(10)) / 40
        }
        if chance(20) { item.starts = moment() }
        if chance(20) { item.ends = moment() }
        if chance(20) { item.sections.include = some(Self.sections, 2) }
        if chance(10) { item.sections.exclude = some(Self.sections, 1) }
        if chance(20) { item.tags.include = some(Self.words, 3) }
        if chance(10) { item.tags.exclude = some(Self.words, 1) }
        if chance(60) { item.targeting = rule(depth: generator.below(4)) }
        if chance(10) { item.labels = [one(Self.words)] }
        if chance(4) { item.status = .archived }
        if chance(2) { item.weight = .nan }
        for index in 0..<(1 + generator.below(3)) {
            item.creatives.append(
                Creative(
                    id: "\(id)-\(index)", kind: .image, size: Self.sizes[generator.below(2)],
                    weight: Double(1 + generator.below(5)), status: chance(10) ? .paused : nil,
                    clickURL: "https://x.example/"))
        }
        return item
    }

    private mutating func moment() -> Date {
        Self.now.addingTimeInterval(Double(generator.below(9) - 4) * 3_600)
    }

    package mutating func rule(depth: Int) -> TargetingRule {
        if depth == 0 || chance(20) { return .test(test()) }
        switch generator.below(chance(2) ? 4 : 3) {
        case 0: return .all((0..<generator.below(4)).map { _ in rule(depth: depth - 1) })
        case 1: return .any((0..<generator.below(4)).map { _ in rule(depth: depth - 1) })
        case 2: return .not(rule(depth: depth - 1))
        default: return .unreadable
        }
    }

    private mutating func test() -> TargetingTest {
        let dimensions = TargetingDimension.allCases
        let dimension = dimensions[generator.below(dimensions.count)]
        switch dimension {
        case .section: return TargetingTest(.section, some(Self.sections, 2))
        case .tag, .keyword: return TargetingTest(dimension, some(Self.words, 2))
        case .language: return TargetingTest(.language, some(Self.languages, 2))
        case .url: return TargetingTest(.url, some(Self.addresses, 2))
        case .country: return TargetingTest(.country, some(["US", "DE", "FR"], 2))
        case .region: return TargetingTest(.region, some(["US-NY", "US-CA"], 1))
        case .device: return TargetingTest(.device, some(["phone", "tablet"], 2))
        case .weekday: return TargetingTest(.weekday, some(["mon", "wed", "thu"], 2))
        case .hour: return TargetingTest(.hour, some((0..<24).map(String.init), 12))
        case .keyValues:
            return TargetingTest(.keyValues, key: one(["k", "l"]), some(Self.words, 2))
        }
    }

    // MARK: Requests

    package mutating func request() -> AdRequest {
        var request = AdRequest(slot: one(["top", "side", "end"]), now: moment())
        request.now.addTimeInterval(Double(generator.below(400_000)) / 7)
        if chance(80) { request.articleSection = one(Self.sections + ["World/Asiatic", ""]) }
        if chance(80) { request.articleTags = some(Self.words + ["other"], 3) }
        if chance(20) { request.articleAdLabels = some(Self.words, 2) }
        if chance(15) { request.articleAdPolicy = chance(50) ? .house : .none }
        if chance(60) { request.keywords = some(Self.words + ["A"], 3) }
        if chance(70) { request.language = one(["en", "en-GB", "EN-us", "de", "d"]) }
        if chance(70) {
            request.url = one([
                "https://News.Example/sport/x", "http://user@sub.news.example:80/sport",
                "b.example",
                "https://b.example?x", "/local", "https://example/",
            ])
        }
        if chance(70) { request.country = one(["US", "us", "DE", "XX"]) }
        if chance(70) { request.region = one(["US-NY", "us-ca", "US"]) }
        if chance(70) { request.device = DeviceClass.allCases[generator.below(5)] }
        if chance(60) {
            request.keyValues = (0..<(1 + generator.below(3))).map { _ in
                AdRequest.KeyValue(key: one(["k", "l", "m"]), value: one(Self.words))
            }
        }
        return request
    }
}

package import BroadsheetAds
import Foundation

/// Random small catalogues whose line items get into each other's way on a page.
package struct RandomPages {
    private var generator: SeededGenerator
    /// Slots of a page.
    package var slotCount = 3
    /// Line items.
    package var count = 6
    /// Exclusion labels that there are.
    package var labelCount = 3
    /// Per cent of the labels that a line item with labels has.
    package var labelShare = 40
    /// Per cent of line items with a roadblock.
    package var roadblocks = 15
    /// Per cent of line items with several creatives.
    package var creatives = 40
    /// Per cent of slots with a default creative.
    package var defaults = 0

    private static let now = Date(timeIntervalSince1970: 1_720_000_000)
    private static let sizes = [AdSize(width: 728, height: 90), AdSize(width: 300, height: 250)]

    package init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    package mutating func below(_ bound: Int) -> Int { generator.below(bound) }

    private mutating func chance(_ percent: Int) -> Bool { generator.below(100) < percent }

    private mutating func labels(_ percent: Int) -> [String] {
        (0..<labelCount).filter { _ in chance(percent) }.map { "label\($0)" }
    }

    private var names: [String] { (0..<slotCount).map { "s\($0)" } }

    /// The requests of one page, in the order of filling.
    package func requests() -> [AdRequest] { names.map { AdRequest(slot: $0, now: Self.now) } }

    package mutating func catalogue() -> AdCatalogue {
        var slots = names.map { id in
            Slot(
                id: id, sizes: chance(50) ? Self.sizes : [Self.sizes[generator.below(2)]],
                exploration: chance(20) ? 0.25 : 0)
        }
        let advertisers = ["x", "y", "z"].map { id in
            Advertiser(
                id: id, name: id, perPage: chance(40) ? 1 + generator.below(2) : nil,
                exclusionLabels: chance(10) ? labels(40) : [])
        }
        var campaigns = (0..<4).map { index in
            Campaign(
                id: "c\(index)", advertiser: advertisers[generator.below(3)].id, name: "",
                exclusionLabels: chance(10) ? labels(40) : [])
        }
        for index in 0..<count {
            campaigns[generator.below(4)].lineItems.append(lineItem("l\(1_000 + index)"))
        }
        for index in slots.indices where chance(defaults) {
            let fitting = campaigns.flatMap(\.lineItems).flatMap(\.creatives)
                .filter { $0.fits(slots[index]) }
            guard !fitting.isEmpty else { continue }
            slots[index].defaultCreative = fitting[generator.below(fitting.count)].id
        }
        return AdCatalogue(slots: slots, advertisers: advertisers, campaigns: campaigns)
    }

    private mutating func lineItem(_ id: String) -> LineItem {
        let tiers: [Tier] = [.sponsorship, .guaranteed, .standard, .standard, .house]
        var item = LineItem(
            id: id, tier: tiers[generator.below(tiers.count)],
            weight: Double(1 + generator.below(8)) / 4)
        item.slots = names.filter { _ in chance(50) }
        if item.slots.isEmpty { item.slots = [names[generator.below(slotCount)]] }
        if item.tier == .sponsorship, chance(60) {
            item.shareOfVoice = Double(1 + generator.below(6)) / 10
        }
        if chance(30) { item.perPage = 1 + generator.below(2) }
        if chance(40) { item.exclusionLabels = labels(labelShare) }
        if chance(roadblocks) { item.roadblock = .all }
        let most = chance(creatives) || item.roadblock != nil ? 4 : 1
        let sets = ["red", "blue"]
        let hasSets = chance(30)
        for index in 0..<(1 + generator.below(most)) {
            item.creatives.append(
                Creative(
                    id: "\(id)-\(index)", kind: .image, size: Self.sizes[generator.below(2)],
                    weight: Double(1 + generator.below(3)), clickURL: "https://x.example/",
                    companionSet: hasSets && chance(80) ? sets[generator.below(2)] : nil))
        }
        return item
    }
}

import BroadsheetAds
import Foundation

/// How long a page of five slots takes, over bookings with targeting and exclusions.
///
/// Every line item names one or two of the slots and two of twelve sections; a third has an
/// exclusion label of forty, every fourth a limit of one a page; half of the fifty advertisers allow
/// one ad a page. One tenth are sponsorships of a fifth of the slot, one tenth guaranteed. Left out:
/// caps, leases, logs, markup.
package struct PageTimes {
    /// Nanoseconds of each page, rising.
    package private(set) var nanoseconds: [Int] = []
    /// Pages whose look-ahead was given up.
    package private(set) var cutCount = 0
    /// Slots that got an ad.
    package private(set) var filledCount = 0

    package var median: Int { quantile(0.5) }
    package var p99: Int { quantile(0.99) }

    private func quantile(_ part: Double) -> Int {
        nanoseconds.isEmpty ? 0 : nanoseconds[Int(Double(nanoseconds.count - 1) * part)]
    }

    private static let sections = (0..<12).map { "Section\($0)" }
    private static let now = Date(timeIntervalSince1970: 1_720_000_000)

    /// Decides `pages` pages after a tenth as many that are not counted.
    package init(lineItems count: Int, pages: Int, seed: UInt64) {
        let snapshot = AdSnapshot(Self.catalogue(count, seed: seed))
        let requests = Self.sections.map { section in
            (0..<5).map { AdRequest(slot: "s\($0)", articleSection: section, now: Self.now) }
        }
        var scratch = PageScratch()
        let generator = KeyedGenerator(seed: seed)
        let clock = ContinuousClock()
        nanoseconds.reserveCapacity(pages)
        for page in 0..<(pages + pages / 10) {
            let draw = generator.keyed(by: UInt64(page))
            let start = clock.now
            let result = snapshot.decidePage(
                requests[page % requests.count], using: { _ in draw }, scratch: &scratch)
            let time = clock.now - start
            guard page >= pages / 10 else { continue }
            nanoseconds.append(Int(time.components.attoseconds / 1_000_000_000))
            if !result.isLookAheadExact { cutCount += 1 }
            for pick in scratch.picks where pick != nil { filledCount += 1 }
        }
        nanoseconds.sort()
    }

    private static func catalogue(_ count: Int, seed: UInt64) -> AdCatalogue {
        var generator = SeededGenerator(seed: seed)
        let size = AdSize(width: 300, height: 250)
        let advertisers = (0..<50).map {
            Advertiser(id: "a\($0)", name: "", perPage: $0 % 2 == 0 ? 1 : nil)
        }
        var campaigns = (0..<50).map { Campaign(id: "c\($0)", advertiser: "a\($0)", name: "") }
        for index in 0..<count {
            let id = "l\(100_000 + index)"
            let draw = generator.below(10)
            let tier: Tier = draw == 0 ? .sponsorship : draw == 1 ? .guaranteed : .standard
            var item = LineItem(
                id: id, tier: tier, weight: Double(1 + generator.below(9)),
                slots: ["s\(generator.below(5))"], creatives: [])
            if generator.below(2) == 0 { item.slots.append("s\(generator.below(5))") }
            if tier == .sponsorship { item.shareOfVoice = 0.2 * 10 / Double(count) }
            item.sections.include = (0..<2).map { _ in sections[generator.below(12)] }
            if generator.below(3) == 0 { item.exclusionLabels = ["label\(generator.below(40))"] }
            if generator.below(4) == 0 { item.perPage = 1 }
            for creative in 0..<2 {
                item.creatives.append(
                    Creative(
                        id: "\(id)-\(creative)", kind: .image, size: size,
                        clickURL: "https://x.example/"))
            }
            campaigns[generator.below(50)].lineItems.append(item)
        }
        return AdCatalogue(
            slots: (0..<5).map { Slot(id: "s\($0)", sizes: [size], priority: $0) },
            advertisers: advertisers, campaigns: campaigns)
    }
}

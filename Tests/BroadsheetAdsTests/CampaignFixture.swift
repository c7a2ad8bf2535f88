import BroadsheetAds
import Foundation

/// Small catalogues and files for the tests of this module.
enum CampaignFixture {
    /// A sound file of one slot, one advertiser and one line item; lines are counted in the tests.
    static let file = """
        slots:
          - {id: top, sizes: [728x90, 320x50], formats: [image, html], priority: 1}
        advertisers:
          - {id: dog, name: Alpha Dog, domain: dog.example, labels: [hosting]}
        campaigns:
          - id: summer
            advertiser: dog
            name: Summer
            time_zone: America/New_York
            line_items:
              - id: summer-top
                tier: standard
                weight: 10
                starts: 2024-07-01
                ends: 2030-01-01
                slots: [top]
                sections: {include: [World], exclude: []}
                tags: {include: [], exclude: []}
                price: {model: cpm, amount: "4.20"}
                creatives:
                  - id: dog-728
                    kind: image
                    size: 728x90
                    weight: 1
                    image: https://dog.example/a.png
                    alt: Dog
                    click_url: https://dog.example/
        """

    /// The file with one line (from 1) replaced; indentation is kept.
    static func file(line: Int, _ replacement: String) -> String {
        var lines = file.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let indent = lines[line - 1].prefix { $0 == " " }
        lines[line - 1] =
            replacement.split(separator: "\n", omittingEmptySubsequences: false)
            .map { indent + $0 }.joined(separator: "\n")
        return lines.joined(separator: "\n")
    }

    /// Reads texts as files `a.yaml`, `b.yaml`, ….
    static func read(
        _ texts: String..., existing: AdCatalogue = AdCatalogue()
    ) -> CampaignFileReader.Result {
        let names = ["a.yaml", "b.yaml", "c.yaml", "d.yaml"]
        let files = zip(names, texts).map {
            CampaignFileReader.File(name: $0, bytes: Array($1.utf8))
        }
        return CampaignFileReader(existing: existing).read(files)
    }

    // MARK: Catalogues

    static let size = AdSize(width: 728, height: 90)
    static let slot = Slot(id: "top", sizes: [size])
    /// 1 July 2024 in UTC.
    static let midnight = Date(timeIntervalSince1970: 1_719_792_000)
    static let now = Date(timeIntervalSince1970: 1_720_000_000)

    static func creative(_ id: String, weight: Double = 1) -> Creative {
        Creative(
            id: id, kind: .image, size: size, weight: weight, clickURL: "https://dog.example/",
            image: "https://dog.example/a.png", alt: "Dog")
    }

    /// A line item of slot `top` with one creative.
    static func lineItem(
        _ id: String, tier: Tier = .standard, weight: Double = 1,
        change: (inout LineItem) -> Void = { _ in }
    ) -> LineItem {
        var lineItem = LineItem(
            id: id, tier: tier, weight: weight, slots: ["top"], creatives: [creative("\(id)-c")])
        change(&lineItem)
        return lineItem
    }

    static func catalogue(
        _ lineItems: [LineItem], labels: [String] = [], slots: [Slot] = [slot]
    ) -> AdCatalogue {
        AdCatalogue(
            slots: slots, advertisers: [Advertiser(id: "dog", name: "Dog", labels: labels)],
            campaigns: [
                Campaign(id: "summer", advertiser: "dog", name: "Summer", lineItems: lineItems)
            ])
    }

    static func snapshot(
        _ lineItems: [LineItem], labels: [String] = [], slots: [Slot] = [slot]
    ) -> AdSnapshot {
        AdSnapshot(catalogue(lineItems, labels: labels, slots: slots))
    }

    static func request(change: (inout AdRequest) -> Void = { _ in }) -> AdRequest {
        var request = AdRequest(slot: "top", now: now)
        change(&request)
        return request
    }
}

/// A source that gives the same number for every purpose.
struct FixedDraw: DrawSource {
    let number: Double

    func uniform(for purpose: DrawPurpose) -> Double { number }
}

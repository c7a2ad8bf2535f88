import BroadsheetAds
import Foundation
import Testing

@Suite struct CampaignFileReaderTests {
    @Test func `a sound file is read without problems into the values that it names`() {
        let result = CampaignFixture.read(CampaignFixture.file)
        #expect(result.problems.map(\.description) == [])
        let lineItem = LineItem(
            id: "summer-top", tier: .standard, weight: 10,
            starts: Date(timeIntervalSince1970: 1_719_806_400),
            ends: Date(timeIntervalSince1970: 1_893_474_000), slots: ["top"],
            sections: InclusionRule(include: ["World"]),
            price: Price(model: .cpm, amountMicros: 4_200_000),
            creatives: [
                Creative(
                    id: "dog-728", kind: .image, size: AdSize(width: 728, height: 90),
                    clickURL: "https://dog.example/", image: "https://dog.example/a.png",
                    alt: "Dog")
            ])
        let expected = AdCatalogue(
            slots: [
                Slot(
                    id: "top",
                    sizes: [AdSize(width: 728, height: 90), AdSize(width: 320, height: 50)],
                    formats: [.image, .html], priority: 1)
            ],
            advertisers: [
                Advertiser(
                    id: "dog", name: "Alpha Dog", domain: "dog.example", labels: ["hosting"])
            ],
            campaigns: [
                Campaign(
                    id: "summer", advertiser: "dog", name: "Summer",
                    timeZone: "America/New_York", lineItems: [lineItem])
            ])
        #expect(result.catalogue == expected)
    }

    @Test(arguments: ["\r\n", "\r"])
    func `line ends of other systems and a byte order mark change nothing`(lineEnd: String) {
        let text = CampaignFixture.file.replacing("\n", with: lineEnd)
        let result = CampaignFixture.read("\u{FEFF}" + text)
        #expect(result.problems.map(\.description) == [])
        #expect(result.catalogue == CampaignFixture.read(CampaignFixture.file).catalogue)
    }

    @Test(arguments: ["no", "1.0", "0x10", "2024-07-01", "on", ".nan", "1_000", "!!int 7"])
    func `YAML's own types are text like any other`(text: String) {
        let file = CampaignFixture.file(line: 8, "name: \(text)")
        let expected = text.replacing("!!int ", with: "")
        #expect(CampaignFixture.read(file).catalogue.campaigns.first?.name == expected)
    }

    @Test func `an asterisk in text is an asterisk, whatever quotes stand around it`() {
        let file = """
            advertisers:
              - {id: a, name: "*a", labels: ['*b', c*d]}
              - id: b
                name: |-
                  * one
                  *two* \u{E000}
            """
        let advertisers = CampaignFixture.read(file).catalogue.advertisers
        #expect(advertisers.map(\.name) == ["*a", "* one\n*two* \u{E000}"])
        #expect(advertisers.first?.labels == ["*b", "c*d"])
    }

    @Test func `an alias stands for the value that its anchor had before it`() {
        let file = """
            advertisers:
              - {id: a, name: &n One, labels: &l [x, *n]}
              - {id: b, name: *n, labels: *l}
              - {id: c, name: &n Two}
              - {id: d, name: *n}
            """
        let result = CampaignFixture.read(file)
        #expect(result.problems.map(\.description) == [])
        #expect(result.catalogue.advertisers.map(\.name) == ["One", "One", "Two", "Two"])
        #expect(
            result.catalogue.advertisers.map(\.labels) == [["x", "One"], ["x", "One"], [], []])
    }

    @Test func `an empty value, a tilde and null count as absent`() {
        let file = CampaignFixture.file(line: 14, "starts:\nends: ~\nweight: null")
        let lines = file.split(separator: "\n").enumerated().filter {
            ![12, 16].contains($0.offset)
        }
        let text = lines.map { String($0.element) }.joined(separator: "\n")
        let result = CampaignFixture.read(text)
        #expect(result.problems.map(\.description) == [])
        let lineItem = result.catalogue.campaigns.first?.lineItems.first
        #expect(lineItem?.starts == nil && lineItem?.ends == nil && lineItem?.weight == 1)
    }

    @Test func `files are merged by id bytes and may name what another file defines`() {
        let parts = CampaignFixture.file.components(separatedBy: "campaigns:")
        let campaigns = "campaigns:" + (parts.last ?? "")
        let more = "slots:\n  - {id: b, sizes: [1x1]}\n  - {id: B, sizes: [1x1]}"
        let result = CampaignFixture.read(campaigns, more, parts.first ?? "")
        #expect(result.problems.map(\.description) == [])
        #expect(result.catalogue.slots.map(\.id) == ["B", "b", "top"])
        #expect(result.catalogue.campaigns.count == 1)
    }

    @Test func `an id that stands twice is a problem that names both places`() {
        let other = CampaignFixture.file.replacing("id: dog,", with: "id: cat,")
        let result = CampaignFixture.read(CampaignFixture.file, other)
        let expected = [
            "b.yaml:2: slot `top` stands at a.yaml:2 already; ids are unique",
            "b.yaml:6: campaign `summer` stands at a.yaml:6 already; ids are unique",
            "b.yaml:11: line item `summer-top` stands at a.yaml:11 already; ids are unique",
            "b.yaml:21: creative `dog-728` stands at a.yaml:21 already; ids are unique",
        ]
        #expect(result.problems.map(\.description) == expected)
    }

    @Test func `ids that differ only in Unicode composition are two ids`() {
        let file =
            "slots:\n  - {id: \"\u{E9}\", sizes: [1x1]}\n  - {id: \"e\u{301}\", sizes: [1x1]}"
        let result = CampaignFixture.read(file)
        #expect(result.problems.map(\.description) == [])
        #expect(result.catalogue.slots.count == 2)
    }

    @Test func `slots and advertisers of the existing catalogue may be named`() {
        let parts = CampaignFixture.file.components(separatedBy: "campaigns:")
        let campaigns = "campaigns:" + (parts.last ?? "")
        let existing = CampaignFixture.read(parts.first ?? "").catalogue
        #expect(CampaignFixture.read(campaigns, existing: existing).problems == [])
        let alone = CampaignFixture.read(campaigns).problems.map(\.description)
        let expected = [
            "a.yaml:3: campaign `summer` names unknown advertiser `dog`",
            "a.yaml:12: line item `summer-top` names unknown slot `top`",
        ]
        #expect(alone == expected)
    }

    @Test func `a line item that belongs to another campaign of the catalogue is a problem`() {
        let existing = CampaignFixture.read(CampaignFixture.file).catalogue
        let file = CampaignFixture.file.replacing("id: summer\n", with: "id: winter\n")
        let problems = CampaignFixture.read(file, existing: existing).problems
        let expected =
            "a.yaml:11: line item `summer-top` belongs to campaign `summer` in the catalogue; "
            + "choose another id"
        #expect(problems.map(\.description) == [expected])
    }

    @Test(arguments: [
        ("0", Int64(0)), ("4.2", 4_200_000), ("4.20", 4_200_000), ("0.000001", 1),
        ("0.1", 100_000), ("9223372036854.775807", .max), ("007.50", 7_500_000),
    ])
    func `amounts become micros exactly`(text: String, micros: Int64) {
        for amount in [text, "\"\(text)\""] {
            let file = CampaignFixture.file(line: 19, "price: {model: cpc, amount: \(amount)}")
            let price = CampaignFixture.read(file).catalogue.campaigns.first?.lineItems.first?.price
            #expect(price == Price(model: .cpc, amountMicros: micros))
        }
    }
}

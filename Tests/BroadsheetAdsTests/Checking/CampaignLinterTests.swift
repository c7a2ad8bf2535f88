import BroadsheetAds
import Testing

@Suite struct CampaignLinterTests {
    private func lint(_ catalogue: AdCatalogue) -> [String] {
        CampaignLinter().problems(in: catalogue).map(\.description)
    }

    @Test func `a sound catalogue has no problems`() {
        #expect(lint(CampaignFixture.catalogue([CampaignFixture.lineItem("a")])) == [])
    }

    @Test func `a stored catalogue is held to the rules of files, with campaigns as places`() {
        let lineItem = CampaignFixture.lineItem("a", weight: .infinity) {
            $0.slots = ["top", "gone"]
            $0.sections = InclusionRule(include: ["World"], exclude: ["World"])
            $0.creatives[0].size = AdSize(width: 1, height: 1)
            $0.creatives[0].clickURL = "javascript:alert(1)"
        }
        var catalogue = CampaignFixture.catalogue(
            [lineItem], slots: [CampaignFixture.slot, Slot(id: "side", sizes: [])])
        catalogue.campaigns[0].timeZone = "Nowhere"
        let expected = [
            "slot side: slot `side` has no size; list at least one in `sizes`",
            "campaign summer: campaign `summer` has time zone `Nowhere`; expected an IANA time zone "
                + "such as America/New_York",
            "campaign summer: line item `a` has weight inf; expected a number from 0.000001 to "
                + "1000000000",
            "campaign summer: line item `a` names unknown slot `gone`",
            "campaign summer: line item `a` can never match: `sections` excludes everything that it "
                + "includes",
            "campaign summer: creative `a-c` has `click_url` `javascript:alert(1)`; expected "
                + "https://HOST/… or http://HOST/…",
            "campaign summer: creative `a-c` (image 1x1) fits no slot of its line item: `top` takes "
                + "728x90 (image, html, native)",
        ]
        #expect(lint(catalogue) == expected)
    }

    @Test func `sizes that no file could hold are found`() {
        let slot = Slot(id: "top", sizes: [AdSize(width: .max, height: -1)])
        let expected = "slot top: slot `top` has size \(Int.max)x-1; both sides are 1…10,000"
        #expect(lint(AdCatalogue(slots: [slot])) == [expected])
    }

    @Test func `line items of one id are found`() {
        let twice = CampaignFixture.catalogue([
            CampaignFixture.lineItem("a"), CampaignFixture.lineItem("a"),
        ])
        let expected = [
            "line item a: line item `a` stands twice; ids are unique",
            "creative a-c: creative `a-c` stands twice; ids are unique",
        ]
        #expect(lint(twice) == expected)
    }

    @Test func `control characters in stored texts are found and not printed`() {
        var catalogue = CampaignFixture.catalogue([CampaignFixture.lineItem("a")])
        catalogue.campaigns[0].name = "a\u{1B}[2J"
        catalogue.campaigns[0].lineItems[0].creatives[0].alt = "x\u{7}"
        let expected = [
            "campaign summer: campaign `summer` has a control character in `name`; remove it",
            "campaign summer: creative `a-c` has a control character in `alt`; remove it",
        ]
        #expect(lint(catalogue) == expected)
    }
}

import BroadsheetAds
import Testing

/// `per_page`, `exclusion_labels`, `roadblock` and `companion_set` in campaign files.
@Suite struct PageRuleReadingTests {
    private func read(_ line: Int, _ text: String) -> AdCatalogue {
        let result = CampaignFixture.read(CampaignFixture.file(line: line, text))
        #expect(result.problems.filter { $0.severity == .error }.map(\.description) == [])
        return result.catalogue
    }

    private func problems(_ line: Int, _ text: String) -> [String] {
        CampaignFixture.read(CampaignFixture.file(line: line, text)).problems.map(\.description)
    }

    @Test func `line items, campaigns and advertisers have page rules`() {
        let item = read(12, "per_page: 2\nexclusion_labels: [cars, beer]\nroadblock: all")
            .campaigns[0].lineItems[0]
        #expect(item.perPage == 2 && item.exclusionLabels == ["cars", "beer"])
        #expect(item.roadblock == .all)
        #expect(read(8, "exclusion_labels: [cars]").campaigns[0].exclusionLabels == ["cars"])
        let text = "- {id: dog, per_page: 10, exclusion_labels: [cars], domain: dog.example}"
        let advertiser = read(4, text).advertisers[0]
        #expect(advertiser.perPage == 10 && advertiser.exclusionLabels == ["cars"])
    }

    @Test(arguments: ["0", "11", "-1", "two", "1.5"])
    func `a limit per page is a whole number from 1 to 10`(text: String) {
        let expected = "`per_page`: found `\(text)`, expected a whole number from 1 to 10"
        #expect(problems(12, "per_page: \(text)") == ["a.yaml:12: \(expected)"])
    }

    @Test func `a word that is no roadblock is a problem`() {
        let expected = "a.yaml:12: `roadblock`: found `any`, expected `all`"
        #expect(problems(12, "roadblock: any") == [expected])
    }

    @Test func `an empty exclusion label is a problem`() {
        let expected = "has an empty text in `exclusion_labels`; fill or remove it"
        for (line, owner) in [(12, "line item `summer-top`"), (8, "campaign `summer`")] {
            let found = problems(line, "exclusion_labels: ['']")
            #expect(found == ["a.yaml:\(line): \(owner) \(expected)"])
        }
    }
}

@Suite struct PageRuleCheckerTests {
    private let slots = ["top", "side", "end"].map {
        Slot(id: $0, sizes: [AdSize(width: $0 == "end" ? 300 : 728, height: 90)])
    }

    private func lint(_ change: (inout LineItem) -> Void) -> [String] {
        let item = CampaignFixture.lineItem("a", change: change)
        return CampaignLinter().problems(in: CampaignFixture.catalogue([item], slots: slots))
            .map { "\($0.severity): \($0.problem)" }
    }

    @Test func `stored limits outside the bounds are found`() {
        let expected = "error: line item `a` has `per_page` 0; expected a whole number from 1 to 10"
        #expect(lint { $0.perPage = 0 } == [expected])
        var catalogue = CampaignFixture.catalogue([CampaignFixture.lineItem("a")])
        catalogue.advertisers[0].perPage = 11
        #expect(
            CampaignLinter().problems(in: catalogue).map(\.problem) == [
                "advertiser `dog` has `per_page` 11; expected a whole number from 1 to 10"
            ])
        catalogue.advertisers[0].perPage = 0
        #expect(AdSnapshot(catalogue).setAside(in: "top").map(\.reason) == [.unusable])
    }

    @Test func `a roadblock with a slot that no creative fits serves on no page with it`() {
        let found = lint {
            $0.roadblock = .all
            $0.slots = ["top", "end"]
        }
        #expect(
            found == [
                "error: line item `a` is a roadblock, but no creative of it fits slot `end`; it "
                    + "serves on no page with that slot"
            ])
    }

    @Test func `a roadblock needs a creative for each slot, all of one set`() {
        let expected =
            "warning: line item `a` is a roadblock without a creative of its own for each slot; it "
            + "serves on no page with all of them"
        func check(_ sets: [String?]) -> [String] {
            lint { item in
                item.roadblock = .all
                item.slots = ["top", "side"]
                item.creatives = sets.indices.map { index in
                    var creative = CampaignFixture.creative("a-\(index)")
                    creative.companionSet = sets[index]
                    return creative
                }
            }.filter { $0.contains("roadblock") }
        }
        #expect(check([nil]) == [expected])
        #expect(check([nil, "red"]) == [expected])
        #expect(check([nil, nil]) == [] && check(["red", "blue", "red"]) == [])
    }

    @Test func `a roadblock of one slot, or of more than its limit, is pointed out`() {
        #expect(
            lint { $0.roadblock = .all } == [
                "warning: line item `a` is a roadblock of one slot; name more"
            ])
        let found = lint { item in
            item.roadblock = .all
            item.perPage = 1
            item.slots = ["top", "side"]
            item.creatives.append(CampaignFixture.creative("a-d"))
        }
        #expect(
            found == [
                "warning: line item `a` is a roadblock of 2 slots with `per_page: 1`; it serves only "
                    + "on pages with at most 1 of them"
            ])
    }

    @Test func `a companion set of one creative is pointed out`() {
        let expected =
            "warning: creative `a-c` is alone in companion set `red`; no other creative is shown "
            + "beside it"
        #expect(lint { $0.creatives[0].companionSet = "red" } == [expected])
        let empty = "error: creative `a-c` has an empty text in `companion_set`; fill or remove it"
        #expect(lint { $0.creatives[0].companionSet = "" } == [empty])
    }

    @Test func `a default creative of a roadblock is a problem`() {
        var slot = CampaignFixture.slot
        slot.defaultCreative = "a-c"
        let item = CampaignFixture.lineItem("a") {
            $0.roadblock = .all
            $0.slots = ["top", "side"]
            $0.creatives.append(CampaignFixture.creative("a-d"))
        }
        let catalogue = CampaignFixture.catalogue([item], slots: [slot, slots[1]])
        #expect(
            CampaignLinter().problems(in: catalogue).map(\.problem) == [
                "slot `top` names default creative `a-c` of a roadblock; name one of another line "
                    + "item"
            ])
    }
}

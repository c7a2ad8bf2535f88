import BroadsheetAds
import Foundation
import Testing

@Suite struct TargetingCheckerTests {
    private func problems(_ targeting: String) -> [String] {
        CampaignFixture.read(CampaignFixture.file(line: 18, "targeting: \(targeting)"))
            .problems.map(\.description)
    }

    @Test(
        arguments: [
            ("{section: A, not: {section: [A, B]}}", "`section` wants `A` and excludes it"),
            ("{section: A/B, not: {section: A}}", "`section` wants `A/B` and excludes it"),
            (
                "{all: [{section: World/A}, {section: World/B}]}",
                "`section` wants `World/A` and `World/B` at once"
            ),
            ("{section: Sport}", "`section` wants `World` and `Sport` at once"),
            ("{tag: [a, b], not: {tag: [b, a]}}", "`tag` wants `a` and excludes it"),
            ("{all: [{hour: 9-12}, {hour: 12-18}]}", "`hour` wants `9` and `12` at once"),
            ("{all: [{hour: 22-6}, {not: {hour: 20-7}}]}", "`hour` wants `22` and excludes it"),
            ("{not: {hour: 0-24}}", "`hour` excludes everything"),
            ("{language: en-gb, not: {language: en}}", "`language` wants `en-gb` and excludes it"),
            (
                "{url: a.example/x, not: {url: example}}",
                "`url` wants `a.example/x` and excludes it"
            ),
            (
                "{country: [DE, FR], region: US-NY}",
                "`region` wants `US-NY`, which is in none of its countries"
            ),
            (
                "{key_values: {k: v}, not: {key_values: {k: v}}}",
                "`key_values` wants `v` and excludes it"
            ),
            (
                "{device: phone, any: [{device: tv}, {all: [{device: desktop}, {tag: a}]}]}",
                "`device` wants `phone` and `tv` at once"
            ),
        ])
    func `a rule that no impression can satisfy is a problem`(rule: String, why: String) {
        let expected = "a.yaml:18: line item `summer-top` can never match: \(why)"
        #expect(problems(rule) == [expected])
    }

    @Test(arguments: [
        "{section: World/Asia}", "{all: [{tag: a}, {tag: b}]}",
        "{all: [{section: World}, {not: {section: World/Asia}}]}",
        "{all: [{hour: 9-12}, {hour: 11-18}]}", "{language: en, not: {language: en-gb}}",
        "{all: [{url: example}, {url: a.example/x}]}", "{country: [US, DE], region: US-NY}",
        "{all: [{key_values: {k: v}}, {key_values: {k: w}}]}",
        "{key_values: {k: v}, not: {key_values: {l: v}}}",
        "{device: phone, any: [{device: tv}, {tag: a}]}", "{not: {section: Sport, tag: a}}",
    ])
    func `a rule that some impression satisfies is none`(rule: String) {
        #expect(problems(rule) == [])
    }
}

@Suite struct ShareCheckerTests {
    private func sponsor(
        _ id: String, share: Double, from starts: Int? = nil, to ends: Int? = nil,
        change: (inout LineItem) -> Void = { _ in }
    ) -> LineItem {
        CampaignFixture.lineItem(id, tier: .sponsorship) {
            $0.shareOfVoice = share
            $0.starts = starts.map {
                CampaignFixture.midnight.addingTimeInterval(Double($0) * 86_400)
            }
            $0.ends = ends.map { CampaignFixture.midnight.addingTimeInterval(Double($0) * 86_400) }
            change(&$0)
        }
    }

    private func lint(_ lineItems: [LineItem]) -> [String] {
        CampaignLinter().problems(in: CampaignFixture.catalogue(lineItems)).map(\.description)
    }

    private static func problem(_ sum: String, _ days: String, _ names: String) -> String {
        "campaign summer: shares of voice of slot `top` add up to \(sum)\(days): \(names); lower "
            + "them to 1 at most, or keep the line items apart"
    }

    @Test func `shares of one slot that add up to more than 1 name slot, days and line items`() {
        let found = lint([
            sponsor("a", share: 0.5, from: 0, to: 10), sponsor("b", share: 0.4, from: 5, to: 20),
            sponsor("c", share: 0.3, from: 8, to: 30),
        ])
        let expected = Self.problem("1.2", " from 2024-07-09 to 2024-07-10", "`a`, `b`, `c`")
        #expect(found == [expected])
    }

    @Test func `flights without end overlap for ever`() {
        let found = lint([sponsor("a", share: 0.75), sponsor("b", share: 0.75)])
        #expect(found == [Self.problem("1.5", " at all times", "`a`, `b`")])
    }

    @Test func `shares that add up to 1, one after the other, or in other slots are fine`() {
        #expect(lint((0..<10).map { sponsor("s\($0)", share: 0.1) }) == [])
        let apart = [sponsor("a", share: 1, from: 0, to: 5), sponsor("b", share: 1, from: 5)]
        #expect(lint(apart) == [])
        let paused = [sponsor("a", share: 1), sponsor("b", share: 1) { $0.status = .paused }]
        #expect(lint(paused) == [])
    }

    @Test func `line items that rules may keep apart are not added up`() {
        let rule = TargetingRule.test(TargetingTest(.section, ["World"]))
        let other = TargetingRule.test(TargetingTest(.section, ["Sport"]))
        func items(_ rules: [TargetingRule?]) -> [LineItem] {
            zip(["a", "b"], rules).map { id, rule in
                sponsor(id, share: 0.6) { $0.targeting = rule }
            }
        }
        #expect(lint(items([rule, other])) == [])
        for same in [[rule, rule], [rule, nil]] {
            #expect(lint(items(same)) == [Self.problem("1.2", " at all times", "`a`, `b`")])
        }
    }
}

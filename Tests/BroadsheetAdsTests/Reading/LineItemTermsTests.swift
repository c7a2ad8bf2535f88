import BroadsheetAds
import Testing

/// Share of voice, goals, pacing, labels, and the slot's exploration and default creative.
@Suite struct LineItemTermsTests {
    private func lineItem(_ line: Int, _ text: String) -> LineItem? {
        let result = CampaignFixture.read(
            CampaignFixture.file(line: line, text))
        #expect(result.problems.map(\.description) == [])
        return result.catalogue.campaigns.first?.lineItems.first
    }

    private func problems(_ line: Int, _ text: String) -> [String] {
        CampaignFixture.read(CampaignFixture.file(line: line, text))
            .problems.map(\.description)
    }

    @Test func `caps and budgets stand on advertiser, campaign, line item and creative`() throws {
        let text =
            "tier: standard\ncaps: [{limit: 3, per: day}]\nbudget: {daily: 5.50, lifetime: 100}"
        let item = try #require(lineItem(12, text))
        #expect(item.caps == [FrequencyCap(limit: 3, window: .day, scope: .lineItem)])
        #expect(item.budget == Budget(dailyMicros: 5_500_000, lifetimeMicros: 100_000_000))
        #expect(problems(12, text).isEmpty)
    }

    @Test(arguments: [
        ("budget: 1", "`budget`: found `1`, expected a mapping with `daily`, `lifetime`"),
        ("budget: {}", "`budget` takes `daily`, `lifetime` or both"),
        (
            "budget: {daily: 0}",
            "`daily`: found `0`, expected an amount above 0 such as \"50.00\" with at most six decimals"
        ),
        (
            "budget: {lifetime: -1}",
            "`lifetime`: found `-1`, expected an amount above 0 such as \"50.00\" with at most six "
                + "decimals"
        ),
        ("budget: {weekly: 3}", "unknown key `weekly` in `budget`"),
    ])
    func `a budget that can't be read is a problem`(text: String, problem: String) {
        #expect(problems(12, text).contains { $0.contains(problem) })
    }

    @Test func `what has no effect is a warning`() {
        #expect(
            problems(19, "budget: {daily: 1}")
                .contains { $0.contains("has a `budget` and no price that events cost") })
        #expect(problems(12, "pacing: even").contains { $0.contains("no `goal` to pace") })
    }

    @Test(arguments: [("0.25", 0.25), ("1", 1), ("1e-6", 1e-6)])
    func `a sponsorship takes a share of voice`(text: String, share: Double) {
        let item = lineItem(12, "tier: sponsorship\nshare_of_voice: \(text)")
        #expect(item?.shareOfVoice == share)
    }

    @Test(arguments: [("0", "0.0"), ("-1", "-1.0"), ("1.5", "1.5"), (".nan", "nan")])
    func `a share of voice outside its bounds is a problem`(text: String, shown: String) {
        let expected =
            "a.yaml:13: line item `summer-top` has share of voice \(shown); expected above 0 and at "
            + "most 1"
        #expect(problems(12, "tier: sponsorship\nshare_of_voice: \(text)") == [expected])
    }

    @Test func `shares and goals in a tier that has none are problems`() {
        let expected = [
            "a.yaml:13: line item `summer-top` has `share_of_voice`, which only the tier "
                + "sponsorship takes",
            "a.yaml:14: line item `summer-top` has a `goal`, which only the tier guaranteed takes",
        ]
        let text = "tier: house\nshare_of_voice: 0.5\ngoal: {clicks: 3}"
        #expect(problems(12, text) == expected)
    }

    @Test(
        arguments: [
            ("impressions: 1", Goal(unit: .impressions, count: 1)),
            (
                "viewable_impressions: \"9223372036854775807\"",
                .init(unit: .viewableImpressions, count: .max)
            ),
            ("clicks: 020", Goal(unit: .clicks, count: 20)),
        ])
    func `a goal is a unit and a count`(text: String, goal: Goal) {
        #expect(lineItem(12, "tier: guaranteed\ngoal: {\(text)}")?.goal == goal)
    }

    @Test(arguments: ["0", "-1", "9223372036854775808", "1.5", "many", "1e6", "\u{661}"])
    func `a goal that is no whole number from 1 to 2 to the 63 minus 1 is a problem`(count: String)
    {
        let expected =
            "a.yaml:13: `impressions`: found `\(count)`, expected a whole number from 1 to "
            + "9223372036854775807"
        #expect(problems(12, "tier: guaranteed\ngoal: {impressions: \(count)}") == [expected])
    }

    @Test func `a goal has exactly one unit`() {
        let expected =
            "a.yaml:13: `goal` takes one of `impressions`, `viewable_impressions` or `clicks`"
        #expect(problems(12, "tier: guaranteed\ngoal: {impressions: 5, clicks: 1}") == [expected])
        #expect(problems(12, "tier: guaranteed\ngoal: {}") == [expected])
        #expect(
            problems(12, "tier: guaranteed\ngoal: {impression: 5}") == [
                "a.yaml:13: unknown key `impression` in `goal`; did you mean `impressions`?"
            ])
    }

    @Test(
        arguments: [
            ("even", .even), ("front_loaded", .frontLoaded), ("asap", .asap),
            ("{curve: [1, 2.5, 0]}", .curve([1, 2.5, 0])),
        ] as [(String, Pacing)])
    func `pacing is a word or a curve`(text: String, pacing: Pacing) {
        #expect(
            lineItem(12, "tier: guaranteed\ngoal: {impressions: 9}\npacing: \(text)")?.pacing
                == pacing)
    }

    @Test(arguments: ["[0, 0]", "[]", "[1, -1]", "[1, .nan]", "[1, 1e10]"])
    func `numbers that are no curve are a problem`(curve: String) {
        let expected =
            "a.yaml:12: `curve`: expected 1 to 1000 numbers from 0 to 1000000000, not all 0"
        #expect(problems(12, "pacing: {curve: \(curve)}") == [expected])
    }

    @Test func `a word that is no pacing is a problem`() {
        let expected =
            "a.yaml:12: `pacing`: found `fast`, expected `even`, `front_loaded`, `asap` or "
            + "`{curve: [1, 2, 1]}`"
        #expect(problems(12, "pacing: fast") == [expected])
    }

    @Test func `line items and campaigns have labels`() {
        #expect(lineItem(12, "labels: [cars, beer]")?.labels == ["cars", "beer"])
        let result = CampaignFixture.read(CampaignFixture.file(line: 8, "labels: [cars]"))
        #expect(result.catalogue.campaigns.first?.labels == ["cars"])
    }

    @Test func `a slot explores and has a default creative`() {
        let text = "- {id: top, sizes: [728x90], exploration: 0.02, default_creative: dog-728}"
        let result = CampaignFixture.read(CampaignFixture.file(line: 2, text))
        #expect(result.problems.map(\.description) == [])
        #expect(result.catalogue.slots.first?.exploration == 0.02)
        #expect(result.catalogue.slots.first?.defaultCreative == "dog-728")
    }

    @Test func `exploration and default creatives that can't be are problems`() {
        let slot = "- {id: top, sizes: [728x90]"
        #expect(
            problems(2, "\(slot), exploration: 2, default_creative: dog-729}") == [
                "a.yaml:2: slot `top` has exploration 2.0; expected 0 to 1",
                "a.yaml:2: slot `top` names unknown default creative `dog-729`; did you mean "
                    + "`dog-728`?",
            ])
        let other = "\(slot)}\n- {id: side, sizes: [1x1], default_creative: dog-728}"
        #expect(
            problems(2, other) == [
                "a.yaml:3: slot `side` names default creative `dog-728`, which does not fit it; "
                    + "name one of its sizes and formats"
            ])
    }
}

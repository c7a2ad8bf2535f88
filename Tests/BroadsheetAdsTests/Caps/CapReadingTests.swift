import Testing

@testable import BroadsheetAds

@Suite struct CapReadingTests {
    /// What `caps:` of an object holds, and the problems, as `LINE: problem`.
    private func read(_ yaml: String, _ kind: Locus.Kind = .lineItem) -> ([FrequencyCap], [String])
    {
        guard case .mapping(let entries, let line)? = YAMLComposer.compose(yaml).root else {
            return ([], ["no mapping"])
        }
        var builder = CatalogueBuilder()
        builder.begin(file: "a.yaml")
        let caps = builder.readCaps(
            of: ObjectFields(kind: kind, id: "x", line: line, entries: entries))
        let problems = builder.sortedProblems.map { "\($0)" }
        return (caps, problems)
    }

    private func window(_ text: String) throws -> CapWindow {
        try #require(CapWindow(text: text))
    }

    @Test func `caps are read with their scopes, windows and labels`() throws {
        let (caps, problems) = read(
            """
            caps:
              - {limit: 3, per: day, scope: line_item}
              - {limit: 65535, per: 6 hours, scope: campaign}
              - {limit: 1, per: lifetime, scope: label, label: hosting}
              - {limit: 2, per: 2 weeks}
            """)
        #expect(problems.isEmpty)
        #expect(
            try caps == [
                FrequencyCap(limit: 3, window: .day, scope: .lineItem),
                FrequencyCap(limit: 65_535, window: window("6 hours"), scope: .campaign),
                FrequencyCap(limit: 1, window: .lifetime, scope: .label, label: "hosting"),
                FrequencyCap(limit: 2, window: window("2 weeks"), scope: .lineItem),
            ])
        #expect(read("caps: [{limit: 1, per: day}]", .creative).0.first?.scope == .creative)
        #expect(read("caps: [{limit: 1, per: day}]", .campaign).0.first?.scope == .campaign)
        #expect(read("id: x") == ([], []))
        #expect(read("caps: []") == ([], []))
    }

    private static let badCaps: [(String, [String])] = [
        (
            "{limit: 0, per: day}",
            ["`limit`: found `0`, expected a whole number from 1 to 65535"]
        ),
        (
            "{limit: 9223372036854775808, per: day}",
            ["`limit`: found `9223372036854775808`, expected a whole number from 1 to 65535"]
        ),
        (
            "{limit: +1, per: day}",
            ["`limit`: found `+1`, expected a whole number from 1 to 65535"]
        ),
        (
            "{limit: 3, per: fortnight}",
            ["`per`: found `fortnight`, expected \(CapWindow.expected)"]
        ),
        (
            "{limit: 3, per: day, scope: flight}",
            [
                "`scope`: found `flight`, expected `creative`, `line_item`, `campaign`, "
                    + "`advertiser` or `label`"
            ]
        ),
        ("{}", ["cap has no `limit`; add it", "cap has no `per`; add it"]),
        (
            "{limit: 3, per: day, scop: campaign}",
            ["unknown key `scop` in cap; did you mean `scope`?"]
        ),
        ("{limit: [3], per: day}", ["`limit`: found a list, expected text"]),
        (
            "3 a day",
            [
                "cap: found `3 a day`, expected a mapping with `limit`, `per`, `scope`, `label`"
            ]
        ),
    ]

    @Test(arguments: badCaps)
    func `a cap that cannot be read is reported at its line`(cap: String, problems: [String]) {
        let (_, found) = read("id: x\ncaps:\n  - \(cap)")
        #expect(found == problems.map { "a.yaml:3: \($0)" })
    }

    @Test func `caps that are no list are reported`() {
        #expect(
            read("caps: {limit: 3, per: day}").1
                == ["a.yaml:1: `caps`: found a mapping, expected a list"])
    }

    @Test(arguments: [
        ("minute", 60), ("day", 86_400), ("1 day", 86_400), ("1 days", 86_400),
        ("90 minutes", 5_400), ("6 hour", 21_600), ("12 months", 31_104_000),
        ("3660 days", 316_224_000),
    ])
    func `a window is a unit or a number of them`(text: String, seconds: Int) {
        #expect(CapWindow(text: text)?.seconds == seconds)
    }

    @Test(arguments: [
        "", " ", "days", "0 days", "-1 days", "1.5 days", "1  day", " day", "day ", "6hours",
        "hours 6", "3661 days", "9223372036854775807 minutes", "99999999999999999999 days",
        "2 lifetimes", "lifetimes", "second", "Day", "1 day 2", "١ day",
    ])
    func `anything else is no window`(text: String) {
        #expect(CapWindow(text: text) == nil)
    }

    @Test func `caps that contradict themselves or count what cannot be counted are found`() {
        func problems(_ caps: [FrequencyCap], _ kind: Locus.Kind = .lineItem) -> [String] {
            CapChecker(caps: caps, kind: kind, id: "x").findings().map(\.problem)
        }
        let day = FrequencyCap(limit: 3, window: .day, scope: .lineItem)
        var other = day
        other.limit = 5
        var hour = day
        hour.window = .hour
        #expect(problems([day, hour]).isEmpty)
        #expect(
            problems([day, other]) == [
                "line item `x` has two caps per day on line_item; keep the smaller limit"
            ])
        other.limit = 0
        #expect(
            problems([other]) == [
                "line item `x` has a cap with limit 0; expected a whole number from 1 to 65535"
            ])
        #expect(
            problems([day], .creative) == [
                "creative `x` has a cap with scope `line_item`, which a creative cannot count; "
                    + "move it to the line item"
            ])
        let pets = FrequencyCap(limit: 1, window: .day, scope: .label, label: "pets")
        #expect(problems([pets]).isEmpty)
        #expect(
            problems([FrequencyCap(limit: 1, window: .day, scope: .label)]) == [
                "line item `x` has a cap with scope `label` and no `label`; name one"
            ])
        #expect(
            problems([FrequencyCap(limit: 1, window: .day, scope: .label, label: "\0")]) == [
                "line item `x` has a cap on an empty label or one with a control character; "
                    + "rename it"
            ])
        #expect(
            problems([FrequencyCap(limit: 1, window: .day, scope: .campaign, label: "pets")]) == [
                "line item `x` has a cap with label `pets` and scope `campaign`; "
                    + "write `scope: label` or remove `label`"
            ])
    }
}

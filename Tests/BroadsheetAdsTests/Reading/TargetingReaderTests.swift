import BroadsheetAds
import Testing

@Suite struct TargetingReaderTests {
    /// The rule of a file whose line item has `targeting: TEXT`.
    private func rule(_ text: String) -> TargetingRule? {
        let result = CampaignFixture.read(CampaignFixture.file(line: 18, "targeting: \(text)"))
        #expect(result.problems.map(\.description) == [])
        return result.catalogue.campaigns.first?.lineItems.first?.targeting
    }

    private func result(_ text: String) -> CampaignFileReader.Result {
        CampaignFixture.read(CampaignFixture.file(line: 18, "targeting: \(text)"))
    }

    @Test(
        arguments: [
            (
                "{section: [World, Sport/Tennis]}",
                TargetingTest(.section, ["World", "Sport/Tennis"])
            ),
            ("{tag: a}", TargetingTest(.tag, ["a"])),
            ("{keyword: [Sailing, sailing]}", TargetingTest(.keyword, ["sailing"])),
            ("{language: en-GB}", TargetingTest(.language, ["en-gb"])),
            ("{url: [News.Example]}", TargetingTest(.url, ["news.example"])),
            ("{url: \"https://News.Example/A\"}", TargetingTest(.url, ["news.example/A"])),
            ("{url: \"https://news.example\"}", TargetingTest(.url, ["news.example/"])),
            ("{country: [us, DE]}", TargetingTest(.country, ["US", "DE"])),
            ("{region: us-ny}", TargetingTest(.region, ["US-NY"])),
            ("{device: [phone]}", TargetingTest(.device, ["phone"])),
            ("{weekday: [mon, sun]}", TargetingTest(.weekday, ["mon", "sun"])),
            ("{hour: 9}", TargetingTest(.hour, ["9"])),
            ("{hour: [9-11, 10-12]}", TargetingTest(.hour, ["9", "10", "11"])),
            ("{hour: 22-2}", TargetingTest(.hour, ["22", "23", "0", "1"])),
            ("{hour: 22-24}", TargetingTest(.hour, ["22", "23"])),
            ("{key_values: {pos: [a, b]}}", TargetingTest(.keyValues, key: "pos", ["a", "b"])),
        ] as [(String, TargetingTest)])
    func `every test is read into its one spelling`(text: String, test: TargetingTest) {
        #expect(rule(text) == .test(test))
    }

    @Test func `keys of one mapping must all hold, and trees nest`() {
        let found = rule(
            "{section: World, any: [{tag: b}, {not: {country: [US], key_values: {k: v, l: w}}}]}")
        let expected = TargetingRule.all([
            .test(TargetingTest(.section, ["World"])),
            .any([
                .test(TargetingTest(.tag, ["b"])),
                .not(
                    .all([
                        .test(TargetingTest(.country, ["US"])),
                        .test(TargetingTest(.keyValues, key: "k", ["v"])),
                        .test(TargetingTest(.keyValues, key: "l", ["w"])),
                    ])),
            ]),
        ])
        #expect(found == expected)
    }

    @Test(
        arguments: [
            ("World", "`targeting`: found `World`, expected a mapping such as `section: [World]`"),
            ("", "`targeting`: found nothing, expected a mapping such as `section: [World]`"),
            ("{}", "`targeting`: found a mapping, expected a mapping such as `section: [World]`"),
            ("{sektion: [A]}", "unknown key `sektion` in `targeting`; did you mean `section`?"),
            (
                "{all: []}",
                "`all`: found a list, expected a list of mappings such as `- section: [World]`"
            ),
            (
                "{not: [{tag: a}]}",
                "`targeting`: found a list, expected a mapping such as `section: [World]`"
            ),
            ("{section: []}", "`section`: found a list, expected text"),
            ("{section: {include: [A]}}", "`section`: found a mapping, expected text"),
            ("{tag: [\"\"]}", "`tag`: found ``, expected text"),
            ("{country: [USA]}", "`country`: found `USA`, expected an ISO 3166-1 code such as US"),
            ("{region: NY}", "`region`: found `NY`, expected an ISO 3166-2 code such as US-NY"),
            (
                "{device: [mobile]}",
                "`device`: found `mobile`, expected desktop, phone, tablet, tv, other"
            ),
            (
                "{weekday: monday}",
                "`weekday`: found `monday`, expected mon, tue, wed, thu, fri, sat, sun"
            ),
            (
                "{language: english language}",
                "`language`: found `english language`, expected a language tag such as en or en-GB"
            ),
            (
                "{key_values: [a]}",
                "`key_values`: found a list, expected a mapping such as `{edition: [morning]}`"
            ),
        ])
    func `what is not understood is a problem`(text: String, problem: String) {
        #expect(result(text).problems.map(\.description) == ["a.yaml:18: \(problem)"])
    }

    @Test(arguments: ["24", "9-9", "-1", "25-26", "9-17-18", "nine", "009", "9-", "\u{661}"])
    func `what is no hour and no range of hours is a problem`(hour: String) {
        let expected =
            "a.yaml:18: `hour`: found `\(hour)`, expected an hour from 0 to 23 or a range such as "
            + "22-6, which ends before 6:00"
        #expect(result("{hour: [\"\(hour)\"]}").problems.map(\.description) == [expected])
    }

    @Test(arguments: [
        "a b.example", "/sport/", "https://", "news.example:99999/", "news.example/a b",
    ])
    func `what is neither host nor the beginning of an address is a problem`(address: String) {
        #expect(result("{url: [\"\(address)\"]}").problems.count == 1)
    }

    @Test func `a problem below not makes the whole rule unreadable`() {
        let found = result("{section: A, not: {hour: noon}}")
        #expect(found.catalogue.campaigns.first?.lineItems.first?.targeting == .unreadable)
        #expect(found.problems.count == 1)
    }

    @Test func `all problems of a tree are told at once, each at its line`() {
        let text = "\n  all:\n    - weekday: [mon, x]\n    - not:\n        hour: 99\n  what: 1"
        let lines = result(text).problems.map { String($0.description.prefix(10)) }
        #expect(lines == ["a.yaml:20:", "a.yaml:22:", "a.yaml:23:"])
    }

    @Test func `deeper than sixteen levels is a problem`() {
        func nested(_ depth: Int) -> String {
            String(repeating: "{not: ", count: depth - 1) + "{tag: a}"
                + String(repeating: "}", count: depth - 1)
        }
        #expect(result(nested(16)).problems == [])
        let expected = "a.yaml:18: `targeting` is nested deeper than 16 levels; write it flatter"
        #expect(result(nested(17)).problems.map(\.description) == [expected])
    }

    // MARK: JSON

    @Test(arguments: [
        "{section: [World], not: {any: [{key_values: {k: [v]}}, {hour: 22-6}]}}",
        "{tag: [a, \"\u{E9}\\\"\"]}",
    ])
    func `a rule comes back from its JSON`(text: String) throws {
        let found = try #require(rule(text))
        #expect(TargetingRule(jsonText: try found.jsonText()) == found)
    }

    @Test func `JSON has the shape of campaign files`() throws {
        let found = try #require(rule("{section: World, not: {key_values: {k: v}}}"))
        let expected = #"{"all":[{"section":["World"]},{"not":{"key_values":{"k":["v"]}}}]}"#
        #expect(try found.jsonText() == expected)
    }

    @Test(arguments: [
        "", "{", "[]", "null", "true", #"{"unreadable":true}"#,
        #"{"section":["A"],"sektion":["B"]}"#,
        #"{"not":{"what":["A"]}}"#, #"{"hour":[22.5]}"#, #"{"all":[{"tag":["a"]},null]}"#,
        String(repeating: #"{"not":"#, count: 2_000) + "1" + String(repeating: "}", count: 2_000),
    ])
    func `JSON that is not understood is an unreadable rule`(text: String) {
        #expect(TargetingRule(jsonText: text) == .unreadable)
    }

    @Test func `a rule is readable only when every part is`() {
        let test = TargetingRule.test(TargetingTest(.tag, ["a"]))
        #expect(TargetingRule.all([test, .not(test)]).isReadable)
        #expect(!TargetingRule.any([test, .not(.unreadable)]).isReadable)
    }
}

import BroadsheetAds
import Testing

/// A line of the sound file, what stands there instead, and every problem that follows.
struct BadLine: Sendable, CustomTestStringConvertible {
    let line: Int
    let text: String
    let problems: [String]

    init(_ line: Int, _ text: String, _ problems: String...) {
        self.line = line
        self.text = text
        self.problems = problems
    }

    var testDescription: String { text }
}

@Suite struct BadCampaignFileTests {
    private static let sizes = "`top` takes 728x90, 320x50 (image, html)"

    private static let slotsAndNames = [
        BadLine(
            2, "- {id: top}", "a.yaml:2: slot `top` has no size; list at least one in `sizes`"),
        BadLine(
            2, "- {id: top, sizes: []}",
            "a.yaml:2: slot `top` has no size; list at least one in `sizes`"),
        BadLine(
            2, "- {id: top, sizes: [728by90]}",
            "a.yaml:2: `sizes`: found `728by90`, expected a size such as 728x90"),
        BadLine(
            2, "- {id: top, sizes: [728x90, 0x1, 728x99999999999999999999]}",
            "a.yaml:2: `sizes`: found `0x1`, expected a size such as 728x90",
            "a.yaml:2: `sizes`: found `728x99999999999999999999`, expected a size such as 728x90"),
        BadLine(
            2, "- {id: top, sizes: [728x90], formats: [video], priority: first}",
            "a.yaml:2: `formats`: found `video`, expected one of image, html, native",
            "a.yaml:2: `priority`: found `first`, expected a whole number"),
        BadLine(
            2, "- {id: top, sizes: [728x90], format: [image]}",
            "a.yaml:2: unknown key `format` in slot; did you mean `formats`?"),
        BadLine(
            2, "- {id: topp, sizes: [728x90]}",
            "a.yaml:16: line item `summer-top` names unknown slot `top`; did you mean `topp`?"),
        BadLine(
            2, "- top",
            "a.yaml:2: slot: found `top`, expected a mapping with `id`, `sizes`, `formats`, "
                + "`priority`, `exploration`, `default_creative`",
            "a.yaml:16: line item `summer-top` names unknown slot `top`"),
        BadLine(
            4, "- {id: dog, name: Dog, domain: \"https://dog.example\"}",
            "a.yaml:4: advertiser `dog` has domain `https://dog.example`; expected a host name "
                + "such as alphadog.example"),
        BadLine(
            4, "- {id: dog, name: \"Al\\tpha\", labels: [\"\"]}",
            "a.yaml:4: advertiser `dog` has a control character in `name`; remove it",
            "a.yaml:4: advertiser `dog` has an empty text in `labels`; fill or remove it"),
        BadLine(
            4, "- {id: \"dog\\0\", name: Dog}",
            "a.yaml:4: advertiser `dog\\u{0}` has a control character in `id`; remove it",
            "a.yaml:7: campaign `summer` names unknown advertiser `dog`; did you mean `dog\0`?"),
        BadLine(
            4, "- {name: Dog}", "a.yaml:4: advertiser has no `id`; give it one",
            "a.yaml:7: campaign `summer` names unknown advertiser `dog`"),
        BadLine(
            4, "- {id: \"\", name: Dog}", "a.yaml:4: advertiser has no `id`; give it one",
            "a.yaml:7: campaign `summer` names unknown advertiser `dog`"),
        BadLine(
            6, "- name: x", "a.yaml:6: key `name` stands twice, again on line 8; keep one",
            "a.yaml:6: campaign has no `id`; give it one"),
        BadLine(
            7, "advertizer: dog",
            "a.yaml:6: campaign `summer` has no `advertiser`; name one",
            "a.yaml:7: unknown key `advertizer` in campaign; did you mean `advertiser`?"),
        BadLine(
            7, "advertiser: [dog]", "a.yaml:7: `advertiser`: found a list, expected text"),
        BadLine(
            7, "advertiser: dog\nstatus: on\nlabels: [\"\"]",
            "a.yaml:8: `status`: found `on`, expected `active`, `paused` or `archived`",
            "a.yaml:9: campaign `summer` has an empty text in `labels`; fill or remove it"),
    ]

    private static let lineItems = [
        BadLine(
            12, "tier: gold",
            "a.yaml:12: `tier`: found `gold`, expected `sponsorship`, `guaranteed`, `standard` "
                + "or `house`"),
        BadLine(
            12, "caps: 3\nbudget: 1",
            "a.yaml:12: `caps`: found `3`, expected a list",
            "a.yaml:13: `budget`: found `1`, expected a mapping with `daily`, `lifetime`"),
        BadLine(
            15, "ends: 2024-07-01",
            "a.yaml:15: line item `summer-top` ends before it starts: `ends` is exclusive and must "
                + "be later"),
        BadLine(
            16, "slots: []",
            "a.yaml:16: line item `summer-top` names no slot; list at least one in `slots`"),
        BadLine(16, "slots: top", "a.yaml:16: `slots`: found `top`, expected a list"),
        BadLine(
            16, "slots: [top, top]",
            "a.yaml:16: warning: line item `summer-top` names slot `top` twice"),
        BadLine(
            17, "sections: {include: [World/Asia, World], exclude: [World]}",
            "a.yaml:17: line item `summer-top` can never match: `sections` excludes everything that "
                + "it includes"),
        BadLine(
            17, "sections: {include: [World/Asia], exclude: [World]}",
            "a.yaml:17: line item `summer-top` can never match: `sections` excludes everything that "
                + "it includes"),
        BadLine(17, "sections: {include: [World], exclude: [World/Asia]}"),
        BadLine(17, "sections: {include: [Worldwide], exclude: [World]}"),
        BadLine(
            17, "sections: {include: [World/Asia, Sport], exclude: [World]}",
            "a.yaml:17: warning: line item `summer-top` includes and excludes `World/Asia` in "
                + "`sections`"),
        BadLine(
            17, "sections: {include: [\"\", World/]}",
            "a.yaml:17: line item `summer-top` has an empty text in `sections`; fill or remove it",
            "a.yaml:17: line item `summer-top` names section `World/`, which has an empty part; "
                + "no article can match it"),
        BadLine(
            17, "sections: {includes: [World]}",
            "a.yaml:17: unknown key `includes` in `sections`; did you mean `include`?"),
        BadLine(
            17, "sections: [World]",
            "a.yaml:17: `sections`: found a list, expected a mapping with `include`, `exclude`"),
        BadLine(
            18, "tags: {include: [a, b], exclude: [b, a]}",
            "a.yaml:18: line item `summer-top` can never match: `tags` excludes everything that it "
                + "includes"),
        BadLine(
            19, "price: {model: cpx, amount: free}",
            "a.yaml:19: `amount`: found `free`, expected an amount such as \"4.20\" with at most "
                + "six decimals",
            "a.yaml:19: `model`: found `cpx`, expected `cpm`, `vcpm`, `cpc` or `flat`"),
        BadLine(
            19, "price: {amount: 1}", "a.yaml:19: price has no `model`; add it"),
    ]

    private static let weights = ["0", "-1", ".nan", "1e308", "1e400"].map { text in
        let shown = ["0": "0.0", "-1": "-1.0", ".nan": "nan", "1e308": "1e+308", "1e400": "inf"]
        return BadLine(
            13, "weight: \(text)",
            "a.yaml:13: line item `summer-top` has weight \(shown[text] ?? ""); expected a number "
                + "from 0.000001 to 1000000000")
    }

    private static let amounts = [
        "-1", "1e3", "4.2000001", "9223372036854.775808", "99999999999999999999", ".5", "5.", "1,5",
    ].map { text in
        BadLine(
            19, "price: {model: cpm, amount: \"\(text)\"}",
            "a.yaml:19: `amount`: found `\(text)`, expected an amount such as \"4.20\" with at most "
                + "six decimals")
    }

    private static let creatives = [
        BadLine(
            22, "kind: native",
            "a.yaml:21: creative `dog-728` has no `title`, which kind native needs; add it",
            "a.yaml:23: creative `dog-728` (native 728x90) fits no slot of its line item: \(sizes)"),
        BadLine(22, "", "a.yaml:21: creative has no `kind`; add image, html or native"),
        BadLine(
            23, "size: 300x250",
            "a.yaml:23: creative `dog-728` (image 300x250) fits no slot of its line item: \(sizes)"),
        BadLine(
            23, "", "a.yaml:21: creative `dog-728` has no `size`, which kind image needs; add it"),
        BadLine(
            24, "weight: lots", "a.yaml:24: `weight`: found `lots`, expected a number"),
        BadLine(
            25, "impression_trackers: [\"http://x.example/\", x]",
            "a.yaml:21: creative `dog-728` has no `image`, which kind image needs; add it",
            "a.yaml:25: creative `dog-728` has `impression_trackers` `http://x.example/`; expected "
                + "https://HOST/…",
            "a.yaml:25: creative `dog-728` has `impression_trackers` `x`; expected https://HOST/…"),
    ]

    private static let addresses = [
        "javascript:alert(1)", "//dog.example/", "https://", "https:///path", "ftp://dog.example/",
        "https://a b/", "https://dog.example/\\\"x", "https://user@dog.example/", "https://-a/",
        "https://dog..example/", "https://dog.example:99999/", "data:text/html,x",
    ].map { address in
        BadLine(
            27, "click_url: \"\(address)\"",
            "a.yaml:27: creative `dog-728` has `click_url` `\(address.replacing("\\\"", with: "\""))`; "
                + "expected https://HOST/… or http://HOST/…")
    }

    static let table =
        slotsAndNames + lineItems + weights + amounts + creatives + addresses

    @Test(arguments: table)
    func `each wrong line gives exactly the problems that it causes`(bad: BadLine) {
        let result = CampaignFixture.read(CampaignFixture.file(line: bad.line, bad.text))
        #expect(result.problems.map(\.description) == bad.problems)
    }

    @Test(arguments: [
        "http://dog.example", "https://dog.example:8080/a?b=c&d=e#f",
        "https://b\u{FC}cher.example/",
        "https://[::1]:80/", "HTTPS://DOG.example/{cachebuster}", "https://192.0.2.1/",
    ])
    func `addresses with scheme and host pass`(address: String) {
        let file = CampaignFixture.file(line: 27, "click_url: \"\(address)\"")
        #expect(CampaignFixture.read(file).problems.map(\.description) == [])
    }

    @Test(arguments: [("/ads/a.png", true), ("//dog.example/a.png", false), ("a.png", false)])
    func `a picture may be a path on the site, where a click may not`(path: String, isFine: Bool) {
        let image = CampaignFixture.file(line: 25, "image: \(path)")
        #expect(CampaignFixture.read(image).problems.isEmpty == isFine)
        let click = CampaignFixture.file(line: 27, "click_url: \(path)")
        #expect(CampaignFixture.read(click).hasErrors)
    }

    @Test func `all problems of all files are reported at once, in the order of files and lines`() {
        let first = CampaignFixture.file(line: 13, "weight: 0\nwieght: 1")
        let second = "slots:\n  - {id: x}\n  - {id: y}\nsolts: []"
        let expected = [
            "a.yaml:13: line item `summer-top` has weight 0.0; expected a number from 0.000001 to "
                + "1000000000",
            "a.yaml:14: unknown key `wieght` in line item; did you mean `weight`?",
            "b.yaml:2: slot `x` has no size; list at least one in `sizes`",
            "b.yaml:3: slot `y` has no size; list at least one in `sizes`",
            "b.yaml:4: unknown key `solts` in campaign file; did you mean `slots`?",
        ]
        #expect(CampaignFixture.read(first, second).problems.map(\.description) == expected)
    }

    @Test func `an HTML creative without click macro is a warning, which forbids nothing`() {
        let html = "kind: html\nhtml: <a href=\"{clickurl}\">{x}</a>"
        let result = CampaignFixture.read(CampaignFixture.file(line: 22, html))
        let expected = [
            "a.yaml:23: warning: creative `dog-728` has `{clickurl}`, which is no macro; "
                + "did you mean `{click_url}`?",
            "a.yaml:23: warning: creative `dog-728` has no click macro: put `{click_url}` or "
                + "`{click_url_encoded}` where a click leads",
        ]
        #expect(result.problems.map(\.description) == expected)
        #expect(!result.hasErrors)
    }

    @Test func `a line item without creatives is a problem`() {
        let lines = CampaignFixture.file.split(separator: "\n").prefix(19).joined(separator: "\n")
        let expected = ["a.yaml:11: line item `summer-top` has no creatives; add at least one"]
        #expect(CampaignFixture.read(lines).problems.map(\.description) == expected)
    }
}

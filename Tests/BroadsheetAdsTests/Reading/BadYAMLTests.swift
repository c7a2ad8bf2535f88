import BroadsheetAds
import BroadsheetTestSupport
import Foundation
import Testing

/// A whole file that is wrong as YAML, and every problem that it gives.
struct BadYAML: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let problems: [String]

    init(_ name: String, _ text: String, _ problems: String...) {
        self.init(name, Array(text.utf8), problems)
    }

    init(_ name: String, _ bytes: [UInt8], _ problems: [String]) {
        self.name = name
        self.bytes = bytes
        self.problems = problems
    }

    var testDescription: String { name }
}

@Suite struct BadYAMLTests {
    private static let tooDeep = "nested deeper than 32 levels; campaign files need 8"
    private static let tooMany =
        "the file holds more than 10,000 values, aliases expanded; split it"
    private static let nothing =
        "warning: the file holds none of `slots`, `advertisers`, `campaigns`"

    /// Ten anchors, each a list of ten of the one before: 10^10 values.
    private static let bomb =
        "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
        + zip("bcdefghij", "abcdefghi").map { name, before in
            let aliases = Array(repeating: "*\(before)", count: 10).joined(separator: ",")
            return "\(name): &\(name) [\(aliases)]\n"
        }.joined()

    static let table = [
        BadYAML("an alias bomb", bomb, "a.yaml:4: \(tooMany)"),
        BadYAML("an alias bomb as key", bomb + "? *j\n: 1\n", "a.yaml:4: \(tooMany)"),
        BadYAML(
            "an alias as key", "slots: &a []\n*a : 1",
            "a.yaml:2: found an alias as key; write the key out"),
        BadYAML(
            "a list as key", "slots: []\n? [a]\n: 1", "a.yaml:2: found a list or mapping as key"),
        BadYAML(
            "nested lists as keys", String(repeating: "? ", count: 900) + "[a]",
            "a.yaml:1: found many keys marked by `?`; write `key: value`"),
        BadYAML(
            "an alias to nothing", "slots: *nope",
            "a.yaml:1: alias `*nope` has no anchor `&nope` before it"),
        BadYAML(
            "an alias to itself", "slots: &a [*a]",
            "a.yaml:1: alias `*a` has no anchor `&a` before it"),
        BadYAML(
            "a merge key",
            "slots:\n  - &s {id: a, sizes: [1x1]}\n  - {<<: *s, id: b, sizes: [1x1]}",
            "a.yaml:3: merge keys (`<<`) are not supported; write them out"),
        BadYAML(
            "deep flow nesting", "slots: " + String(repeating: "[", count: 100_000),
            "a.yaml:1: \(tooDeep)"),
        BadYAML(
            "deep block nesting", String(repeating: "- ", count: 5_000) + "a",
            "a.yaml:1: \(tooDeep)"),
        BadYAML(
            "closed deep nesting",
            String(repeating: "[", count: 990) + String(repeating: "]", count: 990),
            "a.yaml:1: \(tooDeep)"),
        BadYAML(
            "too many values", "slots: [" + String(repeating: "a,", count: 10_001) + "]",
            "a.yaml:1: \(tooMany)"),
        BadYAML(
            "a file over 1 MiB", String(repeating: "#", count: (1 << 20) + 1),
            "a.yaml:1: the file is larger than 1 MiB; split it"),
        BadYAML(
            "two documents", "slots: []\n---\nslots: []",
            "a.yaml:2: found a second document; put each into a file of its own"),
        BadYAML("an empty file", "", "a.yaml:1: \(nothing)"),
        BadYAML("comments only", "# later\n", "a.yaml:1: \(nothing)"),
        BadYAML("an empty mapping", "{}", "a.yaml:1: \(nothing)"),
        BadYAML(
            "a list as file", "- a",
            "a.yaml:1: campaign file: found a list, expected a mapping with `slots`, "
                + "`advertisers`, `campaigns`"),
        BadYAML("null as file", "~", "a.yaml:1: \(nothing)"),
        BadYAML(
            "a tab as indentation", "slots:\n\t- a",
            "a.yaml:2: not valid YAML: while scanning for the next token from line 2, found "
                + "character that cannot start any token"),
        BadYAML(
            "an open bracket", "slots: [a\nadvertisers: []",
            "a.yaml:2: not valid YAML: while parsing a flow sequence from line 1, did not find "
                + "expected ',' or ']'"),
        BadYAML(
            "a NUL byte", "slots: []\n# \0",
            "a.yaml:2: found control character \\u{0}; remove it"),
        BadYAML(
            "Latin-1", Array("slots: []\n# caf".utf8) + [0xE9],
            ["a.yaml:2: found bytes that are not UTF-8; save the file as UTF-8"]),
        BadYAML(
            "a surrogate in UTF-8", [0x23, 0xED, 0xA0, 0x80],
            ["a.yaml:1: found bytes that are not UTF-8; save the file as UTF-8"]),
        BadYAML(
            "keys that stand twice",
            "slots:\n  - {id: a, sizes: [1x1], id: b}\n  - id: c\n    id: d\n    \"id\": e\n"
                + "    sizes: [1x1]\n",
            "a.yaml:2: key `id` stands twice, again on line 2; keep one",
            "a.yaml:3: key `id` stands twice, again on line 5; keep one",
            "a.yaml:4: key `id` stands twice, again on line 5; keep one"),
    ]

    @Test(arguments: table)
    func `a file that is wrong as a whole gives exactly these problems`(bad: BadYAML) {
        let file = CampaignFileReader.File(name: "a.yaml", bytes: bad.bytes)
        let result = CampaignFileReader().read([file])
        #expect(result.problems.map(\.description) == bad.problems)
    }

    @Test func `a thread with a small stack reads the deepest file that the parser lets through`() {
        let text = String(repeating: "[", count: 999) + String(repeating: "]", count: 999)
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            _ = CampaignFixture.read(text)
            done.signal()
        }
        thread.stackSize = 1 << 20
        thread.start()
        #expect(done.wait(timeout: .now() + 60) == .success)
    }

    @Test(arguments: [1, 20_240_701] as [UInt64])
    func `damaged files and random bytes give a catalogue or problems, never a trap`(
        seed: UInt64
    ) {
        print("campaign fuzz seed \(seed)")
        let result = CampaignFuzz.run(seed: seed, count: 400)
        #expect(result.cases == 400)
        #expect(result.failures == [])
    }
}

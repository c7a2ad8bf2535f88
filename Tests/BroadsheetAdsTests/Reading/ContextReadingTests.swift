import BroadsheetAds
import BroadsheetTestSupport
import Foundation
import Testing

/// `context` and `brand_safety` in campaign files, and as JSON.
@Suite struct ContextReadingTests {
    private func read(_ line: Int, _ text: String) -> AdCatalogue {
        let result = CampaignFixture.read(CampaignFixture.file(line: line, text))
        #expect(result.problems.map(\.description) == [])
        return result.catalogue
    }

    private func problems(_ line: Int, _ text: String) -> [String] {
        CampaignFixture.read(CampaignFixture.file(line: line, text)).problems.map(\.description)
    }

    @Test func `line items have briefs and keywords, a least cosine and a weight that follows it`()
    {
        let text = """
            tier: standard
            context:
              brief: >
                Night trains and
                sleeping cars.
              keywords: [sleeper, "night train", 1984]
              at_least: 0.12
              weighs: true
            """
        let expected = ContextRule(
            brief: "Night trains and sleeping cars.\n",
            keywords: ["sleeper", "night train", "1984"],
            atLeast: 0.12, weighs: true)
        #expect(read(12, text).campaigns[0].lineItems[0].context == expected)
        #expect(
            expected.text == "Night trains and sleeping cars.\n\n\nsleeper\n\nnight train\n\n1984")
        let short = read(12, "context: {keywords: [tea]}").campaigns[0].lineItems[0].context
        #expect(short == ContextRule(keywords: ["tea"]) && short?.atLeast == 0.08)
        #expect(read(12, "context:").campaigns[0].lineItems[0].context == nil)
        #expect(
            read(12, "context: {brief: tea, at_least: 0}").campaigns[0].lineItems[0].context?
                .atLeast == 0)
    }

    @Test func `line items and advertisers have topics and words that they do not stand beside`() {
        let text = "brand_safety: {topics: [A crash.], keywords: [crash], at_least: 1}"
        let expected = BrandSafety(topics: ["A crash."], keywords: ["crash"], atLeast: 1)
        #expect(read(12, text).campaigns[0].lineItems[0].brandSafety == expected)
        let advertiser = read(
            4, "- {id: dog, domain: dog.example, brand_safety: {keywords: [war]}}"
        ).advertisers[0]
        #expect(advertiser.brandSafety == BrandSafety(keywords: ["war"]))
        #expect(advertiser.brandSafety?.atLeast == 0.1)
    }

    private static let name = "a.yaml:12: line item `summer-top`"

    private static let bad: [(String, [String])] = [
        (
            "context: {}",
            ["\(name) has a `context` without `brief` and `keywords`; give one of them"]
        ),
        (
            "context: {brief: \"\", keywords: []}",
            ["\(name) has a `context` without `brief` and `keywords`; give one of them"]
        ),
        (
            "context: {brief: \"…\"}",
            ["\(name) has a brief without a word in `context`; fill or remove it"]
        ),
        (
            "context: {keywords: [\"\", \"a\\tb\", tea]}",
            [
                "\(name) has keyword `` without a word in `context`; fill or remove it",
                "\(name) has keyword `a\\u{9}b` with a control character in `context`; remove it",
            ]
        ),
        (
            "context: {keywords: [\(String(repeating: "x", count: 101))]}",
            [
                "\(name) has keyword `\(String(repeating: "x", count: 80))…` of 101 bytes in "
                    + "`context`; expected at most 100"
            ]
        ),
        (
            "context: {brief: \(String(repeating: "x", count: 8_001))}",
            ["\(name) has a brief of 8001 bytes in `context`; expected at most 8000"]
        ),
        (
            "context: {keywords: [\((0...64).map { "k\($0)" }.joined(separator: ", "))]}",
            ["\(name) has 65 keywords in `context`; expected at most 64"]
        ),
        (
            "context: {brief: tea, at_least: 1.1}",
            ["a.yaml:12: `at_least`: found `1.1`, expected a number from 0 to 1"]
        ),
        (
            "context: {brief: tea, at_least: nan}",
            ["a.yaml:12: `at_least`: found `nan`, expected a number from 0 to 1"]
        ),
        (
            "context: {brief: tea, weighs: yes}",
            ["a.yaml:12: `weighs`: found `yes`, expected `true` or `false`"]
        ),
        ("context: {brief: [tea]}", ["a.yaml:12: `brief`: found a list, expected text"]),
        ("context: {keywords: tea}", ["a.yaml:12: `keywords`: found `tea`, expected a list"]),
        (
            "context: {keyword: [tea]}",
            ["a.yaml:12: unknown key `keyword` in `context`; did you mean `keywords`?"]
        ),
        (
            "context: tea",
            [
                "a.yaml:12: `context`: found `tea`, expected a mapping with `brief`, `keywords`, `at_least`, `weighs`"
            ]
        ),
        (
            "brand_safety: {at_least: 0.2}",
            ["\(name) has a `brand_safety` without `topics` and `keywords`; give one of them"]
        ),
        (
            "brand_safety: {topics: [\"!\", war]}",
            ["\(name) has a topic without a word in `brand_safety`; fill or remove it"]
        ),
        (
            "brand_safety: {topics: [\((0...32).map { "k\($0)" }.joined(separator: ", "))]}",
            ["\(name) has 33 topics in `brand_safety`; expected at most 32"]
        ),
        (
            "brand_safety: {topics: [war], at_least: 0}",
            ["a.yaml:12: `at_least`: found `0`, expected a number from above 0 to 1"]
        ),
        (
            "context: {keywords: [tea, Tea, tea]}",
            ["a.yaml:12: warning: line item `summer-top` names keyword `tea` twice in `context`"]
        ),
        (
            "context: {brief: tea, at_least: 0.6}",
            [
                "a.yaml:12: warning: line item `summer-top` has `at_least` 0.6 in `context`, which hardly any article reaches"
            ]
        ),
    ]

    @Test(arguments: bad)
    func `what is wrong is said at its line, once`(text: String, expected: [String]) {
        #expect(problems(12, text) == expected)
    }

    @Test func `a weight that nothing asks for is a warning`() {
        let item = CampaignFixture.lineItem("a", tier: .sponsorship) {
            $0.shareOfVoice = 0.5
            $0.context = ContextRule(brief: "tea", weighs: true)
        }
        let problems = CampaignLinter().problems(in: CampaignFixture.catalogue([item]))
        #expect(
            problems.map(\.problem) == [
                "line item `a` has `weighs` and a `share_of_voice`, which no weight touches"
            ])
        #expect(problems.allSatisfy { $0.severity == .warning })
    }

    // MARK: Weights

    @Test func `a weight follows the cosine from the least to four times what is booked`() {
        let rule = ContextRule(brief: "tea", atLeast: 0.125)
        let cosines = [0, 0.0625, 0.125, 0.25, 0.5, 1]
        #expect(cosines.map(rule.factor) == [0, 0.5, 1, 2, 4, 4])
        let open = ContextRule(brief: "tea", atLeast: 0)
        #expect(open.factor(cosine: 0.08) == 1 && open.factor(cosine: 1) == 4)
        #expect(open.factor(cosine: -1) == 0 && open.factor(cosine: .nan) == 0)
    }

    // MARK: JSON

    @Test func `rules come back from their JSON, and nothing else is taken for one`() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let rule = ContextRule(brief: "Tea", keywords: ["cup"], atLeast: 0.25, weighs: true)
        let bytes = try encoder.encode(rule)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"{"at_least":0.25,"brief":"Tea","keywords":["cup"],"weighs":true}"#)
        #expect(try JSONDecoder().decode(ContextRule.self, from: bytes) == rule)
        let safety = BrandSafety(topics: ["War."], keywords: ["war"], atLeast: 0.5)
        let coded = try encoder.encode(safety)
        #expect(try JSONDecoder().decode(BrandSafety.self, from: coded) == safety)
    }

    @Test func `damaged JSON is a rule that keeps its bounds, or none`() {
        let seed: UInt64 = 4_700_000
        print("seed \(seed)")
        var random = SeededGenerator(seed: seed)
        let samples = [
            #"{"at_least":0.25,"brief":"Tea and cups","keywords":["cup","pot"],"weighs":true}"#,
            #"{"at_least":0.5,"keywords":["war","a crash"],"topics":["War.","Crime"]}"#,
        ].map { Array($0.utf8) }
        var read = 0
        for _ in 0..<4_000 {
            var bytes = samples[random.below(2)]
            for _ in 0...random.below(3) {
                let place = random.below(bytes.count)
                switch random.below(3) {
                case 0: bytes.remove(at: place)
                case 1: bytes[place] = UInt8(random.below(256))
                default: bytes.insert(Array(#"{}[]",:9-e."#.utf8)[random.below(11)], at: place)
                }
            }
            let data = Data(bytes)
            if let rule = try? JSONDecoder().decode(ContextRule.self, from: data) {
                read += 1
                #expect((0...1).contains(rule.atLeast) && !rule.text.isEmpty)
                #expect(rule.factor(cosine: 0.3).isFinite)
            }
            if let safety = try? JSONDecoder().decode(BrandSafety.self, from: data) {
                read += 1
                #expect(safety.atLeast > 0 && safety.atLeast <= 1)
                #expect(!safety.topics.isEmpty || !safety.keywords.isEmpty)
            }
        }
        #expect(read > 100, "\(read) of 4000 were read")
    }
}

/// What the rules mean to decisions.
@Suite struct ArticleRuleTests {
    @Test func `line items are listed by number, with their advertiser's brand safety last`() {
        var catalogue = CampaignFixture.catalogue([
            CampaignFixture.lineItem("a") { $0.context = ContextRule(brief: "tea") },
            CampaignFixture.lineItem("b", tier: .sponsorship) {
                $0.brandSafety = BrandSafety(keywords: ["war"])
            },
            CampaignFixture.lineItem("c") {
                $0.status = .paused
                $0.context = ContextRule(brief: "tea")
            },
        ])
        #expect(AdSnapshot(catalogue).articleRules.map(\.lineItem) == [0, 1])
        catalogue.advertisers[0].brandSafety = BrandSafety(topics: ["Crime."])
        let rules = AdSnapshot(catalogue).articleRules
        #expect(rules.map(\.safety.count) == [2, 1] && rules[0].safety[1].topics == ["Crime."])
        #expect(rules[1].context?.brief == "tea" && rules[0].context == nil)
        catalogue.campaigns[0].lineItems = [CampaignFixture.lineItem("d")]
        catalogue.advertisers[0].brandSafety = nil
        #expect(AdSnapshot(catalogue).articleRules.isEmpty)
    }

    @Test func `a default creative is not shown where its line item may not stand`() {
        var slot = CampaignFixture.slot
        slot.defaultCreative = "own-c"
        let own = CampaignFixture.lineItem("own", tier: .house) { $0.slots = ["top"] }
        let snapshot = CampaignFixture.snapshot([own], slots: [slot])
        let request = CampaignFixture.request()
        var gates = Gates()
        gates.offTopic = snapshot.emptySet
        gates.offTopic[0] = true
        let draw = FixedDraw(number: 0)
        #expect(snapshot.decide(request, gates: gates, using: draw).ad?.creative.id == "own-c")
        gates.unsuitable = gates.offTopic
        let decision = snapshot.decide(request, gates: gates, using: draw)
        #expect(decision.noFill?.passedOver == [.init(reason: .context, count: 1)])
        var scratch = PageScratch()
        scratch.decision.keepsLog = true
        var records: [[UInt8]] = []
        _ = snapshot.decidePage([request], gates: gates, using: { _ in draw }, scratch: &scratch) {
            _, pick, scratch, gates in
            #expect(pick == nil)
            snapshot.writeRecord(of: request, seed: 1, gates: gates, scratch: &scratch)
            records.append(scratch.record)
        }
        #expect(records.count == 1)
        let replay = (try? DecisionRecord(records[0])).map {
            snapshot.replay($0, decision: "0123456789abcdef0123456789abcdef")
        }
        #expect(replay?.ad == nil && replay?.differences == [])
    }

    @Test func `look-ahead does not count on a line item that the article keeps out`() {
        let slots = ["top", "side"].map { id in
            Slot(id: id, sizes: [CampaignFixture.size], priority: id == "top" ? 1 : 2)
        }
        let strong = CampaignFixture.lineItem("strong", tier: .sponsorship) {
            $0.slots = ["top", "side"]
            $0.perPage = 1
        }
        let rest = CampaignFixture.lineItem("rest") { $0.slots = ["top"] }
        let off = CampaignFixture.lineItem("off") { $0.slots = ["side"] }
        let snapshot = CampaignFixture.snapshot([strong, rest, off], slots: slots)
        let requests = slots.map { slot in CampaignFixture.request { $0.slot = slot.id } }
        for gate in [\Gates.offTopic, \Gates.unsuitable] {
            var gates = Gates()
            gates[keyPath: gate] = snapshot.emptySet
            if let number = snapshot.number(ofLineItem: "off") {
                gates[keyPath: gate][number] = true
            }
            var scratch = PageScratch()
            _ = snapshot.decidePage(
                requests, gates: gates, using: { _ in FixedDraw(number: 0) }, scratch: &scratch)
            let found = scratch.picks.map { pick in
                pick.flatMap { snapshot.lineItem($0.lineItem)?.id }
            }
            #expect(found.compactMap(\.self).sorted() == ["rest", "strong"], "\(found)")
        }
    }
}

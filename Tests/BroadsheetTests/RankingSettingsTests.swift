import BroadsheetContent
import Foundation
import Testing

@testable import Broadsheet

/// The editorial rules in a settings file.
struct RankingSettingsTests {
    private static func configuration(_ related: String) throws -> Configuration {
        try SiteSettingsTests.settings(file: "related:\n" + related).configuration
    }

    private static func rules(_ related: String) throws -> RankingRules {
        try configuration(related).ranking
    }

    @Test
    func `without rules, or with empty ones, there are the defaults`() throws {
        #expect(try SiteSettingsTests.settings().configuration.ranking == RankingRules())
        #expect(try Self.rules("") == RankingRules())
        #expect(try Self.rules("  freshness:\n  boosts:\n  fallback:\n") == RankingRules())
    }

    @Test
    func `the defaults can be written down`() throws {
        let rules = try Self.rules(
            """
              freshness: {default: {half_life_days: 90, offset_days: 2, floor: 0.5}, sections: {}}
              past_only: false
              window_days: off
              boosts: {same_section: 1.05, shared_tag: 1.05, shared_tags_at_most: 1.15, same_author: 1}
              ignored_tags: []
              diversity: 0
              minimum_cosine: 0.1
              minimum_score: 0
              languages: own
              duplicates: one
              fallback: [story, tags, section, latest]
            """)
        #expect(rules == RankingRules())
    }

    @Test
    func `every rule can be set`() throws {
        let rules = try Self.rules(
            """
              freshness: {default: {half_life_days: 30, floor: 0.2}}
              past_only: true
              window_days: 365
              boosts: {same_section: 1.5, shared_tag: 1.2, shared_tags_at_most: 2, same_author: 1.1}
              ignored_tags: [featured, "front page"]
              diversity: 0.3
              minimum_cosine: 0.2
              minimum_score: 0.02
              languages: all
              duplicates: all
              fallback: [latest, story]
            """)
        var expected = RankingRules()
        expected.freshness.standard = Freshness(halfLifeDays: 30, offsetDays: 2, floor: 0.2)
        expected.isPastOnly = true
        expected.windowDays = 365
        expected.boosts = Boosts(
            sameSection: 1.5, sharedTag: 1.2, sharedTagsAtMost: 2, sameAuthor: 1.1)
        expected.ignoredTags = ["featured", "front page"]
        expected.diversity = 0.3
        expected.minimumCosine = 0.2
        expected.minimumScore = 0.02
        expected.isOwnLanguageOnly = false
        expected.showsOneOfDuplicates = false
        expected.fallback = [.latest, .story]
        #expect(rules == expected)
    }

    @Test
    func `what a section does not say is the default's, wherever that stands`() throws {
        let rules = try Self.rules(
            """
              freshness:
                sections: {Sport: {half_life_days: 14}, " World / Asia/": {floor: 0}, Recipes: off}
                default: {floor: 0.3}
            """)
        #expect(
            rules.freshness.rule(forSection: "Sport/Football")
                == Freshness(halfLifeDays: 14, offsetDays: 2, floor: 0.3))
        #expect(
            rules.freshness.rule(forSection: "World/Asia")
                == Freshness(halfLifeDays: 90, offsetDays: 2, floor: 0))
        #expect(rules.freshness.rule(forSection: "Recipes/Soups") == nil)
    }

    @Test
    func `freshness, boosts, window and fallback can be switched off`() throws {
        let rules = try Self.rules(
            "  {freshness: off, boosts: off, window_days: off, fallback: off}")
        #expect(rules.freshness == RankingRules.none.freshness)
        #expect(rules.boosts == RankingRules.none.boosts)
        #expect(rules.windowDays == nil && rules.fallback == [])
    }

    @Test
    func `a variant starts from the site's rules and changes its own`() throws {
        let configuration = try Self.configuration(
            """
              variants:
                - {name: a}
                - name: b
                  diversity: 0.4
                  freshness: {sections: {Sport: {floor: 0}}}
              diversity: 0.1
              freshness: {sections: {Sport: {half_life_days: 7}}}
            """)
        let variants = configuration.relatedVariantsInForce.map(\.rule.ranking)
        #expect(variants[0] == configuration.ranking && variants[0].diversity == 0.1)
        #expect(variants[1].diversity == 0.4)
        #expect(
            variants[1].freshness.rule(forSection: "Sport")
                == Freshness(halfLifeDays: 7, offsetDays: 2, floor: 0))
    }

    @Test
    func `without variants the one in force goes by the site's rules`() throws {
        let configuration = try Self.configuration("  diversity: 0.2\n")
        #expect(configuration.relatedVariantsInForce.map(\.name) == ["default"])
        #expect(configuration.relatedVariantsInForce.map(\.rule.ranking.diversity) == [0.2])
    }

    @Test(arguments: [
        ("  freshnes: off", "site.yaml:2: unknown key freshnes; did you mean `freshness`?"),
        ("  freshness: on", "site.yaml:2: freshness: found `on`, expected off or its rules"),
        ("  freshness: [off]", "site.yaml:2: freshness: found a list, expected one value"),
        ("  freshness:\n    defualt: {}", "site.yaml:3: unknown key defualt; did you mean"),
        ("  freshness: {default: soft}", "default: found `soft`, expected off or {half_life_days"),
        ("  freshness: {default: {half_life: 3}}", "unknown key half_life; "),
        (
            "  freshness:\n    default:\n      half_life_days: 0",
            "site.yaml:4: half_life_days: found `0`, expected a number from 0.01 to 36500"
        ),
        (
            "  freshness: {default: {floor: 1.5}}",
            "floor: found `1.5`, expected a number from 0 to 1"
        ),
        ("  freshness: {default: {floor: [1]}}", "floor: found a list, expected one value"),
        ("  freshness: {sections: [Sport]}", "sections: found a list, expected section paths"),
        ("  freshness: {sections: {/: off}}", "found no name, expected a section such as"),
        ("  freshness: {sections: {Sport: 7}}", "Sport: found `7`, expected off or {"),
        ("  past_only: maybe", "past_only: found `maybe`, expected true or false"),
        ("  window_days: nan", "window_days: found `nan`, expected a number from 0.01 to 36500"),
        ("  window_days: inf", "window_days: found `inf`, expected a number"),
        ("  boosts: {same_day: 2}", "unknown key same_day; "),
        ("  boosts: {shared_tag: 0.5}", "shared_tag: found `0.5`, expected a number from 1 to 10"),
        ("  boosts: 2", "boosts: found `2`, expected off or its rules"),
        ("  ignored_tags: [[a]]", "ignored_tags: found a list, expected a list of words"),
        ("  ignored_tags: {a: b}", "ignored_tags: found a mapping, expected one value"),
        ("  diversity: -0.1", "diversity: found `-0.1`, expected a number from 0 to 1"),
        ("  minimum_cosine: half", "minimum_cosine: found `half`, expected a number from 0 to 1"),
        ("  minimum_score: 2", "minimum_score: found `2`, expected a number from 0 to 1"),
        ("  languages: en", "languages: found `en`, expected own or all"),
        ("  duplicates: two", "duplicates: found `two`, expected one or all"),
        ("  fallback: [story, random]", "fallback: found `random`, expected off or some of story"),
        ("  fallback: [tags, tags]", "fallback: found `tags`, expected off or some of"),
        ("  variants: {}", "variants: found a mapping, expected [{name: …, share: …}]"),
        ("  variants: [{name: a, divers: 1}]", "unknown key divers; expected one of name, share,"),
        (
            "  variants:\n    - name: a\n      diversity: 7",
            "site.yaml:4: diversity: found `7`, expected a number from 0 to 1"
        ),
    ])
    func `a wrong rule is told with its line`(file: String, expected: String) throws {
        let complaint = try SiteSettingsTests.complaint(file: "related:\n" + file)
        #expect(complaint.contains(expected), "\(complaint)")
        #expect(complaint.hasPrefix("site.yaml:") && !complaint.contains("\n"))
    }
}

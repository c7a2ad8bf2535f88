import BroadsheetContent
import Testing

@testable import Broadsheet

/// What a settings file says of how articles are compared.
struct ScoringSettingsTests {
    private static func configuration(_ file: String) throws -> Configuration {
        try SiteSettingsTests.settings(file: file).configuration
    }

    private static func rule(_ file: String) throws -> Scoring? {
        try configuration(file).relatedVariantsInForce.first?.rule.scoring
    }

    @Test
    func `without a word about it lists follow the newsroom profile`() throws {
        let expected = Scoring(analyzer: .automatic(siteLanguage: "en"))
        #expect(expected.weighting == .newsroom && expected.fields == .newsroom)
        for file in ["", "related:\n", "related: {variants: [{name: a}]}"] {
            #expect(try Self.rule(file) == expected, "\(file)")
        }
    }

    @Test
    func `fields that are not named keep their weight`() throws {
        let scoring = try #require(try Self.rule("related: {fields: {summary: 3, tags: 4}}"))
        #expect(scoring.fields == FieldWeights(title: 2, summary: 3, tags: 4, body: 1))
        #expect(scoring.weighting == .newsroom)
    }

    @Test
    func `a variant changes what it names of the site's scoring`() throws {
        let configuration = try Self.configuration(
            """
            related:
              analyzer: ascii
              fields: {title: 5, body: 2}
              variants:
                - {name: site}
                - {name: other, analyzer: plain, fields: {body: 1}}
                - {name: log, tf: log, analyzer: plain}
            """)
        var site = Scoring(analyzer: .always(.ascii))
        site.fields = FieldWeights(title: 5, summary: 0, tags: 0, body: 2)
        var other = Scoring(analyzer: .always(.plain))
        other.fields = FieldWeights(title: 5, summary: 0, tags: 0, body: 1)
        #expect(other.weighting.scale == .raw)
        var log = Scoring(analyzer: .always(.plain), scale: .log)
        log.fields = site.fields
        #expect(configuration.relatedVariants.map(\.rule.scoring) == [site, other, log])
        #expect(configuration.scoring == site)
    }

    @Test(arguments: [
        ("related: {fields: [title]}", "site.yaml:1: fields: found a list, expected weights such"),
        ("related: {fields: {titel: 2}}", "did you mean `title`?"),
        ("related:\n  fields:\n    title: -1", "site.yaml:3: title: found `-1`, expected a whole"),
        ("related: {fields: {title: 1.5}}", "expected a whole number from 0 to 100"),
        ("related: {fields: {body: 101}}", "expected a whole number from 0 to 100"),
        ("related: {fields: {body: [1]}}", "found a list, expected a whole number"),
        ("related: {fields: {title: 0, body: 0}}", "all weights are 0"),
        ("related: {field: {title: 1}}", "did you mean `fields`?"),
        ("related: {analyzer: [en]}", "analyzer: found a list, expected one of auto"),
        ("related: {variants: {name: a}}", "variants: found a mapping, expected [{name"),
        ("related: {variants: [{name: a, fields: {body: x}}]}", "found `x`"),
    ])
    func `a wrong scoring is refused with what was expected`(file: String, words: String) throws {
        let complaint = try SiteSettingsTests.complaint(file: file)
        #expect(complaint.contains(words), "\(complaint)")
    }
}

import BroadsheetContent
import Foundation
import Testing

@testable import Broadsheet

struct SiteSettingsTests {
    static func settings(
        file: String? = nil, environment: [String: String] = [:], flags: [String] = []
    ) throws -> SiteSettings {
        try SiteSettings(
            file: file.map { (name: "site.yaml", bytes: Array($0.utf8)) },
            environment: environment, flags: flags)
    }

    /// The complaint about settings that are wrong.
    static func complaint(
        file: String? = nil, environment: [String: String] = [:], flags: [String] = []
    ) throws -> String {
        let error = #expect(throws: SiteSettings.Failure.self) {
            try settings(file: file, environment: environment, flags: flags)
        }
        return try #require(error).description
    }

    @Test
    func `flags win over the environment, which wins over the file`() throws {
        let file = "site: {language: fr, currency: CHF, time_zone: Europe/Paris}\n"
        let environment = ["BROADSHEET_SITE_LANGUAGE": "de", "BROADSHEET_SITE_CURRENCY": "EUR"]
        let site = try Self.settings(
            file: file, environment: environment, flags: ["site.language=it"]
        ).configuration.site
        #expect(site.language == "it" && site.currency == "EUR")
        #expect(site.timeZone == "Europe/Paris")
    }

    @Test
    func `without any source there are the defaults`() throws {
        let settings = try Self.settings()
        #expect(settings.configuration.site == Configuration.Site())
        #expect(settings.configuration.http == Configuration.HTTP())
        #expect(settings.token == nil && settings.keyFile == nil)
        #expect(settings.configuration.relatedVariantsInForce.map(\.name) == ["default"])
        #expect(settings.configuration.adVariantsInForce.map(\.rule) == [.booked])
        #expect(try Self.settings(file: "").configuration.site == Configuration.Site())
        #expect(try Self.settings(file: "site:\nhttp:\n").token == nil)
    }

    @Test
    func `every setting can stand in the file`() throws {
        let settings = try Self.settings(
            file: """
                token: secret
                key_file: /run/keys
                site:
                  base_url: https://ads.example
                  language: de
                  time_zone: Europe/Berlin
                  ad_label: Anzeige
                  currency: EUR
                  link_parameters: {utm_source: related, utm_medium: block}
                http:
                  allowed_origins: [https://news.example, "http://localhost:3000"]
                  trusted_proxies: [10.0.0.0/8]
                """)
        #expect(settings.token == "secret" && settings.keyFile == "/run/keys")
        let site = settings.configuration.site
        #expect(site.baseURL == "https://ads.example" && site.adLabel == "Anzeige")
        #expect(site.linkParameters.map(\.name) == ["utm_source", "utm_medium"])
        let http = settings.configuration.http
        #expect(http.allowedOrigins == ["https://news.example", "http://localhost:3000"])
        #expect(http.trustedProxies == ["10.0.0.0/8"])
    }

    @Test
    func `every setting can stand in the environment, lists with blanks or commas`() throws {
        let settings = try Self.settings(environment: [
            "BROADSHEET_TOKEN": "secret", "BROADSHEET_KEY_FILE": "/run/keys",
            "BROADSHEET_SITE_LINK_PARAMETERS": "a=1&b=x=y",
            "BROADSHEET_HTTP_ALLOWED_ORIGINS": "https://a.example, https://b.example",
        ])
        #expect(settings.token == "secret" && settings.keyFile == "/run/keys")
        #expect(settings.configuration.site.linkParameters.map(\.value) == ["1", "x=y"])
        #expect(
            settings.configuration.http.allowedOrigins == [
                "https://a.example", "https://b.example",
            ])
    }

    @Test
    func `an empty token switches the publish hook off, an empty key file is none`() throws {
        let settings = try Self.settings(
            file: "{token: secret, key_file: /keys}",
            environment: ["BROADSHEET_TOKEN": "", "BROADSHEET_KEY_FILE": ""])
        #expect(settings.token == nil && settings.keyFile == nil)
    }

    @Test(arguments: [
        ("", [:], [], IndexMemory.fast), ("memory: compact", [:], [], .compact),
        ("memory: fast", ["BROADSHEET_MEMORY": "compact"], [], .compact),
        ("memory: compact", [:], ["memory=fast"], .fast),
    ])
    func `memory is fast unless the file, the environment or a flag says compact`(
        file: String, environment: [String: String], flags: [String], expected: IndexMemory
    ) throws {
        let settings = try Self.settings(file: file, environment: environment, flags: flags)
        #expect(settings.configuration.memory == expected)
    }

    @Test(arguments: [
        ("site.time_zone=Mars/Base", "--set site.time_zone: found `Mars/Base`, expected an IANA"),
        ("site.currency=eur", "--set site.currency: found `eur`, expected a currency code"),
        ("site.currency=EURO", "--set site.currency: found `EURO`, expected a currency code"),
        ("site.base_url=ads.example", "found `ads.example`, expected an address such as https://"),
        ("site.base_url=ftp://a.example", "expected an address such as https://ads.example"),
        ("site.base_url=https://", "expected an address such as https://ads.example"),
        ("http.allowed_origins=https://a.example/", "expected an origin such as"),
        ("http.allowed_origins=*", "found `*`, expected an origin such as https://news.example"),
        ("http.allowed_origins=https://a.example/x", "without a path"),
        ("site.link_parameters=utm", "found `utm`, expected name=value&name=value"),
        ("site.languge=de", "unknown setting site.languge; did you mean `site.language`?"),
        ("tokn=x", "; did you mean `token`?; expected one of token, key_file, vector_cache, site"),
        ("vector_cache=no", "--set vector_cache: found `no`, expected on or off"),
        ("memory=small", "--set memory: found `small`, expected fast or compact"),
        ("site.language", "--set: found `site.language`, expected name=value"),
        ("", "--set: found ``, expected name=value"),
    ])
    func `a wrong flag is told with what was expected`(flag: String, expected: String) throws {
        let complaint = try Self.complaint(flags: [flag])
        #expect(complaint.contains(expected), "\(complaint)")
        #expect(!complaint.contains("\n"))
    }

    @Test
    func `analysed articles are kept unless the file, the environment or a flag says off`() throws {
        #expect(try Self.settings().configuration.keepsVectors)
        #expect(try !Self.settings(file: "vector_cache: off").configuration.keepsVectors)
        let variable = ["BROADSHEET_VECTOR_CACHE": "off"]
        #expect(try !Self.settings(environment: variable).configuration.keepsVectors)
        let flagged = try Self.settings(environment: variable, flags: ["vector_cache=on"])
        #expect(flagged.configuration.keepsVectors)
    }

    @Test
    func `a wrong variable is named as it stands in the environment`() throws {
        let complaint = try Self.complaint(environment: ["BROADSHEET_SITE_CURRENCY": "x"])
        #expect(complaint.hasPrefix("BROADSHEET_SITE_CURRENCY: found `x`, expected"))
    }

    @Test(arguments: [
        ("site:\n  languge: de", "site.yaml:2: unknown setting site.languge; did you mean"),
        ("sit: {}", "site.yaml:1: unknown key sit; did you mean `site`?; expected one of site,"),
        ("- a\n- b", "site.yaml:1: found"), ("site: text", "site.yaml:1: found"),
        ("site:\n  language: {a: b}", "site.yaml:2: site.language: found a mapping, expected text"),
        ("site: [", "site.yaml:"), ("\n\nsite: {currency: e}", "site.yaml:3: found `e`"),
        ("ads: []", "expected variants: [{name: …, share: …}]"),
        ("ads: {variants: [{name: a, share: 0}]}", "variant a: share is no number above 0"),
        ("ads: {variants: [{name: a, share: nan}]}", "variant a: share is no number above 0"),
        ("ads: {variants: [{name: a, share: [1]}]}", "variant a: share is no number above 0"),
        ("ads: {variants: [{share: 1}]}", "a variant needs a name"),
        ("ads: {variants: [{name: a}, {name: a}]}", "variant a stands twice"),
        ("ads: {variants: [a]}", "expected {name: …, share: …}"),
        ("ads:\n  variants:\n    - {name: a, weights: even}", "site.yaml:3: weights: found"),
        ("ads: {variants: [{name: a, tf: raw}]}", "unknown key tf; expected one of name, share"),
        ("related: {variants: [{name: a, analyzer: german}]}", "expected one of auto, english"),
        ("related: {variants: [{name: a, tf: square}]}", "expected one of raw, log"),
    ])
    func `a wrong file is told with its line`(file: String, expected: String) throws {
        let complaint = try Self.complaint(file: file)
        #expect(complaint.contains(expected), "\(complaint)")
        #expect(complaint.hasPrefix("site.yaml:") && !complaint.contains("\n"))
    }

    @Test
    func `a file that is no UTF-8 or too long is refused`() {
        for bytes in [[0xFF, 0xFE], Array(repeating: UInt8(ascii: " "), count: 2 << 20)] {
            let error = #expect(throws: SiteSettings.Failure.self) {
                try SiteSettings(file: (name: "site.yaml", bytes: bytes))
            }
            #expect(error?.description.contains("expected a YAML file in UTF-8") == true)
        }
    }

    @Test
    func `variants keep the order of the file and divide their shares by the sum`() throws {
        let configuration = try Self.settings(
            file: """
                related:
                  variants:
                    - {name: b, share: 3, analyzer: ascii, tf: raw}
                    - {name: a, analyzer: plain}
                ads: {variants: [{name: u, share: 0.5, weights: uniform}, {name: v, share: 1.5}]}
                """
        ).configuration
        let related = configuration.relatedVariantsInForce
        #expect(related.map(\.name) == ["b", "a"] && related.map(\.share) == [0.75, 0.25])
        #expect(related[0].rule.scoring == Scoring(analyzer: .always(.ascii), scale: .raw))
        #expect(related[1].rule.scoring == Scoring(analyzer: .always(.plain), scale: .raw))
        let ads = configuration.adVariantsInForce
        #expect(ads.map(\.share) == [0.25, 0.75] && ads.map(\.rule) == [.uniform, .booked])
    }

    @Test
    func `a variant without an analyser goes by the language in force, wherever it was set`() throws
    {
        let variants = "related: {variants: [{name: a}]}\n"
        let german = Scoring(analyzer: .automatic(siteLanguage: "de"))
        for settings in [
            try Self.settings(file: variants + "site: {language: de}"),
            try Self.settings(file: variants, flags: ["site.language=de"]),
            try Self.settings(
                file: "site: {language: fr}\n" + variants,
                environment: ["BROADSHEET_SITE_LANGUAGE": "de"]),
        ] {
            #expect(settings.configuration.relatedVariants.map(\.rule.scoring) == [german])
        }
    }
}

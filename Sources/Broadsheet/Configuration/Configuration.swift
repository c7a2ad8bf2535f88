package import BroadsheetAds
package import BroadsheetContent

/// How a site wants its blocks: what a settings file says, flags and environment put in.
public struct Configuration: Sendable {
    /// The site that the blocks are for.
    public struct Site: Sendable, Hashable {
        /// Put before the addresses of beacons and clicks, such as `https://ads.example`; nil
        /// makes them relative to the root of the page.
        public var baseURL: String?
        /// BCP 47 tag of the site's language, also that of articles which name none.
        public var language: String
        /// IANA name of the zone in which pages print dates.
        public var timeZone: String
        /// What stands over an ad; nil takes the word of the site's language.
        public var adLabel: String?
        /// ISO 4217 code of all prices.
        public var currency: String
        /// Parameters added to the links of HTML blocks, such as `utm_source=related`.
        public var linkParameters: [LinkParameter]

        /// A site in English whose beacons are relative to the page.
        public init() {
            baseURL = nil
            language = "en"
            timeZone = "UTC"
            adLabel = nil
            currency = "USD"
            linkParameters = []
        }
    }

    /// A parameter that links of blocks carry, so that a site's statistics know the block.
    public struct LinkParameter: Sendable, Hashable {
        /// Its name, such as `utm_source`.
        public var name: String
        /// Its value.
        public var value: String

        /// Creates a parameter.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Who may call over HTTP, and from where.
    public struct HTTP: Sendable, Hashable {
        /// Origins that browsers may call from, such as `https://news.example`.
        public var allowedOrigins: [String]
        /// Addresses or ranges of proxies whose `Forwarded` headers count.
        public var trustedProxies: [String]

        /// Nobody from another origin, no proxy.
        public init() {
            allowedOrigins = []
            trustedProxies = []
        }
    }

    /// A named way to rank lists or to choose ads, drawn for a share of the readers.
    package struct Variant<Rule: Sendable & Hashable>: Sendable, Hashable {
        package var name: String
        /// Part of the readers, above 0; the shares of all variants are divided by their sum.
        package var share: Double
        package var rule: Rule

        package init(name: String, share: Double, rule: Rule) {
            self.name = name
            self.share = share
            self.rule = rule
        }
    }

    /// Which weights decide inside a tier.
    package enum AdWeights: String, Sendable, Hashable, CaseIterable {
        /// Those of the campaign files.
        case booked
        /// All the same, which shows what the booked ones are worth.
        case uniform
    }

    /// The site.
    public var site: Site
    /// The HTTP side.
    public var http: HTTP
    /// Whether analysed articles are kept in a file beside the catalogue, so that the next start
    /// need not analyse them again.
    public var keepsVectors: Bool
    /// The editorial rules of related lists.
    package var ranking: RankingRules
    /// How articles are compared; nil for the newsroom profile.
    package var scoring: Scoring?
    /// How long an impression or click counts after its decision, and a unit stays reserved for
    /// it; later ones are kept as late. Settings file: `ads.token_life_minutes`.
    package var tokenLife: Duration
    /// Variants of related lists in the order of the file; empty for one named `default`, which
    /// goes by `scoring` and `ranking`.
    package var relatedVariants: [Variant<RelatedRules>]
    /// Variants of ad decisions in the order of the file; empty for one named `default`.
    package var adVariants: [Variant<AdWeights>]

    /// Addresses from which nobody reads, such as those of data centres: their beacons are kept and
    /// not billed.
    package var invalidRanges = AddressRanges()

    /// Whether articles' words lie open in memory or packed; answers are the same.
    package var memory: IndexMemory

    /// The defaults.
    public init() {
        site = Site()
        http = HTTP()
        keepsVectors = true
        memory = .fast
        ranking = RankingRules()
        tokenLife = .seconds(30 * 60)
        relatedVariants = []
        adVariants = []
    }

    /// The variants of lists, never empty, their shares summing to 1.
    package var relatedVariantsInForce: [Variant<RelatedRules>] {
        let scoring = scoring ?? Scoring(analyzer: .automatic(siteLanguage: site.language))
        return Self.normalized(
            relatedVariants, default: RelatedRules(scoring: scoring, ranking: ranking))
    }

    /// The variants of ad decisions, never empty, their shares summing to 1.
    package var adVariantsInForce: [Variant<AdWeights>] {
        Self.normalized(adVariants, default: .booked)
    }

    private static func normalized<Rule>(
        _ variants: [Variant<Rule>], default rule: Rule
    ) -> [Variant<Rule>] {
        guard !variants.isEmpty else { return [Variant(name: "default", share: 1, rule: rule)] }
        let total = variants.reduce(0) { $0 + $1.share }
        return variants.map { Variant(name: $0.name, share: $0.share / total, rule: $0.rule) }
    }
}

internal import BroadsheetAds
internal import BroadsheetStorage

/// The campaigns as each variant of ad decisions sees them.
struct AdState: Sendable {
    /// One frozen catalogue and its name in the ledger.
    struct Frozen: Sendable {
        var snapshot: AdSnapshot
        /// The canonical bytes, and their name in the ledger.
        let campaigns: AuditedText
        /// What its decisions reserve.
        let plans: DeliveryPlans
        /// What its line items ask of articles.
        let rules: [AdSnapshot.ArticleRules]
        /// Goals that are planned and paced, and the shares that come of it.
        let goals: [FrozenGoal]
        let paced: PacedShares

        init(_ catalogue: AdCatalogue, delivery: DeliveryBook, paced: PacedShares) throws {
            snapshot = AdSnapshot(catalogue)
            rules = snapshot.articleRules
            goals = FrozenGoal.all(of: snapshot)
            self.paced = paced
            plans = DeliveryPlans(
                snapshot, terms: BookedTerms(catalogue), delivery: delivery)
            campaigns = AuditedText(
                .campaigns, String(decoding: try snapshot.canonicalBytes(), as: UTF8.self))
        }

        var hash: String { campaigns.hash }
    }

    /// One for each variant, in their order.
    let frozen: [Frozen]
    /// One for each variant: what its line items say of the articles that are served.
    private(set) var contexts: [ContextTable]

    init(
        _ catalogue: AdCatalogue, variants: [Configuration.Variant<Configuration.AdWeights>],
        delivery: DeliveryBook
    ) throws {
        delivery.update(BookedTerms(catalogue))
        // Line items have the same numbers in all variants.
        let paced = PacedShares()
        frozen = try variants.map { variant in
            try Frozen(
                variant.rule == .booked ? catalogue : catalogue.withUniformWeights(),
                delivery: delivery, paced: paced)
        }
        contexts = frozen.map { ContextTable($0.snapshot, $0.rules, nil) }
    }

    /// Holds briefs and brand safety against the articles of a snapshot from now on.
    mutating func meet(_ content: ContentSnapshot) {
        contexts = frozen.map { ContextTable($0.snapshot, $0.rules, content) }
    }

    /// The snapshot with the booked weights, or the first; for questions that weights don't touch.
    var snapshot: AdSnapshot { frozen[0].snapshot }
}

extension AdCatalogue {
    /// The same bookings with every weight 1, whatever the article is about.
    fileprivate func withUniformWeights() -> AdCatalogue {
        var catalogue = self
        for campaign in catalogue.campaigns.indices {
            for item in catalogue.campaigns[campaign].lineItems.indices {
                catalogue.campaigns[campaign].lineItems[item].weight = 1
                catalogue.campaigns[campaign].lineItems[item].context?.weighs = false
                let creatives = catalogue.campaigns[campaign].lineItems[item].creatives.indices
                for creative in creatives {
                    catalogue.campaigns[campaign].lineItems[item].creatives[creative].weight = 1
                }
            }
        }
        return catalogue
    }
}

internal import BroadsheetAds
internal import BroadsheetArticles
internal import BroadsheetStorage
internal import Foundation

extension DecisionRow {
    /// The row of a decision that was just made.
    init(
        _ made: MadeDecision, context: AdContext, frozen: AdState.Frozen, choice: VariantChoice,
        settings: AuditedText, isTest: Bool = false, at now: Date
    ) {
        let decision = made.decision
        var request = JSONWriter()
        request.object { writer in
            writer.member("seed", String(made.seed))
            if isTest { writer.member("test", true) }
            writer.member("variant_probability", choice.probability)
            writer.member("section", context.card?.section)
            writer.member("tags", context.card?.tags ?? [])
            writer.member("ads", context.card?.ads.rawValue)
            writer.member("ad_labels", context.card?.adLabels ?? [])
        }
        self.init(
            id: made.id, at: now, slot: decision.slot, articleID: context.articleID,
            lineItemID: decision.ad?.lineItem, creativeID: decision.ad?.creative.id,
            noFill: decision.noFill?.reason.rawValue, propensity: decision.ad?.propensity,
            policy: choice.name, snapshot: frozen.hash, request: request.text,
            plan: made.plan?.hash, configuration: settings.hash, record: made.record)
    }

    /// What a token knows of its decision, for a ledger that lost it in a crash.
    init(_ ad: AdToken) {
        self.init(
            id: ad.decision, at: ad.issuedAt, slot: ad.slot,
            articleID: ad.article.isEmpty ? nil : ad.article, lineItemID: ad.lineItem,
            creativeID: ad.creative, noFill: nil, propensity: ad.propensity, policy: nil,
            snapshot: nil, request: nil)
    }
}

extension ServedList {
    /// The list as a token, with everything that the ledger needs to know of it.
    var token: Token {
        Token(
            kind: .list, issuedAt: at,
            texts: [id, articleID ?? "", variant, propensity.description] + items)
    }

    /// The list that a verified token names; nil when it is of another kind.
    init?(_ token: Token) {
        guard token.kind == .list, token.texts.count >= 4,
            let propensity = Double(token.texts[3])
        else { return nil }
        self.init(
            id: token.texts[0], at: token.issuedAt,
            articleID: token.texts[1].isEmpty ? nil : token.texts[1], variant: token.texts[2],
            propensity: propensity, items: Array(token.texts[4...]))
    }
}

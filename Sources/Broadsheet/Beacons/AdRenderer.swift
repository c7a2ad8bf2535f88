internal import BroadsheetAds
internal import Foundation

/// Makes a decided ad ready to show: signed addresses and markup.
struct AdRenderer: Sendable {
    /// Put before our own addresses; nil makes them relative to the root.
    var baseURL: String?
    var label: String
    var keys: SigningKeys

    func ad(_ chosen: ChosenAd, token: AdToken) -> AdAnswer.Ad {
        let creative = chosen.creative
        let click = address(
            "/v1/click/",
            token.text(.click, destination: creative.clickURL, signedBy: keys))
        let impression = address("/v1/impression/", token.text(.impression, signedBy: keys))
        let viewable = address("/v1/viewable/", token.text(.viewable, signedBy: keys))
        let markup = CreativeMarkup(
            CreativeMarkup.Context(
                decision: token.decision, slot: token.slot, clickURL: click,
                impressionURL: impression, label: label))
        return AdAnswer.Ad(
            lineItem: chosen.lineItem, creative: creative.id, kind: creative.kind.rawValue,
            width: chosen.size.width, height: chosen.size.height,
            html: markup.html(for: creative, size: chosen.size),
            native: AdAnswer.Native(creative), clickURL: click, impressionURL: impression,
            viewableURL: viewable, label: label, propensity: chosen.propensity)
    }

    private func address(_ route: String, _ token: String) -> String {
        SiteAddress.join(baseURL, route + token)
    }
}

/// Addresses of our own routes.
enum SiteAddress {
    /// `path` (which starts with `/`) below `baseURL`, or as it is without one.
    static func join(_ baseURL: String?, _ path: String) -> String {
        guard let baseURL, !baseURL.isEmpty else { return path }
        return (baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL) + path
    }
}

extension AdAnswer.Native {
    /// The parts of a native creative; nil for the other kinds.
    init?(_ creative: Creative) {
        guard creative.kind == .native else { return nil }
        title = creative.title ?? ""
        text = creative.text
        image = creative.image
        sponsoredBy = creative.sponsoredBy
        callToAction = creative.callToAction
    }
}

extension AdAnswer {
    /// The answer to a decision, an ad ready to show.
    init(
        _ decision: Decision, id: String, context: AdContext, renderer: AdRenderer,
        fence: Int64? = nil, at now: Date
    ) {
        self.decision = id
        slot = decision.slot
        switch decision.outcome {
        case .noFill(let noFill):
            outcome = .noFill(reason: noFill.reason.rawValue)
        case .ad(let chosen):
            let token = AdToken(
                decision: id, slot: decision.slot, article: context.articleID ?? "",
                lineItem: chosen.lineItem, creative: chosen.creative.id,
                propensity: chosen.propensity, fence: fence, issuedAt: now)
            outcome = .ad(renderer.ad(chosen, token: token))
        }
    }
}

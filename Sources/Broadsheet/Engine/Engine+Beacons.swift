internal import BroadsheetAds
internal import BroadsheetArticles
internal import BroadsheetStorage
internal import Foundation

extension Engine {
    /// Records an impression; returns once it is on disk.
    ///
    /// A second call for the same decision is kept as a duplicate, one after the token's life as
    /// late, one from nobody who reads as invalid; none of them counts.
    /// - Parameters:
    ///   - text: The token, as the address has it.
    ///   - source: Who called; nil judges nobody.
    /// - Returns: false for a token that is not ours; nothing is recorded then.
    /// - Throws: when the ledger can't be written; then nothing was recorded.
    public func recordImpression(
        token text: String, from source: BeaconSource? = nil
    ) async throws -> Bool {
        try await record(.impression, token: text, from: source)
    }

    /// Records that an ad was in view (half of its pixels for a second); returns once it is on
    /// disk. Duplicates, late and invalid calls as for impressions.
    ///
    /// - Parameters:
    ///   - text: The token, as the address has it.
    ///   - source: Who called; nil judges nobody.
    /// - Returns: false for a token that is not ours.
    /// - Throws: when the ledger can't be written; then nothing was recorded.
    public func recordViewable(
        token text: String, from source: BeaconSource? = nil
    ) async throws -> Bool {
        try await record(.viewable, token: text, from: source)
    }

    private func record(
        _ kind: DeliveryEvent.Kind, token text: String, from source: BeaconSource?
    ) async throws -> Bool {
        guard let token = keyRing.token(text),
            let ad = AdToken(token, kind: kind == .viewable ? .viewable : .impression)
        else { return false }
        try await record(kind, ad, from: source)
        return true
    }

    /// Records a click; returns the advertiser's address once the click is on disk, also where it
    /// does not count.
    ///
    /// - Parameters:
    ///   - text: The token, as the address has it.
    ///   - source: Who called; nil judges nobody.
    /// - Returns: nil for a token that is not ours.
    /// - Throws: when the ledger can't be written; then nothing was recorded.
    public func recordClick(
        token text: String, from source: BeaconSource? = nil
    ) async throws -> String? {
        guard let token = keyRing.token(text), let ad = AdToken(token, kind: .click),
            let destination = token.texts.last
        else { return nil }
        try await record(.click, ad, from: source)
        return destination
    }

    /// Nothing is billed for a test, nor without a reader, nor for a line item that nobody has booked.
    private func record(
        _ kind: DeliveryEvent.Kind, _ ad: AdToken, from source: BeaconSource?
    ) async throws {
        let now = delivery.clock.now().date
        let charges = delivery.charges(
            for: kind.charged, of: ad.lineItem, decidedAt: ad.issuedAt)
        let reason: String? =
            if ad.isTest { "test" } else {
                invalidity(of: kind, ad, from: source, at: now)?.rawValue
                    ?? (charges == nil ? "unknown_line_item" : nil)
            }
        let receipt = try await delivery.commit(
            DeliveryEvent(
                kind: kind, decision: DecisionRow(ad), at: now,
                validUntil: ad.issuedAt + tokenLifeSeconds,
                claim: reason == nil ? .billable : .invalid, reason: reason,
                charges: reason == nil ? charges ?? [] : [], fence: ad.fence))
        if kind == .impression, receipt.verdict == .billable { confirmCaps(ad, at: receipt.at) }
    }

    private func invalidity(
        of kind: DeliveryEvent.Kind, _ ad: AdToken, from source: BeaconSource?, at now: Date
    ) -> InvalidTraffic? {
        guard let source else { return nil }
        return traffic.judge(
            source, kind, isNotice: ad.isNotice,
            times: TrafficFilter.Times(
                decidedAt: ad.issuedAt, wall: environment.now(), ledger: now,
                hasJumped: delivery.clock.jumpCount > 0))
    }

    private func confirmCaps(_ ad: AdToken, at now: LedgerInstant) {
        let snapshot = state.ads.snapshot
        guard let reader = ad.reader, let id = ReservationID(ad.decision),
            let lineItem = snapshot.number(ofLineItem: ad.lineItem),
            let creative = snapshot.place(ofCreative: ad.creative)
        else { return }
        readers.confirm(
            id, snapshot.caps.tracks(lineItem: lineItem, creative: creative), of: reader,
            decidedAt: ad.issuedAt, at: now)
    }

    private var tokenLifeSeconds: Double { Double(configuration.tokenLife.components.seconds) }

    /// Records that a list came into view; returns once it is on disk.
    ///
    /// - Returns: false for a token that is not ours.
    public func recordListSeen(token text: String) async throws -> Bool {
        guard let list = servedList(text) else { return false }
        try await record(.seen, of: list)
        return true
    }

    /// Records a click on an item of a list, `position` counted from 1; returns the article's
    /// address, with the site's parameters, once the click is on disk.
    ///
    /// - Returns: nil for a token that is not ours, a position that the list does not have or an
    ///   article without an address.
    public func recordListClick(token text: String, position: Int) async throws -> String? {
        guard let list = servedList(text), (1...).contains(position),
            list.items.indices.contains(position - 1),
            let article = try catalogue.article(id: list.items[position - 1]),
            let url = article.url
        else { return nil }
        try await record(.click(position: position - 1), of: list)
        return LinkParameters.add(configuration.site.linkParameters, to: url)
    }

    private func record(_ action: ListEvent.Action, of list: ServedList) async throws {
        _ = try await ledger.append(
            ListEvent(
                action: action, list: list, at: environment.now(),
                validUntil: list.at + tokenLifeSeconds))
    }

    private func servedList(_ text: String) -> ServedList? {
        keyRing.token(text).flatMap(ServedList.init)
    }

    /// Writes down a list that is being answered and names its routes.
    ///
    /// - Throws: `LedgerError` when more is waiting than the ledger takes.
    func track(_ list: RelatedList, choice: VariantChoice, now: Date) throws -> ListTracking {
        let served = ServedList(
            id: DecisionID.make(at: now, random: environment.random(), environment.random()),
            at: now, articleID: list.id, variant: choice.name, propensity: choice.probability,
            items: list.items.map(\.id))
        try ledger.record(list: served)
        let token = served.token.text(signedBy: keys)
        let route = SiteAddress.join(configuration.site.baseURL, "/v1/list/" + token)
        return ListTracking(
            list: served.id, variant: choice.name, probability: choice.probability,
            seenURL: route + "/seen", clickURL: route + "/click/")
    }
}

/// Adds a site's parameters to the links of its blocks.
package enum LinkParameters {
    /// `url` with `parameters` behind its query and before its fragment, percent-encoded.
    package static func add(
        _ parameters: [Configuration.LinkParameter], to url: String
    ) -> String {
        guard !parameters.isEmpty else { return url }
        let (address, fragment) = split(url, at: "#")
        let query = parameters.map {
            MarkupText.percentEncoded($0.name) + "=" + MarkupText.percentEncoded($0.value)
        }
        .joined(separator: "&")
        let joint = address.contains("?") ? "&" : "?"
        return address + joint + query + fragment
    }

    private static func split(_ url: String, at mark: Character) -> (String, String) {
        guard let index = url.firstIndex(of: mark) else { return (url, "") }
        return (String(url[..<index]), String(url[index...]))
    }

}

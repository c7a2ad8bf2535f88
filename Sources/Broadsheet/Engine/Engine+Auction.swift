package import BroadsheetAds
internal import BroadsheetStorage
internal import Foundation

/// What came of one offer of an auction.
package struct AuctionDecision: Sendable {
    package enum Outcome: Sendable {
        case ad(Winner)
        case noFill(NoFill.Reason)
    }

    /// An ad that answers an offer.
    package struct Winner: Sendable {
        /// What was drawn, its addresses absolute where the site's is known and the auction's macros
        /// filled in.
        package var ad: ChosenAd
        /// Ready to show, with signed addresses.
        package var answer: AdAnswer.Ad
        /// Address of the impression for the exchange's own server: called by it, the impression is not
        /// judged by header fields that are no reader's.
        package var noticeURL: String
        /// Pixels of third parties.
        package var trackers: [String]
        /// The advertiser's, in lower case.
        package var domain: String?
    }

    /// Id of the decision; empty where nothing was decided, because no such slot is known, an
    /// offer before this one has it, or no kind of ad that we have is wanted.
    package var id: String
    package var outcome: Outcome

    static let none = AuctionDecision(id: "", outcome: .noFill(.noneEligible))
}

extension Engine {
    /// Seconds that an impression or click counts after its decision.
    package var tokenLifetimeSeconds: Int { Int(configuration.tokenLife.components.seconds) }

    /// Decides which ads answer the offers of an auction and records the decisions; the answers
    /// come in the order of the offers.
    ///
    /// What does not meet an offer's requirements is kept out before the draw, so propensities are
    /// exact. Slots are filled by priority, each once. Tokens of a test say so and are never billed.
    ///
    /// - Parameter id: The exchange's name for the auction, for macros.
    /// - Throws: when the ledger takes no more.
    package func decide(_ auction: Auction, id: String) throws -> [AuctionDecision] {
        let now = environment.now()
        let state = state
        let document = auction.article.flatMap { state.content.document(id: $0, at: now) }
        let context = AdContext(
            document, in: state.content, reader: Reader(key: auction.readerKey))
        let choice = try chooseVariant(
            adVariants, named: nil, readerKey: auction.readerKey, isDrawn: true)
        let call = AuctionCall(
            id: id, auction: auction, context: context,
            frozen: state.ads.frozen[choice.index],
            table: state.ads.contexts[choice.index], choice: choice, now: now,
            instant: delivery.clock.now())
        let places = auctionPlaces(call)
        guard !places.isEmpty else { return auction.offers.map { _ in .none } }
        var reader = readers.open(context.reader, at: call.instant)
        let made = decide(draft(call, places), for: &reader)
        let rows = made.map { made in
            DecisionRow(
                made, context: context, frozen: call.frozen, choice: choice, settings: settings,
                isTest: auction.isTest, at: call.instant.date)
        }
        var decisions = auction.offers.map { _ in AuctionDecision.none }
        for (place, made) in zip(places, made) {
            count(made.decision)
            decisions[place] = outcome(made, auction.offers[place], call, reader)
        }
        try record(call.frozen.campaigns, of: made, at: now)
        try ledger.record(decisions: rows)
        return decisions
    }

    /// The page that the offers make, under the rules of pages.
    private func draft(_ call: AuctionCall, _ places: [Int]) -> PageDraft {
        var draft = PageDraft(requests: [], frozen: call.frozen, instant: call.instant)
        for place in places {
            let offer = call.auction.offers[place]
            var request = call.context.request(slot: offer.slot, at: call.now)
            call.auction.describe(&request)
            var gates = Gates()
            call.frozen.snapshot.admit(
                offer.requirements, in: offer.slot, currency: configuration.site.currency,
                to: &gates)
            draft.requests.append(request)
            draft.refusing.append(gates.excluded)
            draft.hiding.append(gates.hiddenCreatives)
        }
        draft.verdict = call.table.verdict(of: call.context, keywords: call.auction.keywords)
        draft.reserves = !call.auction.isTest
        return draft
    }

    /// For each slot the first offer of it that can be answered at all, in the exchange's order.
    private func auctionPlaces(_ call: AuctionCall) -> [Int] {
        let isPlain = configuration.site.baseURL?.lowercased().hasPrefix("http://") ?? false
        var places: [Int] = []
        var slots: Set<ExactID> = []
        for (place, offer) in call.auction.offers.enumerated() {
            let wanted = offer.requirements
            guard wanted.banner != nil || wanted.native != nil, !(wanted.isSecure && isPlain),
                call.frozen.snapshot.slot(offer.slot) != nil,
                slots.insert(ExactID(offer.slot)).inserted
            else { continue }
            places.append(place)
        }
        return places
    }

    private func outcome(
        _ made: MadeDecision, _ offer: Auction.Offer, _ call: AuctionCall, _ reader: ReaderState
    ) -> AuctionDecision {
        switch made.decision.outcome {
        case .noFill(let noFill):
            return AuctionDecision(id: made.id, outcome: .noFill(noFill.reason))
        case .ad(let chosen):
            return AuctionDecision(
                id: made.id, outcome: .ad(winner(chosen, made.id, offer, call, reader)))
        }
    }

    private func winner(
        _ chosen: ChosenAd, _ id: String, _ offer: Auction.Offer, _ call: AuctionCall,
        _ reader: ReaderState
    ) -> AuctionDecision.Winner {
        let site = configuration.site
        var ad = chosen
        let macros = AuctionMacros(
            auction: call.id, bid: id, impression: offer.id, seat: chosen.advertiser,
            ad: chosen.lineItem, currency: site.currency)
        ad.creative = macros.filled(chosen.creative)
        if let image = ad.creative.image, image.hasPrefix("/"), !image.hasPrefix("//") {
            ad.creative.image = SiteAddress.join(site.baseURL, image)
        }
        let token = AdToken(
            decision: id, slot: offer.slot, article: call.context.articleID ?? "",
            lineItem: chosen.lineItem, creative: chosen.creative.id,
            propensity: chosen.propensity, fence: delivery.fence, reader: reader.hash,
            issuedAt: call.instant.date,
            isTest: call.auction.isTest)
        let label = site.adLabel ?? strings["advertisement"]
        let answer = AdRenderer(baseURL: site.baseURL, label: label, keys: keys)
            .ad(ad, token: token)
        let markup = CreativeMarkup(
            CreativeMarkup.Context(
                decision: id, slot: offer.slot, clickURL: answer.clickURL,
                impressionURL: answer.impressionURL, label: label))
        var notice = token
        notice.isNotice = true
        let noticeURL = SiteAddress.join(
            site.baseURL, "/v1/impression/" + notice.text(.impression, signedBy: keys))
        return AuctionDecision.Winner(
            ad: ad, answer: answer, noticeURL: noticeURL,
            trackers: markup.trackers(of: ad.creative),
            domain: call.frozen.snapshot.domain(ofAdvertiserOf: chosen.lineItem))
    }
}

/// What the decisions of one auction have in common.
private struct AuctionCall {
    let id: String
    let auction: Auction
    let context: AdContext
    let frozen: AdState.Frozen
    let table: ContextTable
    let choice: VariantChoice
    let now: Date
    /// The ledger's time.
    let instant: LedgerInstant
}

internal import BroadsheetAds
internal import BroadsheetArticles
internal import BroadsheetStorage
internal import Foundation
internal import Synchronization

extension Engine {
    /// Decides which ad fills a slot and records the decision.
    ///
    /// - Parameters:
    ///   - slot: id of the slot.
    ///   - article: id of the article on the page; nil where there is none.
    ///   - reader: who reads, as far as the caller knows; decides the variant, and what has been
    ///     seen too often.
    /// - Throws: `RequestError` for an unknown slot or article.
    public func ad(
        slot: String, article: String? = nil, reader: Reader = Reader()
    ) throws -> AdAnswer {
        let now = environment.now()
        let state = state
        guard state.ads.snapshot.slot(slot) != nil else {
            throw RequestError.unknownSlot(id: slot)
        }
        var document: Int?
        if let article {
            document = state.content.document(id: article, at: now)
            guard document != nil else {
                throw RequestError.unknownArticle(id: article)
            }
        }
        let choice = try chooseVariant(
            adVariants, named: nil, readerKey: reader.keyInForce, isDrawn: true)
        let page = try decide(
            slots: [slot], context: AdContext(document, in: state.content, reader: reader),
            ads: state.ads,
            choice: choice, now: now)
        guard var answer = page.answers.first else { throw RequestError.unknownSlot(id: slot) }
        answer.capToken = page.capToken
        return answer
    }

    /// Decides for several slots of one page and records the decisions.
    ///
    /// Slots are filled by priority under the rules of pages; the answers come in the order asked,
    /// a slot that is asked twice is answered once. Each decision's draws are keyed by its own id,
    /// so that it can be repeated from what the ledger holds.
    func decide(
        slots: [String], context: AdContext, ads: AdState, choice: VariantChoice, now: Date
    ) throws -> DecidedPage {
        let frozen = ads.frozen[choice.index]
        let instant = delivery.clock.now()
        var reader = readers.open(context.reader, at: instant)
        var page = DecidedPage()
        if !slots.isEmpty {
            let requests = Self.unique(slots).map { context.request(slot: $0, at: now) }
            var draft = PageDraft(requests: requests, frozen: frozen, instant: instant)
            draft.verdict = ads.contexts[choice.index].verdict(of: context)
            let made = decide(draft, for: &reader)
            let renderer = AdRenderer(
                baseURL: configuration.site.baseURL,
                label: configuration.site.adLabel ?? strings["advertisement"], keys: keys)
            page.answers = made.map { made in
                AdAnswer(
                    made.decision, id: made.id, context: context, renderer: renderer,
                    fence: delivery.fence, reader: reader.hash, at: instant.date)
            }
            let rows = made.map { made in
                DecisionRow(
                    made, context: context, frozen: frozen, choice: choice, settings: settings,
                    at: instant.date)
            }
            for made in made { count(made.decision) }
            try record(frozen.campaigns, of: made, at: now)
            try ledger.record(decisions: rows)
        }
        let isAsked = context.reader.capToken != nil || reader.hash == nil
        if reader.isAllowed, isAsked, !frozen.snapshot.caps.isEmpty {
            page.capToken = readers.token(reader)
        }
        return page
    }

    private static func unique(_ slots: [String]) -> [String] {
        var seen: Set<ExactID> = []
        return slots.filter { seen.insert(ExactID($0)).inserted }
    }

    /// Hands what decisions were made from to the ledger: the campaigns, the settings and the plans.
    func record(
        _ campaigns: AuditedText, of made: [MadeDecision], at now: Date
    ) throws {
        try record(campaigns, at: now)
        try record(settings, at: now)
        for decision in made { if let plan = decision.plan { try record(plan, at: now) } }
    }

    /// Hands a text to the ledger before the first decision of this process that used it; campaigns
    /// are as large as all campaign files together, far too much for every decision. Twice a
    /// day it is handed over again: pruning removes what no decision of the last day
    /// names, and a server may have been without readers for as long.
    private func record(_ text: AuditedText, at now: Date) throws {
        func isFresh(_ date: Date) -> Bool { abs(now.timeIntervalSince(date)) < 43_200 }
        let isKnown = recordedSnapshots.withLock { $0[text.hash].map(isFresh) ?? false }
        if isKnown { return }
        try ledger.record(snapshot: text.ledgerSnapshot(at: now))
        recordedSnapshots.withLock { known in
            known = known.filter { isFresh($0.value) }
            known[text.hash] = now
        }
    }

    func count(_ decision: Decision) {
        switch decision.outcome {
        case .ad: counters.countAd(slot: decision.slot)
        case .noFill(let noFill):
            counters.countNoFill(slot: decision.slot, reason: noFill.reason.rawValue)
        }
    }
}

/// The answers for the slots of one page, and what its reader carries on.
struct DecidedPage: Sendable {
    var answers: [AdAnswer] = []
    /// nil where the reader has a key of the site's, or nothing may be kept.
    var capToken: String?
}

/// A decision with what it was drawn by.
struct MadeDecision: Sendable {
    let id: String
    let seed: UInt64
    let decision: Decision
    /// The bytes of its `DecisionRecord`.
    let record: [UInt8]
    /// The plan that its guaranteed tier went by; nil without one.
    let plan: AuditedText?
}

/// What decisions know of the page.
struct AdContext: Sendable {
    /// The article on the page; nil where there is none.
    let card: ArticleCard?
    /// Its number, where it is among those that are served.
    let document: Int?
    let reader: Reader
    /// What rules of keywords are compared with: its tags, and the words of its headline and
    /// summary, each once.
    private let keywords: [String]

    init(card: ArticleCard?, document: Int? = nil, reader: Reader = Reader()) {
        self.card = card
        self.document = document
        self.reader = reader
        let words = card.map { card in
            card.tags.map { $0.lowercased() }
                + [card.title, card.summary].flatMap(PageWords.words)
        }
        var seen: Set<ExactID> = []
        keywords = (words ?? []).filter { seen.insert(ExactID($0)).inserted }
    }

    /// The page of an article that is served.
    init(_ document: Int?, in content: ContentSnapshot, reader: Reader) {
        self.init(
            card: document.flatMap { content.card($0) }, document: document, reader: reader)
    }

    var articleID: String? { card?.id }

    func request(slot: String, at now: Date) -> AdRequest {
        var request = AdRequest(
            slot: slot, articleSection: card?.section ?? "", articleTags: card?.tags ?? [],
            articleAdPolicy: card.map { AdRequest.AdPolicy($0.ads) } ?? .all,
            articleAdLabels: card?.adLabels ?? [], now: now)
        request.keywords = keywords
        request.language = card?.language ?? ""
        request.url = card?.url ?? ""
        request.country = reader.country ?? ""
        request.region = reader.region ?? ""
        request.device = reader.deviceClass
        request.keyValues = reader.keyValues.map {
            AdRequest.KeyValue(key: $0.key, value: $0.value)
        }
        return request
    }
}

extension AdRequest.AdPolicy {
    init(_ policy: Article.AdPolicy) {
        switch policy {
        case .all: self = .all
        case .house: self = .house
        case .none: self = .none
        }
    }
}

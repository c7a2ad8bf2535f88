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
    ///   - readerKey: who reads, as far as the caller has a first-party key; decides the variant.
    /// - Throws: `RequestError` for an unknown slot or article.
    public func ad(
        slot: String, article: String? = nil, readerKey: String? = nil
    ) throws -> AdAnswer {
        let now = environment.now()
        let state = state
        guard state.ads.snapshot.slot(slot) != nil else {
            throw RequestError.unknownSlot(id: slot)
        }
        var card: ArticleCard?
        if let article {
            guard let document = state.content.document(id: article, at: now) else {
                throw RequestError.unknownArticle(id: article)
            }
            card = state.content.card(document)
        }
        let choice = try chooseVariant(
            adVariants, named: nil, readerKey: readerKey, isDrawn: true)
        let answers = try decide(
            slots: [slot], context: AdContext(card: card), ads: state.ads, choice: choice,
            now: now)
        guard let answer = answers.first else { throw RequestError.unknownSlot(id: slot) }
        return answer
    }

    /// Decides for several slots of one page and records the decisions.
    ///
    /// Slots are filled by priority; the answers come in the order asked, a slot that is asked
    /// twice is answered once. Each decision's draws are keyed by its own id, so that it can be
    /// repeated from what the ledger holds.
    func decide(
        slots: [String], context: AdContext, ads: AdState, choice: VariantChoice, now: Date
    ) throws -> [AdAnswer] {
        if slots.isEmpty { return [] }
        let frozen = ads.frozen[choice.index]
        let renderer = AdRenderer(
            baseURL: configuration.site.baseURL,
            label: configuration.site.adLabel ?? strings["advertisement"], keys: keys)
        var answers: [ExactID: AdAnswer] = [:]
        var rows: [DecisionRow] = []
        let instant = delivery.clock.now()
        for slot in frozen.snapshot.fillOrder(of: slots) {
            let made = decide(context.request(slot: slot, at: now), frozen, at: instant)
            rows.append(
                DecisionRow(
                    made, context: context, frozen: frozen, choice: choice, at: instant.date))
            answers[ExactID(slot)] = AdAnswer(
                made.decision, id: made.id, context: context, renderer: renderer,
                fence: delivery.fence, at: instant.date)
            count(made.decision)
        }
        try record(frozen, at: now)
        try ledger.record(decisions: rows)
        return slots.compactMap { answers.removeValue(forKey: ExactID($0)) }
    }

    /// Decides for one slot and takes the units of the choice.
    ///
    /// Another thread may have taken the last unit since the line items without units were looked
    /// up. Then the decision is made anew, with draws of its own, and without that line item.
    ///
    /// - Parameters:
    ///   - gates: What is kept out beside what is spent.
    ///   - reserves: false for a decision of which nothing can be billed: it takes no units.
    func decide(
        _ request: AdRequest, _ frozen: AdState.Frozen, gates: Gates = .open,
        reserves: Bool = true, at instant: LedgerInstant
    ) -> MadeDecision {
        var gates = gates
        if gates.excluded == LineItemSet() { gates.excluded = frozen.snapshot.emptySet }
        var lost: [Int] = []
        while true {
            gates.spent = frozen.plans.spent(at: instant)
            for number in lost {
                gates.spent[number] = true
                // The default creative asks no other gate.
                gates.excluded[number] = true
            }
            let seed = environment.random()
            let id = DecisionID.make(seed: seed, random: environment.random())
            let generator = KeyedGenerator(seed: seed).keyed(by: id)
            let (decision, spent) = frozen.snapshot.decision(
                request, gates: gates, using: generator)
            frozen.plans.want(spent, at: instant)
            guard reserves, let lineItem = decision.ad?.lineItem,
                let number = frozen.snapshot.number(ofLineItem: lineItem),
                let reservation = ReservationID(id),
                !frozen.plans.take(number, for: reservation, at: instant)
            else { return MadeDecision(id: id, seed: seed, decision: decision) }
            lost.append(number)
        }
    }

    /// Hands the campaigns to the ledger before the first decision of this process that used them;
    /// they are as large as all campaign files together, far too much for every decision.
    func record(_ frozen: AdState.Frozen, at now: Date) throws {
        guard !recordedSnapshots.withLock({ $0.contains(frozen.hash) }) else { return }
        try ledger.record(snapshot: frozen.ledgerSnapshot(at: now))
        recordedSnapshots.withLock { _ = $0.insert(frozen.hash) }
    }

    func count(_ decision: Decision) {
        switch decision.outcome {
        case .ad: counters.countAd(slot: decision.slot)
        case .noFill(let noFill):
            counters.countNoFill(slot: decision.slot, reason: noFill.reason.rawValue)
        }
    }
}

/// A decision with what it was drawn by.
struct MadeDecision: Sendable {
    let id: String
    let seed: UInt64
    let decision: Decision
}

/// What decisions know of the page.
struct AdContext: Sendable {
    /// The article on the page; nil where there is none.
    let card: ArticleCard?
    /// What rules of keywords are compared with: its tags, and the words of its headline and summary.
    private let keywords: [String]

    init(card: ArticleCard?) {
        self.card = card
        keywords =
            card.map { $0.tags.map { $0.lowercased() } + Self.words($0.title, $0.summary) } ?? []
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
        return request
    }

    private static func words(_ texts: String...) -> [String] {
        texts.flatMap { text in
            text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        }
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

/// Names of decisions: 128 bits in hex, unique without asking anybody.
enum DecisionID {
    static func make(seed: UInt64, random: UInt64) -> String { hex(seed) + hex(random) }

    private static func hex(_ word: UInt64) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

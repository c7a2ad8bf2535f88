package import BroadsheetAds
package import BroadsheetArticles
package import BroadsheetStorage
package import Foundation

/// Ad decisions outside a server, for a given time and seed: the same input gives the same bytes.
/// Briefs and brand safety are held against the article by the settings that hold where a site
/// says nothing. Nothing is recorded, and the tokens in the answers verify on no server.
package struct DecisionPreview: Sendable {
    private let ads: AdSnapshot
    private let context: AdContext
    /// What briefs and brand safety say.
    private let table: ContextTable
    private let gates: Gates
    private let now: Date
    private let seed: UInt64
    private let label: String

    /// - Parameters:
    ///   - language: BCP 47 tag of the site's language.
    ///   - threads: How many analyse the articles, where a line item asks what they are about;
    ///     results don't depend on it.
    /// - Throws: `RequestError.unknownArticle` when an article is named that the catalogue does
    ///   not have; drafts and embargoed articles can be asked for.
    package init(
        catalogue: Catalogue, article id: String?, now: Date, seed: UInt64, language: String,
        threads: Int = 1
    ) throws {
        ads = AdSnapshot(try catalogue.loadAds().ads)
        var card: ArticleCard?
        if let id {
            guard let article = try catalogue.article(id: id) else {
                throw RequestError.unknownArticle(id: id)
            }
            card = ArticleCard(article)
        }
        var content: ContentSnapshot?
        let rules = ads.articleRules
        if card != nil, !rules.isEmpty {
            content = try ContentSnapshot.stored(
                in: catalogue, at: now, language: language, threads: threads)
        }
        context = AdContext(card: card, document: id.flatMap { content?.document(id: $0) })
        table = ContextTable(ads, rules, content)
        var gates = Gates()
        table.verdict(of: context)?.close(&gates)
        self.gates = gates
        self.now = now
        self.seed = seed
        label = SiteStrings(language: language)["advertisement"]
    }

    /// The decision for each slot, in the order asked, a slot that is asked twice once.
    package func decide(slots: [String]) throws -> [AdAnswer] {
        try check(slots)
        let renderer = AdRenderer(baseURL: nil, label: label, keys: .preview)
        let generator = KeyedGenerator(seed: seed).keyed(by: 0)
        var answered: Set<ExactID> = []
        return slots.filter { answered.insert(ExactID($0)).inserted }.map { slot in
            let id = DecisionID.make(at: now, random: seed >> 48, seed)
            let decision = ads.decide(
                context.request(slot: slot, at: now), gates: gates, using: generator)
            return AdAnswer(decision, id: id, context: context, renderer: renderer, at: now)
        }
    }

    /// Why each line item of the slots could, or could not, be chosen.
    package func explain(slots: [String]) -> [DecisionExplanation] {
        slots.map { slot in
            var explanation = ads.explain(context.request(slot: slot, at: now), gates: gates)
            for index in explanation.rows.indices {
                explanation.rows[index].cosine = table.cosine(
                    ofLineItem: explanation.rows[index].lineItem, with: context.document)
            }
            return explanation
        }
    }

    /// Decides many times from the same state; decision k draws with (seed, k).
    package func tally(slot: String, repetitions: Int) throws -> DecisionTally {
        try check([slot])
        return ads.decide(
            context.request(slot: slot, at: now), gates: gates, repeated: repetitions, seed: seed)
    }

    private func check(_ slots: [String]) throws {
        for slot in slots where ads.slot(slot) == nil { throw RequestError.unknownSlot(id: slot) }
    }
}

extension DecisionExplanation {
    /// The rows as JSON.
    package func write(to writer: inout JSONWriter) {
        writer.array { writer in
            for row in rows {
                writer.object { writer in
                    writer.member("line_item", row.lineItem)
                    writer.member("campaign", row.campaign)
                    writer.member("tier", row.tier.rawValue)
                    switch row.verdict {
                    case .drawn(let probability):
                        writer.member("verdict", "drawn")
                        writer.member("probability", probability)
                    case .outranked(let tier):
                        writer.member("verdict", "outranked")
                        writer.member("by", tier.rawValue)
                    case .ineligible(let reason):
                        writer.member("verdict", "ineligible")
                        writer.member("reason", reason.rawValue)
                    }
                    if let cosine = row.cosine { writer.member("cosine", cosine) }
                }
            }
        }
    }
}

extension DecisionTally {
    /// `{"repeat":N,"counts":{…},"no_fill":{…},"probabilities":{…}}`
    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("repeat", repetitions)
            writer.name("counts")
            writer.object { writer in
                for entry in lineItems { writer.member(entry.lineItem, entry.count) }
            }
            writer.name("no_fill")
            writer.object { writer in
                for entry in noFill { writer.member(entry.reason.rawValue, entry.count) }
            }
            writer.name("probabilities")
            writer.object { writer in
                for entry in lineItems { writer.member(entry.lineItem, entry.probability) }
            }
        }
    }
}

package import BroadsheetAds
internal import BroadsheetContent
package import BroadsheetStorage
package import Foundation
internal import Logging

extension ContextTable {
    /// What of the campaigns has no effect because no article has a word of it, by line item; nothing
    /// where there are no articles.
    var unheard: [CampaignProblem] {
        guard hasArticles else { return [] }
        func problems(_ numbers: [Int], _ text: String) -> [CampaignProblem] {
            numbers.compactMap { number in
                guard let lineItem = lineItem(number) else { return nil }
                return CampaignProblem(
                    place: .object("campaign \(lineItem.campaign.shortened)"), severity: .warning,
                    problem: "line item `\(lineItem.id.shortened)` \(text)")
            }
        }
        return problems(
            unheardBriefs, "has a `context` of which no article has a word; it stands nowhere")
            + problems(
                unheardTopics, "has a topic of `brand_safety` of which no article has a word")
    }
}

extension AdState {
    /// Most warnings that are logged of one change of the campaigns.
    private static let exampleCount = 20

    /// Says which briefs and topics have no effect, because no article has a word of theirs.
    func noteUnheard(_ logger: Logger) {
        let unheard = contexts.first?.unheard ?? []
        for problem in unheard.prefix(Self.exampleCount) { logger.warning("\(problem.problem)") }
        if unheard.count > Self.exampleCount {
            logger.warning("\(unheard.count - Self.exampleCount) more line items are like these")
        }
    }
}

/// Holds the briefs and topics of stored campaigns against the stored articles.
package enum UnheardBriefs {
    /// A warning for each line item with a brief or a topic of which no article has a word that
    /// counts; none where the catalogue has no articles.
    ///
    /// Reads and analyses all articles where there is anything to hold against them.
    package static func problems(
        in ads: AdCatalogue, of catalogue: Catalogue, at now: Date, language: String, threads: Int
    ) throws -> [CampaignProblem] {
        let snapshot = AdSnapshot(ads)
        let rules = snapshot.articleRules
        guard !rules.isEmpty else { return [] }
        let content = try ContentSnapshot.stored(
            in: catalogue, at: now, language: language, threads: threads)
        return ContextTable(snapshot, rules, content).unheard
    }
}

extension ContentSnapshot {
    /// The articles of a catalogue as a server with the standard settings has them.
    static func stored(
        in catalogue: Catalogue, at now: Date, language: String, threads: Int
    ) throws -> ContentSnapshot {
        var store = ContentStore(
            scorings: [Scoring(analyzer: .automatic(siteLanguage: language))], threads: threads)
        _ = try catalogue.loadArticles { store.put($0) }
        return store.snapshot(at: now)
    }
}

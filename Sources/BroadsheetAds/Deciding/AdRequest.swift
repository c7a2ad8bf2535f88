package import Foundation

/// What a decision knows about the page and the moment.
package struct AdRequest: Sendable {
    /// Which ads the article admits.
    package enum AdPolicy: String, Sendable, CaseIterable {
        /// Any that fit.
        case all
        /// Only the tier `house`.
        case house
        /// None at all.
        case none
    }

    /// Id of the slot to fill.
    package var slot: String
    /// Section path of the article; empty when there is no article or no section.
    package var articleSection: String
    package var articleTags: [String]
    package var articleAdPolicy: AdPolicy
    /// Labels of advertisers that may not stand beside the article.
    package var articleAdLabels: [String]
    package var now: Date

    package init(
        slot: String, articleSection: String = "", articleTags: [String] = [],
        articleAdPolicy: AdPolicy = .all, articleAdLabels: [String] = [], now: Date
    ) {
        self.slot = slot
        self.articleSection = articleSection
        self.articleTags = articleTags
        self.articleAdPolicy = articleAdPolicy
        self.articleAdLabels = articleAdLabels
        self.now = now
    }
}

package import BroadsheetContent

/// How lists of related articles come about: how texts are compared, and the editorial rules.
package struct RelatedRules: Sendable, Hashable {
    package var scoring: Scoring
    package var ranking: RankingRules

    package init(scoring: Scoring, ranking: RankingRules = RankingRules()) {
        self.scoring = scoring
        self.ranking = ranking
    }
}

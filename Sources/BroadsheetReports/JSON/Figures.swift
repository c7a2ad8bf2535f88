internal import BroadsheetEvaluation

extension ClassRetrieval {
    /// The figures by the names of the contracts; `mrr`, `success@10` and the weighted vote are
    /// those that the peers' files call `mrr`, `s10` and `nn10w`.
    var figures: [NamedFigure] {
        [
            NamedFigure("ndcg@10", discountedGain.estimate(within: 0...1)),
            NamedFigure("p@10", precision.estimate(within: 0...1)),
            NamedFigure("map", averagePrecision.estimate(within: 0...1)),
            NamedFigure("accuracy_1nn", nearest.estimate),
            NamedFigure("accuracy_10nn", vote.estimate),
            NamedFigure("accuracy_10nn_weighted", weightedVote.estimate),
            NamedFigure("mrr", reciprocalRank.estimate(within: 0...1)),
            NamedFigure("success@10", success.estimate),
        ]
    }
}

extension SimilarityEvaluation.Result {
    /// The figures by the names of the contracts.
    var figures: [NamedFigure] {
        [
            NamedFigure("pearson", pearson), NamedFigure("spearman", spearman),
            NamedFigure("ndcg@10", discountedGain),
        ]
    }
}

extension ListChurn {
    /// How much lists change: 1 where nothing does.
    var figures: [NamedFigure] {
        [
            NamedFigure("jaccard@\(length)", jaccard.estimate(within: 0...1)),
            NamedFigure("overlap@\(length)", overlap.estimate(within: 0...1)),
            NamedFigure("identical@\(length)", identical.estimate),
            NamedFigure("same_first", sameFirst.estimate),
        ]
    }
}

extension ListMeasures {
    /// The figures that rest on lists cut at one length, by the names of the peers' `beyond.json`.
    /// What is counted over all articles has no interval.
    var figures: [NamedFigure] {
        let lists = exposure.lists
        return [
            NamedFigure("coverage", counted: exposure.coverage, of: exposure.counts.count),
            NamedFigure("covered_items", counted: Double(exposure.coveredItems), of: lists),
            NamedFigure("max_lists_of_one_item", counted: worstHub.map(Double.init), of: lists),
            NamedFigure("gini", counted: exposure.gini, of: exposure.counts.count),
            NamedFigure("entropy_nats", counted: exposure.entropy, of: exposure.counts.count),
            NamedFigure("ild", diversity.estimate(within: 0...1)),
            NamedFigure("mean_score", score.estimate),
            NamedFigure("novelty_bits", counted: exposure.novelty, of: exposure.listings),
            NamedFigure("same_source", sameSource.estimate),
            NamedFigure("age_mean_days", age.estimate),
            NamedFigure("age_median_days", counted: ages.median, of: ages.count),
            NamedFigure("within_1_day", counted: ages.share(upTo: 1), of: ages.count),
            NamedFigure("within_3_days", counted: ages.share(upTo: 3), of: ages.count),
            NamedFigure("within_7_days", counted: ages.share(upTo: 7), of: ages.count),
            NamedFigure("older_share", older.estimate),
            NamedFigure("reciprocity", counted: reciprocity.value, of: exposure.listings),
            NamedFigure("duplicate_rate", duplicates.estimate),
            NamedFigure("empty_rate", empty.estimate),
        ]
    }

    /// In how many lists the most listed article stands; nil without articles.
    var worstHub: Int? { exposure.hubs(limit: 1).first?.lists }

    /// The figures that answers name with their length, such as `coverage@10`.
    var namedFigures: [NamedFigure] {
        let names = [
            "coverage": "coverage", "gini": "gini", "ild": "ild", "novelty_bits": "novelty",
            "mean_score": "mean_score", "same_source": "same_source",
            "duplicate_rate": "duplicate_rate", "empty_rate": "empty_rate",
        ]
        return figures.compactMap { figure in
            names[figure.name].map { NamedFigure("\($0)@\(length)", figure.estimate) }
        }
    }
}

internal import Broadsheet
package import BroadsheetArticles
internal import BroadsheetEvaluation

extension ClassReport {
    /// Writes the report as the contracts have it, with the intervals, the classes and what the
    /// lists look like.
    package func write(to writer: inout JSONWriter) {
        let figures = result.figures
        writer.object { writer in
            writer.member("queries", evaluation.queryCount)
            writer.member("corpus", evaluation.corpusCount)
            writer.member("configuration", configuration)
            writer.members(figures.retrieval.figures + figures.lists.whole.namedFigures)
            writer.member("worst_hub", figures.lists.whole.worstHub)
            writer.intervals(figures.retrieval.figures + figures.lists.whole.namedFigures)
            writer.name("classes")
            writer.array { writer in
                for (name, figures) in zip(evaluation.classNames, figures.retrieval.classes) {
                    write(name, figures, to: &writer)
                }
            }
            if let comparison = result.comparison {
                writer.name("compared")
                write(comparison, to: &writer)
            }
        }
    }

    private func write(
        _ name: String, _ figures: ClassRetrieval.ClassFigures, to writer: inout JSONWriter
    ) {
        writer.object { writer in
            writer.member("class", name)
            writer.member("queries", figures.accuracy.count)
            let estimates = [
                NamedFigure("ndcg@10", figures.discountedGain.estimate(within: 0...1)),
                NamedFigure("accuracy_10nn", figures.accuracy.estimate),
            ]
            writer.members(estimates)
            writer.intervals(estimates)
        }
    }

    private func write(_ comparison: ClassComparison, to writer: inout JSONWriter) {
        let differences = comparison.differences + comparison.churn.figures
        writer.object { writer in
            writer.member("configuration", comparedConfiguration)
            writer.members(comparison.figures.retrieval.figures)
            writer.members(differences)
            writer.intervals(comparison.figures.retrieval.figures + differences)
        }
    }
}

extension ClassComparison {
    /// Second less first, by query.
    var differences: [NamedFigure] {
        [
            NamedFigure("ndcg@10_difference", discountedGain.estimate(within: -1...1)),
            NamedFigure("map_difference", averagePrecision.estimate(within: -1...1)),
        ]
    }
}

extension SimilarityReport {
    /// Writes the report as the contracts have it, with the intervals.
    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("pairs", result.pairs)
            writer.member("documents", result.documents)
            writer.member("configuration", configuration)
            writer.members(result.figures)
            writer.intervals(result.figures)
            if let compared {
                writer.name("compared")
                writer.object { writer in
                    writer.member("configuration", comparedConfiguration)
                    writer.members(compared.figures)
                    writer.intervals(compared.figures)
                }
            }
        }
    }
}

extension ListReport {
    /// How many hubs are listed.
    static let hubCount = 10

    /// Writes the report with the names of the peers' figures: those of `beyond.json` below `@3`,
    /// `@5` and `@10`, those of `hubs.json` beside the named ones.
    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("articles", articles.count)
            writer.member("configuration", configuration)
            write(result.lists, to: &writer)
            writeAges(to: &writer)
            if let second = result.second {
                writer.name("compared")
                writer.object { writer in
                    writer.member("configuration", comparedConfiguration)
                    write(second, to: &writer)
                }
                writer.name("churn")
                writer.object { writer in
                    writer.members(result.churn.figures)
                    writer.intervals(result.churn.figures)
                }
            }
        }
    }

    private func write(_ lists: ListFigures, to writer: inout JSONWriter) {
        let whole = lists.whole
        writer.member("lists", whole.exposure.lists)
        writer.member("non_empty_lists", whole.exposure.filledLists)
        writer.member("empty_lists", whole.exposure.lists - whole.exposure.filledLists)
        writer.members(whole.namedFigures)
        writeHubs(whole, to: &writer)
        writer.intervals(whole.namedFigures)
        for measures in lists.byLength {
            writer.name("@\(measures.length)")
            writer.object { writer in writer.members(measures.figures) }
        }
    }

    private func writeHubs(_ measures: ListMeasures, to writer: inout JSONWriter) {
        let exposure = measures.exposure
        let hubs = exposure.hubs(limit: Self.hubCount)
        writer.member("worst_hub", hubs.first?.lists)
        writer.member("max_indegree", hubs.first?.lists)
        writer.member("hub_id", hubs.first.map { articles[$0.item].id })
        writer.member("hub_title", hubs.first.map { articles[$0.item].title })
        writer.member("hub_tokens", hubs.first.map { corpus.wordCount(of: $0.item) })
        writer.member("coverage10", exposure.coverage)
        writer.member("gini10", exposure.gini)
        writer.member("top10_hubs_share", exposure.hubShare(limit: Self.hubCount))
        writer.member("skewness", exposure.skewness)
        writer.name("hubs")
        writer.array { writer in
            for hub in hubs {
                writer.object { writer in
                    writer.member("id", articles[hub.item].id)
                    writer.member("title", articles[hub.item].title)
                    writer.member("lists", hub.lists)
                }
            }
        }
    }

    /// How far apart in days an article and what its list holds were published.
    private func writeAges(to writer: inout JSONWriter) {
        writer.name("age_histogram")
        writer.array { writer in
            for bin in AgeBin.bins(of: result.lists.whole.ages) {
                writer.object { writer in
                    writer.member("from_days", bin.first)
                    writer.member("to_days", bin.last)
                    writer.member("listings", bin.count)
                }
            }
        }
    }
}

internal import BroadsheetEvaluation
internal import Foundation

extension ReportPage {
    /// What lists look like: the figures that need no judgment.
    mutating func addListTable(_ measures: ListMeasures) {
        addTable(
            "The lists",
            explanation:
                "Of \(measures.exposure.lists) lists of up to \(measures.length) articles. "
                + "A value without interval is counted over all of them, not estimated.",
            Self.rows(of: measures))
    }

    /// The figures of lists that have a value.
    static func rows(of measures: ListMeasures) -> [FigureRow] {
        let exposure = measures.exposure
        func counted(_ value: Double?, of count: Int) -> Estimate {
            Estimate(value: value, count: count)
        }
        let articles = exposure.counts.count
        return [
            FigureRow(
                "Empty lists", "share without any article", measures.empty.estimate),
            FigureRow(
                "Coverage", "share of articles that stand in some list",
                counted(exposure.coverage, of: articles)),
            FigureRow(
                "Gini", "0: all are listed alike; 1: one takes everything",
                counted(exposure.gini, of: articles)),
            FigureRow(
                "Worst hub", "lists that hold the most listed article",
                counted(measures.worstHub.map(Double.init), of: exposure.lists)),
            FigureRow(
                "Skewness", "of the number of lists an article stands in",
                counted(exposure.skewness, of: articles)),
            FigureRow(
                "Duplicate rate", "lists with two near copies (cosine from 0.9 on)",
                measures.duplicates.estimate),
            FigureRow(
                "Diversity", "1 − cosine between listed articles, mean by list",
                measures.diversity.estimate(within: 0...1)),
            FigureRow(
                "Novelty", "bits by which a listing surprises",
                counted(exposure.novelty, of: exposure.listings)),
            FigureRow("Mean score", "of all listed articles", measures.score.estimate),
            FigureRow(
                "Same source", "share of listed articles with the source of the article",
                measures.sameSource.estimate),
            FigureRow(
                "Days apart", "mean distance of the two dates", measures.age.estimate),
            FigureRow(
                "Older", "share of listed articles not newer than the article",
                measures.older.estimate),
            FigureRow(
                "Returned", "share of listings that go both ways",
                counted(measures.reciprocity.value, of: exposure.listings)),
        ].filter { $0.estimate.value != nil }
    }

    /// Pictures of scores, ages and how listings spread.
    mutating func addListCharts(_ measures: ListMeasures) {
        let scores = measures.scores
        add(
            .bars(
                caption: "Scores", note: "of all listed articles, in steps of 0.04",
                scores.counts.enumerated().map { index, count in
                    let low = scores.range(ofBin: index).lowerBound
                    return (name: String(format: "%.2g", low), count: count)
                }, step: 5))
        if measures.ages.count > 0 {
            add(
                .bars(
                    caption: "Days apart",
                    note: "from an article to those in its list: listings by distance in days",
                    AgeBin.bins(of: measures.ages).map { (name: $0.name, count: $0.count) }))
        }
        add(
            .curve(
                caption: "How listings spread",
                note: "Share of all listings that the least listed articles take together. The "
                    + "dashed line: all listed alike.",
                measures.exposure.lorenzCurve(points: 100).map { (x: $0.items, y: $0.listings) },
                xName: "share of articles"))
        add(
            .bars(
                caption: "In how many lists",
                note: "number of articles by how often they are listed",
                HubBin.bins(of: measures.exposure.counts).map { (name: $0.name, count: $0.count) }))
    }

    /// How a second configuration changes lists.
    static func rows(of churn: ListChurn) -> [FigureRow] {
        [
            FigureRow(
                "Kept", "listed articles that both have, mean",
                churn.overlap.estimate(within: 0...1)),
            FigureRow(
                "Jaccard", "common by all that either lists, mean",
                churn.jaccard.estimate(within: 0...1)),
            FigureRow(
                "Same list", "lists with the same articles in the same order",
                churn.identical.estimate),
            FigureRow("Same first", "lists with the same first article", churn.sameFirst.estimate),
        ]
    }

    /// The worst lists and some from all over the corpus.
    mutating func addExamples(_ examples: Examples, worth: String) {
        addSection(
            "examples", heading: "The worst lists",
            explanation: "Lowest \(worth), the lowest first. Look here first.",
            rows: examples.worst.map { Self.fields(of: $0, worth: worth) })
        addSection(
            "examples", heading: "Some lists",
            explanation: "Taken at even distances over the corpus, not chosen.",
            rows: examples.spread.map { Self.fields(of: $0, worth: worth) })
    }

    private static func fields(of list: ExampleList, worth: String) -> [String: Any] {
        let label = list.label.map { "\($0) · " } ?? ""
        return [
            "title": list.title, "worth": "\(label)\(worth) \(FigureRow.text(list.worth))",
            "is_empty": list.items.isEmpty,
            "items": list.items.map { item -> [String: Any] in
                var fields: [String: Any] = [
                    "title": item.title, "score": String(format: "%.3f", item.score),
                ]
                if let label = item.label {
                    fields["label"] = label
                    fields["verdict"] = item.isRelevant == true ? "hit" : "miss"
                }
                return fields
            },
        ]
    }
}

/// Articles that stand in a similar number of lists.
struct HubBin: Hashable {
    /// What a reader calls it: `3–5`.
    var name: String
    /// How many articles.
    var count: Int

    /// Bins of counts: 0, 1, 2, then growing about twofold.
    static func bins(of counts: [Int]) -> [HubBin] {
        let ends = [0, 1, 2, 5, 10, 20, 50, 100, Int.max]
        var first = 0
        return ends.map { end in
            defer { first = end == .max ? end : end + 1 }
            let name =
                end == .max ? ">\(first - 1)" : first == end ? "\(end)" : "\(first)–\(end)"
            return HubBin(name: name, count: counts.count { $0 >= first && $0 <= end })
        }
    }
}

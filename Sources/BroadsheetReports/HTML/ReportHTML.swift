internal import Broadsheet
internal import BroadsheetEvaluation
internal import Foundation

extension ClassReport {
    /// The report as one self-contained page.
    package func html() throws -> String {
        let figures = result.figures
        let measures = figures.lists.whole
        var page = ReportPage(
            title: "Related articles of \(title), judged by class", kicker: configuration,
            summary: "\(evaluation.queryCount) articles asked among \(evaluation.corpusCount); "
                + "those of the same class are relevant. Every article of the corpus is ranked.",
            closing: Closing.text)
        page.addTable(
            "Against the classes",
            explanation: "Means over all queries. Intervals: normal for means, Wilson for shares; "
                + "queries count as independent.",
            figures.retrieval.rows)
        if let comparison = result.comparison, let name = comparedConfiguration {
            page.addComparison(
                "Compared with \(name)",
                explanation: "Differences are taken query by query: above 0 the second is better.",
                comparison.rows + ReportPage.rows(of: comparison.churn))
        }
        page.addListTable(measures)
        page.addListCharts(measures)
        page.addSection(
            "classes",
            explanation: "nDCG@10 of the queries of each class; of more than "
                + "\(Self.classesShown) classes those that ask most.",
            rows: classRows)
        page.addExamples(figures.examples, worth: "nDCG@10")
        return try page.render()
    }

    /// How many classes a page shows.
    private static let classesShown = 60

    /// The classes that ask most, by name.
    private var classRows: [[String: Any]] {
        let classes = result.figures.retrieval.classes
        let most = classes.indices.filter { classes[$0].accuracy.count > 0 }.sorted { left, right in
            let (mine, theirs) = (classes[left].accuracy.count, classes[right].accuracy.count)
            return mine == theirs ? left < right : mine > theirs
        }
        return most.prefix(Self.classesShown).sorted().map { label in
            let estimate = classes[label].discountedGain.estimate(within: 0...1)
            let row = FigureRow(evaluation.classNames[label], "", estimate)
            let width = String(format: "%.1f", (estimate.value ?? 0) * 100)
            return row.fields.merging(["width": width]) { $1 }
        }
    }
}

extension ClassRetrieval {
    /// The measures as readers know them.
    var rows: [FigureRow] {
        [
            FigureRow(
                "nDCG@10", "how high the relevant ones stand",
                discountedGain.estimate(within: 0...1)),
            FigureRow("P@10", "relevant among the first ten", precision.estimate(within: 0...1)),
            FigureRow(
                "MAP", "precision over the whole ranking", averagePrecision.estimate(within: 0...1)),
            FigureRow(
                "MRR", "1 / rank of the first relevant one", reciprocalRank.estimate(within: 0...1)),
            FigureRow(
                "1-NN accuracy", "the nearest article has the class", nearest.estimate),
            FigureRow(
                "10-NN accuracy", "the ten nearest vote for the class", vote.estimate),
            FigureRow("Success@10", "a relevant one among the first ten", success.estimate),
        ]
    }
}

extension ClassComparison {
    /// The second configuration's main figures and the differences.
    var rows: [FigureRow] {
        [
            FigureRow(
                "nDCG@10, second", "of the second configuration",
                figures.retrieval.discountedGain.estimate(within: 0...1)),
            FigureRow(
                "nDCG@10, difference", "second less first", discountedGain.estimate(within: -1...1)),
            FigureRow(
                "MAP, second", "of the second configuration",
                figures.retrieval.averagePrecision.estimate(within: 0...1)),
            FigureRow(
                "MAP, difference", "second less first", averagePrecision.estimate(within: -1...1)),
        ]
    }
}

extension SimilarityReport {
    /// The report as one self-contained page.
    package func html() throws -> String {
        var page = ReportPage(
            title: "Related articles of \(title), beside human judgment", kicker: configuration,
            summary: "\(result.pairs) pairs of \(result.documents) documents, each with the "
                + "similarity that people gave it.",
            closing: Closing.text)
        page.addTable(
            "Against people",
            explanation: "Intervals of the correlations: documents drawn again a thousand times, "
                + "because pairs that share a document are not independent.",
            result.rows)
        if let compared, let name = comparedConfiguration {
            page.addComparison(
                "The same with \(name)", explanation: "On the same pairs.", compared.rows)
        }
        page.add(
            .points(
                caption: "Score and human similarity",
                note: "A point for each pair: the score to the right, what people said upwards.",
                result.points.map { (x: $0.score, y: $0.human) }, xName: "score"))
        return try page.render()
    }
}

extension SimilarityEvaluation.Result {
    /// The measures as readers know them.
    var rows: [FigureRow] {
        [
            FigureRow("Pearson", "correlation over pairs", pearson),
            FigureRow("Spearman", "correlation of ranks over pairs", spearman),
            FigureRow("nDCG@10", "gain: the human similarity", discountedGain),
        ]
    }
}

extension ListReport {
    /// The report as one self-contained page.
    package func html() throws -> String {
        let measures = result.lists.whole
        var page = ReportPage(
            title: "Related lists of \(title)", kicker: configuration,
            summary: "\(articles.count) articles, one list for each.", closing: Closing.text)
        page.addListTable(measures)
        if let second = result.second, let name = comparedConfiguration {
            page.addComparison(
                "Compared with \(name)",
                explanation: "What lists keep, list by list; then the lists of the second.",
                ReportPage.rows(of: result.churn) + ReportPage.rows(of: second.whole))
        }
        page.addListCharts(measures)
        page.addSection(
            "hubs",
            explanation: "The articles in the most lists. Together they take "
                + "\(FigureRow.text(measures.exposure.hubShare(limit: Self.hubCount))) of all "
                + "listings.",
            rows: measures.exposure.hubs(limit: Self.hubCount).filter { $0.lists > 0 }.map { hub in
                [
                    "title": articles[hub.item].title, "id": articles[hub.item].id,
                    "words": String(corpus.wordCount(of: hub.item)), "lists": String(hub.lists),
                ]
            })
        page.addExamples(result.examples, worth: "best score")
        return try page.render()
    }
}

/// The last line of every report.
enum Closing {
    static let text =
        "Made by broadsheet evaluate. Measures: Järvelin and Kekäläinen 2002 (nDCG), Ziegler et "
        + "al. 2005 (diversity), Zhou et al. 2010 (novelty), Radovanović et al. 2010 (hubs)."
}

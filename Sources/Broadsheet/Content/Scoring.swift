package import BroadsheetArticles
package import BroadsheetContent

/// How articles are compared: the analyser, what of an article it reads, and the weights of terms.
package struct Scoring: Sendable, Hashable {
    package var analyzer: AnalyzerChoice
    package var weighting: Weighting
    package var fields: FieldWeights

    /// Title and body, once each.
    ///
    /// - Parameter scale: nil stands for raw with the plain analyser and log with the others.
    package init(analyzer: AnalyzerChoice, scale: TermFrequencyScale? = nil) {
        let standard: TermFrequencyScale = analyzer == .always(.plain) ? .raw : .log
        self.init(
            analyzer: analyzer, weighting: Weighting(scale: scale ?? standard), fields: .raw)
    }

    package init(analyzer: AnalyzerChoice, weighting: Weighting, fields: FieldWeights) {
        self.analyzer = analyzer
        self.weighting = weighting
        self.fields = fields
    }
}

extension DocumentText {
    /// The fields of an article; where the body is empty, the summary stands for it.
    package init(_ article: Article) {
        self.init(
            title: article.title, summary: article.summary, tags: article.tags,
            body: article.body.isEmpty ? article.summary : article.body)
    }

    /// The fields of an article as `--raw-scores` reads them.
    package init(raw article: Article) {
        self.init(title: article.title, body: article.body)
    }
}

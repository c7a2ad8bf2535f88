package import BroadsheetArticles
package import BroadsheetContent

/// How articles are compared: the analyser, what of an article it reads, and the weights of terms.
package struct Scoring: Sendable, Hashable {
    package var analyzer: AnalyzerChoice
    package var weighting: Weighting
    package var fields: FieldWeights

    /// The newsroom profile: title words twice, and weights chosen on labelled corpora.
    ///
    /// - Parameter scale: nil stands for raw with the plain analyser and log with the others.
    package init(analyzer: AnalyzerChoice, scale: TermFrequencyScale? = nil) {
        var weighting = Weighting.newsroom
        weighting.scale = scale ?? analyzer.standardScale
        self.init(analyzer: analyzer, weighting: weighting, fields: .newsroom)
    }

    package init(analyzer: AnalyzerChoice, weighting: Weighting, fields: FieldWeights) {
        self.analyzer = analyzer
        self.weighting = weighting
        self.fields = fields
    }

    /// What `--raw-scores` compares: title and body once each, by the plain cosine.
    ///
    /// - Parameter scale: nil stands for raw with the plain analyser and log with the others.
    package static func raw(
        analyzer: AnalyzerChoice, scale: TermFrequencyScale? = nil
    ) -> Scoring {
        Scoring(
            analyzer: analyzer, weighting: Weighting(scale: scale ?? analyzer.standardScale),
            fields: .raw)
    }
}

extension AnalyzerChoice {
    /// What a count becomes where nobody says it: raw with the plain analyser, whose figures are
    /// those of scikit-learn's defaults, log with the others.
    fileprivate var standardScale: TermFrequencyScale { self == .always(.plain) ? .raw : .log }
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

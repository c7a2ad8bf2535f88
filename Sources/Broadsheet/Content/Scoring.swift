package import BroadsheetArticles
package import BroadsheetContent

/// How articles are compared: the analyser and the scale of term frequencies.
package struct Scoring: Sendable, Hashable {
    package var analyzer: AnalyzerChoice
    package var scale: TermFrequencyScale

    /// `scale` defaults to raw for the plain analyser and to log for the others.
    package init(analyzer: AnalyzerChoice, scale: TermFrequencyScale? = nil) {
        self.analyzer = analyzer
        self.scale = scale ?? (analyzer == .always(.plain) ? .raw : .log)
    }

    /// The text of an article that is compared with others: title and body, and where the body is
    /// empty the summary instead.
    package static func text(of article: Article) -> String {
        article.title + " " + (article.body.isEmpty ? article.summary : article.body)
    }

    /// The text of `--raw-scores`: title and body, nothing else.
    package static func rawText(of article: Article) -> String {
        article.title + " " + article.body
    }
}

package import Broadsheet
internal import BroadsheetEvaluation

/// An evaluation on a labelled corpus, ready to be written as JSON or HTML.
package struct ClassReport: Sendable {
    package var evaluation: ClassEvaluation
    package var result: ClassEvaluation.Result
    /// Name of the corpus, such as the file's.
    package var title: String
    package var configuration: String
    package var comparedConfiguration: String?

    package init(
        evaluation: ClassEvaluation, result: ClassEvaluation.Result, title: String,
        configuration: String, comparedConfiguration: String? = nil
    ) {
        self.evaluation = evaluation
        self.result = result
        self.title = title
        self.configuration = configuration
        self.comparedConfiguration = comparedConfiguration
    }
}

/// An evaluation against human similarities, ready to be written as JSON or HTML.
package struct SimilarityReport: Sendable {
    package var result: SimilarityEvaluation.Result
    /// The second configuration's, where there is one.
    package var compared: SimilarityEvaluation.Result?
    package var title: String
    package var configuration: String
    package var comparedConfiguration: String?

    package init(
        result: SimilarityEvaluation.Result, compared: SimilarityEvaluation.Result? = nil,
        title: String, configuration: String, comparedConfiguration: String? = nil
    ) {
        self.result = result
        self.compared = compared
        self.title = title
        self.configuration = configuration
        self.comparedConfiguration = comparedConfiguration
    }
}

/// An evaluation of a catalogue's lists, ready to be written as JSON or HTML.
package struct ListReport: Sendable {
    package var articles: [ListedArticle]
    /// The first configuration's corpus.
    package var corpus: RelatedCorpus
    package var result: ListEvaluation.Result
    package var title: String
    package var configuration: String
    package var comparedConfiguration: String?

    package init(
        articles: [ListedArticle], corpus: RelatedCorpus, result: ListEvaluation.Result,
        title: String, configuration: String, comparedConfiguration: String? = nil
    ) {
        self.articles = articles
        self.corpus = corpus
        self.result = result
        self.title = title
        self.configuration = configuration
        self.comparedConfiguration = comparedConfiguration
    }
}

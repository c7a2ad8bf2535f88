package import Broadsheet

/// One way to make lists that is evaluated.
package struct EvaluatedConfiguration: Sendable {
    /// What reports call it, such as `english, log, raw scores`.
    package var name: String
    /// The corpus as it analyses and searches it.
    package var corpus: RelatedCorpus

    package init(name: String, corpus: RelatedCorpus) {
        self.name = name
        self.corpus = corpus
    }
}

package import Broadsheet

/// One way to make lists that is evaluated.
package struct EvaluatedConfiguration: Sendable {
    /// What reports call it, such as `english, log, raw scores`.
    package var name: String
    /// The corpus as it analyses and searches it.
    package var corpus: RelatedCorpus
    /// The same articles' lists by the rules of a site; nil where scores alone make the lists.
    package var lists: RelatedLists?

    package init(name: String, corpus: RelatedCorpus, lists: RelatedLists? = nil) {
        self.name = name
        self.corpus = corpus
        self.lists = lists
    }

    /// The articles that the list of one of them holds, by their places in the corpus.
    func matches(
        of document: Int, limit: Int, scratch: inout RelatedCorpus.Scratch
    ) -> [RelatedCorpus.Match] {
        if let lists { return Array(lists.matches(at: document).prefix(limit)) }
        return corpus.related(toDocument: document, limit: limit, scratch: &scratch)
    }
}

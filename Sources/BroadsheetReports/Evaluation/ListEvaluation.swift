internal import Broadsheet
package import BroadsheetEvaluation

/// What related lists of a whole catalogue look like: how far they spread, how old, how alike.
package struct ListEvaluation: Sendable {
    /// What all lists gave.
    package struct Result: Mergeable, Sendable {
        package fileprivate(set) var lists: ListFigures
        package fileprivate(set) var examples: Examples
        /// The second configuration's lists, where there is one.
        package fileprivate(set) var second: ListFigures?
        /// How much lists change from the first to the second.
        package fileprivate(set) var churn = ListChurn(at: ListFigures.depth)

        package mutating func merge(_ other: Result) {
            lists.merge(other.lists)
            examples.merge(other.examples)
            if let theirs = other.second { second?.merge(theirs) }
            churn.merge(other.churn)
        }
    }

    /// The catalogue's articles in the order that breaks ties.
    package let articles: [ListedArticle]

    /// - Parameter articles: one for each document of the corpora that are evaluated.
    package init(articles: [ListedArticle]) { self.articles = articles }

    /// Measures one configuration, and a second one beside it.
    ///
    /// - Throws: `CancellationError`.
    package func run(
        _ first: EvaluatedConfiguration, comparedWith second: EvaluatedConfiguration? = nil,
        threads: Int, isCancelled: @escaping () -> Bool = { false },
        progress: @escaping (Int) -> Void = { _ in }
    ) throws -> Result {
        let none = ListFigures(itemCount: articles.count)
        let empty = Result(
            lists: none, examples: Examples(queryCount: articles.count),
            second: second == nil ? nil : none)
        let pass = ParallelPass(
            count: articles.count, threads: threads, isCancelled: isCancelled, progress: progress)
        return try pass.run(empty) { documents, result in
            var scratch = RelatedCorpus.Scratch()
            for document in documents {
                let list = list(of: document, first, &scratch)
                result.lists.add(list)
                result.examples.add(query: document, worth: list.scores.first ?? 0) {
                    example(document, list)
                }
                guard let second else { continue }
                let other = self.list(of: document, second, &scratch)
                result.second?.add(other)
                result.churn.add(before: list.items, after: other.items)
            }
        }
    }

    private func list(
        of document: Int, _ configuration: EvaluatedConfiguration,
        _ scratch: inout RelatedCorpus.Scratch
    ) -> ListSample {
        let found = configuration.matches(
            of: document, limit: ListFigures.depth, scratch: &scratch)
        return ListSample(
            found, asking: articles[document], owner: document, articles: articles,
            corpus: configuration.corpus)
    }

    private func example(_ document: Int, _ list: ListSample) -> ExampleList {
        ExampleList(
            query: document, title: articles[document].title, worth: list.scores.first ?? 0,
            items: zip(list.items, list.scores).map { item, score in
                ExampleList.Item(title: articles[item].title, score: score)
            })
    }
}

internal import Broadsheet
internal import BroadsheetEvaluation

/// Nearest neighbours by class: articles of the query's class are relevant, all of the corpus are
/// ranked, those without a common term behind all others in the order of the corpus.
package struct ClassEvaluation: Sendable {
    /// What all queries gave.
    package struct Result: Mergeable, Sendable {
        package fileprivate(set) var figures: ClassFigures
        /// Empty, or the second configuration's.
        package fileprivate(set) var comparison: ClassComparison?

        package mutating func merge(_ other: Result) {
            figures.merge(other.figures)
            if let theirs = other.comparison { comparison?.merge(theirs) }
        }
    }

    /// Names of the classes by number, in the order of their bytes.
    package let classNames: [String]
    /// Number of articles that ask.
    package var queryCount: Int { asking.count }
    /// Number of articles that are searched.
    package var corpusCount: Int { articles.count }

    private let articles: [ListedArticle]
    private let labels: [Int]
    /// Articles of each class in the corpus.
    private let classSizes: [Int]
    private let asking: [ListedArticle]
    private let askingLabels: [Int]
    /// Whether the corpus asks about itself, one article left out at a time.
    private let leavesOneOut: Bool

    /// - Parameter queries: nil: every article of the corpus asks for all others.
    package init(corpus: LabelledArticles, queries: LabelledArticles?) {
        let asking = queries ?? corpus
        let names = Set((corpus.labels + asking.labels).map(ExactText.init))
            .map(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let numbers = Dictionary(
            names.enumerated().map { (ExactText(text: $1), $0) }, uniquingKeysWith: { $1 })
        classNames = names
        articles = corpus.articles
        labels = corpus.labels.compactMap { numbers[ExactText(text: $0)] }
        self.asking = asking.articles
        askingLabels = asking.labels.compactMap { numbers[ExactText(text: $0)] }
        leavesOneOut = queries == nil
        var sizes = Array(repeating: 0, count: names.count)
        for label in labels { sizes[label] += 1 }
        classSizes = sizes
    }

    /// Measures one configuration, and a second one beside it.
    ///
    /// - Throws: `CancellationError`.
    package func run(
        _ first: EvaluatedConfiguration, comparedWith second: EvaluatedConfiguration? = nil,
        threads: Int, isCancelled: @escaping () -> Bool = { false },
        progress: @escaping (Int) -> Void = { _ in }
    ) throws -> Result {
        let none = ClassFigures(
            classCount: classNames.count, itemCount: articles.count, queryCount: asking.count)
        let empty = Result(
            figures: none, comparison: second == nil ? nil : ClassComparison(figures: none))
        let pass = ParallelPass(
            count: asking.count, threads: threads, isCancelled: isCancelled, progress: progress)
        return try pass.run(empty) { queries, result in
            var scratch = Scratch()
            for query in queries {
                let list = measure(query, first.corpus, into: &result.figures, &scratch)
                guard let second, var comparison = result.comparison else { continue }
                result.comparison = nil
                let other = measure(query, second.corpus, into: &comparison.figures, &scratch)
                comparison.churn.add(before: list.items, after: other.items)
                comparison.discountedGain.add(
                    other.ranks.discountedGain(at: ListFigures.depth)
                        - list.ranks.discountedGain(at: ListFigures.depth))
                comparison.averagePrecision.add(
                    other.ranks.averagePrecision - list.ranks.averagePrecision)
                result.comparison = comparison
            }
        }
    }

    /// Work space of one thread.
    private struct Scratch {
        var search = RelatedCorpus.Scratch()
        var isRanked: [Bool] = []
    }

    /// What one query gave, as far as a comparison needs it.
    private struct Outcome {
        var items: [Int]
        var ranks: RelevantRanks
    }

    private func measure(
        _ query: Int, _ corpus: RelatedCorpus, into figures: inout ClassFigures,
        _ scratch: inout Scratch
    ) -> Outcome {
        let found =
            leavesOneOut
            ? corpus.related(toDocument: query, limit: corpus.count, scratch: &scratch.search)
            : corpus.related(toQuery: query, limit: corpus.count, scratch: &scratch.search)
        let ranking = RankingOrder.sorted(
            found.map { RankedDocument(place: $0.document, score: $0.score) })
        let label = askingLabels[query]
        let ranks = relevantRanks(label, ranking, query, &scratch.isRanked)
        let outcome = ClassRetrieval.Query(
            label: label, ranks: ranks,
            neighbours: neighbours(ranking, query, scratch.isRanked))
        let owner = leavesOneOut ? query : nil
        let list = ListSample(
            found.prefix(ListFigures.depth), asking: asking[query], owner: owner,
            articles: articles, corpus: corpus)
        figures.add(outcome, list)
        let worth = ranks.discountedGain(at: ListFigures.depth)
        figures.addExample(query: query, worth: worth) {
            example(query, list, worth: worth)
        }
        return Outcome(items: list.items, ranks: ranks)
    }

    /// Where articles of the query's class stand; marks what was found.
    private func relevantRanks(
        _ label: Int, _ ranking: [RankedDocument], _ query: Int, _ isRanked: inout [Bool]
    ) -> RelevantRanks {
        isRanked = Array(repeating: false, count: articles.count)
        var relevant = classSizes[label]
        if leavesOneOut {
            isRanked[query] = true
            relevant -= 1
        }
        var ranks: [Int] = []
        ranks.reserveCapacity(relevant)
        for (index, document) in ranking.enumerated() {
            isRanked[document.place] = true
            if labels[document.place] == label { ranks.append(index + 1) }
        }
        var rank = ranking.count
        for place in articles.indices where !isRanked[place] {
            if ranks.count == relevant { break }
            rank += 1
            if labels[place] == label { ranks.append(rank) }
        }
        return RelevantRanks(ranks: ranks, relevantCount: relevant)
    }

    /// The first ten of the whole ranking.
    private func neighbours(
        _ ranking: [RankedDocument], _ query: Int, _ isRanked: [Bool]
    ) -> [LabelledNeighbour] {
        var neighbours = ranking.prefix(ClassRetrieval.depth).map {
            LabelledNeighbour(label: labels[$0.place], score: $0.score)
        }
        for place in articles.indices where !isRanked[place] {
            if neighbours.count >= ClassRetrieval.depth { break }
            neighbours.append(LabelledNeighbour(label: labels[place], score: 0))
        }
        return neighbours
    }

    private func example(_ query: Int, _ list: ListSample, worth: Double) -> ExampleList {
        let label = askingLabels[query]
        return ExampleList(
            query: query, title: asking[query].title, label: classNames[label], worth: worth,
            items: zip(list.items, list.scores).map { item, score in
                ExampleList.Item(
                    title: articles[item].title, score: score, label: classNames[labels[item]],
                    isRelevant: labels[item] == label)
            })
    }
}

/// A text that equals another when its bytes do.
private struct ExactText: Hashable {
    var text: String

    static func == (left: ExactText, right: ExactText) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}

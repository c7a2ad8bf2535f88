package import BroadsheetEvaluation

/// What was measured of one configuration on a labelled corpus.
package struct ClassFigures: Mergeable, Sendable {
    package private(set) var retrieval: ClassRetrieval
    package private(set) var lists: ListFigures
    package private(set) var examples: Examples

    init(classCount: Int, itemCount: Int, queryCount: Int) {
        retrieval = ClassRetrieval(classCount: classCount)
        lists = ListFigures(itemCount: itemCount)
        examples = Examples(queryCount: queryCount)
    }

    mutating func add(_ query: ClassRetrieval.Query, _ list: ListSample) {
        retrieval.add(query)
        lists.add(list)
    }

    mutating func addExample(query: Int, worth: Double, make: () -> ExampleList) {
        examples.add(query: query, worth: worth, make: make)
    }

    package mutating func merge(_ other: ClassFigures) {
        retrieval.merge(other.retrieval)
        lists.merge(other.lists)
        examples.merge(other.examples)
    }
}

/// How a second configuration differs, query by query.
package struct ClassComparison: Mergeable, Sendable {
    /// The second configuration's own figures.
    package internal(set) var figures: ClassFigures
    /// How much lists change.
    package internal(set) var churn = ListChurn(at: ListFigures.depth)
    /// nDCG@10 of the second less that of the first, by query.
    package internal(set) var discountedGain = RunningMean()
    /// Average precision of the second less that of the first, by query.
    package internal(set) var averagePrecision = RunningMean()

    package mutating func merge(_ other: ClassComparison) {
        figures.merge(other.figures)
        churn.merge(other.churn)
        discountedGain.merge(other.discountedGain)
        averagePrecision.merge(other.averagePrecision)
    }
}

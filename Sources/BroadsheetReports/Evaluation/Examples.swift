internal import BroadsheetEvaluation

/// One list as a reader of the report judges it.
package struct ExampleList: Sendable, Hashable {
    /// An item of it.
    package struct Item: Sendable, Hashable {
        package var title: String
        package var score: Double
        /// Its class, where the corpus is labelled.
        package var label: String?
        /// Whether it has the class of the article that asks; nil without labels.
        package var isRelevant: Bool?
    }

    /// Number of the query.
    package var query: Int
    /// Title of the article that asks.
    package var title: String
    /// Its class, where the corpus is labelled.
    package var label: String?
    /// What the list is worth: nDCG@10 where the corpus is labelled, else its best score.
    package var worth: Double
    package var items: [Item]
}

/// A handful of lists out of many, the worst and some spread evenly, in constant memory.
package struct Examples: Mergeable, Sendable, Hashable {
    /// How many of the worst are kept.
    private static let worstCount = 3
    /// How many are kept of all over the corpus.
    private static let spreadCount = 5

    /// The lists that are worth least, the worst first; of equal ones the earlier query.
    package private(set) var worst: [ExampleList] = []
    /// Lists of queries at even distances.
    package private(set) var spread: [ExampleList] = []
    private let step: Int

    /// - Parameter queryCount: how many lists there will be.
    package init(queryCount: Int) { step = max(1, queryCount / Self.spreadCount) }

    /// Takes in one list, in the order of the queries.
    ///
    /// - Parameters:
    ///   - worth: what it is worth, which decides whether `make` is asked for it.
    mutating func add(query: Int, worth: Double, make: () -> ExampleList) {
        let isSpread = query % step == step / 2
        let isWorst =
            worst.count < Self.worstCount || worst.last.map { worth < $0.worth } ?? true
        guard isSpread || isWorst else { return }
        let list = make()
        if isSpread { spread.append(list) }
        if isWorst { keep([list]) }
    }

    /// Takes over the lists of another piece, which comes later.
    package mutating func merge(_ other: Examples) {
        spread += other.spread
        spread.removeLast(max(0, spread.count - Self.spreadCount))
        keep(other.worst)
    }

    private mutating func keep(_ lists: [ExampleList]) {
        worst = (worst + lists).sorted { left, right in
            left.worth == right.worth ? left.query < right.query : left.worth < right.worth
        }
        worst.removeLast(max(0, worst.count - Self.worstCount))
    }
}

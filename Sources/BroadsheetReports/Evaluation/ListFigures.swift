internal import Broadsheet
package import BroadsheetEvaluation

/// The list measures at every length that reports show.
package struct ListFigures: Mergeable, Sendable, Hashable {
    /// Lengths at which lists are cut, the longest last.
    package static let lengths = [3, 5, 10]
    /// The longest of them.
    package static let depth = 10

    /// The measures by length, in the order of ``lengths``.
    package private(set) var byLength: [ListMeasures]

    /// - Parameter itemCount: how many articles could be listed.
    package init(itemCount: Int) {
        byLength = Self.lengths.map { ListMeasures(at: $0, itemCount: itemCount) }
    }

    /// The measures of the whole lists.
    package var whole: ListMeasures {
        byLength.last ?? ListMeasures(at: Self.depth, itemCount: 0)
    }

    /// Takes in one list.
    package mutating func add(_ list: ListSample) {
        for index in byLength.indices { byLength[index].add(list) }
    }

    /// Takes over the lists of another piece.
    package mutating func merge(_ other: ListFigures) {
        for index in byLength.indices { byLength[index].merge(other.byLength[index]) }
    }
}

extension ListSample {
    /// The list that a search found.
    ///
    /// - Parameters:
    ///   - found: the documents, the best first.
    ///   - asking: the article whose list it is.
    ///   - owner: its place in the corpus; nil when it is not part of it.
    ///   - articles: the corpus's articles by place.
    init(
        _ found: some Collection<RelatedCorpus.Match>, asking: ListedArticle, owner: Int?,
        articles: [ListedArticle], corpus: RelatedCorpus
    ) {
        let items = found.map(\.document)
        var similarities: [Double] = []
        for (index, later) in items.enumerated() {
            for earlier in items[..<index] {
                similarities.append(corpus.cosine(of: earlier, with: later))
            }
        }
        self.init(
            owner: owner, items: items, scores: found.map(\.score), similarities: similarities,
            daysOlder: items.map { item in
                guard let mine = asking.day, let theirs = articles[item].day else { return nil }
                return mine - theirs
            },
            sharesSource: items.map { item in
                guard let mine = asking.source, let theirs = articles[item].source else {
                    return nil
                }
                return mine == theirs
            })
    }
}

package import BroadsheetContent
internal import Foundation

/// Finds the copies and stories of the articles as they were at one moment.
///
/// A value that shares the store's arrays, so that it can run beside everything else.
package struct GroupingTask: Sendable {
    let related: RelatedIndex
    let traits: TraitTable
    let sketches: ChunkedTable<ShingleSketch>
    /// Changes of the store so far.
    let changeCount: Int

    /// The groups, a function of the articles and their lists alone.
    ///
    /// - Parameter isCancelled: asked a thousand times; then there is no result.
    /// - Complexity: O(terms of all candidates of all lists).
    package func run(isCancelled: () -> Bool = { false }) -> ArticleGroups? {
        let count = sketches.count
        var articles: [GroupingArticle] = []
        articles.reserveCapacity(count)
        var neighbours = NeighbourLists(documentCount: count, length: KeptLists.size)
        var scratch = SearchScratch()
        for number in 0..<count {
            if number % 128 == 0, isCancelled() { return nil }
            articles.append(article(number))
            neighbours.append(self.neighbours(of: number, scratch: &scratch))
        }
        return GroupFinder().groups(of: articles, neighbours: neighbours)
    }

    private func article(_ number: Int) -> GroupingArticle {
        let traits = traits[number]
        return GroupingArticle(
            publishedAt: traits?.publishedAt,
            language: traits?.language.map { self.traits.names.name($0) },
            sketch: sketches[number] ?? ShingleSketch())
    }

    /// The nearest of an article by plain cosine: what lengths took off is put back, because the
    /// rules of groups were chosen on cosines.
    private func neighbours(of number: Int, scratch: inout SearchScratch) -> [Neighbour] {
        let discount = related.index.lengthDiscount(of: number)
        return related.candidates(of: number, scratch: &scratch).map { found in
            let other = related.index.lengthDiscount(of: found.document)
            return Neighbour(
                document: found.document, cosine: min(1, found.cosine * discount * other))
        }
    }
}

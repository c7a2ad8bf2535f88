/// The documents that a list is made of, as ranking needs them.
package protocol RankingSource {
    /// The names behind the numbers of traits.
    var names: RankingNames { get }

    /// What ranking knows of a document.
    func traits(of document: Int) -> RankingTraits

    /// Whether a document may be shown at all now: it exists, is visible, and whatever else holds
    /// for the whole request, such as an address that can be linked.
    func mayShow(_ document: Int) -> Bool

    /// Whether the id of the first comes before that of the second, by UTF-8 bytes.
    func precedes(_ first: Int, _ second: Int) -> Bool

    /// The exact cosine of a document with what the list is for; 0 when they share nothing.
    func cosine(of document: Int) -> Double

    /// The exact cosine of two documents.
    func similarity(_ first: Int, _ second: Int) -> Double

    /// The documents of a fallback step, newest first. Only as many are taken as are needed; they
    /// need not be filtered. `page` has lost the tags that count for nothing.
    func documents(for step: FallbackStep, page: RankingTraits?) -> AnyIterator<Int>
}

extension RankingSource {
    /// The order of the document numbers, for sources that number documents by id.
    package func precedes(_ first: Int, _ second: Int) -> Bool { first < second }
}

/// Lists that are to be found, and the index to find them in.
///
/// Immutable: any thread may search while the index goes on changing.
package struct ListFinding: Sendable {
    let numbers: [UInt32]
    let index: InvertedIndex
    let version: UInt32

    /// Finds the lists.
    ///
    /// - Complexity: a search each.
    package func run() -> FoundLists {
        var scratch = SearchScratch()
        let lists = numbers.compactMap { FoundList(Int($0), in: index, scratch: &scratch) }
        return FoundLists(lists: lists, version: version)
    }
}

/// Lists that were found in one version of an index.
package struct FoundLists: Sendable {
    let lists: [FoundList]
    let version: UInt32
}

/// What a search of a document leaves.
struct FoundList: Sendable {
    let number: Int
    let candidates: [UInt32]
    /// Documents that are not candidates have at most this similarity.
    let floor: Float

    /// nil for a document that is not in the index.
    init?(_ number: Int, in index: InvertedIndex, scratch: inout SearchScratch) {
        guard index.contains(number) else { return nil }
        let found = index.search(
            index.query(document: number), limit: KeptLists.size, scratch: &scratch)
        self.number = number
        candidates = found.map { UInt32($0.document) }
        guard found.count == KeptLists.size, let last = found.last else {
            floor = 0
            return
        }
        floor = Float(last.cosine + InvertedIndex.tolerance).nextUp
    }
}

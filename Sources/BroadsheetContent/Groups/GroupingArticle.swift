/// What grouping needs of an article. Articles are numbered by their place in the array, as the
/// index numbers its documents.
package struct GroupingArticle: Sendable {
    /// When it was published, in seconds since 1970; nil when nobody says.
    package var publishedAt: Int64?
    /// Its language tag; articles of different languages are no copies of each other.
    package var language: String?
    /// Of its body.
    package var sketch: ShingleSketch
    /// The story that the newsroom says it belongs to; ids are compared byte by byte.
    package var declaredStory: String?

    package init(
        publishedAt: Int64?, language: String? = nil, sketch: ShingleSketch,
        declaredStory: String? = nil
    ) {
        self.publishedAt = publishedAt
        self.language = language
        self.sketch = sketch
        self.declaredStory = declaredStory
    }
}

/// An article among another's nearest.
package struct Neighbour: Sendable, Hashable {
    package var document: Int
    /// Exact cosine of the two, 0…1.
    package var cosine: Double

    package init(document: Int, cosine: Double) {
        self.document = document
        self.cosine = cosine
    }
}

/// Every article's nearest others, best first (ties by number), one list behind the other: 8 bytes a neighbour.
package struct NeighbourLists: Sendable {
    private(set) var starts: [Int] = [0]
    private(set) var documents: [UInt32] = []
    private(set) var cosines: [Float] = []

    package init() {}

    /// Room for `documentCount` lists of `length`, so that appending does not copy.
    package init(documentCount: Int, length: Int) {
        starts.reserveCapacity(documentCount + 1)
        documents.reserveCapacity(documentCount * length)
        cosines.reserveCapacity(documentCount * length)
    }

    /// Number of lists.
    package var count: Int { starts.count - 1 }

    /// Appends the list of the next article, in any order. All neighbours that were kept should be
    /// in it: the level of the 32nd tells how crowded the article's subject is. Numbers that are no
    /// document's are skipped, and so is what has no cosine above 0.
    package mutating func append(_ list: some Sequence<Neighbour>) {
        let start = documents.count
        for neighbour in list { add(neighbour) }
        if !isFalling(from: start) { sort(from: start) }
        starts.append(documents.count)
    }

    private mutating func add(_ neighbour: Neighbour) {
        guard let number = UInt32(exactly: neighbour.document), neighbour.cosine > 0 else { return }
        documents.append(number)
        cosines.append(Float(neighbour.cosine))
    }

    private func isFalling(from start: Int) -> Bool {
        (start..<documents.count).dropFirst().allSatisfy {
            (-cosines[$0 - 1], documents[$0 - 1]) < (-cosines[$0], documents[$0])
        }
    }

    private mutating func sort(from start: Int) {
        let entries = (start..<documents.count).map { (-cosines[$0], documents[$0]) }.sorted(by: <)
        for (index, entry) in entries.enumerated() {
            cosines[start + index] = -entry.0
            documents[start + index] = entry.1
        }
    }
}

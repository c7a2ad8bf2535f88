/// Articles by the time they were published, those without a date last; of equal times the one
/// with the smaller number first.
struct PublicationOrder: Sendable {
    /// The document at each place.
    let documents: [UInt32]
    /// The place of each document.
    let places: [UInt32]
    /// When the article at each place was published.
    let times: [Int64?]
    /// The declared story of the article at each place that has one, in UTF-8.
    let declaredStories: [Int: [UInt8]]

    /// - Complexity: O(n log n).
    init(_ articles: [GroupingArticle]) {
        var keys: [Key] = []
        keys.reserveCapacity(articles.count)
        for index in articles.indices {
            keys.append(
                Key(
                    time: articles[index].publishedAt ?? .max,
                    document: UInt32(truncatingIfNeeded: index),
                    isDated: articles[index].publishedAt != nil))
        }
        keys.sort { ($0.time, $0.document) < ($1.time, $1.document) }
        documents = keys.map(\.document)
        var places = Array(repeating: UInt32(0), count: keys.count)
        for (place, key) in keys.enumerated() {
            places[Int(key.document)] = UInt32(truncatingIfNeeded: place)
        }
        self.places = places
        times = keys.map { $0.isDated ? $0.time : nil }
        var declared: [Int: [UInt8]] = [:]
        for index in articles.indices {
            guard let story = articles[index].declaredStory else { continue }
            declared[Int(places[index])] = Array(story.utf8)
        }
        declaredStories = declared
    }

    private struct Key {
        var time: Int64
        var document: UInt32
        var isDated: Bool
    }
}

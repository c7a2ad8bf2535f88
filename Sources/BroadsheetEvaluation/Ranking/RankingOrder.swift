/// A document that a search found, by its place in the corpus.
public struct RankedDocument: Sendable, Hashable {
    /// Place in the corpus, from 0.
    public var place: Int
    /// What it is ranked by.
    public var score: Double

    /// Creates a document of a ranking.
    public init(place: Int, score: Double) {
        self.place = place
        self.score = score
    }
}

/// The order in which scored documents are judged: score rounded to ten decimals, falling, then
/// place in the corpus, rising.
///
/// Rounding makes the order independent of the order in which a score was summed.
public enum RankingOrder {
    /// The documents in that order. Scores above 9·10⁸ in size and such as are no numbers count
    /// as 0.
    ///
    /// - Complexity: O(n log n).
    public static func sorted(_ documents: [RankedDocument]) -> [RankedDocument] {
        var keys = documents.map {
            Key(units: units(of: $0.score), place: $0.place, score: $0.score)
        }
        keys.sort { left, right in
            left.units == right.units ? left.place < right.place : left.units > right.units
        }
        return keys.map { RankedDocument(place: $0.place, score: $0.score) }
    }

    private struct Key {
        var units: Int64
        var place: Int
        var score: Double
    }

    /// The score in units of 10⁻¹⁰.
    private static func units(of score: Double) -> Int64 {
        Int64(exactly: (score * 1e10).rounded(.toNearestOrEven)) ?? 0
    }
}

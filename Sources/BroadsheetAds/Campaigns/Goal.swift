/// How much a guaranteed line item is to deliver within its flight.
package struct Goal: Sendable, Hashable, Codable {
    /// What is counted; the raw value is the key of campaign files.
    package enum Unit: String, Sendable, Hashable, CaseIterable, Codable {
        case impressions
        case viewableImpressions = "viewable_impressions"
        case clicks
    }

    package var unit: Unit
    /// Above 0 in a valid file.
    package var count: Int64

    package init(unit: Unit, count: Int64) {
        self.unit = unit
        self.count = count
    }
}

/// How delivery is spread over a flight.
package enum Pacing: Sendable, Hashable {
    /// As the traffic comes.
    case even
    /// More at first.
    case frontLoaded
    /// As soon as possible.
    case asap
    /// Relative amounts for equal parts of the flight, first to last; finite, not negative, not
    /// all 0.
    case curve([Double])

    /// Bounds of the number of parts of a curve.
    package static let partCounts = 1...1_000

    /// The words of campaign files.
    static let words: [(word: String, pacing: Pacing)] = [
        ("even", .even), ("front_loaded", .frontLoaded), ("asap", .asap),
    ]

    /// nil when the numbers are no curve.
    package init?(curve: [Double]) {
        guard Self.partCounts.contains(curve.count),
            curve.allSatisfy({ $0.isFinite && $0 >= 0 && $0 <= 1e9 }),
            curve.contains(where: { $0 > 0 })
        else { return nil }
        self = .curve(curve)
    }
}

/// A word, or a list of numbers.
extension Pacing: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let found: Pacing?
        if let word = try? container.decode(String.self) {
            found = Self.words.first { $0.word == word }?.pacing
        } else {
            found = Pacing(curve: try container.decode([Double].self))
        }
        guard let found else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "expected a word or a curve")
        }
        self = found
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if case .curve(let parts) = self {
            try container.encode(parts)
        } else if let word = Self.words.first(where: { $0.pacing == self })?.word {
            try container.encode(word)
        }
    }
}

/// Weights spread over all terms, most of them 0, and which terms may have one.
///
/// A document is multiplied with them term by term. Most of its terms have no weight, and the weights
/// of a large vocabulary lie outside the fast caches; 4 KiB of bits, one for many terms, tell which
/// are worth a look.
package struct TermWeights: Sendable {
    /// The weight of each term.
    package private(set) var values: [Double] = []
    /// Bit t mod 2¹⁵ is set when a term t has a weight.
    private(set) var filter = Array(repeating: UInt64(0), count: wordCount)

    private static let wordCount = 512

    /// Weights of no terms.
    package init() {}

    /// Number of terms, which all have the weight 0 after this when it grows.
    package mutating func fit(termCount: Int) {
        guard values.count < termCount else { return }
        values = Array(repeating: 0, count: termCount)
        filter = Array(repeating: 0, count: Self.wordCount)
    }

    /// Gives `terms`, all below the number of terms, their weights.
    package mutating func spread(_ terms: Span<UInt32>, _ weights: Span<Double>) {
        var values = values.mutableSpan
        for index in terms.indices { values[Int(terms[index])] = weights[index] }
        mark(terms)
    }

    private mutating func mark(_ terms: Span<UInt32>) {
        var filter = filter.mutableSpan
        for index in terms.indices {
            filter[Self.word(of: terms[index])] |= Self.bit(of: terms[index])
        }
    }

    /// Takes the weights of `terms` away again.
    package mutating func clear(_ terms: Span<UInt32>) {
        var values = values.mutableSpan
        for index in terms.indices { values[Int(terms[index])] = 0 }
        unmark(terms)
    }

    private mutating func unmark(_ terms: Span<UInt32>) {
        var filter = filter.mutableSpan
        for index in terms.indices { filter[Self.word(of: terms[index])] = 0 }
    }

    /// Whether `term` may have a weight; if not, it has none.
    package func mayHold(_ term: UInt32) -> Bool {
        filter[Self.word(of: term)] & Self.bit(of: term) != 0
    }

    private static func word(of term: UInt32) -> Int { Int(term >> 6) & (wordCount - 1) }

    private static func bit(of term: UInt32) -> UInt64 { 1 << UInt64(term & 63) }
}

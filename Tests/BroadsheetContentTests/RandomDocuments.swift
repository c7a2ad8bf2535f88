import BroadsheetContent
import BroadsheetTestSupport

/// Kinds of collections that a search has to cope with.
enum Collection: String, CaseIterable {
    /// Six terms, so that nearly everything is a tie.
    case tiny
    /// A few frequent and many rare terms.
    case zipf
    /// One term in each document.
    case oneTerm
    /// Every third document has no terms.
    case withEmpty
    /// Seven different documents, many times each.
    case identical
    /// Every document shares terms with one other only.
    case pairs
    /// More terms than the length discount leaves alone.
    case long
    /// One document of 100,000 terms, and two that share its last terms, beside short ones.
    case giant
    /// Documents with one term 70,000 times.
    case repeated
    /// Enough documents for rows of bits.
    case rows

    /// A collection, drawn anew for each seed.
    func documents(seed: UInt64) -> [DocumentTerms] {
        var random = SeededGenerator(seed: seed)
        switch self {
        case .tiny: return draw(90, length: 0...6, of: 6, &random)
        case .zipf: return draw(150, length: 0...60, of: 400, &random)
        case .oneTerm: return draw(120, length: 1...1, of: 9, &random)
        case .withEmpty:
            let documents = draw(60, length: 1...20, of: 80, &random)
            return (0..<90).map { $0 % 3 == 0 ? [] : documents[$0 - $0 / 3 - 1] }
        case .identical:
            let kinds = draw(7, length: 3...9, of: 12, &random)
            return (0..<140).map { _ in kinds[random.below(7)] }
        case .pairs:
            return (0..<80).map { number in
                (0..<4).map { TermFrequency(term: UInt32(number / 2 * 4 + $0), frequency: 1) }
            }
        case .long: return draw(60, length: 50...1500, of: 3000, &random)
        case .giant: return giant(&random)
        case .repeated:
            var documents = draw(80, length: 1...30, of: 90, &random)
            for number in stride(from: 3, to: 80, by: 20) {
                documents[number] = repeating(documents[number], 70_000 + UInt32(number))
            }
            return documents
        case .rows: return draw(2300, length: 1...8, of: 60, &random)
        }
    }

    private func draw(
        _ count: Int, length: ClosedRange<Int>, of vocabulary: Int,
        _ random: inout SeededGenerator
    ) -> [DocumentTerms] {
        (0..<count).map { _ in
            let length = Int.random(in: length, using: &random)
            return .random(words: length, vocabulary: vocabulary, &random)
        }
    }

    /// The long ones share terms with each other that come so late in the query that their weights
    /// are too small to be told from nothing.
    private func giant(_ random: inout SeededGenerator) -> [DocumentTerms] {
        var documents = draw(60, length: 1...30, of: 5000, &random)
        documents[20] = (0..<100_000).map { TermFrequency(term: UInt32($0), frequency: 1) }
        documents[40] = (60_000..<70_000).map { TermFrequency(term: UInt32($0), frequency: 1) }
        documents[41] = (0..<5000).map {
            TermFrequency(term: UInt32(99_999 + $0), frequency: UInt32(1 + $0 % 3))
        }
        return documents
    }

    private func repeating(_ document: DocumentTerms, _ count: UInt32) -> DocumentTerms {
        var document = document
        document[document.count / 2].frequency = count
        return document
    }
}

extension DocumentTerms {
    /// A text of so many words, small terms far more frequent than large ones.
    static func random(
        words: Int, vocabulary: Int, _ random: inout SeededGenerator
    ) -> DocumentTerms {
        var frequencies: [UInt32: UInt32] = [:]
        for _ in 0..<words {
            let spread = Double.random(in: 0..<1, using: &random)
            let term = UInt32(spread * spread * spread * Double(vocabulary))
            frequencies[term, default: 0] += 1
        }
        return DocumentTerms(frequencies)
    }

    init(_ frequencies: [UInt32: UInt32]) {
        self = frequencies.map { TermFrequency(term: $0.key, frequency: $0.value) }
            .sorted { $0.term < $1.term }
    }
}

extension [DocumentTerms] {
    /// One more than the largest term.
    var termCount: Int { joined().reduce(0) { Swift.max($0, Int($1.term) + 1) } }
}

extension Weighting {
    /// All weightings that ship.
    static let shipped = [Weighting(scale: .raw), Weighting(scale: .log), .newsroom]
}

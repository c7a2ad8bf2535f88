import BroadsheetContent
import BroadsheetTestSupport

/// A newsroom whose topics come and go, so that document frequencies drift up and down.
struct Newsroom {
    /// Terms of all texts; topics take theirs from the rest.
    private static let generalTerms = 120
    static let termCount = 700
    /// By document number; nil where there is none.
    private(set) var documents: [DocumentTerms?] = []
    var random: SeededGenerator
    private var topics: [[UInt32]] = []
    /// A term that many new texts have, some of them often.
    private var talk: UInt32 = 0
    /// One of so many texts has it.
    private var talkShare = 3

    /// What a newsroom writes.
    enum Style {
        /// Texts of one or two topics.
        case plain
        /// Half of the texts are copies of three, so that a list's last candidate and the first
        /// outsider are hardly different.
        case agency
        /// One text in 30 is a collection of more terms than the length discount leaves alone.
        case collections
    }

    private let style: Style
    /// Texts that others repeat but for a few words.
    private var agencyTexts: [[UInt32: UInt32]] = []

    init(seed: UInt64, style: Style = .plain) {
        self.style = style
        random = SeededGenerator(seed: seed)
        for _ in 0..<20 {
            let topic = topic()
            topics.append(topic)
        }
        if style == .agency { agencyTexts = (0..<3).map { _ in agencyText() } }
    }

    private mutating func topic() -> [UInt32] {
        (0..<14).map { _ in
            UInt32(Self.generalTerms + random.below(Self.termCount - Self.generalTerms))
        }
    }

    /// Numbers of the documents with terms.
    var present: [Int] { documents.indices.filter { documents[$0]?.isEmpty == false } }

    /// Puts up to 40 documents without terms in or takes them all out, which changes the number of
    /// documents and no document frequency.
    mutating func turnBlankPages() -> IndexChange {
        let blank = documents.indices.filter { documents[$0]?.isEmpty == true }
        if blank.count > 5 { return remove(blank) }
        return put((0..<random.below(40)).map { (documents.count + $0, []) })
    }

    /// A text of today.
    mutating func article() -> DocumentTerms {
        switch style {
        case .agency where random.below(2) == 0: return copy()
        case .collections where random.below(30) == 0: return collection()
        default: return ownText()
        }
    }

    private mutating func copy() -> DocumentTerms {
        var copy = agencyTexts[random.below(3)]
        let topic = topics[random.below(topics.count)]
        for _ in 0..<random.below(3) { copy[topic[random.below(14)], default: 0] += 1 }
        return DocumentTerms(copy)
    }

    private mutating func collection() -> DocumentTerms {
        var frequencies: [UInt32: UInt32] = [:]
        for term in 0..<UInt32(Self.termCount) where random.below(2) == 0 {
            frequencies[term] = UInt32(1 + random.below(3))
        }
        return DocumentTerms(frequencies)
    }

    private mutating func ownText() -> DocumentTerms {
        var frequencies: [UInt32: UInt32] = [:]
        for _ in 0..<random.below(14) {
            let spread = Double(random.below(1 << 20)) / Double(1 << 20)
            frequencies[UInt32(spread * spread * Double(Self.generalTerms)), default: 0] += 1
        }
        for topic in [random.below(topics.count), random.below(topics.count)] {
            for _ in 0..<random.below(10) {
                frequencies[topics[topic][random.below(14)], default: 0] += 1
            }
        }
        if random.below(talkShare) == 0 {
            frequencies[talk, default: 0] += UInt32(1 + random.below(12))
        }
        return DocumentTerms(frequencies)
    }

    private mutating func agencyText() -> [UInt32: UInt32] {
        var text: [UInt32: UInt32] = [:]
        for entry in ownText() { text[entry.term] = entry.frequency }
        return text
    }

    /// Topics and talk of tomorrow.
    mutating func turnPage() {
        let topic = topic()
        topics[random.below(topics.count)] = topic
        if !agencyTexts.isEmpty, random.below(4) == 0 {
            let text = agencyText()
            agencyTexts[random.below(3)] = text
        }
        talk = UInt32(random.below(Self.termCount))
        talkShare = 1 + random.below(8)
    }

    /// Puts documents in, in place of those with their numbers.
    mutating func put(_ added: [(Int, DocumentTerms)]) -> IndexChange {
        for (number, terms) in added {
            while documents.count <= number { documents.append(nil) }
            documents[number] = terms
        }
        return IndexChange(
            added: added.map { (UInt32($0.0), $0.1) }, termCount: Self.termCount)
    }

    /// Takes documents out.
    mutating func remove(_ numbers: [Int]) -> IndexChange {
        for number in numbers { documents[number] = nil }
        return IndexChange(removed: numbers.map { UInt32($0) }, termCount: Self.termCount)
    }

    /// A few additions, changes or removals, so that the number of documents stays in `range`.
    mutating func change(count: Int, keeping range: ClosedRange<Int>) -> IndexChange {
        let present = present.shuffled(using: &random)
        let kind = random.below(3)
        if present.count - count > range.upperBound
            || kind == 0
                && present.count - count
                    >= range.lowerBound
        {
            return remove(Array(present.prefix(count)))
        }
        if kind == 1 || present.count + count > range.upperBound {
            return put(present.prefix(count).map { ($0, article()) })
        }
        // Numbers of removed documents serve again, now and then with a gap before new ones.
        var free = documents.indices.filter { documents[$0] == nil }.shuffled(using: &random)
        free += (0..<count).map { documents.count + $0 + random.below(2) * count }
        return put(Set(free.prefix(count)).sorted().map { ($0, article()) })
    }
}

/// Every word seen so far, the term that each stands for, and how it is usually written.
///
/// Words are numbered before they are stemmed, so each distinct word is looked up in the stop list
/// and stemmed once for the whole catalogue. A snapshot shares the lexicon with the writer.
package struct Lexicon: Sendable {
    /// Term of a word that carries no meaning.
    static let stopWord = UInt32.max
    /// Term of a word that this analyser has not met.
    static let unknown = UInt32.max - 1

    /// All terms; a number in here is a `TermID`.
    private(set) var terms = ByteInterner()
    /// All words, lower-cased.
    private(set) var words = ByteInterner()
    /// The term of each word, a list per analyser.
    private(set) var termOfWord: [[UInt32]] = Array(repeating: [], count: Analyzer.slotCount)
    /// How often each word was met, and how often with capitals.
    private(set) var usage: [WordUsage] = []

    package init() {}

    init(
        terms: ByteInterner, words: ByteInterner, termOfWord: [[UInt32]], usage: [WordUsage]
    ) {
        self.terms = terms
        self.words = words
        self.termOfWord = termOfWord
        self.usage = usage
    }

    /// Number of distinct terms.
    package var termCount: Int { terms.count }

    /// Bytes of memory behind all tables.
    package var byteCount: Int {
        terms.byteCount + words.byteCount + termOfWord.reduce(0) { $0 + 4 * $1.capacity }
            + MemoryLayout<WordUsage>.stride * usage.capacity
    }

    /// The number of a word, new or known; nil when the table is full.
    @inline(__always)
    mutating func word(_ bytes: Span<UInt8>, _ key: ByteKey, written: WordCase) -> UInt32? {
        guard let word = words.intern(bytes, key) else { return nil }
        if Int(word) == usage.count { usage.append(WordUsage()) }
        usage[Int(word)].count(written)
        return word
    }

    /// The number of a word that was met before.
    func knownWord(_ bytes: Span<UInt8>, _ key: ByteKey) -> UInt32? { words.find(bytes, key) }

    /// The term of word `word` for the analyser at `slot`; `unknown` when it was never asked to
    /// learn it.
    @inline(__always)
    func term(of word: UInt32, slot: Int) -> UInt32 {
        let list = termOfWord[slot]
        return Int(word) < list.count ? list[Int(word)] : Self.unknown
    }

    /// Notes the term of a word for the analyser at `slot`; `nil` bytes make it a stop word.
    mutating func learn(word: UInt32, term: [UInt8]?, slot: Int) -> UInt32 {
        let id = term.map { terms.intern($0.span) ?? Self.stopWord } ?? Self.stopWord
        while termOfWord[slot].count <= Int(word) { termOfWord[slot].append(Self.unknown) }
        termOfWord[slot][Int(word)] = id
        return id
    }

    /// Takes in the words, terms and usage of a lexicon that was filled by itself, as if its words
    /// had been met here, in the same order.
    ///
    /// - Returns: for each of its terms the number here, `stopWord` where the table is full.
    mutating func takeIn(_ other: Lexicon) -> [UInt32] {
        let newTerms = terms.intern(contentsOf: other.terms).map { $0 ?? Self.stopWord }
        let newWords = words.intern(contentsOf: other.words)
        usage += Array(repeating: WordUsage(), count: words.count - usage.count)
        for (word, number) in newWords.enumerated() {
            if let number { usage[Int(number)].add(other.usage[word]) }
        }
        for (slot, list) in other.termOfWord.enumerated() where !list.isEmpty {
            let missing = words.count - termOfWord[slot].count
            termOfWord[slot] += Array(repeating: Self.unknown, count: max(0, missing))
            for (word, term) in list.enumerated() where term != Self.unknown {
                guard let number = newWords[word] else { continue }
                termOfWord[slot][Int(number)] =
                    term == Self.stopWord ? Self.stopWord : newTerms[Int(term)]
            }
        }
        return newTerms
    }

    /// The number of a term that was met before.
    func knownTerm(_ bytes: [UInt8]) -> UInt32? { terms.find(bytes.span) }

    /// For each term the word that readers know it by: the most frequent one, first by bytes where
    /// several are.
    package func surfaces() -> [UInt32] {
        var best = Array(repeating: UInt32.max, count: terms.count)
        for list in termOfWord {
            for (word, term) in list.enumerated() where term < Self.unknown {
                let word = UInt32(word)
                let current = best[Int(term)]
                if current == .max || isBetter(word, than: current) { best[Int(term)] = word }
            }
        }
        return best
    }

    private func isBetter(_ word: UInt32, than other: UInt32) -> Bool {
        let (mine, theirs) = (usage[Int(word)].total, usage[Int(other)].total)
        return mine == theirs
            ? words[word].lexicographicallyPrecedes(words[other]) : mine > theirs
    }

    /// The word as it is mostly written: `Pyongyang`, `NATO`, `sanctions`; without the 's of a
    /// possessive.
    func display(word: UInt32) -> String {
        var text = words.text(word)
        if ["'s", "\u{2019}s"].contains(where: text.hasSuffix) { text.removeLast(2) }
        switch usage[Int(word)].mostly {
        case .lower: return text
        case .upper: return text.uppercased()
        case .capitalized: return text.prefix(1).uppercased() + text.dropFirst()
        case .mixed(let capitals): return Self.text(text, with: capitals)
        }
    }

    /// The lower-cased `text` with the capitals that `WordCase.mixed` tells.
    private static func text(_ text: String, with capitals: UInt32) -> String {
        var (written, index) = ("", 0)
        for scalar in text.unicodeScalars {
            let isCapital = capitals & WordCase.bit(at: index) != 0
            written += isCapital ? scalar.properties.uppercaseMapping : String(scalar)
            index += UTF8.width(scalar)
        }
        return written
    }
}

/// How often a word was met in which case.
struct WordUsage: Sendable {
    private(set) var total: UInt32 = 0
    private var capitalized: UInt32 = 0
    private var upper: UInt32 = 0
    private var mixed: UInt32 = 0
    /// The capitals of the first mixed use, which depends on no cutting of the texts into parts.
    private var capitals: UInt32 = 0

    init() {}

    /// Number of `numbers`.
    static let numberCount = 5

    /// - Parameter numbers: in the order of `numbers`.
    init(numbers: ArraySlice<UInt32>) {
        let numbers = Array(numbers.prefix(Self.numberCount))
        guard numbers.count == Self.numberCount else { return }
        (total, capitalized, upper) = (numbers[0], numbers[1], numbers[2])
        (mixed, capitals) = (numbers[3], numbers[4])
    }

    /// All uses, those with a first capital, those in capitals, those with capitals elsewhere, and
    /// where the first of these has them.
    var numbers: [UInt32] { [total, capitalized, upper, mixed, capitals] }

    mutating func count(_ written: WordCase) {
        total = Self.sum(total, 1)
        switch written {
        case .lower: break
        case .capitalized: capitalized = Self.sum(capitalized, 1)
        case .upper: upper = Self.sum(upper, 1)
        case .mixed(let capitals):
            if capitals & 1 != 0 { capitalized = Self.sum(capitalized, 1) }
            if mixed == 0 { self.capitals = capitals }
            mixed = Self.sum(mixed, 1)
        }
    }

    /// Adds the uses that another lexicon counted.
    mutating func add(_ other: WordUsage) {
        total = Self.sum(total, other.total)
        capitalized = Self.sum(capitalized, other.capitalized)
        upper = Self.sum(upper, other.upper)
        if mixed == 0 { capitals = other.capitals }
        mixed = Self.sum(mixed, other.mixed)
    }

    private static func sum(_ first: UInt32, _ second: UInt32) -> UInt32 {
        let sum = first.addingReportingOverflow(second)
        return sum.overflow ? .max : sum.partialValue
    }

    /// The case of more than half of its uses, lower where there is none.
    var mostly: WordCase {
        let half = total / 2
        if upper > half { return .upper }
        if mixed > half { return .mixed(capitals: capitals) }
        return UInt64(capitalized) + UInt64(upper) > UInt64(half) ? .capitalized : .lower
    }
}

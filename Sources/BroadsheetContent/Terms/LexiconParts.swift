/// A lexicon as plain lists, to be written to a file and made from one.
package struct LexiconParts: Sendable, Hashable {
    /// Byte strings one behind the other, by number.
    package struct Strings: Sendable, Hashable {
        package var bytes: [UInt8]
        /// Length of each.
        package var lengths: [UInt32]

        package init(bytes: [UInt8] = [], lengths: [UInt32] = []) {
            self.bytes = bytes
            self.lengths = lengths
        }
    }

    package var terms = Strings()
    package var words = Strings()
    /// How each word was met; `WordUsage.numberCount` numbers a word.
    package var usage: [UInt32] = []
    /// For each analyser the terms of the first words; `stopWord` and `unknown` as in `Lexicon`.
    package var termOfWord: [[UInt32]] = []

    package init() {}
}

extension Lexicon {
    /// The lexicon as lists.
    package var parts: LexiconParts {
        var parts = LexiconParts()
        parts.terms = terms.strings
        parts.words = words.strings
        parts.usage = usage.flatMap(\.numbers)
        parts.termOfWord = termOfWord
        return parts
    }

    /// The lexicon that `parts` were made from, with the same numbers; nil when no lexicon can
    /// have these parts.
    package init?(_ parts: LexiconParts) {
        guard let terms = ByteInterner(parts.terms), let words = ByteInterner(parts.words),
            parts.usage.count == WordUsage.numberCount * words.count,
            parts.termOfWord.count == Analyzer.slotCount
        else { return nil }
        for list in parts.termOfWord {
            guard list.count <= words.count,
                list.allSatisfy({ $0 >= Self.unknown || Int($0) < terms.count })
            else { return nil }
        }
        self.init(
            terms: terms, words: words, termOfWord: parts.termOfWord,
            usage: (0..<words.count).map { word in
                let start = WordUsage.numberCount * word
                return WordUsage(numbers: parts.usage[start..<start + WordUsage.numberCount])
            })
    }
}

extension ByteInterner {
    /// All entries.
    var strings: LexiconParts.Strings {
        let ranges = (0..<UInt32(count)).map { self[$0] }
        return LexiconParts.Strings(
            bytes: ranges.flatMap { $0 }, lengths: ranges.map { UInt32($0.count) })
    }

    /// The table with these entries; nil when two are equal or lengths and bytes don't agree.
    init?(_ strings: LexiconParts.Strings) {
        self.init()
        let bytes = strings.bytes.span
        var start = 0
        for (number, length) in strings.lengths.enumerated() {
            guard Int(length) <= bytes.count - start else { return nil }
            let entry = intern(bytes.extracting(start..<start + Int(length)))
            guard entry == UInt32(exactly: number) else { return nil }
            start += Int(length)
        }
        guard start == bytes.count else { return nil }
    }
}

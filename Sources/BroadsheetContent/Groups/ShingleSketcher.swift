/// Makes sketches of texts, word by word. Belongs to one thread; kept between texts.
package struct ShingleSketcher: Sendable {
    private var reader = WordReader()
    private var words = WordSample()

    package init() {}

    /// The sketch of an article's body, without its title, which agencies' clients rewrite.
    ///
    /// Texts are comparable when they were read by the same analyser; stop words count and stems
    /// do not matter.
    ///
    /// - Complexity: O(length of the text).
    @inline(never)
    package mutating func sketch(of text: String, for analyzer: Analyzer) -> ShingleSketch {
        reader.forEachWord(in: text, for: analyzer) { word, key, written in
            words.take(word, key, written)
        }
        return words.finish()
    }

    /// Takes the next word of a text that somebody else reads, such as the analyser in its pass.
    @inline(__always)
    mutating func take(_ word: Span<UInt8>, _ key: ByteKey, _ written: WordCase) {
        words.take(word, key, written)
    }

    /// The sketch of the words taken since the last sketch.
    mutating func finish() -> ShingleSketch { words.finish() }
}

/// The samples of one text at work.
private struct WordSample: Sendable {
    private var shingles = SmallestCodes(capacity: ShingleSketch.shingleCapacity)
    private var facts = SmallestCodes(capacity: ShingleSketch.factCapacity)
    /// Hashes of the last two words.
    private var previous: (UInt64, UInt64) = (0, 0)
    private var wordCount = 0

    @inline(__always)
    mutating func take(_ word: Span<UInt8>, _ key: ByteKey, _ written: WordCase) {
        guard !word.isEmpty else { return }
        let hash = key.hash
        let startsWithDigit = word[0] &- UInt8(ascii: "0") < 10
        if startsWithDigit || written != .lower {
            facts.insert(ShingleSketch.code(of: Self.mixed(hash)))
        }
        wordCount += 1
        if wordCount >= ShingleSketch.shingleLength {
            let ordered =
                (previous.0 &* 0x9E37_79B9_7F4A_7C15 &+ previous.1) &* 0xC2B2_AE3D_27D4_EB4F
                &+ hash
            shingles.insert(ShingleSketch.code(of: Self.mixed(ordered)))
        }
        previous = (previous.1, hash)
    }

    mutating func finish() -> ShingleSketch {
        wordCount = 0
        return ShingleSketch(shingles: shingles.take(), facts: facts.take())
    }

    /// SplitMix64's finaliser: every bit of the result depends on every bit of `hash`.
    @inline(__always)
    private static func mixed(_ hash: UInt64) -> UInt64 {
        var mixed = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// The smallest distinct codes of a stream.
struct SmallestCodes: Sendable {
    private let capacity: Int
    /// At most twice the capacity, unsorted and perhaps with repeats behind the last compaction.
    private var codes: [UInt16] = []
    /// Codes from here on cannot be among the smallest.
    private var limit = ShingleSketch.empty

    init(capacity: Int) {
        self.capacity = capacity
        codes.reserveCapacity(2 * capacity)
    }

    @inline(__always)
    mutating func insert(_ code: UInt16) {
        guard code < limit else { return }
        codes.append(code)
        if codes.count == 2 * capacity { compact() }
    }

    /// The smallest codes, rising, at most `capacity`; empties the stream.
    mutating func take() -> [UInt16] {
        compact()
        let smallest = codes
        codes.removeAll(keepingCapacity: true)
        limit = ShingleSketch.empty
        return smallest
    }

    @inline(never)
    private mutating func compact() {
        codes.sort()
        var kept = 0
        for index in codes.indices where kept < capacity {
            if kept > 0, codes[kept - 1] == codes[index] { continue }
            codes[kept] = codes[index]
            kept += 1
        }
        codes.removeLast(codes.count - kept)
        if kept == capacity { limit = codes[kept - 1] }
    }
}

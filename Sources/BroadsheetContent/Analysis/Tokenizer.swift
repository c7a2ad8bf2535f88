/// How a word was written before it was lower-cased.
package enum WordCase: Sendable, Hashable {
    case lower
    /// The first letter is a capital.
    case capitalized
    /// Two letters or more, all capitals.
    case upper
    /// Capitals not only at the beginning: DeVos, YouTube, MPs. Bit i is set when the letter at byte
    /// i of the lower-cased word was a capital.
    case mixed(capitals: UInt32)

    /// - Parameters:
    ///   - capitals: as `mixed` has them, of any word.
    ///   - count: how many capitals the word has.
    init(capitals: UInt32, count: Int, isUpper: Bool) {
        if isUpper {
            self = .upper
        } else if count > 1 || (count == 1 && capitals & 1 == 0) {
            self = .mixed(capitals: capitals)
        } else {
            self = count == 1 ? .capitalized : .lower
        }
    }

    /// The bit of a capital at byte `index` of the lower-cased word; none beyond the 32nd byte.
    static func bit(at index: Int) -> UInt32 { index < 32 ? 1 << UInt32(index) : 0 }
}

/// Cuts text into lower-cased words, one call of the sink for each.
///
/// Words of ASCII bytes, nearly all of most texts, are found by one table and handed over where
/// they stand; a word with any other scalar is gathered scalar by scalar.
package struct Tokenizer: Sendable {
    /// The gathered word.
    private var word: [UInt8] = []
    private var scalarCount = 0
    private var upperCount = 0
    private var capitals: UInt32 = 0

    package init() {}

    /// Hands every word of two or more scalars in `text` to `sink`, in order.
    ///
    /// - Parameters:
    ///   - unicode: all letters and digits make words; otherwise only ASCII ones do, once
    ///     lower-cased, and `_` does not.
    ///   - sink: gets the UTF-8 bytes of the lower-cased word, valid during the call, and their key.
    /// - Complexity: O(length of the text).
    @inline(__always)
    mutating func forEachWord(
        in text: String, unicode: Bool, _ sink: (Span<UInt8>, ByteKey, WordCase) -> Void
    ) {
        var text = text
        text.makeContiguousUTF8()
        let bytes = text.utf8.span
        let classes = unicode ? Self.unicodeBytes : Self.asciiBytes
        let table = classes.span
        var index = 0
        while index < bytes.count {
            let start = index
            var key = ByteKey()
            var changed: UInt8 = 0
            var lower: UInt8 = 0
            while index < bytes.count {
                lower = table[Int(bytes[index])]
                guard lower > Self.beyondASCII else { break }
                key.add(lower)
                changed |= lower ^ bytes[index]
                index += 1
            }
            if index < bytes.count, lower == Self.beyondASCII {
                index = gather(text, from: start, unicode: unicode)
                if scalarCount >= 2 { sink(word.span, ByteKey(word.span), writtenCase) }
            } else if index - start >= 2 {
                key.finish()
                if changed == 0 {
                    sink(bytes.extracting(start..<index), key, .lower)
                } else {
                    lowerCase(bytes, start..<index, by: table)
                    sink(word.span, key, writtenCase)
                }
            }
            index += 1
        }
    }

    // MARK: ASCII

    /// Class of a byte of a scalar beyond ASCII; 0 separates words, more is a lower-case letter.
    private static let beyondASCII: UInt8 = 1
    private static let unicodeBytes = byteClasses(underscore: true)
    private static let asciiBytes = byteClasses(underscore: false)

    private static func byteClasses(underscore: Bool) -> [UInt8] {
        (0..<256).map { value in
            let byte = UInt8(value)
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                return byte
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                return byte + 32
            case UInt8(ascii: "_"):
                return underscore ? byte : 0
            default:
                return byte < 0x80 ? 0 : beyondASCII
            }
        }
    }

    private mutating func lowerCase(
        _ bytes: Span<UInt8>, _ range: Range<Int>, by table: Span<UInt8>
    ) {
        reset()
        for index in range { append(bytes[index], lower: table[Int(bytes[index])]) }
    }

    private var writtenCase: WordCase {
        WordCase(capitals: capitals, count: upperCount, isUpper: upperCount == scalarCount)
    }

    private mutating func reset() {
        word.removeAll(keepingCapacity: true)
        scalarCount = 0
        upperCount = 0
        capitals = 0
    }

    private mutating func append(_ byte: UInt8, lower: UInt8) {
        countCase(isUpper: byte != lower)
        word.append(lower)
        scalarCount += 1
    }

    private mutating func countCase(isUpper: Bool) {
        guard isUpper else { return }
        capitals |= WordCase.bit(at: word.count)
        upperCount += 1
    }

    // MARK: Beyond ASCII

    /// Gathers the word that starts at byte `start`, and returns where the separator behind it
    /// ends, less one byte.
    @inline(never)
    private mutating func gather(_ text: String, from start: Int, unicode: Bool) -> Int {
        reset()
        let bytes = text.utf8.span
        let classes = unicode ? Self.unicodeBytes : Self.asciiBytes
        var index = start
        while index < bytes.count {
            let lower = classes[Int(bytes[index])]
            guard lower != 0 else { return index }
            guard lower == Self.beyondASCII else {
                append(bytes[index], lower: lower)
                index += 1
                continue
            }
            let (scalar, length) = UTF8Scalar.decode(bytes, at: index)
            index += length
            let belongs =
                scalar == FinalSigma.capital
                ? append(
                    FinalSigma.lower(in: text, at: index - length), isUpper: true, unicode: unicode)
                : appendMapped(scalar, unicode: unicode)
            guard belongs else { return index - 1 }
        }
        return index
    }

    /// Takes a scalar beyond ASCII by its full lower-case mapping (İ becomes i and a mark);
    /// false when it ends the word.
    private mutating func appendMapped(_ scalar: Unicode.Scalar, unicode: Bool) -> Bool {
        let known = WordScalar.of(scalar)
        if known.lower != 0, let lower = Unicode.Scalar(known.lower) {
            return append(lower, isUpper: known.isUpper, unicode: unicode)
        }
        for lower in scalar.properties.lowercaseMapping.unicodeScalars {
            guard append(lower, isUpper: known.isUpper, unicode: unicode) else { return false }
        }
        return true
    }

    private mutating func append(_ lower: Unicode.Scalar, isUpper: Bool, unicode: Bool) -> Bool {
        let belongs =
            unicode
            ? WordScalar.of(lower).isWord
            : lower.isASCII && Self.asciiBytes[Int(lower.value)] > Self.beyondASCII
        guard belongs else { return false }
        countCase(isUpper: isUpper)
        for unit in UTF8.encode(lower) ?? UTF8.encodedReplacementCharacter { word.append(unit) }
        scalarCount += 1
        return true
    }
}

/// Reads scalars from bytes that are known to be valid UTF-8.
enum UTF8Scalar {
    /// The scalar at `index`, not an ASCII one, and its length in bytes.
    static func decode(_ bytes: Span<UInt8>, at index: Int) -> (Unicode.Scalar, Int) {
        let first = bytes[index]
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        var value = UInt32(first) & (length == 4 ? 0x07 : length == 3 ? 0x0F : 0x1F)
        for offset in 1..<length where index + offset < bytes.count {
            value = value << 6 | UInt32(bytes[index + offset] & 0x3F)
        }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
    }
}

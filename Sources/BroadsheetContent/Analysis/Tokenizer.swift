/// How a word was written before it was lower-cased.
package enum WordCase: Sendable {
    case lower
    /// The first letter is a capital.
    case capitalized
    /// Two letters or more, all capitals.
    case upper
}

/// Cuts text into lower-cased words, one call of the sink for each.
package struct Tokenizer: Sendable {
    private var word: [UInt8] = []
    private var scalarCount = 0
    private var upperCount = 0
    private var startsUpper = false

    package init() {}

    /// Hands every word of two or more scalars in `text` to `sink`, in order.
    ///
    /// - Parameters:
    ///   - unicode: all letters and digits make words; otherwise only ASCII ones do, once
    ///     lower-cased, and `_` does not.
    ///   - sink: gets the UTF-8 bytes of the lower-cased word, valid during the call.
    /// - Complexity: O(length of the text).
    package mutating func forEachWord(
        in text: String, unicode: Bool, _ sink: (Span<UInt8>, WordCase) -> Void
    ) {
        reset()
        var text = text
        text.makeContiguousUTF8()
        let bytes = text.utf8.span
        let table = unicode ? Self.unicodeASCII : Self.plainASCII
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x80 {
                take(ascii: byte, lower: table[Int(byte)], sink)
                index += 1
                continue
            }
            let (scalar, length) = Self.decode(bytes, at: index)
            index += length
            if scalar == FinalSigma.capital {
                let isFinal = FinalSigma.isFinal(
                    before: text.unicodeScalars[..<Self.index(of: index - length, in: text)],
                    after: text.unicodeScalars[Self.index(of: index, in: text)...])
                append(isFinal ? "ς" : "σ", isUpper: true, unicode: unicode, sink)
            } else {
                takeMapped(scalar, unicode: unicode, sink)
            }
        }
        finish(sink)
    }

    // MARK: One scalar

    @inline(__always)
    private mutating func take(
        ascii byte: UInt8, lower: UInt8, _ sink: (Span<UInt8>, WordCase) -> Void
    ) {
        guard lower != 0 else {
            finish(sink)
            return
        }
        if byte != lower {
            if scalarCount == 0 { startsUpper = true }
            upperCount += 1
        }
        word.append(lower)
        scalarCount += 1
    }

    /// Takes a scalar beyond ASCII by its full lower-case mapping (İ becomes i and a mark).
    private mutating func takeMapped(
        _ scalar: Unicode.Scalar, unicode: Bool, _ sink: (Span<UInt8>, WordCase) -> Void
    ) {
        let known = WordScalar.of(scalar)
        if known.lower != 0, let lower = Unicode.Scalar(known.lower) {
            append(lower, isUpper: known.isUpper, unicode: unicode, sink)
            return
        }
        for lower in scalar.properties.lowercaseMapping.unicodeScalars {
            append(lower, isUpper: known.isUpper, unicode: unicode, sink)
        }
    }

    private mutating func append(
        _ lower: Unicode.Scalar, isUpper: Bool, unicode: Bool,
        _ sink: (Span<UInt8>, WordCase) -> Void
    ) {
        let belongs =
            unicode
            ? WordScalar.of(lower).isWord
            : lower.isASCII && Self.plainASCII[Int(lower.value)] != 0
        guard belongs else {
            finish(sink)
            return
        }
        if isUpper {
            if scalarCount == 0 { startsUpper = true }
            upperCount += 1
        }
        for unit in UTF8.encode(lower) ?? UTF8.encodedReplacementCharacter { word.append(unit) }
        scalarCount += 1
    }

    private mutating func finish(_ sink: (Span<UInt8>, WordCase) -> Void) {
        guard scalarCount > 0 else { return }
        if scalarCount >= 2 {
            let written: WordCase =
                upperCount == scalarCount ? .upper : startsUpper ? .capitalized : .lower
            sink(word.span, written)
        }
        reset()
    }

    private mutating func reset() {
        word.removeAll(keepingCapacity: true)
        scalarCount = 0
        upperCount = 0
        startsUpper = false
    }

    // MARK: Tables and decoding

    /// Lower case of each ASCII byte that makes words in Unicode mode (`_` too), 0 for the others.
    private static let unicodeASCII: [UInt8] = wordTable(underscore: true)
    private static let plainASCII: [UInt8] = wordTable(underscore: false)

    private static func wordTable(underscore: Bool) -> [UInt8] {
        (0..<128).map { value in
            let byte = UInt8(value)
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                return byte
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                return byte + 32
            case UInt8(ascii: "_"):
                return underscore ? byte : 0
            default:
                return 0
            }
        }
    }

    /// The scalar at `index` of valid UTF-8, and its length in bytes.
    private static func decode(_ bytes: Span<UInt8>, at index: Int) -> (Unicode.Scalar, Int) {
        let first = bytes[index]
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        var value = UInt32(first) & (length == 4 ? 0x07 : length == 3 ? 0x0F : 0x1F)
        for offset in 1..<length where index + offset < bytes.count {
            value = value << 6 | UInt32(bytes[index + offset] & 0x3F)
        }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
    }

    private static func index(of offset: Int, in text: String) -> String.Index {
        text.utf8.index(text.startIndex, offsetBy: min(offset, text.utf8.count))
    }
}

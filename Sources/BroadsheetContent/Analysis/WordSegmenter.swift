/// Cuts text into the words of a language by Unicode's rules (UAX #29), where news needs it by
/// others.
///
/// - Letters, marks and digits make words of two or more scalars; soft hyphens and joiners without
///   width are not there; `_` parts words.
/// - An apostrophe between letters joins (`can't`), but what the language elides before it
///   (`l'eau`) or hangs behind it (`today's`) is cut off.
/// - Full stops and commas join digits (`3.14`, `1,000`), full stops single letters too (`U.S.`),
///   but no words (`end.Next`); a hyphen joins only a word to the number behind it (`COVID-19`).
/// - A run of a script without spaces gives its overlapping pairs of letters with their marks, a
///   single one itself.
/// - What is longer than 255 bytes is no word and left out.
package struct WordSegmenter: Sendable {
    /// The longest word in bytes; longer ones are digests and encoded files.
    static let maximumByteCount = 255

    /// From here on, in the scripts of India and beyond, marks are vowels and count as letters do.
    private static let firstVowelSign: UInt32 = 0x0900

    /// The word being gathered, lower-cased.
    private var word: [UInt8] = []
    private var scalarCount = 0
    private var letterCount = 0
    private var upperCount = 0
    private var capitals: UInt32 = 0
    /// Scalars since the last full stop, and the last scalar's class.
    private var segmentCount = 0
    private var last = TextScalar.Class.other
    /// Where the letters of the unspaced run before the reading position start.
    private var previousUnit = 0
    private var unit = 0

    package init() {}

    /// Hands every word of `text` to `sink`, in order.
    ///
    /// - Complexity: O(length of the text).
    @inline(__always)
    mutating func forEachWord(
        in text: String, _ rules: LanguageRules,
        _ sink: (Span<UInt8>, ByteKey, WordCase) -> Void
    ) {
        var text = text
        text.makeContiguousUTF8()
        let bytes = text.utf8.span
        let classes = rules.isTurkic ? Self.turkicBytes : Self.bytes
        let table = classes.span
        var index = 0
        while index < bytes.count {
            let start = index
            var key = ByteKey()
            var changed: UInt8 = 0
            var lower: UInt8 = 0
            while index < bytes.count {
                lower = table[Int(bytes[index])]
                guard lower > Self.joiner else { break }
                key.add(lower)
                changed |= lower ^ bytes[index]
                index += 1
            }
            let isShort = index - start <= Self.maximumByteCount
            if index < bytes.count,
                lower == Self.beyondASCII
                    || (index > start && lower == Self.joiner
                        && Self.mayGoOn(bytes, index + 1, table))
            {
                index = gather(bytes, from: start, rules)
                if scalarCount >= 2, word.count <= Self.maximumByteCount {
                    sink(word.span, ByteKey(word.span), writtenCase)
                }
                let runEnd = startRun(bytes, at: index)
                while let pair = nextPair(bytes, &index, until: runEnd) {
                    let unit = bytes.extracting(pair)
                    sink(unit, ByteKey(unit), .lower)
                }
                continue
            }
            if index - start >= 2, isShort {
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

    /// Classes of bytes: 0 parts words; these; more is a lower-case letter or digit.
    private static let beyondASCII: UInt8 = 1
    private static let joiner: UInt8 = 2
    private static let bytes = byteClasses(turkic: false)
    private static let turkicBytes = byteClasses(turkic: true)

    private static func byteClasses(turkic: Bool) -> [UInt8] {
        (0..<256).map { value in
            let byte = UInt8(value)
            guard byte < 0x80, !(turkic && byte == UInt8(ascii: "I")) else { return beyondASCII }
            let scalar = TextScalar(Unicode.Scalar(byte))
            switch scalar.kind {
            case .letter, .digit: return UInt8(truncatingIfNeeded: scalar.lower.value)
            case .joiner: return joiner
            default: return 0
            }
        }
    }

    /// Whether the byte at `index` may go on with the word before the joiner before it.
    private static func mayGoOn(_ bytes: Span<UInt8>, _ index: Int, _ table: Span<UInt8>) -> Bool {
        guard index < bytes.count else { return false }
        let next = table[Int(bytes[index])]
        return next > joiner || next == beyondASCII
    }

    private mutating func lowerCase(
        _ bytes: Span<UInt8>, _ range: Range<Int>, by table: Span<UInt8>
    ) {
        reset()
        for index in range {
            let lower = table[Int(bytes[index])]
            count(isLetter: lower >= UInt8(ascii: "a"), isUpper: lower != bytes[index])
            word.append(lower)
        }
    }

    private var writtenCase: WordCase {
        WordCase(
            capitals: capitals, count: upperCount,
            isUpper: upperCount >= 2 && upperCount == letterCount)
    }

    private mutating func reset() {
        word.removeAll(keepingCapacity: true)
        scalarCount = 0
        letterCount = 0
        upperCount = 0
        capitals = 0
        segmentCount = 0
        last = .other
    }

    private mutating func count(isLetter: Bool, isUpper: Bool) {
        if isUpper {
            capitals |= WordCase.bit(at: word.count)
            upperCount += 1
        }
        if isLetter { letterCount += 1 }
        scalarCount += 1
    }

    // MARK: One word

    /// Gathers the word that starts at byte `start`, and returns where reading goes on.
    @inline(never)
    private mutating func gather(
        _ bytes: Span<UInt8>, from start: Int, _ rules: LanguageRules
    ) -> Int {
        reset()
        var index = start
        while index < bytes.count {
            let (scalar, length) = UTF8Scalar.at(index, bytes)
            let known = TextScalar.of(scalar)
            switch known.kind {
            case .letter, .digit:
                append(known, scalar, rules)
            case .mark:
                guard scalarCount > 0 else { break }
                append(scalar)
                if scalar.value >= Self.firstVowelSign { scalarCount += 1 }
            case .ignorable:
                break
            case .joiner:
                guard let joiner = Joiner(scalar), scalarCount > 0,
                    join(joiner, before: Self.next(bytes, index + length), rules)
                else { return index + length }
            case .unspaced:
                return index
            case .other:
                return index + length
            }
            index += length
        }
        return index
    }

    private mutating func append(
        _ known: TextScalar, _ scalar: Unicode.Scalar, _ rules: LanguageRules
    ) {
        count(isLetter: known.kind == .letter, isUpper: known.isUpper)
        let isDotless = rules.isTurkic && scalar == "I"
        append(isDotless ? "\u{131}" : known.lower)
        segmentCount += 1
        last = known.kind
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        guard word.count <= Self.maximumByteCount else { return }
        for unit in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { word.append(unit) }
    }

    /// The class of the first scalar at or behind `index` that is there at all, and whether a
    /// second letter follows it.
    private static func next(
        _ bytes: Span<UInt8>, _ index: Int
    ) -> (kind: TextScalar.Class, isSingle: Bool) {
        guard index < bytes.count else { return (.other, true) }
        let (scalar, length) = UTF8Scalar.at(index, bytes)
        let kind = TextScalar.of(scalar).kind
        guard index + length < bytes.count else { return (kind, true) }
        let second = TextScalar.of(UTF8Scalar.at(index + length, bytes).scalar).kind
        return (kind, second != .letter && second != .digit && second != .mark)
    }

    /// Whether the word goes on behind a joiner; takes the joiner in, or what it cuts off out.
    private mutating func join(
        _ joiner: Joiner, before next: (kind: TextScalar.Class, isSingle: Bool),
        _ rules: LanguageRules
    ) -> Bool {
        let joins: Bool =
            switch (joiner, last, next.kind) {
            case (.apostrophe, .letter, .letter): true
            case (.quotation, .letter, .letter): word.last.map { $0 >= 0x80 } ?? false
            case (.middleDot, .letter, .letter): true
            case (.fullStop, .letter, .letter): segmentCount == 1 && next.isSingle
            case (.fullStop, .digit, .digit), (.comma, .digit, .digit): true
            case (.hyphen, .letter, .digit): true
            case (.colon, .letter, .letter): rules.cutsAtColon
            default: false
            }
        guard joins else { return false }
        segmentCount = 0
        if joiner == .apostrophe, rules.elisions.contains(word) {
            reset()
        } else if let spelling = joiner.spelling {
            append(spelling)
        }
        return true
    }

    // MARK: Runs without spaces

    /// Where the run of unspaced letters that starts at `index` ends: `index` when none does.
    private mutating func startRun(_ bytes: Span<UInt8>, at index: Int) -> Int {
        previousUnit = index
        unit = index
        var end = index
        while end < bytes.count {
            let (scalar, length) = UTF8Scalar.at(end, bytes)
            let kind = TextScalar.of(scalar).kind
            let belongs =
                kind == .unspaced || (end > index && (kind == .mark || kind == .ignorable))
            guard belongs else { break }
            end += length
        }
        return end
    }

    /// The next pair of letters of the run, or its only letter; nil and `index` at its end when
    /// there is none.
    private mutating func nextPair(
        _ bytes: Span<UInt8>, _ index: inout Int, until end: Int
    ) -> Range<Int>? {
        while index < end {
            let start = index
            index += UTF8Scalar.at(index, bytes).length
            while index < end {
                let (scalar, length) = UTF8Scalar.at(index, bytes)
                if TextScalar.of(scalar).kind == .unspaced { break }
                index += length
            }
            previousUnit = unit
            unit = start
            let isOnly = index == end && previousUnit == start
            guard start > previousUnit || isOnly else { continue }
            if index - previousUnit <= Self.maximumByteCount { return previousUnit..<index }
        }
        return nil
    }
}

extension UTF8Scalar {
    /// The scalar at `index` of valid UTF-8, and its length in bytes.
    @inline(__always)
    static func at(_ index: Int, _ bytes: Span<UInt8>) -> (scalar: Unicode.Scalar, length: Int) {
        let first = bytes[index]
        if first < 0x80 { return (Unicode.Scalar(first), 1) }
        let (scalar, length) = decode(bytes, at: index)
        return (scalar, min(length, bytes.count - index))
    }
}

internal import BroadsheetContent

/// Bytes of a file on their way out; `ByteSource` reads them back.
struct ByteSink {
    private(set) var bytes: [UInt8] = []

    /// Seven bits a byte, the lowest first; the highest bit says that more follow.
    mutating func append(number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func append(count: Int) { append(number: UInt64(count)) }

    /// The length, then the bytes.
    mutating func append(bytes more: [UInt8]) {
        append(count: more.count)
        bytes += more
    }

    /// The length, then the UTF-8.
    mutating func append(text: String) { append(bytes: Array(text.utf8)) }

    /// The length, then each number.
    mutating func append(numbers: [UInt32]) {
        append(count: numbers.count)
        for number in numbers { append(number: UInt64(number)) }
    }

    /// How many, then two bytes for each, the lower first.
    mutating func append(codes: [UInt16]) {
        append(count: codes.count)
        for code in codes {
            bytes.append(UInt8(truncatingIfNeeded: code))
            bytes.append(UInt8(truncatingIfNeeded: code >> 8))
        }
    }

    /// The place of the origin among all, from 1, or 0 for no language; then the code, empty for an
    /// unknown one, and how sure it is in 65,535ths.
    mutating func append(language: ArticleLanguage?) {
        let origins = ArticleLanguage.Origin.allCases
        guard let language, let place = origins.firstIndex(of: language.origin) else {
            return append(count: 0)
        }
        append(count: place + 1)
        append(text: language.language?.code ?? "")
        append(number: UInt64(min(1, max(0, language.confidence)) * 65_535))
    }

    /// Eight bytes, the lowest first.
    mutating func append(word: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: word >> shift))
        }
    }

    /// Terms, rising: how many, then for each how far it lies behind the one before, less one, and
    /// its count. That distance is doubled; where the count is above 1, one is added to it and the
    /// count less two follows.
    mutating func append(terms: DocumentTerms) {
        append(count: terms.count)
        var next: UInt64 = 0
        for entry in terms {
            let gap = UInt64(entry.term) &- next
            next = UInt64(entry.term) + 1
            if entry.frequency > 1 {
                append(number: gap << 1 | 1)
                append(number: UInt64(entry.frequency) - 2)
            } else {
                append(number: gap << 1)
            }
        }
    }
}

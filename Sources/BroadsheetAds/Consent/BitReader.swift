/// Takes fields off the front of a base64url text, six bits a character, most significant first.
///
/// The encoding of TCF and GPP segments: alphabet of RFC 4648 section 5, no padding characters.
struct BitReader {
    /// Longest privacy string read, in bytes: a TC string that lists all 65,535 possible
    /// vendors twice has 22,000.
    static let maximumLength = 32_768

    private let sextets: [UInt8]
    private var position = 0

    /// - Throws: ``ConsentStringError/invalidCharacter``, also for a text without characters.
    init(_ text: Substring.UTF8View) throws(ConsentStringError) {
        guard !text.isEmpty else { throw .invalidCharacter }
        var sextets: [UInt8] = []
        sextets.reserveCapacity(text.count)
        for byte in text {
            guard let sextet = Self.sextet(byte) else { throw .invalidCharacter }
            sextets.append(sextet)
        }
        self.sextets = sextets
    }

    /// Bits not yet taken.
    var remaining: Int { sextets.count * 6 - position }

    /// The next bits as a number; at most 36.
    mutating func number(_ bitCount: Int) throws(ConsentStringError) -> Int {
        guard bitCount <= remaining else { throw .truncated }
        var result = 0
        for offset in position..<position + min(bitCount, 36) {
            result = result << 1 | Int(sextets[offset / 6] >> UInt8(5 - offset % 6)) & 1
        }
        position += bitCount
        return result
    }

    mutating func flag() throws(ConsentStringError) -> Bool { try number(1) == 1 }

    mutating func skip(_ bitCount: Int) throws(ConsentStringError) {
        guard bitCount <= remaining else { throw .truncated }
        position += bitCount
    }

    /// A number in Fibonacci coding (Zeckendorf's sum, least term first, ended by two ones).
    ///
    /// Numbers above 65,535, the largest id that other encodings can hold, are refused.
    mutating func fibonacciNumber() throws(ConsentStringError) -> Int {
        var (term, following) = (1, 2)
        var sum = 0
        var lastWasOne = false
        while true {
            let isOne = try flag()
            if isOne, lastWasOne { return sum }
            if isOne { sum += term }
            guard sum <= 65_535, term <= 65_535 else { throw .invalidValue }
            lastWasOne = isOne
            (term, following) = (following, term + following)
        }
    }

    /// Checks that nothing but filling follows: zeros, fewer than encoders add to come to whole
    /// characters and whole bytes.
    mutating func end() throws(ConsentStringError) {
        guard remaining < 24 else { throw .trailingBits }
        guard try number(remaining) == 0 else { throw .trailingBits }
    }

    private static func sextet(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: nil
        }
    }
}

extension String {
    /// The parts between separators, empty ones too.
    ///
    /// - Throws: ``ConsentStringError/tooLong(byteCount:)`` before anything is copied.
    func consentParts(
        separator: Unicode.Scalar
    ) throws(ConsentStringError) -> [Substring.UTF8View] {
        let count = utf8.count
        guard count <= BitReader.maximumLength else { throw .tooLong(byteCount: count) }
        return self[...].utf8.split(
            separator: UInt8(ascii: separator), omittingEmptySubsequences: false)
    }
}

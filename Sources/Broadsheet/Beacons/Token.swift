package import Foundation

/// What a beacon carries, signed: all that the ledger needs, so that a beacon counts even when the
/// server that decided is gone.
///
/// Wire format, base64url without padding, integers big-endian: key number (1 byte) · version (1) ·
/// kind (1) · flags (1; bit 0: a test, never billed; bit 1: an exchange's notice) · seconds since 1970 (8) · number of texts (1) ·
/// each text as length (2) and UTF-8 · signature (16) over everything before it. A version that this
/// program does not write is refused, and so are other flags than it sets.
package struct Token: Sendable, Hashable {
    /// What an answer to the token does.
    package enum Kind: UInt8, Sendable, CaseIterable {
        case impression = 1
        case click = 2
        case list = 3
        case viewable = 4
    }

    /// The version written.
    static let version: UInt8 = 1
    /// Longest token accepted, in characters: four texts of 10 kB and a destination fit.
    static let maximumLength = 90_000

    package var kind: Kind
    /// When the token was made; whole seconds.
    package var issuedAt: Date
    /// Whether nothing that it counts may be billed.
    var isTest = false
    /// Whether an exchange's server calls with it, not a reader's browser.
    var isNotice = false
    /// The fields, by kind: see `AdToken` and `ListToken`.
    var texts: [String]

    /// The signed text of the token.
    func text(signedBy keys: SigningKeys) -> String {
        var payload: [UInt8] = [Self.version, kind.rawValue, (isTest ? 1 : 0) | (isNotice ? 2 : 0)]
        let seconds = Int64(exactly: issuedAt.timeIntervalSince1970.rounded(.down)) ?? 0
        payload.append(contentsOf: Self.bigEndian(UInt64(bitPattern: seconds), byteCount: 8))
        payload.append(UInt8(truncatingIfNeeded: texts.count))
        for text in texts {
            let bytes = Array(text.utf8).prefix(Int(UInt16.max))
            payload.append(contentsOf: Self.bigEndian(UInt64(bytes.count), byteCount: 2))
            payload.append(contentsOf: bytes)
        }
        return Base64URL.encode(keys.sign(payload))
    }

    /// The token in `text`; nil unless one of `keys` signed it and it is of a known version.
    init?(_ text: String, verifiedBy keys: SigningKeys) {
        guard text.utf8.count <= Self.maximumLength, let message = Base64URL.decode(text),
            let payload = keys.verify(message)
        else { return nil }
        var reader = ByteReader(bytes: payload)
        guard reader.number(byteCount: 1) == UInt64(Self.version),
            let kind = reader.number(byteCount: 1).flatMap({ UInt8(exactly: $0) }),
            let known = Kind(rawValue: kind),
            let flags = reader.number(byteCount: 1), flags <= 3,
            let seconds = reader.number(byteCount: 8), let count = reader.number(byteCount: 1)
        else { return nil }
        self.kind = known
        isTest = flags & 1 != 0
        isNotice = flags & 2 != 0
        issuedAt = Date(timeIntervalSince1970: Double(Int64(bitPattern: seconds)))
        texts = []
        for _ in 0..<count {
            guard let text = reader.text() else { return nil }
            texts.append(text)
        }
        guard reader.isAtEnd else { return nil }
    }

    init(
        kind: Kind, issuedAt: Date, isTest: Bool = false, isNotice: Bool = false, texts: [String]
    ) {
        self.kind = kind
        self.isTest = isTest
        self.isNotice = isNotice
        self.issuedAt = issuedAt
        self.texts = texts
    }

    private static func bigEndian(_ value: UInt64, byteCount: Int) -> [UInt8] {
        (0..<byteCount).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
    }
}

/// Takes fields off the front of a payload; nil where it ends too early.
private struct ByteReader {
    let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func number(byteCount: Int) -> UInt64? {
        guard let slice = take(byteCount) else { return nil }
        return slice.reduce(0) { $0 << 8 | UInt64($1) }
    }

    mutating func text() -> String? {
        guard let count = number(byteCount: 2), let slice = take(Int(count)) else { return nil }
        return String(validating: slice, as: UTF8.self)
    }

    private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= bytes.count - position else { return nil }
        defer { position += count }
        return bytes[position..<position + count]
    }
}

/// Base64 with the alphabet of RFC 4648 section 5, without padding.
enum Base64URL {
    private static let letters = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    /// By byte: the six bits that it stands for; 64 for none.
    private static let bits: [UInt8] = (0..<256).map { byte in
        UInt8(letters.firstIndex { Int($0) == byte } ?? 64)
    }

    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count * 4 + 2) / 3)
        var (held, count): (UInt32, UInt32) = (0, 0)
        for byte in bytes {
            held = held << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                text.append(letters[Int(held >> count & 63)])
            }
        }
        if count > 0 { text.append(letters[Int(held << (6 - count) & 63)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// nil for anything that `encode` would not have written.
    static func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 3 / 4)
        var (held, count): (UInt32, UInt32) = (0, 0)
        for letter in text.utf8 {
            let value = bits[Int(letter)]
            guard value < 64 else { return nil }
            held = held << 6 | UInt32(value)
            count += 6
            guard count >= 8 else { continue }
            count -= 8
            bytes.append(UInt8(truncatingIfNeeded: held >> count))
        }
        // A last letter of no byte, or bits behind the last byte.
        guard count < 6, held & (1 << count - 1) == 0 else { return nil }
        return bytes
    }
}

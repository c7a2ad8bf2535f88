internal import Crypto
internal import Foundation

/// The keys that tokens are signed with: the last signs, all verify, so that a key can be replaced
/// while tokens of the old one are still about.
package struct SigningKeys: Sendable {
    /// Bytes of a signature in a token: HMAC-SHA256 cut to 128 bits (RFC 2104, section 5).
    static let signatureByteCount = 16

    private struct Key: Sendable {
        var id: UInt8
        var key: SymmetricKey
    }

    private let keys: [Key]

    /// The keys in the text of a key file: a line for each, `ID HEX`, where ID is 0…255 and HEX are
    /// at least 32 bytes; nil when a line reads otherwise or there is none.
    package init?(keyFile text: String) {
        var keys: [Key] = []
        for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            let parts = line.split(separator: " ")
            guard parts.count == 2, let id = UInt8(parts[0]), let bytes = Self.bytes(hex: parts[1]),
                bytes.count >= 32
            else { return nil }
            keys.append(Key(id: id, key: SymmetricKey(data: bytes)))
        }
        guard !keys.isEmpty else { return nil }
        self.keys = keys
    }

    /// The key of previews; no server accepts it, because none has it in its file.
    static let preview = SigningKeys(
        keys: [Key(id: 0, key: SymmetricKey(data: Array("preview, never billed".utf8)))])

    private init(keys: [Key]) { self.keys = keys }

    /// The text of a new key file from 32 random bytes.
    package static func keyFile(randomBytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef")
        let hex = randomBytes.map { "\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined()
        return
            "# Signs impression, click and list tokens of Broadsheet. Keep it secret.\n1 \(hex)\n"
    }

    /// `payload` behind the number of the key that signs it, and the signature behind both.
    func sign(_ payload: [UInt8]) -> [UInt8] {
        guard let key = keys.last else { return [] }
        let message = [key.id] + payload
        let code = HMAC<SHA256>.authenticationCode(for: message, using: key.key)
        return message + Array(code).prefix(Self.signatureByteCount)
    }

    /// The payload of a signed message; nil unless one of the keys signed exactly these bytes.
    ///
    /// Compares in time that does not depend on where the bytes differ.
    func verify(_ message: [UInt8]) -> [UInt8]? {
        guard message.count > Self.signatureByteCount, let id = message.first else { return nil }
        let signed = message.dropLast(Self.signatureByteCount)
        let signature = message.suffix(Self.signatureByteCount)
        for key in keys where key.id == id {
            let code = HMAC<SHA256>.authenticationCode(for: signed, using: key.key)
            var difference: UInt8 = 0
            for (mine, theirs) in zip(code, signature) { difference |= mine ^ theirs }
            if difference == 0 { return Array(signed.dropFirst()) }
        }
        return nil
    }

    /// A number in 0..<1 that only the holder of the keys can foretell from `text`.
    func fraction(of text: String) -> Double { Double(hash(of: text) >> 11) * 0x1p-53 }

    /// 64 bits that only the holder of the keys can foretell from `text`: the first eight bytes of
    /// its HMAC-SHA256 under the oldest key, so that a new key for tokens changes nothing.
    func hash(of text: String) -> UInt64 {
        guard let key = keys.first else { return 0 }
        let code = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key.key)
        return code.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }

    private static func bytes(hex: Substring) -> [UInt8]? {
        let digits = hex.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[index], let low = digits[index + 1] else { return nil }
            bytes.append(UInt8(high * 16 + low))
        }
        return bytes
    }
}

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
    /// What readers' keys are hashed with: the same for as long as the site lives.
    private let readerKey: SymmetricKey

    /// The keys in the text of a key file, see `KeyFileText`; nil when it does not read as one.
    package init?(keyFile text: String) {
        guard let file = KeyFileText(text), let first = file.lines.first else { return nil }
        keys = file.lines.map { Key(id: $0.id, key: SymmetricKey(data: $0.bytes)) }
        readerKey = SymmetricKey(data: file.reader ?? first.bytes)
    }

    /// The key of previews; no server accepts it, because none has it in its file.
    static let preview = SigningKeys(only: SymmetricKey(data: Array("preview, never billed".utf8)))

    private init(only key: SymmetricKey) {
        keys = [Key(id: 0, key: key)]
        readerKey = key
    }

    /// The text of a new key file from 32 random bytes.
    package static func keyFile(randomBytes: [UInt8]) -> String {
        KeyFileText.new(randomBytes: randomBytes)
    }

    /// Whether some key has the number that a message names.
    func knows(keyOf message: [UInt8]) -> Bool { keys.contains { $0.id == message.first } }

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
    /// its HMAC-SHA256 under the reader key, so that a new key for tokens changes nothing.
    func hash(of text: String) -> UInt64 {
        let code = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: readerKey)
        return code.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
}

/// What a key file says: a line for each key that signs or has signed, oldest first, and one for the
/// key that readers' keys are hashed with.
///
/// ```
/// # comments, and empty lines
/// reader HEX
/// 1 HEX
/// 2 HEX
/// ```
///
/// - `ID HEX`: ID is 0…255 and goes into each token; HEX are at least 32 bytes. The last line signs,
///   all verify.
/// - `reader HEX`, at most once, anywhere: what readers' keys are hashed with, and variants drawn by.
///   Where it is missing the first key does that too. It never changes: with another one every reader
///   is a new one, and half of them see another variant. `rotate` therefore writes it down before a
///   key goes.
struct KeyFileText: Sendable {
    /// A key that signs tokens.
    struct Line: Sendable {
        var id: UInt8
        var bytes: [UInt8]
    }

    /// Bytes that a key has at least.
    static let leastByteCount = 32

    private(set) var lines: [Line] = []
    /// nil where the first key hashes readers too.
    private(set) var reader: [UInt8]?

    /// nil when a line reads otherwise, or there is no key.
    init?(_ text: String) {
        for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            let parts = line.split(separator: " ")
            guard parts.count == 2, let bytes = Self.bytes(hex: parts[1]),
                bytes.count >= Self.leastByteCount
            else { return nil }
            if parts[0] == "reader" {
                guard reader == nil else { return nil }
                reader = bytes
            } else if let id = UInt8(parts[0]) {
                lines.append(Line(id: id, bytes: bytes))
            } else {
                return nil
            }
        }
        guard !lines.isEmpty else { return nil }
    }

    /// Adds a key that signs from now on and drops all but the `count` youngest of those before it,
    /// at most `mostKept`.
    ///
    /// - Returns: the number of the new key, the next one that is free.
    mutating func rotate(to bytes: [UInt8], keeping count: Int) -> UInt8 {
        if reader == nil { reader = lines.first?.bytes }
        var id = (lines.last?.id ?? 0) &+ 1
        lines = Array(lines.suffix(min(max(0, count), Self.mostKept)))
        while lines.contains(where: { $0.id == id }) { id &+= 1 }
        lines.append(Line(id: id, bytes: bytes))
        return id
    }

    /// Old keys that can be kept: fewer than there are numbers, so that one is always free.
    static let mostKept = 100

    /// What the file is to hold.
    var text: String {
        var text = Self.comment
        if let reader { text += "reader \(Self.hex(reader))\n" }
        for line in lines { text += "\(line.id) \(Self.hex(line.bytes))\n" }
        return text
    }

    /// The text of a new key file from 32 random bytes.
    static func new(randomBytes: [UInt8]) -> String { comment + "1 \(hex(randomBytes))\n" }

    private static let comment =
        "# Signs impression, click and list tokens of Broadsheet. Keep it secret.\n"

    private static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef")
        return bytes.map { "\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined()
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

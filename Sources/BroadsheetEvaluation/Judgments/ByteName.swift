/// The name of a query or a document, byte for byte as a file has it: names are compared and
/// ordered by their bytes, whether they are text or not.
public struct ByteName: Sendable, Hashable, Comparable {
    /// The bytes, without the blanks around them.
    public let bytes: [UInt8]

    /// A name with these bytes.
    public init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    /// A name with the bytes of a text.
    public init(_ text: String) { bytes = Array(text.utf8) }

    /// The order of C's `strcmp`: by unsigned bytes, a beginning before what it begins.
    public static func < (left: ByteName, right: ByteName) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    /// The name as people and JSON read it: UTF-8 as it is; where it is none, all bytes above 0x7E
    /// and backslashes as `\xE9`.
    public var text: String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var text = ""
        for byte in bytes {
            if byte < 0x7F, byte != 0x5C {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                text += "\\x" + (digits.count < 2 ? "0" : "") + digits
            }
        }
        return text
    }
}

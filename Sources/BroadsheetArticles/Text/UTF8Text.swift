internal import Foundation

/// Text that claims to be UTF-8.
enum UTF8Text {
    /// The warning that goes with a repair.
    static let warning = "invalid UTF-8: each broken sequence was read as U+FFFD"

    /// The same text with U+FFFD for every broken sequence; nil when nothing is broken.
    static func repaired(_ bytes: Data) -> Data? {
        String(validating: bytes, as: UTF8.self) == nil
            ? Data(String(decoding: bytes, as: UTF8.self).utf8) : nil
    }

    /// The text of `bytes`, and whether it had to be repaired.
    static func decoded(_ bytes: some Collection<UInt8>) -> (text: String, wasRepaired: Bool) {
        if let text = String(validating: bytes, as: UTF8.self) { return (text, false) }
        return (String(decoding: bytes, as: UTF8.self), true)
    }
}

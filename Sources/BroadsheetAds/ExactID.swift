/// An id as a key: compared, ordered and hashed by its UTF-8 bytes.
///
/// `String` takes "é" in one scalar and in two for the same key; ids that storage and other
/// programs compare by bytes must not.
package struct ExactID: Sendable, Hashable, Comparable {
    package let text: String

    package init(_ text: String) { self.text = text }

    package static func == (left: ExactID, right: ExactID) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    package static func < (left: ExactID, right: ExactID) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
        hasher.combine(UInt8.max)
    }
}

extension String {
    /// Whether both hold the same UTF-8 bytes.
    func isExactly(_ other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}

/// Words that begin on a line of the cache, so that eight of them lie on one line.
///
/// Rows of bits are read a line at a time; lists of Swift begin in the middle of one, and then every
/// read would touch two.
package struct AlignedWords: Sendable {
    /// The words, behind up to seven zeros.
    let storage: [UInt64]
    /// Where they begin.
    let start: Int

    /// Number of words.
    package var count: Int { storage.count - Self.line + 1 }
    /// Bytes of memory.
    package var byteCount: Int { 8 * storage.capacity }

    /// Words of a line.
    private static let line = 8

    package init(_ words: [UInt64] = []) {
        var storage = Array(repeating: UInt64(0), count: words.count + Self.line - 1)
        // Safe because the address is only looked at; the storage stays where it is while it is
        // filled, and were it ever moved, only speed would be lost.
        start = unsafe storage.withUnsafeMutableBufferPointer { buffer in
            let address = UInt(bitPattern: buffer.baseAddress)
            let start = Int((0 &- address) % 64 / 8)
            for index in words.indices { unsafe buffer[start + index] = words[index] }
            return start
        }
        self.storage = storage
    }

    /// The word at a place.
    package subscript(place: Int) -> UInt64 { storage[start + place] }
}

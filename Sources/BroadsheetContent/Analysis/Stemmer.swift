internal import CStemmer

/// Snowball's stemmer of one language; the only file that touches libstemmer.
///
/// A stemmer owns one C object with a work buffer: it belongs to one thread at a time, which
/// ownership sees to.
@safe package struct Stemmer: ~Copyable {
    private let stemmer: OpaquePointer

    /// The stemmer of `language`, an English name; nil when the library does not know it.
    package init?(language: String) {
        guard let stemmer = unsafe sb_stemmer_new(language, "UTF_8") else { return nil }
        unsafe self.stemmer = stemmer
    }

    deinit { unsafe sb_stemmer_delete(stemmer) }

    /// The stem of a lower-cased word of at most 2^31 − 1 bytes; the word itself when it is longer
    /// or memory ran out.
    package mutating func stem(_ word: Span<UInt8>) -> [UInt8] {
        guard let length = Int32(exactly: word.count) else { return word.bytes() }
        return unsafe word.withUnsafeBufferPointer { buffer in
            guard let stem = unsafe sb_stemmer_stem(stemmer, buffer.baseAddress, length) else {
                return unsafe Array(buffer)
            }
            return unsafe Array(
                UnsafeBufferPointer(start: stem, count: Int(sb_stemmer_length(stemmer))))
        }
    }
}

extension Span where Element == UInt8 {
    /// A copy as an array.
    func bytes() -> [UInt8] {
        var copy: [UInt8] = []
        copy.reserveCapacity(count)
        for index in indices { copy.append(self[index]) }
        return copy
    }
}

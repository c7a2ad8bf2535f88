internal import BroadsheetResources

/// Words too common to say what an article is about.
package enum StopWords {
    /// scikit-learn's `ENGLISH_STOP_WORDS`, 318 words, lower case.
    package static let english: Set<[UInt8]> = words(in: "stopwords/en.txt")

    /// The words of an embedded list, one a line.
    private static func words(in path: String) -> Set<[UInt8]> {
        let bytes = EmbeddedFile.bytes(path) ?? []
        return Set(bytes.split(separator: UInt8(ascii: "\n")).map(Array.init))
    }
}

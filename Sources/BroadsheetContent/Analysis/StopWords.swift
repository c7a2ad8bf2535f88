internal import BroadsheetResources

/// Words too common to say what an article is about.
package enum StopWords {
    /// scikit-learn's `ENGLISH_STOP_WORDS`, 318 words, lower case.
    package static let english: Set<[UInt8]> = words("en")

    /// Codes of the languages that have a list, in the order of `LanguageRules.all`.
    static let codes = LanguageRules.all.compactMap(\.stopList)

    /// The list of each language in `LanguageRules.all`, empty where it has none.
    static let byRules: [Set<[UInt8]>] = LanguageRules.all.map { rules in
        rules.stopList.map { words($0) } ?? []
    }

    /// The words of an embedded list, one a line.
    private static func words(_ code: String) -> Set<[UInt8]> {
        let bytes = EmbeddedFile.bytes("stopwords/\(code).txt") ?? []
        return Set(bytes.split(separator: UInt8(ascii: "\n")).map(Array.init))
    }
}

/// The language of a text, by the primary subtag of its BCP 47 tag.
package struct Language: Sendable, Hashable, CustomStringConvertible {
    /// The primary subtag in lower case: `pt` for `pt-BR`; `no` for `nb` and `nn`.
    package let code: String
    /// Place of its rules in `LanguageRules.all`.
    let rulesIndex: UInt8

    /// The language that `tag` names; nil when the tag does not begin with two or three letters.
    ///
    /// Both `-` and `_` part subtags. Any well-formed language is fine: one without rules of its
    /// own is cut into words by Unicode's rules, neither stemmed nor freed from stop words.
    package init?(tag: String) {
        let primary = tag.utf8.prefix { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
        let lower = primary.map { $0 | 0x20 }
        let isWord = lower.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
        guard (2...3).contains(lower.count), isWord else { return nil }
        let subtag = String(decoding: lower, as: UTF8.self)
        let code = Self.canonical[subtag] ?? subtag
        self.code = code
        rulesIndex = LanguageRules.indexes[code] ?? 0
    }

    package var description: String { code }

    /// Whether there is a list of stop words; without one, terms that stand in more than 30 % of
    /// the language's documents are to be left out by whoever knows the documents.
    package var hasStopList: Bool { rules.stopList != nil }

    /// Whether Snowball knows the language.
    package var hasStemmer: Bool { rules.stemmer != nil }

    var rules: LanguageRules { LanguageRules.all[Int(rulesIndex)] }

    /// Tags of languages that are handled as another one, old tags and three-letter tags.
    private static let canonical: [String: String] = [
        "nb": "no", "nn": "no", "iw": "he", "ji": "yi", "in": "id", "mo": "ro",
        "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es",
        "ita": "it", "nld": "nl", "dut": "nl", "por": "pt", "swe": "sv", "dan": "da",
        "nor": "no", "nob": "no", "nno": "no", "fin": "fi", "rus": "ru", "hun": "hu",
        "ara": "ar", "tur": "tr", "ell": "el", "hin": "hi", "zho": "zh", "jpn": "ja",
        "kor": "ko", "tha": "th",
    ]
}

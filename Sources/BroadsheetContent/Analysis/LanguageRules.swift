/// How the words of one language become terms.
struct LanguageRules: Sendable {
    /// What becomes of accents, which some languages' writers leave out and some readers' searches.
    enum Accents: Sendable {
        /// Letters with marks are letters of their own: `ä` and `a` make different words.
        case kept
        /// Dropped once the word is stemmed: the stemmer's rules need them, readers do not.
        case droppedFromStems
        /// Dropped before the word is stemmed: the stemmer knows no accents.
        case droppedFromWords
    }

    /// What stands behind an apostrophe and is cut off.
    enum Suffixes: Sendable {
        case none
        /// Only these: `s` of `today's`.
        case listed([String])
        /// Everything: the endings of Turkish names.
        case all
    }

    /// Primary subtag; empty for the rules of all languages that have no others.
    var code: String
    /// Snowball's name of the language.
    var stemmer: String?
    /// The embedded stop list.
    var stopList: String?
    var accents = Accents.kept
    /// Letters beyond ASCII that stay as they are although accents are dropped.
    var letters = ""
    /// Words that lose their vowel before another word, written with an apostrophe: `l` of `l'eau`.
    var elisions: Set<[UInt8]> = []
    var suffixes = Suffixes.none
    /// Whether endings follow a colon: `EU:n`.
    var cutsAtColon = false
    /// What parts thousands in numbers.
    var grouping = UInt8(ascii: ".")
    /// Whether the capital of `ı` is `I` and that of `i` is `İ`.
    var isTurkic = false

    /// The rules by language; the first are those of languages without any.
    ///
    /// Accents are dropped where the language's own readers take them for optional: in French,
    /// Spanish (but not ñ, a letter), Italian, Portuguese, Catalan, Romanian and Greek, and in
    /// English and Dutch loan words. German, the Nordic languages, Hungarian, Turkish and all others
    /// keep them: ä is not a there, and Snowball's German folds umlauts where its rules want it.
    static let all: [LanguageRules] = [
        LanguageRules(code: "", grouping: UInt8(ascii: ",")),
        LanguageRules(
            code: "en", stemmer: "english", stopList: "en", accents: .droppedFromWords,
            suffixes: .listed(["s", "re", "ve", "ll", "d", "m"]), grouping: UInt8(ascii: ",")),
        LanguageRules(
            code: "de", stemmer: "german", stopList: "de", suffixes: .listed(["s"])),
        LanguageRules(
            code: "fr", stemmer: "french", stopList: "fr", accents: .droppedFromStems,
            elisions: words("l d j m t s n c qu jusqu lorsqu puisqu quoiqu")),
        LanguageRules(
            code: "es", stemmer: "spanish", stopList: "es", accents: .droppedFromStems,
            letters: "ñ"),
        LanguageRules(
            code: "it", stemmer: "italian", stopList: "it", accents: .droppedFromStems,
            elisions: words(
                "l un d c s m t v n gl dell all dall nell sull coll quell quest bell sant tutt "
                    + "anch nient mezz senz")),
        LanguageRules(
            code: "nl", stemmer: "dutch", stopList: "nl", accents: .droppedFromStems,
            suffixes: .listed(["s", "er", "ers", "tje", "tjes"])),
        LanguageRules(
            code: "pt", stemmer: "portuguese", stopList: "pt", accents: .droppedFromStems),
        LanguageRules(
            code: "sv", stemmer: "swedish", stopList: "sv", suffixes: .listed(["s"]),
            cutsAtColon: true),
        LanguageRules(
            code: "da", stemmer: "danish", stopList: "da", suffixes: .listed(["s", "er", "en"])),
        LanguageRules(
            code: "no", stemmer: "norwegian", stopList: "no", suffixes: .listed(["s", "er", "en"])),
        LanguageRules(
            code: "fi", stemmer: "finnish", stopList: "fi", suffixes: .all, cutsAtColon: true),
        LanguageRules(code: "ru", stemmer: "russian", stopList: "ru"),
        LanguageRules(code: "hu", stemmer: "hungarian", stopList: "hu"),
        LanguageRules(code: "ar", stemmer: "arabic"),
        LanguageRules(code: "hy", stemmer: "armenian"),
        LanguageRules(code: "eu", stemmer: "basque"),
        LanguageRules(
            code: "ca", stemmer: "catalan", accents: .droppedFromStems,
            elisions: words("l d m t s n")),
        LanguageRules(code: "el", stemmer: "greek", accents: .droppedFromStems),
        LanguageRules(code: "hi", stemmer: "hindi", grouping: UInt8(ascii: ",")),
        LanguageRules(code: "id", stemmer: "indonesian"),
        LanguageRules(
            code: "ga", stemmer: "irish", elisions: words("d b m"), grouping: UInt8(ascii: ",")),
        LanguageRules(code: "lt", stemmer: "lithuanian"),
        LanguageRules(code: "ne", stemmer: "nepali", grouping: UInt8(ascii: ",")),
        LanguageRules(code: "ro", stemmer: "romanian", accents: .droppedFromStems),
        LanguageRules(code: "sr", stemmer: "serbian"),
        LanguageRules(code: "ta", stemmer: "tamil", grouping: UInt8(ascii: ",")),
        LanguageRules(code: "tr", stemmer: "turkish", suffixes: .all, isTurkic: true),
        LanguageRules(code: "az", suffixes: .all, isTurkic: true),
        LanguageRules(code: "yi", stemmer: "yiddish"),
    ]

    /// Place in `all` by code.
    static let indexes: [String: UInt8] = Dictionary(
        uniqueKeysWithValues: all.enumerated().map { ($1.code, UInt8(truncatingIfNeeded: $0)) })

    private static func words(_ list: String) -> Set<[UInt8]> {
        Set(list.split(separator: " ").map { [UInt8]($0.utf8) })
    }
}

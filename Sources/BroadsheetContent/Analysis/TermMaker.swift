internal import Foundation

/// Makes the term of a word: once for each distinct word of a catalogue.
///
/// Belongs to one thread, as the stemmers do that it keeps.
struct TermMaker: ~Copyable {
    /// A stemmer on the heap, so that there can be a list of them.
    private final class KeptStemmer {
        var stemmer: Stemmer
        init?(_ language: String) {
            guard let stemmer = Stemmer(language: language) else { return nil }
            self.stemmer = stemmer
        }
    }

    private var english: KeptStemmer?
    private var byRules: [KeptStemmer?] = Array(repeating: nil, count: LanguageRules.all.count)

    init() {}

    /// The term of a lower-cased word; nil for a stop word.
    mutating func term(of word: Span<UInt8>, for analyzer: Analyzer) -> [UInt8]? {
        switch analyzer {
        case .plain:
            return word.bytes()
        case .ascii, .english:
            let bytes = word.bytes()
            guard !StopWords.english.contains(bytes) else { return nil }
            guard analyzer == .english else { return bytes }
            if english == nil { english = KeptStemmer("english") }
            return english?.stemmer.stem(word) ?? bytes
        case .language(let language):
            return term(of: word.bytes(), language)
        }
    }

    private mutating func term(of word: [UInt8], _ language: Language) -> [UInt8]? {
        let rules = language.rules
        let whole = WordForm.normalized(word, language.code)
        guard !whole.isEmpty, !isStopWord(whole, language) else { return nil }
        let bare = WordForm.withoutSuffix(whole, rules)
        guard !isStopWord(bare, language) else { return nil }
        let plain = WordForm.withoutPunctuation(bare, rules)
        guard !plain.isEmpty else { return nil }
        guard !plain.contains(where: { $0 < 0x3A }) else { return plain }
        let base =
            rules.accents == .droppedFromWords ? WordForm.withoutAccents(plain, rules) : plain
        guard let name = rules.stemmer else { return base }
        let index = Int(language.rulesIndex)
        if byRules[index] == nil { byRules[index] = KeptStemmer(name) }
        let stem = byRules[index]?.stemmer.stem(base.span) ?? base
        let term =
            rules.accents == .droppedFromStems ? WordForm.withoutAccents(stem, rules) : stem
        return term.isEmpty ? plain : term
    }

    private func isStopWord(_ word: [UInt8], _ language: Language) -> Bool {
        if StopWords.byRules[Int(language.rulesIndex)].contains(word) { return true }
        return language.code == "en" && word.ends(with: "n't")
    }
}

/// Steps from a lower-cased word to the form that is stemmed.
enum WordForm {
    /// Compatibility forms folded (`ﬁ`, full width), accents composed, without what nobody sees.
    ///
    /// Beyond Unicode's NFKC: `ß` is `ss` but in German, final sigma is sigma, `ё` is `е` in
    /// Russian, Romanian's commas below are the cedillas that Snowball knows; tatweel, Arabic vowel
    /// signs, Hebrew points and Russian stress marks go.
    static func normalized(_ word: [UInt8], _ code: String) -> [UInt8] {
        guard word.contains(where: { $0 >= 0x80 }) else { return word }
        let text = String(decoding: word, as: UTF8.self)
        var normalized: [UInt8] = []
        for scalar in text.precomposedStringWithCompatibilityMapping.unicodeScalars {
            let known = TextScalar.of(scalar)
            guard known.kind != .ignorable, !isOptionalMark(scalar, code) else { continue }
            switch (known.lower, code) {
            case ("ς", _): normalized += "σ".utf8
            case ("ё", "ru"): normalized += "е".utf8
            case ("ș", "ro"): normalized += "ş".utf8
            case ("ț", "ro"): normalized += "ţ".utf8
            case ("ß", let code) where code != "de": normalized += "ss".utf8
            case (let lower, _): normalized += String(lower).utf8
            }
        }
        return normalized
    }

    private static func isOptionalMark(_ scalar: Unicode.Scalar, _ code: String) -> Bool {
        switch scalar.value {
        case 0x0640, 0x064B...0x0652, 0x0670, 0x0591...0x05BD, 0x05BF, 0x05C1...0x05C2: true
        case 0x0301: code == "ru" || code == "uk"
        default: false
        }
    }

    /// Without what the language hangs behind an apostrophe or a colon.
    static func withoutSuffix(_ word: [UInt8], _ rules: LanguageRules) -> [UInt8] {
        var end = word.count
        if rules.cutsAtColon, let colon = word.firstIndex(of: UInt8(ascii: ":")) { end = colon }
        guard let apostrophe = word[..<end].lastIndex(of: UInt8(ascii: "'")) else {
            return Array(word[..<end])
        }
        switch rules.suffixes {
        case .none: break
        case .all: end = apostrophe
        case .listed(let suffixes):
            let suffix = word[(apostrophe + 1)..<end]
            if suffixes.contains(where: { suffix.elementsEqual($0.utf8) }) { end = apostrophe }
        }
        return Array(word[..<end])
    }

    /// `u.s` as `us`, `covid-19` as `covid19`, `1,000` as `1000`; `3.14` as it stands.
    static func withoutPunctuation(_ word: [UInt8], _ rules: LanguageRules) -> [UInt8] {
        let isNumber = word.allSatisfy { (0x2C...0x39).contains($0) }
        guard isNumber else { return word.filter { !isPunctuation($0) } }
        let groups = word.split(separator: rules.grouping, omittingEmptySubsequences: false)
        let isGrouped =
            groups.count > 1 && (1...3).contains(groups[0].count)
            && groups.dropFirst().allSatisfy { group in
                group.prefix { $0 >= 0x30 }.count == 3
            }
        return isGrouped ? Array(groups.joined()) : word
    }

    private static func isPunctuation(_ byte: UInt8) -> Bool {
        (0x27...0x2F).contains(byte) || byte == UInt8(ascii: ":")
    }

    /// Without accents on Latin and Greek letters, the language's own letters excepted.
    static func withoutAccents(_ word: [UInt8], _ rules: LanguageRules) -> [UInt8] {
        guard word.contains(where: { $0 >= 0x80 }) else { return word }
        var bare: [UInt8] = []
        for scalar in String(decoding: word, as: UTF8.self).unicodeScalars {
            guard !rules.letters.unicodeScalars.contains(scalar) else {
                bare += String(scalar).utf8
                continue
            }
            for part in String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars
            where !(0x0300...0x036F).contains(part.value) {
                bare += String(part).utf8
            }
        }
        return bare
    }
}

extension [UInt8] {
    fileprivate func ends(with suffix: String) -> Bool {
        count >= suffix.utf8.count && self.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
    }
}

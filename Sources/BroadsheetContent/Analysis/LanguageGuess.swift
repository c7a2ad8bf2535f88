/// The language that a text seems to be in.
///
/// Scripts that one language has are told by their letters. For the languages with stop lists the
/// words of the text's beginning are looked up in all lists: a word that n lists hold counts 1/n
/// for each, and the language with the most wins. The confidence is what it has more than the
/// next, as a share of what it has, times how near its share of all words comes to the quarter
/// that stop words make up of any running text.
package struct LanguageGuess: Sendable, Hashable {
    /// The language; nil when nothing fits, so that the text is best analysed as `plain`.
    package var language: Language?
    /// How sure that is, 0…1; 0 with a language says that it is the site's for want of a better.
    package var confidence: Double

    /// The least confidence that is believed.
    package static let leastConfidence = 0.1
    /// How much of a text is looked at.
    package static let byteLimit = 4096

    /// The guess for `text`, and `site`'s language, where its script fits, when there is none.
    package init(of text: DocumentText, site: Language? = nil) {
        let sample = Self.sample(of: text)
        let scripts = ScriptCounts(sample)
        if let (code, confidence) = scripts.language {
            self.init(language: Language(tag: code), confidence: confidence)
            return
        }
        let (index, confidence) = Self.vote(sample)
        if confidence >= Self.leastConfidence {
            self.init(language: Language(tag: StopWords.codes[index]), confidence: confidence)
        } else {
            let fits = site.map { scripts.fits($0) } ?? false
            self.init(language: fits ? site : nil, confidence: 0)
        }
    }

    init(language: Language?, confidence: Double) {
        self.language = language
        self.confidence = confidence
    }

    private static func sample(of text: DocumentText) -> String {
        var sample = ""
        for part in [text.body, text.title, text.summary] where sample.utf8.count < byteLimit {
            let room = byteLimit - sample.utf8.count
            sample += String(decoding: part.utf8.prefix(room), as: UTF8.self) + " "
        }
        return sample
    }

    /// The language with the most stop words in `sample`, by its place in `StopWords.codes`.
    private static func vote(_ sample: String) -> (index: Int, confidence: Double) {
        var votes = Array(repeating: 0.0, count: StopWords.codes.count)
        var hits = Array(repeating: 0, count: StopWords.codes.count)
        var words = 0
        var tokenizer = Tokenizer()
        tokenizer.forEachWord(in: sample, unicode: true) { word, key, _ in
            words += 1
            guard let entry = StopWordVotes.shared.words.find(word, key) else { return }
            for (index, vote) in StopWordVotes.shared.votes[Int(entry)] {
                votes[index] += vote
                hits[index] += 1
            }
        }
        var best = 0
        for index in votes.indices where votes[index] > votes[best] { best = index }
        let second = votes.indices.filter { $0 != best }.map { votes[$0] }.max() ?? 0
        // One word alone may be a name: Sarai is a town and Italian for "you will be".
        guard words >= 5, hits[best] >= 2 else { return (best, 0) }
        let share = min(1, votes[best] / Double(words) / 0.25)
        return (best, share * (votes[best] - second) / votes[best])
    }
}

/// Which lists hold each stop word.
private struct StopWordVotes: Sendable {
    static let shared = StopWordVotes()

    private(set) var words = ByteInterner()
    /// By word: places in `StopWords.codes`, each with 1 / number of lists that hold the word.
    private(set) var votes: [[(index: Int, vote: Double)]] = []

    private init() {
        let lists = LanguageRules.all.indices.filter { LanguageRules.all[$0].stopList != nil }
        for (index, rules) in lists.enumerated() {
            for word in StopWords.byRules[rules] {
                guard let entry = words.intern(word.span) else { continue }
                if Int(entry) == votes.count { votes.append([]) }
                votes[Int(entry)].append((index, 0))
            }
        }
        for entry in votes.indices {
            let share = 1 / Double(votes[entry].count)
            for place in votes[entry].indices { votes[entry][place].vote = share }
        }
    }
}

/// How many letters of each script a text has.
private struct ScriptCounts {
    /// First and last scalar of a script's letters, and the language that it alone tells.
    private static let scripts: [(range: ClosedRange<UInt32>, code: String, confidence: Double)] = [
        (0x0370...0x03FF, "el", 0.95), (0x0530...0x058F, "hy", 0.95), (0x0590...0x05FF, "he", 0.9),
        (0x0600...0x06FF, "ar", 0.6), (0x0900...0x097F, "hi", 0.6), (0x0980...0x09FF, "bn", 0.8),
        (0x0B80...0x0BFF, "ta", 0.95), (0x0E00...0x0E7F, "th", 0.95),
        (0x0E80...0x0EFF, "lo", 0.95), (0x1000...0x109F, "my", 0.9), (0x10A0...0x10FF, "ka", 0.9),
        (0x1780...0x17FF, "km", 0.95), (0x3040...0x30FF, "ja", 0.95),
        (0x4E00...0x9FFF, "zh", 0.9), (0xAC00...0xD7A3, "ko", 0.95),
    ]

    private var counts = Array(repeating: 0, count: scripts.count)
    private var latin = 0
    private var cyrillic = 0
    /// Letters that Russian does not have, and letters that Arabic does not have.
    private var notRussian = 0
    private var persian = 0

    init(_ sample: String) {
        for scalar in sample.unicodeScalars { count(scalar.value) }
    }

    private mutating func count(_ value: UInt32) {
        switch value {
        case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F: latin += 1
        case 0..<0x0370: break
        case 0x0400...0x04FF:
            cyrillic += 1
            let isRussian = (0x0410...0x044F).contains(value) || value == 0x0401 || value == 0x0451
            if !isRussian { notRussian += 1 }
        default:
            if [0x067E, 0x0686, 0x0698, 0x06AF, 0x06A9, 0x06CC].contains(value) { persian += 1 }
            for index in Self.scripts.indices where Self.scripts[index].range.contains(value) {
                counts[index] += 1
            }
        }
    }

    /// The language that the letters alone tell; nil for Latin and Cyrillic text.
    var language: (code: String, confidence: Double)? {
        let total = latin + cyrillic + counts.reduce(0, +)
        var best = 0
        for index in counts.indices where counts[index] > counts[best] { best = index }
        guard total > 0, 2 * counts[best] > total - latin, counts[best] * 3 > total else {
            return ukrainian
        }
        let found = Self.scripts[best]
        if found.code == "ar", 20 * persian > counts[best] { return ("fa", 0.5) }
        let kana = Self.scripts.firstIndex { $0.code == "ja" } ?? best
        if found.code == "zh", 20 * counts[kana] > counts[best] { return ("ja", 0.9) }
        return (found.code, found.confidence)
    }

    /// Cyrillic with many letters that Russian lacks: Ukrainian is the most likely one.
    private var ukrainian: (code: String, confidence: Double)? {
        cyrillic > latin && 50 * notRussian > cyrillic ? ("uk", 0.5) : nil
    }

    /// Whether the text can be in `language`, by its letters.
    func fits(_ language: Language) -> Bool {
        let isCyrillic = ["ru", "uk", "bg", "sr", "mk", "be", "kk"].contains(language.code)
        if isCyrillic { return cyrillic >= latin }
        let own = Self.scripts.contains { $0.code == language.code }
        return !own && latin >= cyrillic
    }
}

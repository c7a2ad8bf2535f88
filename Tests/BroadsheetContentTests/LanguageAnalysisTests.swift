import Testing

@testable import BroadsheetContent

/// The words of a text as the segmenter of `language` cuts them.
private func words(_ text: String, _ language: String) -> [String] {
    guard let language = Language(tag: language) else { return ["no such language"] }
    var words: [String] = []
    var segmenter = WordSegmenter()
    segmenter.forEachWord(in: text, language.rules) { word, _, _ in
        words.append(String(decoding: word.bytes(), as: UTF8.self))
    }
    return words
}

/// The terms of a text, each with its frequency, in order of first occurrence.
private func terms(_ text: String, _ name: String) -> [String] {
    guard let analyzer = Analyzer(name: name) else { return ["no such analyser"] }
    var documents = DocumentAnalyzer()
    return documents.analyze(text, with: analyzer).map {
        documents.lexicon.terms.text($0.term) + ($0.frequency > 1 ? " \($0.frequency)" : "")
    }
}

@Suite struct WordSegmenterTests {
    @Test(arguments: [
        ("can't stop 'quoted' rock 'n' roll", ["can't", "stop", "quoted", "rock", "roll"]),
        ("3.14 and 1,000, then 5. End.Next", ["3.14", "and", "1,000", "then", "end", "next"]),
        ("U.S. and U.N.-led e.g. no", ["u.s", "and", "u.n", "led", "e.g", "no"]),
        (
            "COVID-19 F-16 19-year-old well-known",
            [
                "covid-19", "f-16", "19", "year", "old", "well", "known",
            ]
        ),
        (
            "co\u{AD}operate zero\u{200B}width a\u{200D}b",
            ["co\u{6F}perate", "zero", "width", "ab"]
        ),
        ("_emphasis_ snake_case ½ x", ["emphasis", "snake", "case"]),
        ("e\u{301}te\u{301} \u{301}x", ["e\u{301}te\u{301}"]),
        ("हिन्दी में समाचार", ["हिन्दी", "में", "समाचार"]),
        ("می\u{200C}خواهم", ["میخواهم"]),
        ("צה\"ל", ["צה'ל"]),
    ])
    func `words follow Unicode's rules and keep numbers, codes and abbreviations whole`(
        text: String, expected: [String]
    ) {
        #expect(words(text, "en") == expected)
    }

    @Test(arguments: [
        ("北京大学", ["北京", "京大", "大学"]), ("が 好き", ["が", "好き"]),
        ("iPhone手机2024年", ["iphone", "手机", "2024", "年"]),
        ("뉴스를 봤다", ["뉴스", "스를", "봤다"]),
        ("กินข้าว", ["กิ", "น", "ข้", "า", "ว"].pairs),
        ("か\u{3099}ん", ["か\u{3099}ん"]),
    ])
    func `runs without spaces give overlapping pairs of letters with their marks`(
        text: String, expected: [String]
    ) {
        #expect(words(text, "zh") == expected)
    }

    @Test(arguments: [
        ("L'Équipe d'aujourd'hui qu'il", "fr", ["équipe", "aujourd'hui", "il"]),
        ("dell'arte l’acqua", "it", ["arte", "acqua"]),
        ("IĞDIR İstanbul", "tr", ["ığdır", "istanbul"]),
        ("Igor İstanbul", "en", ["igor", "istanbul"]),
        ("EU:n sakot", "fi", ["eu:n", "sakot"]),
        ("time: now 10:30", "en", ["time", "now", "10", "30"]),
    ])
    func `elisions, colons and dotless i go by the language`(
        text: String, language: String, expected: [String]
    ) {
        #expect(words(text, language) == expected)
    }

    @Test func `what is longer than 255 bytes is no word`() {
        let long = String(repeating: "a", count: 300)
        let signs = String(repeating: "\u{301}", count: 1000)
        let marks = "e" + signs
        #expect(
            words("\(long) \(long)é \(marks)x \(marks) one 1,\(long) 字\(signs)", "en") == ["one"])
    }
}

extension [String] {
    /// Each element with the next.
    fileprivate var pairs: [String] { zip(self, dropFirst()).map { $0 + $1 } }
}

@Suite struct LanguageTermTests {
    @Test(arguments: [
        ("The government's sanctions don't work", "en", ["govern", "sanction", "work"]),
        (
            "cafés naïve U.S. COVID-19 COVID19 1,000 1000 3.14", "en",
            [
                "cafe", "naiv", "us", "covid19 2", "1000 2", "3.14",
            ]
        ),
        ("Die Häuser der Straße", "de", ["haus", "strass"]),
        ("les élections d'été à l'Assemblée", "fr", ["elect", "assembl"]),
        ("canciones del año pasado", "es", ["cancion", "año", "pas"]),
        ("İstanbul'da haberler", "tr", ["istanbul", "haber"]),
        ("выборы в Москве", "ru", ["выбор", "москв"]),
        ("ＡＢＣ ﬁlm e\u{301}te\u{301} été", "zh", ["abc", "film", "été 2"]),
        ("1.000 euro", "de", ["1000", "euro"]),
    ])
    func `terms are stems of the language without its stop words`(
        text: String, language: String, expected: [String]
    ) {
        #expect(terms(text, language) == expected)
    }

    @Test func `all languages of an index share the terms`() {
        var analyzer = DocumentAnalyzer()
        let tags = ["en", "de", "fr", "zz"].compactMap { Analyzer(name: $0) }
        let documents = tags.map { analyzer.analyze("NATO", with: $0) }
        #expect(documents == Array(repeating: [TermFrequency(term: 0, frequency: 1)], count: 4))
    }

    @Test(arguments: [
        ("pt-BR", "pt", true, true), ("nb", "no", true, true), ("nn_NO", "no", true, true),
        ("EN", "en", true, true), ("ar", "ar", true, false), ("ja", "ja", false, false),
    ])
    func `a tag names its language, with the stemmer and the stop list that there are`(
        tag: String, code: String, hasStemmer: Bool, hasStopList: Bool
    ) {
        let language = Language(tag: tag)
        #expect(language?.code == code)
        #expect(language?.hasStemmer == hasStemmer)
        #expect(language?.hasStopList == hasStopList)
    }

    @Test(arguments: ["", "e", "english", "12", "d3", "-de"])
    func `what is no language tag names no language`(tag: String) {
        #expect(Language(tag: tag) == nil)
    }

    @Test func `every stemmer and stop list that the rules name is there`() {
        for rules in LanguageRules.all {
            if let name = rules.stemmer {
                if case .none = Stemmer(language: name) { Issue.record("no stemmer \(name)") }
            }
        }
        #expect(StopWords.codes.count == 13)
        for (rules, words) in zip(LanguageRules.all, StopWords.byRules)
        where rules.stopList != nil {
            #expect(words.count > 90)
        }
    }

    @Test func `names of analysers are read as they are written`() {
        for analyzer in Analyzer.fixed { #expect(Analyzer(name: "\(analyzer)") == analyzer) }
        #expect(Analyzer(name: "de-AT")?.description == "de")
        #expect(Analyzer(name: "klingonese") == nil)
        #expect(AnalyzerChoice(name: "auto", siteLanguage: "de") == .automatic(siteLanguage: "de"))
    }
}

@Suite struct LanguageGuessTests {
    static let samples: [(String, String)] = [
        (
            "The minister said on Tuesday that the talks would go on until the end of the week.",
            "en"
        ),
        ("Der Minister sagte am Dienstag, dass die Gespräche bis zum Ende der Woche dauern.", "de"),
        (
            "Le ministre a déclaré mardi que les négociations sont dans une impasse et dureront.",
            "fr"
        ),
        (
            "El ministro dijo el martes que las conversaciones seguirán hasta el fin de la semana.",
            "es"
        ),
        ("Il ministro ha detto che i colloqui dureranno fino alla fine della settimana.", "it"),
        ("De minister zei dinsdag dat de gesprekken tot het einde van de week zullen duren.", "nl"),
        ("O ministro disse que as conversações vão continuar até ao fim da semana.", "pt"),
        (
            "Ministern sade på tisdagen att samtalen ska pågå till slutet av veckan och inte längre.",
            "sv"
        ),
        ("Ministeren sagde tirsdag, at samtalerne vil fortsætte til slutningen af ugen.", "da"),
        ("Ministeren sa tirsdag at samtalene ikke skal fortsette til slutten av uken.", "no"),
        (
            "Ministeri sanoi tiistaina, että neuvottelut jatkuvat viikon loppuun ja se on hyvä.",
            "fi"
        ),
        ("Министр сказал во вторник, что переговоры будут продолжаться до конца недели.", "ru"),
        ("A miniszter azt mondta kedden, hogy a tárgyalások a hét végéig is tartanak.", "hu"),
        ("部长周二表示，会谈将持续到本周末。", "zh"), ("大臣は火曜日に会談が続くと述べた。", "ja"),
        ("장관은 화요일에 회담이 계속될 것이라고 말했다.", "ko"), ("รัฐมนตรีกล่าวเมื่อวันอังคาร", "th"),
        ("Ο υπουργός δήλωσε την Τρίτη", "el"), ("قال الوزير يوم الثلاثاء", "ar"),
        ("Міністр заявив у вівторок, що переговори триватимуть", "uk"),
    ]

    @Test(arguments: samples)
    func `the language of a sentence is told by its stop words or its script`(
        text: String, code: String
    ) {
        let guess = LanguageGuess(of: DocumentText(body: text))
        #expect(guess.language?.code == code)
        #expect(guess.confidence >= LanguageGuess.leastConfidence)
        #expect(guess.confidence <= 1)
    }

    @Test func `a text that shows no language is the site's where its script fits, else plain`() {
        let site = Language(tag: "de")
        let latin = DocumentText(body: "xyz 123")
        #expect(
            LanguageGuess(of: latin, site: site) == LanguageGuess(language: site, confidence: 0))
        #expect(LanguageGuess(of: latin).language == nil)
        #expect(LanguageGuess(of: latin, site: Language(tag: "ru")).language == nil)
    }

    @Test func `a declared language wins over the words`() {
        let german = DocumentText(body: Self.samples[1].0)
        let choice = AnalyzerChoice.automatic(siteLanguage: "en")
        #expect(choice.analyzer(language: "fr", of: german) == Analyzer(name: "fr"))
        #expect(choice.analyzer(language: nil, of: german) == Analyzer(name: "de"))
        #expect(choice.analyzer(language: "?", of: german) == Analyzer(name: "de"))
        #expect(AnalyzerChoice.always(.ascii).analyzer(language: "fr", of: german) == .ascii)
    }
}

@Suite struct ArticleLanguageTests {
    @Test func `a language says where it comes from and how sure it is`() {
        let (german, site) = (LanguageGuessTests.samples[1].0, Language(tag: "nl"))
        func found(_ declared: String?, _ body: String) -> ArticleLanguage {
            ArticleLanguage(declared: declared, of: DocumentText(body: body), site: site)
        }
        let declared = found("fr-CA", german)
        #expect(declared.language?.code == "fr" && declared.origin == .declared)
        #expect(declared.confidence == 1)
        let detected = found("?", german)
        #expect(detected.language?.code == "de" && detected.origin == .detected)
        #expect(detected.confidence > 0.5 && detected.confidence <= 1)
        let assumed = found(nil, "xyz 123")
        #expect(assumed.language?.code == "nl" && assumed.origin == .assumed)
        #expect(assumed.confidence == 0)
        let unknown = ArticleLanguage(
            declared: nil, of: DocumentText(body: "xyz 123"), site: Language(tag: "ru"))
        #expect(unknown.language == nil && unknown.origin == .unknown && unknown.confidence == 0)
    }
}

@Suite struct DocumentTextTests {
    @Test(arguments: ["plain", "english", "ascii", "en", "fr", "zh", "el"])
    func `raw weights give the terms of the title, a blank and the body`(name: String) throws {
        let analyzer = try #require(Analyzer(name: name))
        let text = DocumentText(
            title: "Σας ΑΣ L'été 北京", summary: "left out", tags: ["left out"],
            body: "ΒΓ café été 大学 the news")
        var first = DocumentAnalyzer()
        var second = DocumentAnalyzer()
        let fields = first.analyze(text, weights: .raw, with: analyzer)
        #expect(fields == second.analyze(text.title + " " + text.body, with: analyzer))
        #expect(first.lexicon.terms(of: text, weights: .raw, with: analyzer) == fields)
    }

    @Test func `a frequency is the sum of weight times count, at most the largest number`() {
        let text = DocumentText(
            title: "aa bb", summary: "aa", tags: ["aa", "cc dd"], body: "aa aa")
        var analyzer = DocumentAnalyzer()
        let weights = FieldWeights(title: 3, summary: 0, tags: 5, body: 1)
        let found = analyzer.analyze(text, weights: weights, with: .plain)
        #expect(found.map(\.frequency) == [10, 3, 5, 5])
        let huge = FieldWeights(title: .max, summary: 1, tags: .max, body: .max)
        let largest = analyzer.analyze(text, weights: huge, with: .plain)
        #expect(largest.map(\.frequency) == [.max, .max, .max, .max])
        #expect(
            analyzer.lexicon.terms(of: text, weights: weights, with: .plain) == found)
    }
}

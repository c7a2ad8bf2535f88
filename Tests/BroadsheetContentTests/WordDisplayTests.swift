import Testing

@testable import BroadsheetContent

@Suite struct WordDisplayTests {
    /// How `word` is shown after `text` was read.
    static func shown(_ word: String, in text: String, analyzer name: String) throws -> String? {
        let analyzer = try #require(Analyzer(name: name))
        var reader = DocumentAnalyzer()
        _ = reader.analyze(text, with: analyzer)
        let number = (0..<UInt32(reader.lexicon.words.count)).first {
            reader.lexicon.words.text($0) == word
        }
        return number.map { reader.lexicon.display(word: $0) }
    }

    @Test(arguments: ["plain", "en"])
    func `words are shown with the capitals that they mostly have`(analyzer: String) throws {
        let text = """
            DeVos met NATO envoys on YouTube; two MPs and DeVos met Ms. Park. met met
            iPhone and iPhone; devos once, Nato once and NATO again; ÉcoTech; Sanctions, sanctions,
            sanctions.
            """
        let expected = [
            "devos": "DeVos", "nato": "NATO", "youtube": "YouTube", "mps": "MPs", "park": "Park",
            "iphone": "iPhone", "écotech": "ÉcoTech", "sanctions": "sanctions", "met": "met",
        ]
        for (word, form) in expected.sorted(by: { $0.key < $1.key }) {
            let known = try Self.shown(word, in: text, analyzer: analyzer)
            #expect(known == form)
        }
    }

    @Test func `a word joined by an apostrophe keeps the capital behind it`() throws {
        #expect(try Self.shown("o'neil", in: "O'Neil and O'Neil", analyzer: "en") == "O'Neil")
    }

    @Test func `capitals beyond the 32nd byte are left out`() throws {
        let long = String(repeating: "a", count: 40)
        #expect(try Self.shown(long + "b", in: long + "B", analyzer: "en") == long + "b")
    }
}

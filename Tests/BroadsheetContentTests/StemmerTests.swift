import Testing

@testable import BroadsheetContent

@Suite struct StemmerTests {
    @Test func `every stem is that of Snowball English on the gold list of words`() throws {
        guard var stemmer = Stemmer(language: "english") else {
            Issue.record("no English stemmer")
            return
        }
        let pairs = try GoldFile.text("snowball_english_pairs.tsv.gz").split(separator: "\n")
        #expect(pairs.count == 98_112)
        var wrong: [String] = []
        for pair in pairs {
            let columns = pair.split(separator: "\t", omittingEmptySubsequences: false)
            guard columns.count == 2 else {
                wrong.append(String(pair))
                continue
            }
            let stem = stemmer.stem([UInt8](columns[0].utf8).span)
            if !stem.elementsEqual(columns[1].utf8) { wrong.append(String(pair)) }
        }
        #expect(wrong.isEmpty)
    }

    @Test func `the stop words are scikit-learn's`() throws {
        let words = try GoldFile.text("stopwords_sklearn_en.txt").split(separator: "\n")
        #expect(words.count == 318)
        #expect(StopWords.english == Set(words.map { [UInt8]($0.utf8) }))
    }

    @Test func `a language that Snowball does not know has no stemmer`() {
        switch Stemmer(language: "klingon") {
        case .some: Issue.record("found a stemmer")
        case .none: break
        }
    }
}

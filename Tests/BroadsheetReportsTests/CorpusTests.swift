import Broadsheet
import BroadsheetArticles
import BroadsheetReports
import Foundation
import Testing

struct CorpusTests {
    @Test(arguments: [1, 7, 4096])
    func `a corpus is read whatever pieces it comes in`(chunk: Int) throws {
        var read: [String] = []
        try CorpusFile(labelField: "kind").read(
            TestCorpus.source(TestCorpus.lines, chunk: chunk)
        ) { article, label in read.append("\(article.id) \(label ?? "-")") }
        #expect(read == ["a fruit", "b fruit", "c traffic", "d traffic", "e fruit"])
    }

    @Test(arguments: [
        ("{\"id\":\"a\",\"n\":3}", "3"), ("{\"id\":\"a\",\"n\":\"3\"}", "3"),
        ("{\"id\":\"a\",\"n\":0.5}", "0.5"), ("{\"n\":\"without id\"}", "without id"),
    ])
    func `a label is a text or a number`(line: String, label: String) throws {
        var labels: [String?] = []
        try CorpusFile(labelField: "n").read(TestCorpus.source(line)) { labels.append($1) }
        #expect(labels == [label])
    }

    @Test(arguments: [
        ("{\"id\":\"a\"}", "c.jsonl:1", "no label"),
        ("{\"id\":\"a\",\"n\":\"x\"}\n{\"id\":\"b\",\"n\":null}", "c.jsonl:2", "no label"),
        ("{\"id\":\"a\",\"n\":[1]}", "c.jsonl:1", "no label"),
        ("{\"id\":\"a\",\"n\":\"x\"}\n\nnonsense", "c.jsonl:3", "not a JSON object"),
        ("\n  \n", "c.jsonl", "found no article"), ("", "c.jsonl", "found no article"),
    ])
    func `a wrong line ends the reading and is named`(
        text: String, position: String, problem: String
    ) {
        let error = #expect(throws: CorpusProblem.self) {
            try CorpusFile(labelField: "n").read(TestCorpus.source(text)) { _, _ in }
        }
        #expect(error?.position == position)
        #expect(error?.problem.contains(problem) == true, "\(String(describing: error))")
    }

    @Test
    func `the upper triangle of a matrix is mirrored`() throws {
        let matrix = try SimilarityMatrix(
            parsing: "1\t0.25\t0.5\r\n0 1 0.75\n\n 9 8 1", name: "m.txt")
        #expect(matrix.count == 3)
        #expect(matrix[0, 1] == 0.25 && matrix[1, 0] == 0.25 && matrix[2, 1] == 0.75)
    }

    @Test(arguments: [
        ("1 x\n0 1", "m.txt:1: found something else than numbers"),
        ("1 nan\n0 1", "m.txt:1: found something else than numbers"),
        ("1 0.5\n1", "row 2 has 1 numbers, expected 2"),
        ("1", "found 1 rows, expected two documents"), ("", "found 0 rows"),
    ])
    func `what is no square of numbers is refused with a remedy`(text: String, problem: String) {
        let error = #expect(throws: CorpusProblem.self) {
            _ = try SimilarityMatrix(parsing: text, name: "m.txt")
        }
        #expect(error?.description.contains(problem) == true, "\(String(describing: error))")
    }

    @Test
    func `a listed article knows day, source and something to call it`() {
        let article = Article(
            id: "a", url: "https://www.Example.org/x", body: "Words of a photo page",
            publishedAt: Date(timeIntervalSince1970: -1))
        let listed = ListedArticle(article)
        #expect(listed.day == -1 && listed.source == "example.org")
        #expect(listed.title == "Words of a photo page")
        let named = ListedArticle(Article(id: "b", source: Article.Source(name: "Tass")))
        #expect(named.source == "Tass" && named.day == nil)
    }

    @Test
    func `document frequencies of the corpus itself change nothing`() {
        let texts = ["apple pear", "apple plum plum", "train apple", "train tram"]
        let index = TestCorpus.corpus(texts)
        let plain = TestCorpus.corpus(texts, background: texts)
        var scratch = RelatedCorpus.Scratch()
        for document in texts.indices {
            let expected = index.related(toDocument: document, limit: 9, scratch: &scratch)
            let found = plain.related(toDocument: document, limit: 9, scratch: &scratch)
            #expect(found.map(\.document) == expected.map(\.document))
            for (one, other) in zip(found, expected) {
                #expect(abs(one.score - other.score) < 1e-12)
                let pair = index.cosine(of: document, with: other.document)
                #expect(abs(pair - other.score) < 1e-12)
            }
        }
    }

    @Test
    func `a term that the background lacks weighs most`() {
        // Idf: apple ln(4/4) + 1 = 1, pear ln(4/1) + 1.
        let corpus = TestCorpus.corpus(
            ["apple pear", "pear"], background: ["apple", "apple", "apple"])
        var scratch = RelatedCorpus.Scratch()
        let found = corpus.related(toDocument: 0, limit: 1, scratch: &scratch)
        let weight = log(4.0) + 1
        #expect(found.map(\.document) == [1])
        let length: Double = (1 + weight * weight).squareRoot()
        #expect(isClose(found.first?.score, weight / length))
    }
}

import Broadsheet
import BroadsheetArticles
import BroadsheetContent
import BroadsheetReports
import Foundation

/// Small corpora for tests.
enum TestCorpus {
    static let scoring = Scoring.raw(analyzer: .always(.plain), scale: .raw)

    /// A file that arrives in pieces of a few bytes.
    static func source(_ text: String, name: String = "c.jsonl", chunk: Int = 7) -> ImportSource {
        var rest = Array(text.utf8)[...]
        return ImportSource(name: name, byteCount: nil) {
            guard !rest.isEmpty else { return nil }
            let next = rest.prefix(chunk)
            rest = rest.dropFirst(chunk)
            return Array(next)
        }
    }

    static func corpus(
        _ texts: [String], queries: [String] = [], background: [String] = []
    ) -> RelatedCorpus {
        var builder = RelatedCorpusBuilder(scoring: scoring, isRaw: true)
        for text in texts { builder.add(article(text)) }
        for text in queries { builder.addQuery(article(text)) }
        for text in background { builder.addBackground(article(text)) }
        return builder.build()
    }

    static func article(_ text: String) -> Article { Article(id: "x", title: text) }

    /// Two classes of articles, some of which share no word with any other.
    static let lines = """
        {"id":"a","title":"apple pear","kind":"fruit"}
        {"id":"b","title":"apple plum","kind":"fruit"}
        {"id":"c","title":"train bus apple","kind":"traffic"}
        {"id":"d","title":"train tram","kind":"traffic"}

        {"id":"e","title":"quince","kind":"fruit"}
        """

    /// The corpus above, read and ready to be judged by class.
    static func judged(
        second: JudgedInputReader.Configuration? = nil
    ) throws -> JudgedInput {
        var reader = JudgedInputReader(
            labelField: "kind", first: ("first", scoring, true), second: second)
        try reader.read(source(lines), as: .corpus) {}
        return reader.input()
    }
}

internal import BroadsheetArticles
internal import BroadsheetContent

extension AnalyzerFuzz {
    /// A text that comes as the bytes of a file, broken ones among them, has the same terms
    /// whatever chunks the file is read in.
    static func chunkFailure(
        _ body: [UInt8], _ analyzer: Analyzer, _ random: inout SeededGenerator
    ) -> String? {
        var line = Array("{\"id\":\"a\",\"body\":\"".utf8)
        for byte in body {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                line.append(UInt8(ascii: "\\"))
            }
            // Control characters would have to be escaped, and none of them makes a word.
            line.append(byte < 0x20 ? UInt8(ascii: " ") : byte)
        }
        line += Array("\"}\n".utf8)
        var documents = DocumentAnalyzer()
        let expected = documents.analyze(String(decoding: body, as: UTF8.self), with: analyzer)
        for chunkSize in [line.count, 1 + random.below(5), 1 + random.below(5_000)] {
            let options = ArticleReader.Options(format: .jsonl, name: "a.jsonl")
            let articles = ArticleFuzz.read(line, options, chunkSize: chunkSize)
                .compactMap(\.article)
            guard articles.count == 1, let article = articles.first else {
                return "\(articles.count) articles in chunks of \(chunkSize)"
            }
            guard documents.analyze(article.body, with: analyzer) == expected else {
                return "chunks of \(chunkSize) gave other terms than the whole text"
            }
        }
        return nil
    }
}

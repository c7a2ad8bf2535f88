import BroadsheetArticles
import Testing

@Suite struct DetectionTests {
    @Test(arguments: [
        ("a.jsonl", "x", ArticleFormat.jsonl), ("a.NDJSON", "x", .jsonl), ("a.csv", "id\n", .csv),
        ("a.tsv", "id\t", .csv), ("a", "{\"id\":\"1\"}", .jsonl),
        ("a.json", "{\"id\":\"1\"}", .jsonl),
        ("a.json", "{\"version\": \"https://jsonfeed.org/version/1.1\"}", .rss),
        ("a", "<?xml version='1.0'?><rss>", .rss), ("a.html", "<rss>", .rss),
        ("a", "<feed xmlns='http://www.w3.org/2005/Atom'>", .rss), ("a", "<rdf:RDF>", .rss),
        ("a", "<!-- x --><rss xmlns:wp=\"http://wordpress.org/export/1.2/\">", .wxr),
        ("a", " \n<!doctype HTML>\n<p>", .html), ("a", "<HTML>", .html), ("a.htm", "text", .html),
        ("a.xml", "<!DOCTYPE rss><rss>", .rss), ("a", "<p>fragment", .html),
        ("a.txt", "text", .text), ("a", "text", .text), ("a", "", .text), ("a.xml", "", .rss),
        ("a", "\u{FEFF}{\"id\":\"1\"}", .jsonl),
    ])
    func `the format is told from content and name`(
        name: String, content: String, format: ArticleFormat
    ) throws {
        var reader = ArticleReader(.init(name: name))
        _ = try? reader.consume(Array(content.utf8))
        _ = try? reader.finish()
        #expect(reader.detectedFormat == format)
        #expect(reader.bytesConsumed == content.utf8.count)
    }
}

internal import BroadsheetArticles

/// Throws damaged files of every format at every reader of articles.
///
/// Nothing may trap, nothing may read differently when the bytes come in other chunks, and every
/// article that comes out must survive being written as a record and read again.
package enum ArticleFuzz {
    /// A case that went wrong.
    package struct Failure: Error, CustomStringConvertible {
        /// The seed and the number of the case, with which it can be run again.
        package var seed: UInt64
        /// Counted from 0.
        package var iteration: Int
        /// What should have held.
        package var rule: String
        /// The file.
        package var bytes: [UInt8]

        /// One line for people.
        package var description: String {
            let text = String(decoding: bytes.prefix(400), as: UTF8.self)
            return "seed \(seed), case \(iteration): \(rule); \(text.debugDescription)"
        }
    }

    /// Runs that many cases and gives their number. The same seed gives the same cases.
    ///
    /// - Throws: ``Failure`` for the first case that breaks a rule.
    package static func run(iterations: Int, seed: UInt64) throws -> Int {
        var count = 0
        while count < iterations {
            var random = SeededGenerator(seed: seed &+ UInt64(count) &* 0x9E37_79B9_7F4A_7C15)
            let bytes = mutated(&random)
            if let rule = brokenRule(bytes, &random) {
                throw Failure(seed: seed, iteration: count, rule: rule, bytes: bytes)
            }
            count += 1
        }
        return count
    }

    /// The rule that a file breaks, if any.
    private static func brokenRule(_ bytes: [UInt8], _ random: inout SeededGenerator) -> String? {
        let formats = ArticleFormat.allCases
        let format = formats[random.below(formats.count)]
        let name = ["a", "a.json", "a.csv", "a.xml", "a.txt"][random.below(5)]
        let options = ArticleReader.Options(format: format, name: name)
        let whole = read(bytes, options, chunkSize: max(1, bytes.count))
        let pieces = read(bytes, options, chunkSize: 1 + random.below(40))
        if whole != pieces { return "\(format.rawValue): the chunking changes the records" }
        for article in whole.compactMap(\.article) {
            guard !article.id.isEmpty, !article.id.utf8.contains(0) else {
                return "\(format.rawValue): an article without a good id"
            }
            let again = records(inLine: ArticleRecord.encode(article)).first?.article
            guard let again, again == article else {
                return "\(format.rawValue): an article changes when written and read again"
            }
        }
        return timeRule(bytes) ?? addressRule(bytes)
    }

    private static func timeRule(_ bytes: [UInt8]) -> String? {
        let text = String(decoding: bytes.prefix(40), as: UTF8.self)
        guard let date = LenientTime.parse(text) else { return nil }
        return UTCTime.parse(UTCTime.format(date)) == date ? nil : "a time changes when written"
    }

    private static func addressRule(_ bytes: [UInt8]) -> String? {
        let url = "http://" + String(decoding: bytes.prefix(60), as: UTF8.self)
        guard let once = NormalizedURL.normalize(url) else { return nil }
        return NormalizedURL.normalize(once) == once ? nil : "normalising twice changes an address"
    }

    private static func records(inLine line: String) -> [ImportRecord] {
        read(Array(line.utf8), .init(format: .jsonl, name: "again"), chunkSize: 1 << 16)
    }

    /// The records of a file; a wrong use of the importer is a record too.
    static func read(
        _ bytes: [UInt8], _ options: ArticleReader.Options, chunkSize: Int
    ) -> [ImportRecord] {
        var offset = 0
        var records: [ImportRecord] = []
        do {
            try ArticleReader.read(
                options,
                from: {
                    guard offset < bytes.count else { return nil }
                    let end = min(offset + chunkSize, bytes.count)
                    defer { offset = end }
                    return Array(bytes[offset..<end])
                },
                each: { record, _ in records.append(record) })
        } catch {
            records.append(ImportRecord(position: "file", outcome: .problem("\(error)")))
        }
        return records
    }
}

extension ArticleFuzz {
    /// A seed file after a few random injuries.
    private static func mutated(_ random: inout SeededGenerator) -> [UInt8] {
        var bytes = Array(seeds[random.below(seeds.count)].utf8)
        for _ in 0..<random.below(6) {
            let place = random.below(bytes.count + 1)
            switch random.below(6) {
            case 0: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
            case 1: bytes.insert(contentsOf: tokens[random.below(tokens.count)], at: place)
            case 2: bytes.removeSubrange(place..<min(bytes.count, place + random.below(20)))
            case 3: bytes.removeLast(random.below(bytes.count - place + 1))
            case 4 where place < bytes.count:
                bytes[place] = UInt8(truncatingIfNeeded: random.next())
            default:
                let end = min(bytes.count, place + random.below(60))
                bytes.insert(contentsOf: bytes[place..<end], at: random.below(bytes.count + 1))
            }
        }
        return bytes
    }

    /// Pieces that readers are sensitive to.
    private static let tokens: [[UInt8]] =
        [
            "\"", "\"\"", "\r", "\n", "\r\n", ",", "\u{FEFF}", "<", ">", "&amp;", "&#0;", "&bogus;",
            "]]>", "<![CDATA[", "<!--", "-->", "<!DOCTYPE x [<!ENTITY a \"b\">]>", "<item>",
            "</item>", "<p>", "</div>", "<script>", "{", "}", "[", "]", "\\u0000", "\\ud800",
            "null", "1e999", "-1", "true", "=", "|", "/", "2024-02-30", "Home", "Related articles",
            "\u{0}", "[caption]", "é", "🗞️", "\u{2028}", "<html", "<?xml encoding=\"utf-16\"?>",
            "<meta charset=utf-7>", "xmlns=\"", "utm_x=", ":80", "#",
        ].map { Array($0.utf8) } + [[0xFF], [0xFF, 0xFE], [0xFE, 0xFF], [0xC3], [0xF0, 0x9F]]

    /// One small whole file of every format.
    private static let seeds = [
        """
        {"id":"a","url":"https://a.example/1?utm_source=x&id=2","title":"T","body":"B\\n\\nC",
        """ + """
            "tags":["x","y"],"image":{"url":"i","width":3},"published_at":"2024-07-17T08:30:00Z"}
            {"guid":"b","body_html":"<p>One<p>Two","status":"draft","evergreen":true}

            """,
        "id,title,tags,body,published_at\n1,\"a \"\"b\"\"\",x|y,\"p\nq\",2016/11/30 9:05\n2,,,,\n",
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
        <language>en</language><item><title>T &amp; U</title><link>https://a.example/1/</link>
        <pubDate>Wed, 17 Jul 2024 08:30:00 EDT</pubDate><category>World</category>
        <content:encoded><![CDATA[<p>One</p><div class="share">no</div>]]></content:encoded></item>
        <item><guid>g</guid><description>&lt;p&gt;D</description></item></channel></rss>
        """,
        """
        <feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><link href="https://a.example"/>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">a<b>c</b></div></content>
        </entry></feed>
        """,
        """
        <rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:category>
        <wp:category_nicename>a</wp:category_nicename><wp:cat_name>A</wp:cat_name></wp:category>
        <item><title>P</title><link>https://a.example/?p=1</link><wp:post_type>post</wp:post_type>
        <wp:status>publish</wp:status><category domain="category" nicename="a">A</category></item>
        </channel></rss>
        """,
        """
        {"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","content_html":"<p>x",
        "tags":["a"],"date_published":"2024-07-17"},{"id":2}]}
        """,
        """
        <!doctype html><html lang=en><head><link rel=canonical href=https://a.example/x/>
        <script type="application/ld+json">{"@type":"NewsArticle","headline":"H",
        "datePublished":"2024-07-17"}</script></head><body><nav>Home</nav><article><h1>H</h1>
        <p>Text of an article &eacute;.</p><ul><li><a href=x>link</a></ul></article></body></html>
        """,
        """
        Wednesday, July 17, 2024
            HomeWorldThe long headline of...

        The long headline of the day
        The long headline of the day
        By Some Body
        , South Korea — Text.

        Stay Connected
        """,
    ]
}

import BroadsheetArticles
import Testing

@Suite struct FeedTests {
    @Test func `an RSS item gives every field of the record`() throws {
        let article = try #require(try articles(inFixture: "feed.rss").first)
        #expect(article.id == "https://ledger.example/bees")
        #expect(article.url == "https://ledger.example/bees/?utm_source=rss#top")
        #expect(article.title == "Bees & roofs")
        #expect(article.summary == "Three hives. …")
        #expect(article.body == "One étage.\n\nTwo.")
        #expect(article.section == "Science" && article.tags == ["Bees"])
        #expect(article.authors == ["Ama Boateng"] && article.language == "en-gb")
        #expect(article.image?.url == "https://ledger.example/l.jpg")
        #expect(article.publishedAt.map(UTCTime.format) == "2024-06-11T05:30:00Z")
    }

    @Test func `an item may lack anything but an identity`() throws {
        let found = try records(try fixture("feed.rss"), named: "feed.rss")
        #expect(found.map(\.position) == ["item 1", "item 2", "item 3", "item 4"])
        #expect(found[1].article?.id == "https://ledger.example/photo")
        #expect(found[1].article?.image?.url == "https://ledger.example/p.png")
        #expect(found[2].problem?.contains("guid") == true)
        #expect(found[3].article?.id == "only-guid" && found[3].warnings.count == 1)
        #expect(found[3].article?.authors == ["The Desk"])
        #expect(found[3].article?.source?.name == "The Agency")
    }

    @Test func `an Atom entry is read whatever its prefix`() throws {
        let found = try articles(inFixture: "feed.atom")
        let article = try #require(found.first)
        #expect(article.id == "https://phare.example/1" && article.title == "Sea & sand")
        #expect(article.body == "One & two <3.\n\nThree." && article.summary == "Short <3.")
        #expect(article.authors == ["Zoé", "Max"] && article.language == "en")
        #expect(article.section == "World/Europe" && article.tags == ["sea"])
        #expect(article.updatedAt.map(UTCTime.format) == "2024-06-02T09:00:00Z")
        #expect(found.last?.id == "tag:phare.example,2024:2" && found.last?.language == "fr")
        #expect(found.last?.publishedAt == found.last?.updatedAt)
    }

    @Test func `RSS 1.0 in another encoding is read`() throws {
        let article = try #require(try articles(inFixture: "feed.rdf").first)
        #expect(article.title == "Fähre – heute" && article.language == "de")
    }

    @Test func `a JSON Feed is read, and what is no item is a problem`() throws {
        let found = try records(try fixture("feed.json"), named: "feed.json")
        #expect(found.map { $0.article?.id } == ["https://kelp.example/1", "2", nil, nil])
        #expect(found[0].article?.body == "x\n\ny" && found[0].article?.tags == ["kelp", "sea"])
        #expect(found[0].article?.authors == ["The Desk"])
        #expect(found[1].article?.body == " to the letter " && found[1].warnings.count == 1)
    }

    @Test func `a WordPress export gives its posts with status, section and tags`() throws {
        let found = try articles(inFixture: "export.xml")
        #expect(found.map(\.title) == ["Ferry", "Draft", "Embargo", "Gone", "Secret"])
        #expect(found.map(\.status) == [.published, .draft, .published, .withdrawn, .draft])
        #expect(found[0].section == "World/Asia" && found[0].tags == ["Boats"])
        #expect(found[0].authors == ["Ama Boateng"])
        #expect(found[0].body == "One line.\n\nTwo & three." && found[0].summary == "Short.")
        #expect(found[1].publishedAt == nil && found[1].id == "https://harbour.example?p=8")
        #expect(found[2].publishedAt.map(UTCTime.format) == "2030-01-01T00:00:00Z")
        #expect(found[2].section == "Loop")
    }

    @Test(arguments: ["feed.rss", "feed.atom", "feed.json", "feed.rdf", "export.xml"])
    func `the chunking does not change the records`(name: String) throws {
        let bytes = try fixture(name)
        let whole = try records(bytes, named: name)
        for size in [1, 7, 100] {
            #expect(try records(bytes, named: name, chunkSize: size) == whole)
        }
    }

    @Test func `a feed that breaks off gives the items before the break and a problem`() throws {
        let bytes = try fixture("feed.rss")
        let found = try records(Array(bytes.prefix(bytes.count / 2)), as: .rss)
        #expect(found.first?.article == nil)
        let longer = try records(Array(bytes.prefix(bytes.count * 4 / 5)), as: .rss)
        #expect(longer.first?.article?.title == "Bees & roofs")
        #expect(longer.last?.problem?.contains("not well-formed") == true)
    }

    @Test func `entities that expand without end are refused`() throws {
        var text = "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a0 \"ha\">"
        for level in 1...30 {
            text += "<!ENTITY a\(level) \"&a\(level - 1);&a\(level - 1);\">"
        }
        text += "]><rss><channel><item><title>&a30;</title><guid>1</guid></item></channel></rss>"
        let found = try records(text, named: "bomb.xml")
        #expect(found.count == 1)
        #expect(found.first?.problem?.contains("entity") == true)
    }

    @Test func `external entities and documents are never fetched`() throws {
        let text = """
            <!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>
            <rss><channel><item><guid>1</guid><title>&x;</title></item></channel></rss>
            """
        #expect(try records(text, as: .rss).compactMap(\.article).isEmpty)
        let external = """
            <!DOCTYPE rss SYSTEM "http://localhost:1/rss.dtd">
            <rss><channel><item><guid>1</guid></item></channel></rss>
            """
        #expect(try records(external, as: .rss).map { $0.article?.id } == ["1"])
    }

    @Test func `elements nested without end are refused`() throws {
        let text =
            "<rss><channel><item><guid>1</guid></item>" + String(repeating: "<a>", count: 9999)
        let found = try records(text, as: .rss)
        #expect(found.first?.article?.id == "1")
        #expect(found.last?.problem?.contains("deeper") == true)
    }

    @Test(arguments: [10, 20_000])
    func `attributes beyond a thousand in one tag are left out`(count: Int) throws {
        let attributes = (0..<count).map { " a\($0)=\"x>y\"" }.joined()
        let text =
            "<rss><channel><item><guid>1</guid><enclosure type=\"image/png\"\(attributes)"
            + " url=\"https://a.example/i.png\"/></item></channel></rss>"
        for chunkSize in [997, 1 << 20] {
            let article = try #require(
                try records(text, as: .rss, chunkSize: chunkSize).first?.article)
            #expect(article.id == "1")
            #expect((article.image == nil) == (count > 1000))
        }
    }

    @Test func `control characters, broken UTF-8 and leading blanks do not end a feed`() throws {
        let start = "\u{FEFF}\n <?xml version=\"1.0\"?><rss><channel><item><guid>1</guid><title>a"
        let bytes =
            Array(start.utf8) + [0x08, 0x00, 0xFF]
            + Array("b</title></item></channel></rss>".utf8)
        for size in [1, 1000] {
            let found = try records(bytes, named: "a.xml", chunkSize: size)
            #expect(found.map { $0.article?.title } == ["a\u{FFFD}b"])
            #expect(found.first?.warnings.count == 1)
        }
    }

    @Test func `UTF-16 is read`() throws {
        let text =
            "\u{FEFF}<?xml version=\"1.0\" encoding=\"UTF-16\"?>"
            + "<rss><channel><item><guid>ä🗞️</guid></item></channel></rss>"
        let bytes = text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        #expect(try records(bytes, as: .rss).map { $0.article?.id } == ["ä🗞️"])
    }

    @Test(arguments: [
        "<opml></opml>", "<?xml version=\"1.0\"?><sitemap/>", "", "no markup", "<", "<rss",
        "{\"version\":\"2\"}", "{", "{\"version\":\"https://jsonfeed.org/version/1.1\"}",
    ])
    func `what is no feed is a problem of the file`(text: String) throws {
        let found = try records(text, as: .rss)
        #expect(found.count == 1)
        #expect(found.first?.problem != nil && found.first?.position == "file")
    }

    @Test func `a long description alone is the text of the article`() throws {
        let long = String(repeating: "Words of an article. ", count: 40)
        let text =
            "<rss><channel><item><guid>1</guid><description>\(long)</description></item>"
            + "<item><guid>2</guid><description>Short.</description></item></channel></rss>"
        let found = try records(text, as: .rss).compactMap(\.article)
        #expect(found[0].body.hasPrefix("Words") && found[0].summary.isEmpty)
        #expect(found[1].body.isEmpty && found[1].summary == "Short.")
    }

    @Test func `an item of 5 MB and 20,000 categories is read`() throws {
        let line = String(repeating: "word ", count: 99) + "words"
        let text =
            "<rss><channel><item><guid>1</guid><content:encoded><![CDATA["
            + String(repeating: "<p>\(line)</p>", count: 10_000) + "]]></content:encoded>"
            + (0..<20_000).map { "<category>c\($0)</category>" }.joined()
            + "</item></channel></rss>"
        let article = try #require(try records(text, as: .rss).first?.article)
        #expect(article.body.utf8.count == 10_000 * 502 - 2 && article.tags.count == 19_999)
    }

    @Test func `of several faults in a JSON Feed always the same one is told`() throws {
        let broken =
            "{\"version\":\"1.\n1\",\"items\":[{\"id\":\"1\",\"con\r\ntent_html\":\"x\",\"tags\":[\"a\"]}]}"
        let first = try records(broken, as: .rss).map(\.problem)
        #expect(first.count == 1)
        // The order of a dictionary follows from where it lies in memory, so that it must move.
        var ballast: [[Int]] = []
        for size in 0..<200 {
            #expect(try records(broken, as: .rss).map(\.problem) == first)
            ballast.append(Array(repeating: 0, count: size % 40))
        }
        #expect(ballast.count == 200)
    }
}

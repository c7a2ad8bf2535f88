import BroadsheetArticles
import Testing

@Suite struct CSVTests {
    @Test func `a map brings in the columns of another system`() throws {
        let text = #"""
            "article_id","publish_date","article_source_link","title","subtitle","text"
            1,2016/11/30 9:05,https://Example.org/a/?utm_source=x,"One, ""two""","S","A.

            B. "
            2,never,https://example.org/b,,,
            """#
        let map = try ColumnMap(
            "id=article_id,published_at=publish_date,url=article_source_link,title=title,"
                + "summary=subtitle,body=text")
        let found = try records(text, named: "News.csv", map: map)
        let article = try #require(found.first?.article)
        #expect(article.id == "1" && article.title == "One, \"two\"" && article.summary == "S")
        #expect(article.body == "A.\n\nB. ")
        #expect(article.url == "https://Example.org/a/?utm_source=x")
        #expect(article.publishedAt.map(UTCTime.format) == "2016-11-30T09:05:00Z")
        #expect(found[1].article?.id == "2" && found[1].warnings.count == 1)
        #expect(found.map(\.position) == ["line 2", "line 5"])
    }

    @Test func `columns are read by their names and others are counted`() throws {
        let text = #"""
            id,title,tags,authors,image_url,image_width,source_name,evergreen,colour
            1,T,a| b ||c,"[""x, y""]",https://e.example/i.jpg,640,Agency,yes,red
            """#
        let record = try #require(try records(text, as: .csv).first)
        let article = try #require(record.article)
        #expect(article.tags == ["a", "b", "c"] && article.authors == ["x, y"])
        #expect(article.image == Article.Image(url: "https://e.example/i.jpg", width: 640))
        #expect(article.source == Article.Source(name: "Agency") && article.evergreen)
        #expect(record.unknownKeys == 1)
    }

    @Test(arguments: [
        ("1,2\n", "found 2 fields, expected 3"), ("1,2,3,4\n", "found 4 fields, expected 3"),
        ("1,\"a\"b,3\n", "closing quote"), ("1,\"a,3\n", "never closed"),
    ])
    func `a malformed record is a problem with its line`(row: String, detail: String) throws {
        let found = try records("id,title,body\n0,\"x\ny\",z\n" + row, as: .csv)
        #expect(found.first?.article?.title == "x\ny")
        #expect(found.last?.position == "line 4")
        #expect(found.last?.problem?.contains(detail) == true)
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func `records end with any line end, and the last needs none`(end: String) throws {
        let found = try records(["id,title", "1,a", "", "2,b"].joined(separator: end), as: .csv)
        #expect(found.map { $0.article?.title } == ["a", "b"])
        #expect(found.map(\.position) == ["line 2", "line 4"])
    }

    @Test(arguments: [";", "\t", ","])
    func `the delimiter is the one of the header`(delimiter: String) throws {
        let rows = [["id", "title", "body"], ["1", "a", "b"]]
        let text = rows.map { $0.joined(separator: delimiter) }.joined(separator: "\n")
        #expect(try records(text, as: .csv).first?.article?.body == "b")
    }

    @Test func `fields are taken to the letter`() throws {
        let body = " \t a\r\nb\n\n\" ü "
        let quoted = body.replacing("\"", with: "\"\"")
        let found = try records("\u{FEFF}id,body\r\n1,\"\(quoted)\"\r\n", as: .csv)
        #expect(found.first?.article.map { Array($0.body.utf8) } == Array(body.utf8))
    }

    @Test(arguments: [1, 2, 3, 5, 17])
    func `the chunking does not change the records`(chunkSize: Int) throws {
        let text = "\u{FEFF}id,title\r\n1,\"a\"\"b\r\nc\"\r\n\r\n2,ä\r\n3,\"\"\r\n4,x,y\r\n5,\"open"
        #expect(
            try records(text, as: .csv, chunkSize: chunkSize) == (try records(text, as: .csv)))
    }

    @Test func `a map with an unknown column or field lists the known ones`() throws {
        #expect(throws: ArticleReadingError.unknownColumn("nr", known: ["id", "title"])) {
            try records("id,title\n1,a", as: .csv, map: ColumnMap("id=nr"))
        }
        #expect(throws: ArticleReadingError.unknownField("headline")) {
            try ColumnMap("headline=title")
        }
        #expect(throws: ArticleReadingError.repeatedField("id")) { try ColumnMap("id=a,id=b") }
        #expect(throws: ArticleReadingError.malformedMap(entry: "id")) { try ColumnMap("id") }
        #expect(ArticleReadingError.unknownField("x").description.contains("published_at"))
    }

    @Test func `a header without identity is a wrong use`() {
        #expect(throws: ArticleReadingError.noIdentityColumn(known: ["name", "text"])) {
            try records("name,text\n1,a", as: .csv)
        }
    }

    @Test func `a row without identity is a problem and the others go in`() throws {
        let found = try records("id,title\n,a\n2,b", as: .csv)
        #expect(found.map { $0.article?.id } == [nil, "2"])
    }

    @Test func `broken UTF-8 in a field is repaired with a warning`() throws {
        let bytes = Array("id,body\n1,a".utf8) + [0xFF] + Array("b\n".utf8)
        let record = try #require(try records(bytes, as: .csv).first)
        #expect(record.article?.body == "a\u{FFFD}b" && record.warnings.count == 1)
    }

    @Test func `NUL bytes are left out with a warning`() throws {
        let record = try #require(try records("id,body\n1,a\u{0}b\n", as: .csv).first)
        #expect(record.article?.body == "ab" && record.warnings.count == 1)
    }
}

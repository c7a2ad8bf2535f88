import BroadsheetArticles
import Testing

@Suite struct JSONLinesTests {
    @Test func `a broken line is a problem with its number and does not stop the others`() throws {
        let found = try records("{\"id\":\"1\"}\nnonsense\n\n{\"id\":\"2\"}", named: "a.jsonl")
        #expect(found.map(\.position) == ["line 1", "line 2", "line 4"])
        #expect(found.map { $0.article?.id } == ["1", nil, "2"])
        #expect(found[1].problem?.isEmpty == false)
    }

    @Test(arguments: [1, 2, 3, 7, 64])
    func `chunks may be cut anywhere`(chunkSize: Int) throws {
        let text = "\u{FEFF}{\"id\":\"ä\",\"body\":\"x\\r\\ny\"}\r\n{\"id\":\"🗞️\"}\r\n"
        let found = try records(text, as: .jsonl, chunkSize: chunkSize)
        #expect(found == (try records(text, as: .jsonl)))
        #expect(found.map { $0.article?.id } == ["ä", "🗞️"])
    }

    @Test(arguments: [true, false])
    func `UTF-16 with a byte order mark is converted`(isBigEndian: Bool) throws {
        let bytes = "\u{FEFF}{\"id\":\"ä🗞️\"}\n".utf16.flatMap { unit in
            let pair = [UInt8(unit >> 8), UInt8(unit & 255)]
            return isBigEndian ? pair : pair.reversed()
        }
        for chunkSize in [1, 3, 4096] {
            let found = try records(bytes, named: "a.jsonl", chunkSize: chunkSize)
            #expect(found.map { $0.article?.id } == ["ä🗞️"])
        }
    }

    @Test func `an empty file has no records`() throws {
        #expect(try records("", named: "a.jsonl").isEmpty)
        #expect(try records("\u{FEFF}\r\n\r\n", named: "a.jsonl").isEmpty)
    }

    @Test func `a line beyond the limit is a problem and the next line is read`() throws {
        var bytes = Array(repeating: UInt8(ascii: " "), count: 33 << 20)
        bytes += Array("\n{\"id\":\"2\"}".utf8)
        let found = try records(bytes, as: .jsonl)
        #expect(found.map { $0.article?.id } == [nil, "2"])
    }

    @Test func `a map is a wrong use of a JSONL file`() throws {
        #expect(throws: ArticleReadingError.mapWithoutColumns(format: .jsonl)) {
            try records("{}", as: .jsonl, map: ColumnMap("id=a"))
        }
    }
}

import BroadsheetArticles
import Foundation
import Testing

@Suite struct ArticleRecordTests {
    private func decode(
        _ json: String, identity: ArticleRecord.IdentityRule = .required
    ) throws -> ArticleRecord.Decoded {
        try ArticleRecord.decode(Data(json.utf8), identity: identity)
    }

    private func problem(_ json: String) -> ArticleRecord.Problem? {
        do throws(ArticleRecord.Problem) {
            _ = try ArticleRecord.decode(Data(json.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test func `a full record becomes an article and the same record again`() throws {
        let json = """
            {"id":"a/1","url":"https://example.org/1/","title":"T \\"q\\"","summary":"S",\
            "body":" One.\\r\\n\\n\\tTwo. ","section":"World/Asia","language":"en","tags":["x","y"],\
            "authors":["A"],"image":{"url":"https://example.org/i.jpg","width":1200,"height":800,\
            "alt":"I"},"source":{"name":"N","url":"https://example.com"},\
            "published_at":"2024-07-17T08:30:00Z","updated_at":null,"expires_at":null,\
            "status":"draft","evergreen":true,"ads":"house","ad_labels":["cars"]}
            """
        let decoded = try decode(json)
        #expect(decoded.article.body == " One.\r\n\n\tTwo. ")
        #expect(decoded.article.image?.width == 1200)
        #expect(decoded.identity == .explicit)
        #expect(decoded.warnings.isEmpty && decoded.unknownKeys == 0)
        #expect(ArticleRecord.encode(decoded.article) == json)
    }

    @Test func `only an identity is needed`() throws {
        #expect(try decode(#"{"id":"1"}"#).article == Article(id: "1"))
    }

    @Test(arguments: [
        (
            #"{"id":"x","url":"https://a.example/1","guid":"g"}"#, "x",
            ArticleRecord.Identity.explicit
        ),
        (
            #"{"id":"","url":"https://A.example/1/?utm_id=2","guid":"g"}"#, "https://a.example/1",
            .url
        ),
        (#"{"url":"  ","guid":"g"}"#, "g", .guid),
        (#"{"id":null,"guid":"g"}"#, "g", .guid),
    ])
    func `the id is the explicit one, else the normalised address, else the guid`(
        json: String, id: String, identity: ArticleRecord.Identity
    ) throws {
        let decoded = try decode(json)
        #expect(decoded.article.id == id)
        #expect(decoded.identity == identity)
    }

    @Test(arguments: [
        "with space", "quote\"'", "a/b,c", "🗞️", "línea", String(repeating: "x", count: 10_240),
        " ", "..", "%2F",
    ])
    func `an id is any text, to the letter`(id: String) throws {
        let decoded = try decode(ArticleRecord.encode(Article(id: id)))
        #expect(decoded.article.id.utf8.elementsEqual(id.utf8))
    }

    @Test func `unknown keys are counted and known ones of the caller are not`() throws {
        let json = Data(#"{"id":"1","rank":3,"limit":5,"x":{"y":[]}}"#.utf8)
        #expect(try ArticleRecord.decode(json).unknownKeys == 3)
        #expect(try ArticleRecord.decode(json, knownKeys: ["limit"]).unknownKeys == 2)
    }

    @Test(arguments: [
        "published_at", "updated_at", "expires_at",
    ])
    func `an unreadable time becomes null and a warning`(key: String) throws {
        for value in [#""soon""#, "1721205000", "{}"] {
            let decoded = try decode(#"{"id":"1","\#(key)":\#(value)}"#)
            #expect(decoded.article == Article(id: "1"))
            #expect(decoded.warnings.count == 1)
            #expect(decoded.warnings.first?.hasPrefix(key) == true)
        }
    }

    @Test(arguments: [
        ("id", "7"), ("url", "[]"), ("title", "true"), ("summary", "{}"), ("body", "3.5"),
        ("body_html", "[]"), ("section", "1"), ("language", "1"), ("tags", #""a,b""#),
        ("tags", "[1]"), ("authors", "{}"), ("ad_labels", #""x""#), ("image", #""https://x""#),
        ("source", "[]"), ("status", #""live""#), ("status", "1"), ("ads", #""some""#),
        ("evergreen", #""yes""#), ("evergreen", "1"), ("guid", "1"),
    ])
    func `a value of the wrong kind rejects the record and names the field`(
        key: String, value: String
    ) throws {
        let record = key == "id" ? #"{"id":\#(value)}"# : #"{"id":"1","\#(key)":\#(value)}"#
        guard case .field(let name, _, _)? = problem(record) else {
            Issue.record("no problem with \(record)")
            return
        }
        #expect(name == key)
    }

    @Test(arguments: ["", " ", "nonsense", "[]", "3", "null", "{", #"{"id":"1"} x"#, "\u{0}"])
    func `what is no object is refused`(json: String) {
        guard case .notJSON? = problem(json) else {
            Issue.record("took \(json)")
            return
        }
    }

    @Test func `a record without identity is refused unless it is a draft`() throws {
        #expect(problem(#"{"title":"T"}"#) == .noIdentity)
        let draft = try decode(#"{"title":"T"}"#, identity: .optional)
        #expect(draft.article.id.isEmpty && draft.identity == .none)
    }

    @Test func `a given identity stands, and another in the record is refused`() throws {
        let given = try decode(#"{"url":"https://a.example"}"#, identity: .given("7"))
        #expect(given.article.id == "7" && given.identity == .explicit)
        #expect(try decode(#"{"id":"7"}"#, identity: .given("7")).article.id == "7")
        #expect(throws: ArticleRecord.Problem.otherIdentity(found: "8", expected: "7")) {
            try decode(#"{"id":"8"}"#, identity: .given("7"))
        }
    }

    @Test func `ids that differ only in Unicode form are different ids`() {
        #expect(throws: ArticleRecord.Problem.self) {
            try decode("{\"id\":\"e\u{301}\"}", identity: .given("\u{E9}"))
        }
    }

    @Test func `NUL is left out of texts with one warning a field and refused in an id`() throws {
        let decoded = try decode(
            #"{"id":"1","body":"a\u0000b\u0000","tags":["x\u0000","y\u0000"]}"#)
        #expect(decoded.article.body == "ab")
        #expect(decoded.article.tags == ["x", "y"])
        #expect(decoded.warnings.count == 2)
        #expect(problem(#"{"id":"a\u0000"}"#) != nil)
        #expect(problem(#"{"url":"https://a.example/\u0000"}"#) != nil)
    }

    @Test func `broken UTF-8 is repaired with a warning and refused in an id`() throws {
        let body = Data(#"{"id":"1","body":"a"#.utf8) + [0xFF, 0xC3] + Data(#"b"}"#.utf8)
        let decoded = try ArticleRecord.decode(body)
        #expect(decoded.article.body == "a\u{FFFD}\u{FFFD}b")
        #expect(decoded.warnings.count == 1)
        let id = Data(#"{"id":"a"#.utf8) + [0xFF] + Data(#""}"#.utf8)
        #expect(throws: ArticleRecord.Problem.self) { try ArticleRecord.decode(id) }
    }

    @Test(arguments: ["[", "{\"a\":"])
    func `nesting without end is refused`(opening: String) {
        #expect(problem(#"{"id":"1","x":"# + String(repeating: opening, count: 100_000)) != nil)
    }

    @Test func `nesting that the decoder admits is harmless`() throws {
        let nested = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
        #expect(try decode(#"{"id":"1","x":\#(nested)}"#).unknownKeys == 1)
    }

    @Test func `of a key written twice the same value counts every time`() throws {
        let first = try decode(#"{"id":"1","id":"2","title":"a","title":"b"}"#)
        for _ in 0..<20 {
            #expect(try decode(#"{"id":"1","id":"2","title":"a","title":"b"}"#) == first)
        }
    }

    @Test func `a body of 5 MB and 100,000 tags are taken`() throws {
        let article = Article(
            id: "1", body: String(repeating: "word ", count: 1_000_000),
            tags: (0..<100_000).map { "tag\($0)" })
        #expect(try decode(ArticleRecord.encode(article)).article == article)
    }

    @Test func `sections lose blanks and empty parts`() throws {
        let decoded = try decode(#"{"id":"1","section":" / World // Asia /"}"#)
        #expect(decoded.article.section == "World/Asia")
    }

    @Test func `a picture without address is left out with a warning`() throws {
        let decoded = try decode(#"{"id":"1","image":{"width":-1,"alt":"x"}}"#)
        #expect(decoded.article.image == nil)
        #expect(decoded.warnings.count == 2)
    }

    @Test func `control characters are written as JSON wants them`() throws {
        let article = Article(id: "1", body: "\u{1}\u{1F}\t\\/\u{7F}")
        #expect(try decode(ArticleRecord.encode(article)).article == article)
    }
}

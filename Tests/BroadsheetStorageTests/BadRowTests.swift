import BroadsheetArticles
import BroadsheetStorage
import Testing

/// Rows that the table's own rules would refuse, written by a program that switched them off.
@Suite struct BadRowTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func load(_ sql: String) throws -> (articles: [Article], warnings: StorageWarnings) {
        let catalogue = try scratch.catalogue()
        try scratch.shell("PRAGMA ignore_check_constraints=1; " + sql)
        var articles: [Article] = []
        let load = try catalogue.loadArticles { articles.append($0) }
        return (articles, load.warnings)
    }

    @Test(arguments: [
        "CAST(X'61FF' AS TEXT)", "''", "CAST(X'610062' AS TEXT)", "X'FF'", "X''",
    ])
    func `a row whose id is no text is left out, the others are served`(id: String) throws {
        let (articles, warnings) = try load(
            "INSERT INTO article(id,title) VALUES(\(id),'bad'),('good','good')")
        #expect(articles.map(\.id) == ["good"])
        #expect(warnings.count == 1)
    }

    @Test func `a row of unknown status is left out`() throws {
        let (articles, warnings) = try load("INSERT INTO article(id,status) VALUES('a','gone')")
        #expect(articles == [])
        #expect(
            warnings.examples == [
                "article a: status is none of the words allowed; the row is left out"
            ])
    }

    @Test(arguments: [
        ("title", "CAST(X'41FF42' AS TEXT)", Article(id: "a", title: "A\u{FFFD}B")),
        ("body", "X'FE'", Article(id: "a", body: "\u{FFFD}")),
        ("tags", "'nonsense'", Article(id: "a")), ("tags", "'[1,2]'", Article(id: "a")),
        ("tags", "'[\"a\"'", Article(id: "a")), ("authors", "'{\"a\":1}'", Article(id: "a")),
        ("published_at", "'yesterday'", Article(id: "a")),
        ("published_at", "'2024-02-30T00:00:00Z'", Article(id: "a")),
        ("evergreen", "'often'", Article(id: "a")), ("ads", "X'00'", Article(id: "a")),
    ])
    func `a broken value is repaired or left out with a warning`(
        column: String, value: String, expected: Article
    ) throws {
        let (articles, warnings) = try load(
            "INSERT INTO article(id,\(column)) VALUES('a',\(value))")
        #expect(articles == [expected])
        #expect(warnings.count == 1)
    }

    @Test func `a picture's size that is no whole number is left out`() throws {
        let (articles, warnings) = try load(
            """
            INSERT INTO article(id,image_url,image_width,image_height)
            VALUES('a','https://i.example/',1e300,'tall')
            """)
        #expect(articles.map(\.image) == [Article.Image(url: "https://i.example/")])
        #expect(warnings.count == 2)
    }

    @Test(arguments: [
        (#"[ "a" , "b" ]"#, ["a", "b"]), (#"["a","b"]"#, ["a", "b"]), (#"[""]"#, [""]),
        (#"["","",""]"#, ["", "", ""]), (#"["\u00e9\n"]"#, ["é\n"]), ("[ ]", []),
        (#"["a]","[b"]"#, ["a]", "[b"]), (#"["a\",\"b"]"#, ["a\",\"b"]),
    ])
    func `lists are read in any spelling of JSON`(json: String, list: [String]) throws {
        let (articles, warnings) = try load("INSERT INTO article(id,tags) VALUES('a','\(json)')")
        #expect(articles.map(\.tags) == [list])
        #expect(warnings.count == 0)
    }

    @Test func `a thousand broken rows are counted and twenty of them named`() throws {
        let (_, warnings) = try load(
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<1000)
            INSERT INTO article(id,status) SELECT i,'gone' FROM n
            """)
        #expect(warnings.count == 1_000)
        #expect(warnings.examples.count == 20)
    }

    @Test func `a changed row that can't be read any more is removed from what a reader holds`()
        throws
    {
        let follower = try Follower(try scratch.catalogue())
        try scratch.shell("INSERT INTO article(id) VALUES('a')")
        try follower.follow()
        try scratch.shell("PRAGMA ignore_check_constraints=1; UPDATE article SET status='gone'")
        #expect(try follower.follow()?.removedArticleIDs == ["a"])
    }
}

import BroadsheetArticles
import BroadsheetStorage
import Foundation
import Testing

/// The sqlite3 shell writes, with `foreign_keys` and `recursive_triggers` off; a reader follows.
@Suite struct ForeignWriterTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func follower(_ setUp: String = "") throws -> Follower {
        let catalogue = try scratch.catalogue()
        if !setUp.isEmpty { try scratch.shell(setUp) }
        return try Follower(catalogue)
    }

    private static let two = """
        INSERT INTO article(rowid,id,title) VALUES(1,'a','A'),(2,'b','B');
        """

    @Test func `an insert with id, title and body alone is an article with all defaults`() throws {
        let follower = try follower()
        try scratch.shell("INSERT INTO article(id,title,body) VALUES('a','Title','Body')")
        try follower.follow()
        #expect(follower.articles == ["a": Article(id: "a", title: "Title", body: "Body")])
    }

    @Test func `an update is followed`() throws {
        let follower = try follower(Self.two)
        try scratch.shell("UPDATE article SET title='A2' WHERE id='a'")
        #expect(try follower.follow()?.articles.map(\.title) == ["A2"])
    }

    @Test func `an update of the key removes the old article and adds the new one`() throws {
        let follower = try follower(Self.two)
        try scratch.shell("UPDATE article SET id='c' WHERE id='a'")
        let changes = try follower.follow()
        #expect(changes?.articles.map(\.id) == ["c"])
        #expect(changes?.removedArticleIDs == ["a"])
    }

    @Test func `a delete is followed`() throws {
        let follower = try follower(Self.two)
        try scratch.shell("DELETE FROM article WHERE id='a'")
        #expect(try follower.follow()?.removedArticleIDs == ["a"])
    }

    @Test func `a replace on the key is followed`() throws {
        let follower = try follower(Self.two)
        try scratch.shell("REPLACE INTO article(id,title) VALUES('a','New')")
        #expect(try follower.follow()?.articles.map(\.title) == ["New"])
    }

    @Test(arguments: [
        "REPLACE INTO article(rowid,id) VALUES(2,'c')",
        "INSERT OR REPLACE INTO article(rowid,id) VALUES(1,'b')",
        "UPDATE OR REPLACE article SET id='b' WHERE id='a'",
        "UPDATE OR REPLACE article SET rowid=2 WHERE id='a'",
        "UPDATE OR REPLACE article SET rowid=2, id='c' WHERE id='a'",
        "PRAGMA recursive_triggers=1; REPLACE INTO article(rowid,id) VALUES(2,'c')",
        "PRAGMA foreign_keys=1; INSERT INTO article(id) VALUES('b') ON CONFLICT DO UPDATE SET title='x'",
    ])
    func `rows that a replace evicts by key or by rowid are seen to go`(statement: String) throws {
        let follower = try follower(Self.two)
        try scratch.shell(statement)
        try #require(try follower.follow() != nil)
        try follower.expectInStep()
    }

    @Test func `rows of another table that a replace evicts by rowid are written down`() throws {
        _ = try scratch.catalogue()
        try scratch.shell(
            """
            INSERT INTO slot(rowid,id,sizes) VALUES(7,'top','["728x90"]');
            REPLACE INTO slot(rowid,id,sizes) VALUES(7,'side','["300x250"]');
            """)
        #expect(
            try scratch.shell("SELECT op, id FROM change WHERE kind='slot'")
                == "insert|top\nreplace|top\ninsert|side\n")
    }

    @Test func `rows that .import brings are followed, missing columns take their defaults`() throws
    {
        let follower = try follower()
        let csv = "a,https://x.example/a,First\nb,https://x.example/b,\"Second, really\"\n"
        try Data(csv.utf8).write(to: scratch.folder.appendingPathComponent("in.csv"))
        _ = try scratch.complaint(".import --csv in.csv article")
        try follower.follow()
        #expect(
            follower.articles == [
                "a": Article(id: "a", url: "https://x.example/a", title: "First"),
                "b": Article(id: "b", url: "https://x.example/b", title: "Second, really"),
            ])
    }

    @Test func `a transaction that was rolled back changed nothing`() throws {
        let follower = try follower(Self.two)
        try scratch.shell("BEGIN; DELETE FROM article; ROLLBACK;")
        #expect(try follower.follow() == nil)
        #expect(follower.articles.count == 2)
    }

    @Test func `the data version moves with every commit of another program and never else`() throws
    {
        let catalogue = try scratch.catalogue()
        let before = try catalogue.dataVersion()
        #expect(try catalogue.dataVersion() == before)
        try scratch.shell("INSERT INTO article(id) VALUES('a')")
        let after = try catalogue.dataVersion()
        #expect(after != before)
        #expect(try catalogue.dataVersion() == after)
    }

    @Test func `the data version moves when this program writes`() throws {
        let catalogue = try scratch.catalogue()
        let before = try catalogue.dataVersion()
        _ = try catalogue.publish(Article(id: "a"))
        #expect(try catalogue.dataVersion() != before)
    }

    @Test(arguments: [
        "id) VALUES('')", "id) VALUES(NULL)", "id) VALUES(X'6162')",
        "id,published_at) VALUES('a','2024-02-30T00:00:00Z')",
        "id,published_at) VALUES('a','2024-02-03 00:00:00')",
        "id,published_at) VALUES('a','2024-02-03T00:00:00')",
        "id,updated_at) VALUES('a','2024-02-03T25:00:00Z')",
        "id,expires_at) VALUES('a','now')", "id,expires_at) VALUES('a',20240203)",
        "id,tags) VALUES('a','x')", "id,authors) VALUES('a','{}')",
        "id,ad_labels) VALUES('a','[')", "id,status) VALUES('a','gone')",
        "id,ads) VALUES('a','some')", "id,evergreen) VALUES('a',2)",
    ])
    func `the table refuses what no article can be`(values: String) throws {
        let follower = try follower()
        #expect(try !scratch.complaint("INSERT INTO article(\(values)").isEmpty)
        #expect(try follower.follow() == nil)
    }

    @Test func `two rows may hold one address, since a unique index would evict unseen`() throws {
        _ = try scratch.catalogue()
        try scratch.shell("INSERT INTO article(id,url) VALUES('a','https://x'),('b','https://x')")
        #expect(try scratch.shell("SELECT count(*) FROM article") == "2\n")
    }
}

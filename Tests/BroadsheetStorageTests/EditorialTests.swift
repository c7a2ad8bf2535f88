import BroadsheetArticles
import BroadsheetStorage
import Foundation
import Testing

/// Editors write pins, blocks and blocked terms in the sqlite3 shell; a reader follows.
@Suite struct EditorialTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private static let now = Date(timeIntervalSince1970: 1_720_000_000)

    /// A catalogue with the articles a to d.
    private func catalogue(_ sql: String = "") throws -> Catalogue {
        let catalogue = try scratch.catalogue()
        try scratch.shell("INSERT INTO article(id) VALUES('a'),('b'),('c'),('d'); " + sql)
        return catalogue
    }

    @Test func `a pin with two ids stands first for good`() throws {
        let catalogue = try catalogue("INSERT INTO pin(article_id,pinned_id) VALUES('a','b')")
        let (editorial, warnings) = try catalogue.loadEditorial()
        #expect(editorial.pins == [.init(article: "a", pinned: "b", position: 1)])
        #expect(editorial.pins(on: "a", at: .distantFuture).map(\.pinned) == ["b"])
        #expect(editorial.pins(on: "b", at: Self.now) == [] && warnings.count == 0)
    }

    @Test func `pins come by position, then by id`() throws {
        let editorial = try catalogue(
            """
            INSERT INTO pin(article_id,pinned_id,position) VALUES('a','d',2),('a','c',2),
                ('a','b',9),('b','a',1);
            """
        ).loadEditorial().editorial
        #expect(editorial.pins(on: "a", at: Self.now).map(\.pinned) == ["c", "d", "b"])
    }

    @Test func `a block counts on its page, one without a page on all and on none`() throws {
        let editorial = try catalogue(
            """
            INSERT INTO block(article_id,blocked_id) VALUES('a','b'),(NULL,'c'),('','d');
            """
        ).loadEditorial().editorial
        #expect(editorial.blocked(on: "a", at: Self.now) == ["c", "d", "b"])
        #expect(editorial.blocked(on: "b", at: Self.now) == ["c", "d"])
        #expect(editorial.blocked(on: nil, at: Self.now) == ["c", "d"])
    }

    @Test func `a term is blocked on its page, one without a page on all`() throws {
        let editorial = try catalogue(
            """
            INSERT INTO blocked_term(article_id,term) VALUES('a','Olympics'),(NULL,'photo');
            """
        ).loadEditorial().editorial
        #expect(editorial.blockedTerms(on: "a", at: Self.now) == ["photo", "Olympics"])
        #expect(editorial.blockedTerms(on: "b", at: Self.now) == ["photo"])
    }

    @Test func `from its end on a row counts for nothing`() throws {
        let end = "'2024-07-03T09:46:40Z'"
        let editorial = try catalogue(
            """
            INSERT INTO pin(article_id,pinned_id,expires_at) VALUES('a','b',\(end));
            INSERT INTO block(article_id,blocked_id,expires_at) VALUES('a','c',\(end));
            INSERT INTO blocked_term(article_id,term,expires_at) VALUES(NULL,'x',\(end));
            """
        ).loadEditorial().editorial
        for (moment, count) in [(Self.now - 1, 1), (Self.now, 0), (Self.now + 1, 0)] {
            #expect(editorial.pins(on: "a", at: moment).count == count)
            #expect(editorial.blocked(on: "a", at: moment).count == count)
            #expect(editorial.blockedTerms(on: "a", at: moment).count == count)
        }
        #expect(editorial.nextExpiry(after: Self.now - 1) == Self.now)
        #expect(editorial.nextExpiry(after: Self.now) == nil)
    }

    @Test(arguments: [
        "pin(article_id,pinned_id) VALUES('a','a')", "pin(article_id,pinned_id) VALUES('a','')",
        "pin(article_id,pinned_id) VALUES(NULL,'a')", "pin(article_id,pinned_id) VALUES('','a')",
        "pin(article_id,pinned_id,position) VALUES('a','b',0)",
        "pin(article_id,pinned_id,position) VALUES('a','b',101)",
        "pin(article_id,pinned_id,position) VALUES('a','b','top')",
        "pin(article_id,pinned_id,position) VALUES('a','b',1.5)",
        "pin(article_id,pinned_id,expires_at) VALUES('a','b','tomorrow')",
        "pin(article_id,pinned_id,expires_at) VALUES('a','b','2024-02-30T00:00:00Z')",
        "block(article_id,blocked_id) VALUES('a','a')", "block(blocked_id) VALUES(NULL)",
        "block(article_id,blocked_id) VALUES(X'61','b')",
        "block(blocked_id,expires_at) VALUES('a',0)",
        "blocked_term(term) VALUES('  ')", "blocked_term(term) VALUES(X'61')",
    ])
    func `the tables refuse what no editor can mean`(values: String) throws {
        _ = try catalogue()
        #expect(try !scratch.complaint("INSERT INTO \(values)").isEmpty)
    }

    @Test(arguments: [
        ("pin(article_id,pinned_id) VALUES('a','nobody')", "pin.pinned_id"),
        ("pin(article_id,pinned_id) VALUES('nobody','a')", "pin.article_id"),
        ("block(article_id,blocked_id) VALUES('nobody','a')", "block.article_id"),
        ("block(blocked_id) VALUES('nobody')", "block.blocked_id"),
        ("blocked_term(article_id,term) VALUES('nobody','x')", "blocked_term.article_id"),
    ])
    func `a row that names no article is refused with the column`(
        values: String, column: String
    ) throws {
        _ = try catalogue()
        let complaint = try scratch.complaint("INSERT INTO \(values)")
        #expect(complaint.contains("\(column) names no article: insert the article first"))
    }

    @Test func `a row can't be changed to name no article`() throws {
        _ = try catalogue("INSERT INTO pin(article_id,pinned_id) VALUES('a','b')")
        #expect(try scratch.complaint("UPDATE pin SET pinned_id='x'").contains("names no article"))
    }

    @Test func `an article goes whatever editors say; its rows count again when it comes back`()
        throws
    {
        let catalogue = try catalogue(
            """
            INSERT INTO pin(article_id,pinned_id) VALUES('a','b'),('a','c');
            INSERT INTO block(article_id,blocked_id) VALUES('b','c');
            INSERT INTO blocked_term(article_id,term) VALUES('b','x'),(NULL,'y');
            DELETE FROM article WHERE id='b';
            """)
        let (editorial, warnings) = try catalogue.loadEditorial()
        #expect(editorial.pins.map(\.pinned) == ["c"])
        #expect(editorial.blocks == [])
        #expect(editorial.blockedTerms.map(\.subject) == ["y"])
        #expect(warnings.count == 3)
        #expect(
            warnings.examples.first == "pin b: an article that it names is missing; left out")
        try scratch.shell("INSERT INTO article(id) VALUES('b')")
        let again = try catalogue.loadEditorial()
        #expect(again.editorial.pins.count == 2 && again.warnings.count == 0)
    }

    @Test(arguments: ["", "PRAGMA recursive_triggers=1; "])
    func `replacing an article keeps what editors said of it`(pragma: String) throws {
        let catalogue = try catalogue("INSERT INTO pin(article_id,pinned_id) VALUES('a','b')")
        try scratch.shell(pragma + "REPLACE INTO article(id,title) VALUES('a','New')")
        #expect(try catalogue.loadEditorial().editorial.pins.count == 1)
    }

    @Test(arguments: [
        "INSERT INTO pin(article_id,pinned_id) VALUES('a','c')",
        "UPDATE pin SET position=3", "DELETE FROM pin",
        "REPLACE INTO pin(rowid,article_id,pinned_id) VALUES(1,'c','d')",
        "INSERT INTO block(blocked_id) VALUES('c')", "INSERT INTO blocked_term(term) VALUES('x')",
        "DELETE FROM article WHERE id='b'",
    ])
    func `a reader is told that what editors said has changed`(statement: String) throws {
        let catalogue = try catalogue("INSERT INTO pin(article_id,pinned_id) VALUES('a','b')")
        let follower = try Follower(catalogue)
        try scratch.shell(statement)
        let changes = try #require(try follower.follow())
        #expect(changes.editorialChanged && !changes.adsChanged)
    }

    @Test(arguments: [
        "INSERT INTO advertiser(id) VALUES('adv')", "UPDATE article SET title='x'",
        "DELETE FROM article WHERE id='d'", "INSERT INTO article(id) VALUES('e')",
    ])
    func `a reader is not told so for any other change`(statement: String) throws {
        let catalogue = try catalogue("INSERT INTO pin(article_id,pinned_id) VALUES('a','b')")
        let follower = try Follower(catalogue)
        try scratch.shell(statement)
        #expect(try follower.follow()?.editorialChanged == false)
    }

    @Test func `an article that comes back tells the reader to look at the pins again`() throws {
        let catalogue = try catalogue(
            """
            INSERT INTO pin(article_id,pinned_id) VALUES('a','b');
            DELETE FROM article WHERE id='b';
            """)
        let follower = try Follower(catalogue)
        try scratch.shell("INSERT INTO article(id) VALUES('b')")
        #expect(try follower.follow()?.editorialChanged == true)
    }

    @Test(arguments: [
        (
            "REPLACE INTO pin(rowid,article_id,pinned_id) VALUES(1,'c','d')",
            "insert|c\nreplace|a\n"
        ),
        ("REPLACE INTO pin(article_id,pinned_id) VALUES('a','b')", "insert|a\nreplace|a\n"),
        ("UPDATE pin SET article_id='c'", "delete|a\nupdate|c\n"),
        ("UPDATE OR REPLACE pin SET pinned_id='c'", "update|a\n"),
    ])
    func `the feed names the pages whose pins came or went`(
        statement: String, rows: String
    ) throws {
        _ = try catalogue("INSERT INTO pin(article_id,pinned_id) VALUES('a','b')")
        let before = try scratch.shell("SELECT max(seq) FROM change").filter(\.isNumber)
        try scratch.shell(statement)
        let fed = try scratch.shell(
            "SELECT op, id FROM change WHERE seq > \(before) AND kind='pin' ORDER BY op")
        #expect(fed == rows)
    }

    @Test func `a row of any page has an empty name in the feed`() throws {
        _ = try catalogue("INSERT INTO block(blocked_id) VALUES('b')")
        #expect(try scratch.shell("SELECT op, id FROM change WHERE kind='block'") == "insert|\n")
    }

    @Test func `rows that .import brings take the defaults of missing columns`() throws {
        let catalogue = try catalogue()
        try Data("a,b\na,c\n".utf8)
            .write(to: scratch.folder.appendingPathComponent("pins.csv"))
        _ = try scratch.complaint(".import --csv pins.csv pin")
        let pins = try catalogue.loadEditorial().editorial.pins
        #expect(pins.map(\.pinned) == ["b", "c"] && pins.map(\.position) == [1, 1])
    }

    @Test(arguments: [
        ("pin(article_id,pinned_id,position) VALUES('a','b',0)", 0),
        ("pin(article_id,pinned_id,position) VALUES('a','b',1e300)", 0),
        ("pin(article_id,pinned_id,expires_at) VALUES('a','b','soon')", 0),
        ("block(article_id,blocked_id,expires_at) VALUES('a','b','soon')", 1),
        ("block(article_id,blocked_id) VALUES(X'00','b')", 0),
        ("blocked_term(term) VALUES(CAST(X'FF' AS TEXT))", 0),
    ])
    func `a value that can't be read leaves a row out, but never ends a block`(
        values: String, count: Int
    ) throws {
        let catalogue = try catalogue()
        try scratch.shell(
            """
            DROP TRIGGER block_needs_article_id;
            PRAGMA ignore_check_constraints=1; INSERT INTO \(values);
            INSERT INTO article(id) VALUES(CAST(X'00' AS TEXT));
            """)
        let (editorial, warnings) = try catalogue.loadEditorial()
        let found = editorial.pins.count + editorial.blocks.count + editorial.blockedTerms.count
        #expect(found == count && warnings.count >= 1)
    }

    @Test func `pages whose ids differ only in their bytes are different pages`() throws {
        let catalogue = try catalogue()
        _ = try catalogue.publish(Article(id: "caf\u{E9}"))
        _ = try catalogue.publish(Article(id: "cafe\u{301}"))
        try scratch.shell(
            "INSERT INTO pin(article_id,pinned_id) SELECT id, 'a' FROM article WHERE id='caf\u{E9}'"
        )
        let editorial = try catalogue.loadEditorial().editorial
        #expect(editorial.pins(on: "caf\u{E9}", at: Self.now).count == 1)
        #expect(editorial.pins(on: "cafe\u{301}", at: Self.now).count == 0)
    }
}

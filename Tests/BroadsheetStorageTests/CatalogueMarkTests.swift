import BroadsheetArticles
import BroadsheetStorage
import Foundation
import Testing

@Suite struct CatalogueMarkTests {
    let scratch: Scratch
    let catalogue: Catalogue
    /// The state with the articles a, b and c.
    let mark: CatalogueMark

    init() throws {
        scratch = try Scratch()
        catalogue = try scratch.catalogue()
        for id in ["a", "b", "c"] { _ = try catalogue.publish(Article(id: id)) }
        mark = try Self.mark(of: catalogue)
    }

    private static func mark(of catalogue: Catalogue) throws -> CatalogueMark {
        let load = try catalogue.loadArticles { _ in }
        return CatalogueMark(position: load.position, schemaVersion: load.schemaVersion)
    }

    @Test func `a catalogue that nobody wrote has changed in no article`() throws {
        #expect(try catalogue.articleIDs(changedSince: mark) == [])
    }

    @Test func `articles written, renamed, removed and new are named by bytes`() throws {
        try scratch.shell(
            """
            UPDATE article SET body = 'x' WHERE id = 'c'; DELETE FROM article WHERE id = 'a';
            INSERT INTO article(id) VALUES('d'); UPDATE article SET id = 'e' WHERE id = 'b';
            """)
        let changed = try catalogue.articleIDs(changedSince: mark)
        #expect(changed == ["a", "b", "c", "d", "e"])
    }

    @Test func `changes of campaigns name no article`() throws {
        try scratch.shell("INSERT INTO slot(id) VALUES('side');")
        #expect(try catalogue.articleIDs(changedSince: mark) == [])
    }

    @Test(arguments: [
        "DELETE FROM change;",
        "UPDATE article SET body = 'x'; DELETE FROM change WHERE seq > 3;",
        "UPDATE article SET body = 'x'; DELETE FROM change WHERE seq = 4;",
        "UPDATE article SET body = 'x'; DELETE FROM change WHERE seq <= 3;",
        "UPDATE change SET at = '2020-01-01T00:00:00Z' WHERE seq = 3;",
        "UPDATE change SET id = 'b' WHERE seq = 3;",
        "DROP TRIGGER article_updated; UPDATE article SET body = 'x';",
        "CREATE TABLE note(text);",
    ])
    func `a feed with a gap and a changed schema tell nothing`(sql: String) throws {
        try scratch.shell(sql)
        #expect(try catalogue.articleIDs(changedSince: mark) == nil, "\(sql)")
    }

    @Test func `pruned rows before the mark are not missed, those behind it are`() throws {
        try scratch.shell("UPDATE article SET body = 'x' WHERE id = 'a';")
        try scratch.shell("DELETE FROM change WHERE seq < 3;")
        #expect(try catalogue.articleIDs(changedSince: mark) == ["a"])
    }

    @Test func `an older backup tells nothing about what came after it`() throws {
        try scratch.shell("DELETE FROM change WHERE seq = 3; DELETE FROM article WHERE id = 'c';")
        try scratch.shell("DELETE FROM change WHERE seq > 2;")
        try scratch.shell("UPDATE sqlite_sequence SET seq = 2 WHERE name = 'change';")
        #expect(try catalogue.articleIDs(changedSince: mark) == nil)
    }

    @Test func `an empty catalogue can be marked as well`() throws {
        let empty = try Catalogue.open(path: scratch.path("empty.sqlite"), mode: .create)
        let mark = try Self.mark(of: empty)
        #expect(try empty.articleIDs(changedSince: mark) == [])
        _ = try empty.publish(Article(id: "a"))
        #expect(try empty.articleIDs(changedSince: mark) == ["a"])
    }

    @Test(arguments: [(0.0, false), (2, false), (3, true), (1e9, true), (-1e9, false)])
    func `a mark is settled when its second is over`(seconds: Double, isSettled: Bool) throws {
        try scratch.shell("UPDATE change SET at = '2024-07-10T12:00:00Z';")
        let noon = Date(timeIntervalSince1970: 1_720_612_800)
        let mark = try Self.mark(of: catalogue)
        #expect(mark.isSettled(at: noon.addingTimeInterval(seconds)) == isSettled)
    }

    @Test(arguments: ["yesterday", "", "2024-07-10 12:00:00"])
    func `a mark whose time can't be read is never settled`(time: String) throws {
        try scratch.shell("UPDATE change SET at = '\(time)';")
        let mark = try Self.mark(of: catalogue)
        #expect(!mark.isSettled(at: Date(timeIntervalSince1970: 32_000_000_000)))
    }
}

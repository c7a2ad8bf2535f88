import BroadsheetArticles
import BroadsheetStorage
import Foundation
import GRDB
import Testing

/// What happens with each kind of file that somebody may name.
@Suite struct OpeningTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func reason(
        _ name: String, mode: OpenMode = .existing, isWritable: Bool = true
    ) -> StorageError.Reason? {
        do {
            _ = try Catalogue.open(
                path: scratch.path(name), mode: mode, busyTimeout: .milliseconds(10),
                isWritable: { _ in isWritable })
            return nil
        } catch {
            return error.reason
        }
    }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: scratch.folder.appendingPathComponent(name))
    }

    /// A connection of its own that may keep a transaction open, as another process would.
    private func otherProgram() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        return try DatabaseQueue(path: scratch.path("news.sqlite"), configuration: configuration)
    }

    @Test func `a missing file is made only when asked`() {
        #expect(reason("news.sqlite") == .missing)
        #expect(reason("news.sqlite", mode: .readOnly) == .missing)
        #expect(reason("news.sqlite", mode: .create) == nil)
        #expect(reason("news.sqlite") == nil)
    }

    @Test func `a file in a missing folder is not made`() {
        #expect(reason("no/news.sqlite", mode: .create) == .missingFolder)
    }

    @Test func `a file in a folder that can't be written is not made`() {
        #expect(reason("news.sqlite", mode: .create, isWritable: false) == .permissionDenied)
    }

    @Test(arguments: [OpenMode.create, .existing, .readOnly])
    func `a folder is no catalogue`(mode: OpenMode) {
        #expect(reason(".", mode: mode) == .directory)
    }

    @Test(arguments: [OpenMode.create, .existing, .readOnly])
    func `a file that is no database is left as it is`(mode: OpenMode) throws {
        let text = String(repeating: "No database, just text.\n", count: 100)
        try write(text, to: "text.txt")
        #expect(reason("text.txt", mode: mode) == .notADatabase)
        #expect(try String(contentsOfFile: scratch.path("text.txt"), encoding: .utf8) == text)
    }

    @Test(arguments: [OpenMode.existing, .readOnly])
    func `an empty file is no catalogue`(mode: OpenMode) throws {
        try write("", to: "empty")
        #expect(reason("empty", mode: mode) == .foreign)
    }

    @Test func `an empty file becomes a catalogue when asked`() throws {
        try write("", to: "empty")
        #expect(reason("empty", mode: .create) == nil)
        #expect(reason("empty") == nil)
    }

    @Test(arguments: [OpenMode.create, .existing, .readOnly])
    func `a database of somebody else is left as it is`(mode: OpenMode) throws {
        try scratch.shell("CREATE TABLE article(id TEXT); PRAGMA user_version=7", on: "other.db")
        let before = try Data(contentsOf: URL(fileURLWithPath: scratch.path("other.db")))
        #expect(reason("other.db", mode: mode) == .foreign)
        #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.path("other.db"))) == before)
    }

    @Test func `a ledger is no catalogue`() throws {
        _ = try SQLiteLedger.open(path: scratch.path("news.ledger.sqlite"), mode: .create)
        #expect(reason("news.ledger.sqlite") == .foreign)
    }

    @Test(arguments: [
        ("PRAGMA user_version=99", 99),
        ("INSERT INTO grdb_migrations VALUES('catalogue-5')", 5),
    ])
    func `a newer schema is refused with both versions`(sql: String, found: Int) throws {
        _ = try scratch.catalogue()
        try scratch.shell(sql)
        for mode in [OpenMode.create, .existing, .readOnly] {
            #expect(
                reason("news.sqlite", mode: mode) == .newerSchema(found: found, supported: 4))
        }
    }

    @Test func `a copy made with .dump is a catalogue`() throws {
        _ = try scratch.catalogue().publish(Article(id: "a"))
        try scratch.shell(".output copy.sql\n.dump")
        try scratch.shell(".read copy.sql", on: "copy.sqlite")
        let copy = try Catalogue.open(path: scratch.path("copy.sqlite"), mode: .existing)
        #expect(try copy.articleCounts().published == 1)
    }

    @Test func `a database whose pages were overwritten is reported as damaged`() throws {
        do {
            let catalogue = try scratch.catalogue()
            _ = try catalogue.importArticles { session in
                for number in 0..<300 {
                    _ = try session.put(
                        Article(id: "\(number)", body: String(repeating: "x", count: 500)))
                }
            }
        }
        try scratch.shell("PRAGMA wal_checkpoint(TRUNCATE)")
        let url = URL(fileURLWithPath: scratch.path("news.sqlite"))
        var bytes = try Data(contentsOf: url)
        bytes.replaceSubrange(
            40_960..<bytes.count, with: Data(repeating: 0xA5, count: bytes.count - 40_960))
        try bytes.write(to: url)
        let error = #expect(throws: StorageError.self) {
            let catalogue = try scratch.catalogue()
            _ = try catalogue.loadArticles { _ in }
        }
        guard case .corrupt = error?.reason else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `a file that another process keeps locked is reported as locked`() throws {
        _ = try scratch.catalogue()
        let other = try otherProgram()
        try other.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA locking_mode=EXCLUSIVE; DELETE FROM article")
        }
        #expect(reason("news.sqlite") == .locked)
        try other.close()
        #expect(reason("news.sqlite") == nil)
    }

    @Test func `a write that another writer keeps out for too long is reported as locked`() throws {
        _ = try scratch.catalogue()
        let catalogue = try Catalogue.open(
            path: scratch.path("news.sqlite"), mode: .existing, busyTimeout: .milliseconds(10))
        let other = try otherProgram()
        try other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let error = #expect(throws: StorageError.self) {
            _ = try catalogue.publish(Article(id: "a"))
        }
        #expect(error?.reason == .locked)
        try other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        #expect(try catalogue.publish(Article(id: "a")).outcome == .new)
    }

    @Test func `a catalogue on media that can't be written is served and says so`() throws {
        do { _ = try scratch.catalogue().publish(Article(id: "a")) }
        let catalogue = try Catalogue.open(
            path: scratch.path("news.sqlite"), mode: .existing, isWritable: { _ in false })
        #expect(catalogue.isReadOnly)
        #expect(catalogue.isImmutable)
        #expect(try catalogue.articleCounts().published == 1)
        #expect(try catalogue.changes(since: catalogue.loadArticles { _ in }.position) == .none)
        #expect(
            !FileManager.default.fileExists(atPath: scratch.path("news.sqlite-shm")),
            "an immutable database needs no helper files")
    }

    @Test func `a file that somebody else is writing is not taken for immutable`() throws {
        let writer = try scratch.catalogue()
        _ = try writer.publish(Article(id: "a"))
        let reader = try Catalogue.open(
            path: scratch.path("news.sqlite"), mode: .existing, isWritable: { _ in false })
        #expect(reader.isReadOnly)
        #expect(!reader.isImmutable)
        _ = try writer.publish(Article(id: "b"))
        #expect(try reader.articleCounts().published == 2)
    }

    @Test func `a change of a catalogue that is open for reading only is refused`() throws {
        _ = try scratch.catalogue()
        let catalogue = try Catalogue.open(path: scratch.path("news.sqlite"), mode: .readOnly)
        let error = #expect(throws: StorageError.self) {
            _ = try catalogue.publish(Article(id: "a"))
        }
        #expect(error?.reason == .readOnly)
    }

    /// The same on a real full disk: mount a tmpfs of 1 MB (`mount -t tmpfs -o size=1m none DIR`)
    /// and import into it.
    @Test func `an import that fills the disk says so and leaves nothing`() throws {
        let catalogue = try scratch.catalogue()
        let pages = try Int(
            scratch.shell("PRAGMA page_count").trimmingCharacters(in: .whitespacesAndNewlines))
        try catalogue.limitPages(to: #require(pages) + 10)
        let error = #expect(throws: StorageError.self) {
            _ = try catalogue.importArticles { session in
                for number in 0..<100 {
                    _ = try? session.put(
                        Article(id: "\(number)", body: String(repeating: "x", count: 5_000)))
                }
            }
        }
        #expect(error?.reason == .diskFull)
        #expect(try catalogue.articleCounts().total == 0)
        try catalogue.limitPages(to: 1_000_000)
        #expect(try catalogue.publish(Article(id: "a")).outcome == .new)
    }

    @Test func `a catalogue is in WAL mode from its first row on, a ledger from the start`() throws
    {
        _ = try scratch.catalogue().publish(Article(id: "a"))
        _ = try SQLiteLedger.open(path: scratch.path("news.ledger.sqlite"), mode: .create)
        for name in ["news.sqlite", "news.ledger.sqlite"] {
            #expect(try scratch.shell("PRAGMA journal_mode", on: name) == "wal\n")
        }
    }

    @Test func `names with spaces, question marks, colons and percent signs are plain names`()
        throws
    {
        for name in ["a b?mode=memory.sqlite", "file:x%20#y.sqlite", ":memory:"] {
            _ = try Catalogue.open(path: scratch.path(name), mode: .create)
                .publish(Article(id: name))
            let again = try Catalogue.open(
                path: scratch.path(name), mode: .existing, isWritable: { _ in false })
            #expect(try again.article(id: name) != nil)
        }
    }

    @Test func `every message says what to do`() {
        let reasons: [StorageError.Reason] = [
            .missing, .missingFolder, .directory, .permissionDenied, .notADatabase,
            .corrupt(detail: "d"), .foreign, .newerSchema(found: 2, supported: 1),
            .olderSchema(found: 1, needed: 4), .locked, .diskFull, .readOnly,
        ]
        for reason in reasons {
            let text = StorageError(file: .catalogue, path: "/x", reason: reason).description
            #expect(text.hasPrefix("/x: "))
            #expect(text.contains(": "), "\(text)")
            #expect(!text.contains("\n"))
        }
    }
}

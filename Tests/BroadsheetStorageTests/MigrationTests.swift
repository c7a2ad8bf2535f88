import BroadsheetAds
import BroadsheetArticles
import BroadsheetStorage
import Foundation
import Testing

/// Catalogues of every earlier version, as they were saved, come to the present schema.
@Suite struct MigrationTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private static let versions = [1, 2, 3]

    /// Makes the saved catalogue of `version` and returns the sqlite3 shell's view of its version.
    private func restore(version: Int) throws {
        let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/catalogue-\(version).sql")
        let sql = try String(contentsOf: fixture, encoding: .utf8)
        try scratch.shell(sql)
        #expect(try scratch.shell("PRAGMA user_version") == "\(version)\n")
    }

    @Test(arguments: versions)
    func `an old catalogue keeps its articles and its place in the feed`(version: Int) throws {
        try restore(version: version)
        let catalogue = try Catalogue.open(path: scratch.path("news.sqlite"), mode: .existing)
        var articles: [Article] = []
        let load = try catalogue.loadArticles { articles.append($0) }
        #expect(articles.map(\.id) == ["harbour-1", "harbour-2"])
        #expect(load.warnings.count == 0 && load.position.sequence > 0)
        #expect(try catalogue.loadAds().ads.campaigns.map(\.id) == ["camp"])
        #expect(try scratch.shell("PRAGMA user_version") == "4\n")
    }

    @Test(arguments: versions)
    func `an old catalogue takes pins and tells its reader`(version: Int) throws {
        try restore(version: version)
        let catalogue = try Catalogue.open(path: scratch.path("news.sqlite"), mode: .existing)
        let follower = try Follower(catalogue)
        try scratch.shell("INSERT INTO pin(article_id,pinned_id) VALUES('harbour-1','harbour-2')")
        #expect(try follower.follow()?.editorialChanged == true)
        #expect(try catalogue.loadEditorial().editorial.pins.count == 1)
    }

    @Test(arguments: versions)
    func `an old catalogue has the tables and triggers of a new one`(version: Int) throws {
        try restore(version: version)
        _ = try Catalogue.open(path: scratch.path("news.sqlite"), mode: .existing)
        _ = try Catalogue.open(path: scratch.path("new.sqlite"), mode: .create)
        let names = "SELECT type, name FROM sqlite_master ORDER BY type, name"
        #expect(try scratch.shell(names) == scratch.shell(names, on: "new.sqlite"))
    }

    @Test(arguments: versions)
    func `an old catalogue on media that can't be written is refused with both versions`(
        version: Int
    ) throws {
        try restore(version: version)
        let error = #expect(throws: StorageError.self) {
            _ = try Catalogue.open(path: scratch.path("news.sqlite"), mode: .readOnly)
        }
        #expect(error?.reason == .olderSchema(found: version, needed: 4))
    }
}

import BroadsheetArticles
import BroadsheetStorage
import Foundation
import Testing

@Suite struct ChangeFeedTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }
    private let longAgo = Date(timeIntervalSince1970: 0)
    private let farAhead = Date(timeIntervalSince1970: 32_000_000_000)

    @Test func `nothing has changed when nothing was written`() throws {
        let catalogue = try scratch.catalogue()
        let position = try catalogue.loadArticles { _ in }.position
        #expect(try catalogue.changes(since: position) == .none)
    }

    @Test func `of more changes than asked for only the ids are read, the newest first`() throws {
        let catalogue = try scratch.catalogue()
        let position = try catalogue.loadArticles { _ in }.position
        for id in ["a", "b", "c", "d"] { _ = try catalogue.publish(Article(id: id)) }
        _ = try catalogue.publish(Article(id: "b", title: "again"))
        try scratch.shell("DELETE FROM article WHERE id = 'c'")
        guard case .some(let few) = try catalogue.changes(since: position, limit: 4),
            case .some(let many) = try catalogue.changes(since: position, limit: 3)
        else {
            Issue.record("the feed has changes")
            return
        }
        #expect(few.articles.map(\.id) == ["a", "b", "d"] && few.removedArticleIDs == ["c"])
        #expect(few.unreadArticleIDs.isEmpty)
        #expect(many.articles.isEmpty && many.removedArticleIDs.isEmpty)
        #expect(many.unreadArticleIDs == ["c", "b", "d", "a"])
        #expect(many.position == few.position)
        let read = try catalogue.changedArticles(ids: many.unreadArticleIDs)
        #expect(read.articles.map(\.id) == ["b", "d", "a"] && read.removedIDs == ["c"])
        #expect(read.articles.first?.title == "again")
    }

    @Test func `pruning keeps the newest row, so a reader in step stays in step`() throws {
        let catalogue = try scratch.catalogue()
        _ = try catalogue.publish(Article(id: "a"))
        _ = try catalogue.publish(Article(id: "b"))
        let follower = try Follower(catalogue)
        try catalogue.pruneChanges(olderThan: farAhead)
        #expect(try scratch.shell("SELECT seq FROM change") == "2\n")
        _ = try catalogue.publish(Article(id: "c"))
        try follower.follow()
        #expect(follower.reloads == 0)
        try follower.expectInStep()
    }

    @Test func `rows younger than the limit are kept`() throws {
        let catalogue = try scratch.catalogue()
        _ = try catalogue.publish(Article(id: "a"))
        _ = try catalogue.publish(Article(id: "b"))
        try catalogue.pruneChanges(olderThan: longAgo)
        #expect(try scratch.shell("SELECT count(*) FROM change") == "2\n")
    }

    @Test func `a reader whose last row was pruned reloads everything`() throws {
        let catalogue = try scratch.catalogue()
        _ = try catalogue.publish(Article(id: "a"))
        let follower = try Follower(catalogue)
        _ = try catalogue.publish(Article(id: "b"))
        _ = try catalogue.publish(Article(id: "c"))
        try catalogue.pruneChanges(olderThan: farAhead)
        try follower.follow()
        #expect(follower.reloads == 1)
        try follower.expectInStep()
    }

    @Test func `a reader that began with an empty feed reloads when its start was pruned`() throws {
        let catalogue = try scratch.catalogue()
        let follower = try Follower(catalogue)
        _ = try catalogue.publish(Article(id: "a"))
        _ = try catalogue.publish(Article(id: "b"))
        try catalogue.pruneChanges(olderThan: farAhead)
        try follower.follow()
        #expect(follower.reloads == 1)
        try follower.expectInStep()
    }

    @Test func `a feed that another one replaced makes the reader reload`() throws {
        let catalogue = try scratch.catalogue()
        _ = try catalogue.publish(Article(id: "a"))
        let follower = try Follower(catalogue)
        try scratch.shell(
            """
            UPDATE change SET at='2001-01-01T00:00:00Z';
            INSERT INTO article(id) VALUES('b');
            """)
        try follower.follow()
        #expect(follower.reloads == 1)
    }

    @Test func `a change of a campaign's tables says that ads changed, one of articles does not`()
        throws
    {
        let catalogue = try scratch.catalogue()
        let follower = try Follower(catalogue)
        try scratch.shell("INSERT INTO article(id) VALUES('a')")
        #expect(try follower.follow()?.adsChanged == false)
        try scratch.shell("INSERT INTO advertiser(id) VALUES('adv')")
        let changes = try follower.follow()
        #expect(changes?.adsChanged == true)
        #expect(changes?.articles == [])
    }

    @Test func `changed and removed articles come by id bytes`() throws {
        let catalogue = try scratch.catalogue()
        try scratch.shell("INSERT INTO article(id) VALUES('x'),('é'),('e'),('Z')")
        let follower = try Follower(catalogue)
        try scratch.shell("UPDATE article SET title='t'")
        #expect(try follower.follow()?.articles.map(\.id) == ["Z", "e", "x", "é"])
        try scratch.shell("DELETE FROM article")
        #expect(try follower.follow()?.removedArticleIDs == ["Z", "e", "x", "é"])
    }

    @Test func `ids that differ only in their bytes are different articles`() throws {
        let catalogue = try scratch.catalogue()
        _ = try catalogue.publish(Article(id: "caf\u{E9}", title: "one"))
        _ = try catalogue.publish(Article(id: "cafe\u{301}", title: "two"))
        var titles: [String] = []
        _ = try catalogue.loadArticles { titles.append($0.title) }
        #expect(titles == ["two", "one"])
    }
}

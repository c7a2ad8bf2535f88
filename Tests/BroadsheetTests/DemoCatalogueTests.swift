import BroadsheetAds
import BroadsheetContent
import BroadsheetStorage
import Foundation
import Testing

@testable import Broadsheet

struct DemoCatalogueTests {
    static func contents(_ path: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: path))
    }

    @Test
    func `the demo is made once and then left alone`() throws {
        let scratch = try Scratch()
        let folder = scratch.path("data/demo")
        let path = try DemoCatalogue.prepare(in: folder)
        #expect(path == folder + "/demo.sqlite")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(names == ["demo.sqlite", "demo.version"])
        let catalogue = try Catalogue.open(path: path, mode: .existing)
        #expect((24...40).contains(try catalogue.articleCounts().published))
        #expect(try catalogue.loadAds().ads.campaigns.count >= 6)
        try scratch.shell("DELETE FROM article;", on: "data/demo/demo.sqlite")
        #expect(try DemoCatalogue.prepare(in: folder) == path)
        #expect(try catalogue.articleCounts().total == 0)
    }

    @Test
    func `a demo of another version is made anew; ledger and key stay`() throws {
        let scratch = try Scratch()
        let path = try DemoCatalogue.prepare(in: scratch.folder.path)
        let files = EngineFiles(catalogue: path)
        for beside in [files.ledger, files.keyFile] {
            try Data("money".utf8).write(to: URL(fileURLWithPath: beside))
        }
        try scratch.shell("DELETE FROM article;", on: "demo.sqlite")
        try Data("older".utf8).write(to: URL(fileURLWithPath: scratch.path("demo.version")))
        #expect(try DemoCatalogue.prepare(in: scratch.folder.path) == path)
        let catalogue = try Catalogue.open(path: path, mode: .readOnly)
        #expect(try catalogue.articleCounts().total >= 24)
        for beside in [files.ledger, files.keyFile] {
            #expect(try Self.contents(beside) == Data("money".utf8))
        }
    }

    @Test
    func `what an ended process left behind gets into no demo`() throws {
        let scratch = try Scratch()
        let draft = "demo.\(ProcessInfo.processInfo.processIdentifier).sqlite"
        _ = try Catalogue.open(path: scratch.path(draft), mode: .create).publish(
            TestSite.article("left over", "Left over"))
        let path = try DemoCatalogue.prepare(in: scratch.folder.path)
        #expect(try Catalogue.open(path: path, mode: .readOnly).article(id: "left over") == nil)
    }

    @Test
    func `a folder that can't be made is told with what to do`() throws {
        let scratch = try Scratch()
        try Data().write(to: URL(fileURLWithPath: scratch.path("file")))
        let error = #expect(throws: DemoCatalogue.Failure.self) {
            try DemoCatalogue.prepare(in: scratch.path("file/demo"))
        }
        #expect(try #require(error).description.contains("set XDG_DATA_HOME"))
    }

    /// What a reader says belongs together; see demo-labels.json.
    struct Labels: Decodable {
        let duplicates: [[String]]
        let stories: [String: [String]]

        static func load() throws -> Labels {
            let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appending(path: "../BroadsheetServerTests/Fixtures/demo-labels.json")
            return try JSONDecoder().decode(Labels.self, from: Data(contentsOf: url))
        }
    }

    /// B³ precision and recall over the articles of the labelled stories and of those found.
    fileprivate static func bCubed(
        _ found: [String: Set<String>], _ truth: [String: Set<String>]
    ) -> (precision: Double, recall: Double) {
        var (precision, recall) = (0.0, 0.0)
        let ids = Set(found.keys).union(truth.keys)
        for id in ids {
            let (mine, theirs) = (found[id] ?? [id], truth[id] ?? [id])
            let both = Double(mine.intersection(theirs).count)
            precision += both / Double(mine.count)
            recall += both / Double(theirs.count)
        }
        return (precision / Double(ids.count), recall / Double(ids.count))
    }

    static func engine(_ scratch: Scratch) async throws -> Engine {
        try await Engine(catalogue: DemoCatalogue.prepare(in: scratch.folder.path))
    }

    @Test
    func `two copies of one agency text find each other first`() async throws {
        let labels = try Labels.load()
        let scratch = try Scratch()
        let engine = try await Self.engine(scratch)
        #expect(!labels.duplicates.isEmpty)
        for pair in labels.duplicates {
            #expect(try await engine.relatedIDs(pair[0]).first == pair[1])
            #expect(try await engine.relatedIDs(pair[1]).first == pair[0])
        }
    }

    @Test
    func `the groups that the program finds in the demo are those of its labels`() throws {
        let labels = try Labels.load()
        let scratch = try Scratch()
        let catalogue = try Catalogue.open(
            path: DemoCatalogue.prepare(in: scratch.folder.path), mode: .readOnly)
        let options = RelatedLists.Options(
            scoring: Scoring(analyzer: .automatic(siteLanguage: "en")), isRaw: false, limit: 0,
            explains: false, language: "en")
        let groups = try RelatedLists(
            catalogue: catalogue, options: options, now: TestClock.noon + 30 * 86_400
        ) { _ in }.groups
        #expect(
            Set(groups.copies.map { Set($0.map(\.id)) }) == Set(labels.duplicates.map(Set.init)))
        let score = labels.score(of: groups.stories.map { $0.map(\.id) })
        print("demo: stories with precision \(score.precision), recall \(score.recall)")
        #expect(2 * score.precision * score.recall >= 0.8 * (score.precision + score.recall))
    }

    @Test
    func `the articles of a story stand at the top of each other's lists`() async throws {
        let labels = try Labels.load()
        let scratch = try Scratch()
        let engine = try await Self.engine(scratch)
        #expect(labels.stories.count >= 5)
        var (found, asked) = (0, 0)
        for (_, members) in labels.stories.sorted(by: { $0.key < $1.key }) {
            for member in members {
                let others = Set(members).subtracting([member])
                let top = try await engine.relatedIDs(member, limit: others.count)
                found += others.intersection(top).count
                asked += others.count
            }
        }
        let share = Double(found) / Double(asked)
        print("demo: \(found) of \(asked) places at the top are taken by the same story")
        #expect(share >= 0.9)
    }
}

extension DemoCatalogueTests.Labels {
    /// How well stories agree with the labels; copies of a story's article belong to it.
    func score(of found: [[String]]) -> (precision: Double, recall: Double) {
        func members(_ groups: [[String]]) -> [String: Set<String>] {
            var result: [String: Set<String>] = [:]
            for group in groups { for id in group { result[id] = Set(group) } }
            return result
        }
        return DemoCatalogueTests.bCubed(
            members(found), members(duplicates + stories.values.sorted { $0[0] < $1[0] }))
    }
}

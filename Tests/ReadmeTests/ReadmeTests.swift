import BroadsheetAds
import BroadsheetArticles
import BroadsheetStorage
import Foundation
import Testing

/// The examples of the documentation, which are only worth something while they work.
struct ReadmeTests {
    @Test func `README shows the Swift example that is compiled here`() throws {
        let file = try Self.text("Tests/ReadmeTests/ReadmeExample.swift")
        let example = file.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let readme = try Self.text("README.md")
        #expect(readme.contains("```swift\n\(example[1])```\n"))
    }

    @Test func `the article on building an engine shows the example that is compiled here`() throws
    {
        let file = try Self.text("Tests/ReadmeTests/EngineExample.swift")
        let example = file.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let article = try Self.text(
            "Sources/Broadsheet/Broadsheet.docc/BuildAnEngineFromADatabase.md")
        #expect(article.contains("```swift\n\(example[1])```\n"))
    }

    @Test func `README's Swift example runs on a catalogue`() async throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let catalogue = try Self.catalogue(in: folder)
        try await printBlocks(around: "harbour-1", catalogue: catalogue)
    }

    @Test func `the engine of the article finds and publishes`() async throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let newsroom = try await Newsroom(catalogue: try Self.catalogue(in: folder))
        #expect(
            try await newsroom.readNext(after: "harbour-1").first == "Dockers and harbour agree")
        #expect(try await newsroom.readNext(after: "no-such-article").isEmpty)
        try await newsroom.publish(["harbour-3": ("Harbour", "Dockers at work.")])
        #expect(try await newsroom.readNext(after: "harbour-1").contains("Harbour"))
        let mark = try newsroom.markup(slot: "article-side", article: "harbour-1")
        #expect(mark == nil)
        await newsroom.close()
    }

    // MARK: What the examples work on

    private static func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("broadsheet-readme-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// A catalogue of three articles and one slot that nobody has booked.
    private static func catalogue(in folder: URL) throws -> String {
        let path = folder.appendingPathComponent("news.sqlite").path
        let catalogue = try Catalogue.open(path: path, mode: .create)
        let texts = [
            ("harbour-1", "Dockers close the harbour", "Dockers stopped the cranes."),
            ("harbour-2", "Dockers and harbour agree", "The cranes of the dockers turn again."),
            ("comet-1", "Probe meets its comet", "The probe flew through the tail."),
        ]
        for (id, title, body) in texts {
            _ = try catalogue.publish(Article(id: id, title: title, body: body))
        }
        let yaml = "slots: [{id: article-side, sizes: [300x250], formats: [image]}]"
        let slots = CampaignFileReader().read([
            CampaignFileReader.File(name: "slots.yaml", bytes: Array(yaml.utf8))
        ])
        _ = try catalogue.importCampaigns(slots.catalogue)
        try catalogue.close()
        return path
    }

    private static func text(_ path: String) throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }
}

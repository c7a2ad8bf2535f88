import Foundation
import Testing

/// The demo newspaper with the labels that were given before anything grouped it.
struct DemoPaper {
    let ids: [String]
    let reports: [Report]
    /// Pairs of copies.
    let duplicates: [[String]]
    /// Articles of each story.
    let stories: [String: [String]]

    init(file: String = #filePath) throws {
        let root = URL(filePath: file).deletingLastPathComponent().appending(path: "../../..")
        let text = try String(
            contentsOf: root.appending(
                path: "Sources/CBroadsheetResources/Resources/demo/articles.jsonl"),
            encoding: .utf8)
        let articles = try text.split(separator: "\n").map {
            try Self.decoder.decode(Article.self, from: Data($0.utf8))
        }
        let labels = try JSONDecoder().decode(
            Labels.self,
            from: Data(
                contentsOf: root.appending(
                    path: "Tests/BroadsheetServerTests/Fixtures/demo-labels.json")))
        ids = articles.map(\.id)
        reports = articles.map {
            Report($0.title, $0.body, at: Int64($0.published_at.timeIntervalSince1970))
        }
        duplicates = labels.duplicates
        stories = labels.stories
        try #require(reports.count >= 40 && !duplicates.isEmpty && stories.count >= 5)
    }

    /// For each article the name of what it belongs to, its own id when to nothing.
    var storyLabels: [String] {
        ids.map { id in
            stories.keys.sorted().first { stories[$0]?.contains(id) == true }
                ?? duplicates.first { $0.contains(id) }?.first ?? id
        }
    }

    private struct Article: Decodable {
        var id: String
        var title: String
        var body: String
        var published_at: Date
    }

    private struct Labels: Decodable {
        var duplicates: [[String]]
        var stories: [String: [String]]
    }

    private static let decoder: JSONDecoder = {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return decoder
    }()
}

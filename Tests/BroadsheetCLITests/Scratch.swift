import Foundation
import Testing

/// A folder of its own for one test, gone with the value.
final class Scratch: Sendable {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "broadsheet-cli-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    /// The path of a new file.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        try write(name, bytes: Array(text.utf8))
    }

    @discardableResult
    func write(_ name: String, bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }

    /// Names of the files in the folder.
    func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    /// The path of a catalogue with four articles and, where asked, the campaigns of the demo.
    func catalogue(campaigns: Bool = false) async throws -> String {
        let articles = try write("articles.jsonl", Self.articles)
        let result = try await Program.run([
            "import", "articles", articles, "--db", path("n.sqlite"),
        ])
        try #require(result.code == 0, "\(result.errors)")
        if campaigns {
            let result = try await Program.run([
                "import", "campaigns", Self.campaigns, "--db", path("n.sqlite"),
            ])
            try #require(result.code == 0, "\(result.errors)")
        }
        return path("n.sqlite")
    }

    static let campaigns = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Campaigns").standardized.path

    static let articles = """
        {"id":"summit","url":"https://a.example/summit","title":"Summit opens trade talks","section":"World","published_at":"2024-07-10T10:00:00Z"}
        {"id":"trade","url":"https://a.example/trade","title":"Trade talks after the summit","section":"World","published_at":"2024-07-10T09:00:00Z"}
        {"id":"comet","url":"https://a.example/comet","title":"Comet sends pictures","section":"Science","published_at":"2024-07-10T08:00:00Z"}
        {"id":"draft","title":"Summit draft","status":"draft"}

        """

    /// Runs the sqlite3 shell; fails on any complaint.
    @discardableResult
    func shell(_ sql: String, on name: String = "n.sqlite") throws -> String {
        let (code, text) = try complaint(sql, on: name)
        try #require(code == 0, "sqlite3: \(text)")
        return text
    }

    /// Runs the sqlite3 shell; its exit code and all that it prints.
    func complaint(
        _ sql: String, on name: String = "n.sqlite"
    ) throws -> (code: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
        process.arguments = ["-batch", "-cmd", ".timeout 10000", path(name), sql]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let printed = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let text = String(decoding: printed, as: UTF8.self)
        return (
            process.terminationStatus, text.trimmingCharacters(in: .whitespacesAndNewlines)
        )
    }
}

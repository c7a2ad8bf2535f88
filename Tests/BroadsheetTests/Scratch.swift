import BroadsheetArticles
import BroadsheetStorage
import Foundation
import Testing

/// A folder of its own for one test, gone with the value.
final class Scratch: Sendable {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "broadsheet-engine-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    /// Runs the sqlite3 shell on the catalogue; fails on any complaint.
    @discardableResult
    func shell(_ sql: String, on name: String = "news.sqlite") throws -> String {
        let executable = "/usr/bin/sqlite3"
        try #require(
            FileManager.default.isExecutableFile(atPath: executable),
            "\(executable) is missing: apt install sqlite3")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = ["-batch", "-cmd", ".timeout 10000", path(name)]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data((sql + "\n").utf8))
        try input.fileHandleForWriting.close()
        let printed = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let text = String(decoding: printed, as: UTF8.self)
        #expect(process.terminationStatus == 0 && !text.contains("rror"), "sqlite3: \(text)")
        return text
    }
}

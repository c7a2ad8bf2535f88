import BroadsheetStorage
import Foundation
import Testing

/// A folder of its own for one test, gone with the value.
final class Scratch {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("broadsheet-storage-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// The catalogue of this folder, made when it is missing.
    func catalogue() throws -> Catalogue {
        try Catalogue.open(path: path("news.sqlite"), mode: .create)
    }

    /// Runs the sqlite3 shell on the catalogue; returns what it prints.
    @discardableResult
    func shell(_ sql: String, on name: String = "news.sqlite") throws -> String {
        let result = try runShell(sql, on: name)
        #expect(result.errors.isEmpty, "sqlite3: \(result.errors)")
        return result.output
    }

    /// Runs the sqlite3 shell and returns what it complains about.
    func complaint(_ sql: String, on name: String = "news.sqlite") throws -> String {
        try runShell(sql, on: name).errors
    }

    private func runShell(
        _ sql: String, on name: String
    ) throws -> (output: String, errors: String) {
        let executable = "/usr/bin/sqlite3"
        try #require(
            FileManager.default.isExecutableFile(atPath: executable),
            "\(executable) is missing; the tests of foreign writers need it: apt install sqlite3")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = ["-batch", path(name)]
        process.currentDirectoryURL = folder
        let (input, output, errors) = (Pipe(), Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data((sql + "\n").utf8))
        try input.fileHandleForWriting.close()
        let printed = try output.fileHandleForReading.readToEnd() ?? Data()
        let complained = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (
            String(decoding: printed, as: UTF8.self), String(decoding: complained, as: UTF8.self)
        )
    }
}

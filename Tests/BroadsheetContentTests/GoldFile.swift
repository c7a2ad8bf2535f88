import Foundation

/// A file in Tests/Gold.
enum GoldFile {
    /// The text of a file, unpacked by gzip, which Debian always has.
    static func text(_ name: String, file: String = #filePath) throws -> String {
        let folder = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
        let process = Process()
        process.executableURL = URL(filePath: "/bin/gzip")
        process.arguments = ["-dcf", folder.appending(path: "Gold/" + name).path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}

internal import BroadsheetStorage
internal import Foundation

/// A result file that appears whole or not at all: written under another name, then renamed.
final class OutputFile {
    private let path: String
    private let draft: String
    private let handle: FileHandle
    private var isCommitted = false

    /// Opens the file, or stdout for `-`.
    init(_ path: String) throws {
        self.path = path
        draft = path + ".partial"
        if path == "-" {
            handle = .standardOutput
            return
        }
        guard FileManager.default.createFile(atPath: draft, contents: nil),
            let handle = FileHandle(forWritingAtPath: draft)
        else {
            throw InputFile.Failure(
                path: path, reason: "can't be written; check that its folder exists and is yours")
        }
        self.handle = handle
    }

    func write(_ bytes: [UInt8]) throws {
        do {
            try handle.write(contentsOf: Data(bytes))
        } catch {
            throw Self.unwritable(path == "-" ? "standard output" : path)
        }
    }

    /// The error for output that ends in the middle.
    static func unwritable(_ path: String) -> InputFile.Failure {
        InputFile.Failure(
            path: path, reason: "can't be written to its end; check that its disk has space")
    }

    /// Gives the file its name. Without it the draft is removed.
    func commit() throws {
        isCommitted = true
        guard path != "-" else { return }
        try handle.synchronize()
        try handle.close()
        try LibC.rename(draft, to: path)
    }

    deinit {
        if !isCommitted, path != "-" { try? FileManager.default.removeItem(atPath: draft) }
    }
}

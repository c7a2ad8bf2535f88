internal import BroadsheetStorage
internal import Foundation

/// A result file that appears whole or not at all: written under another name, then renamed. A
/// link leads to the file it names; a pipe or a device is written as it is.
final class OutputFile {
    private let path: String
    /// The other name; nil where nothing is to be renamed.
    private let draft: String?
    private let handle: FileHandle
    private var isCommitted = false

    /// Opens the file, or stdout for `-`.
    init(_ path: String) throws {
        if path == "-" {
            self.path = path
            draft = nil
            handle = .standardOutput
            return
        }
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let type = try? FileManager.default.attributesOfItem(atPath: target)[.type]
        let kind = type as? FileAttributeType
        if kind == .typeDirectory {
            throw InputFile.Failure(path: path, reason: "this is a folder; expected a file")
        }
        self.path = target
        let isPlain = kind == nil || kind == .typeRegular
        draft = isPlain ? "\(target).\(ProcessInfo.processInfo.processIdentifier).partial" : nil
        if let draft { _ = FileManager.default.createFile(atPath: draft, contents: nil) }
        guard let handle = FileHandle(forWritingAtPath: draft ?? target) else {
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
        guard let draft else { return }
        try handle.synchronize()
        try handle.close()
        try LibC.rename(draft, to: path)
    }

    deinit {
        if !isCommitted, let draft { try? FileManager.default.removeItem(atPath: draft) }
    }
}

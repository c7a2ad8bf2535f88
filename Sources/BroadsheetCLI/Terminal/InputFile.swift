internal import Broadsheet
internal import BroadsheetStorage
internal import Foundation
internal import Synchronization

/// Files that commands read.
enum InputFile {
    /// How much is read at once.
    private static let chunkBytes = 1 << 20

    /// Why a path can't be read.
    struct Failure: Error, CustomStringConvertible {
        var path: String
        var reason: String

        var description: String { "\(path): \(reason)" }
    }

    /// A file, or stdin for `-`, as a source of an import.
    ///
    /// - Parameter isCancelled: asked while a pipe or a terminal has nothing to read.
    static func source(
        _ path: String, isCancelled: @escaping () -> Bool = { false }
    ) throws -> ImportSource {
        if path == "-" {
            let reader = WaitingReader { try next(of: .standardInput) }
            return ImportSource(name: "stdin", byteCount: nil) {
                try reader.next(isCancelled: isCancelled)
            }
        }
        switch try type(of: path) {
        case .typeDirectory:
            throw Failure(path: path, reason: "this is a folder; expected a file")
        case .typeRegular:
            let handle = try open(path)
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
            return ImportSource(name: path, byteCount: size) { try next(of: handle) }
        default:
            // Opening a pipe waits too, for who writes it.
            let handle = Mutex<FileHandle?>(nil)
            let reader = WaitingReader {
                let opened = try handle.withLock { handle in
                    let opened = try handle ?? open(path)
                    handle = opened
                    return opened
                }
                return try next(of: opened)
            }
            return ImportSource(name: path, byteCount: nil) {
                try reader.next(isCancelled: isCancelled)
            }
        }
    }

    private static func open(_ path: String) throws -> FileHandle {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw Failure(path: path, reason: "permission denied; make the file readable")
        }
        return handle
    }

    /// All bytes of a file, or of stdin for `-`.
    static func bytes(_ path: String) throws -> [UInt8] {
        let source = try source(path)
        var bytes: [UInt8] = []
        while let chunk = try source.next() { bytes += chunk }
        return bytes
    }

    /// The files that `paths` name: files as they are, folders with all files below them that
    /// have one of the extensions, sorted.
    static func expand(_ paths: [String], extensions: Set<String>) throws -> [String] {
        try paths.flatMap { path -> [String] in
            guard path != "-" else { return [path] }
            guard try type(of: path) == .typeDirectory else { return [path] }
            let names = (FileManager.default.subpaths(atPath: path) ?? []).filter { name in
                extensions.contains((name as NSString).pathExtension.lowercased())
            }
            guard !names.isEmpty else {
                let kinds = extensions.sorted().map { "." + $0 }.joined(separator: ", ")
                throw Failure(path: path, reason: "a folder without files of a kind (\(kinds))")
            }
            return names.sorted().map { path.hasSuffix("/") ? path + $0 : path + "/" + $0 }
        }
    }

    /// What kind of file `path` is, or leads to.
    private static func type(of path: String) throws -> FileAttributeType? {
        guard FileManager.default.fileExists(atPath: path) else {
            throw Failure(path: path, reason: "no such file or folder; check the path")
        }
        let type = try FileManager.default.attributesOfItem(atPath: path)[.type]
        if (type as? FileAttributeType) == .typeSymbolicLink {
            return try Self.type(of: URL(fileURLWithPath: path).resolvingSymlinksInPath().path)
        }
        return type as? FileAttributeType
    }

    private static func next(of handle: FileHandle) throws -> [UInt8]? {
        let bytes = try LibC.read(handle.fileDescriptor, upToCount: chunkBytes)
        return bytes.isEmpty ? nil : bytes
    }
}

internal import Broadsheet
internal import BroadsheetStorage
internal import Foundation

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
    static func source(_ path: String) throws -> ImportSource {
        if path == "-" {
            let handle = FileHandle.standardInput
            return ImportSource(name: "stdin", byteCount: nil) { try next(of: handle) }
        }
        if try isFolder(path) {
            throw Failure(path: path, reason: "this is a folder; expected a file")
        }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw Failure(path: path, reason: "permission denied; make the file readable")
        }
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        return ImportSource(name: path, byteCount: size) { try next(of: handle) }
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
            guard try isFolder(path) else { return [path] }
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

    private static func isFolder(_ path: String) throws -> Bool {
        guard FileManager.default.fileExists(atPath: path) else {
            throw Failure(path: path, reason: "no such file or folder; check the path")
        }
        let type = try FileManager.default.attributesOfItem(atPath: path)[.type]
        if (type as? FileAttributeType) == .typeSymbolicLink {
            return try isFolder(URL(fileURLWithPath: path).resolvingSymlinksInPath().path)
        }
        return (type as? FileAttributeType) == .typeDirectory
    }

    private static func next(of handle: FileHandle) throws -> [UInt8]? {
        let bytes = try LibC.read(handle.fileDescriptor, upToCount: chunkBytes)
        return bytes.isEmpty ? nil : bytes
    }
}

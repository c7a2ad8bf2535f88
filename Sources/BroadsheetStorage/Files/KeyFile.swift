internal import Foundation
internal import SystemPackage

/// A small secret file that nobody but its owner may read (mode 600).
package enum KeyFile {
    /// Why the file can't be read or made.
    package struct Failure: Error, Sendable, CustomStringConvertible {
        package let path: String
        package let reason: String
        package let remedy: String

        init(
            path: String, reason: String,
            remedy: String = "make its folder writable, or name another place with "
                + "BROADSHEET_KEY_FILE"
        ) {
            self.path = path
            self.reason = reason
            self.remedy = remedy
        }

        package var description: String {
            "\(path): the key file can't be used (\(reason)): \(remedy)"
        }
    }

    /// What changes when the file does.
    package struct Stamp: Sendable, Hashable {
        let changedAt: Date
        let byteCount: UInt64
        let number: UInt64
    }

    /// The text of the file at `path`; when there is none, writes `make()` there first.
    ///
    /// The new file appears whole: it is written under another name and then linked to its own,
    /// so that two processes that start at once agree on one key.
    package static func loadOrCreate(
        path: String, make: () -> String
    ) throws(Failure) -> String {
        if let text = try load(path) { return text }
        let draft = path + ".\(ProcessInfo.processInfo.processIdentifier)"
        do {
            let file = try FileDescriptor.open(
                FilePath(draft), .writeOnly, options: [.create, .truncate],
                permissions: [.ownerReadWrite])
            try file.closeAfter { _ = try file.writeAll(Array(make().utf8)) }
        } catch {
            throw Failure(path: path, reason: "\(error)")
        }
        // Fails when another process was first; then its key counts.
        try? FileManager.default.linkItem(atPath: draft, toPath: path)
        try? FileManager.default.removeItem(atPath: draft)
        guard let text = try load(path) else {
            throw Failure(path: path, reason: "it could not be created")
        }
        return text
    }

    /// The text of the file; nil when there is none.
    package static func load(_ path: String) throws(Failure) -> String? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw Failure(path: path, reason: "it can't be read")
        }
    }

    /// What tells whether the file has changed; nil when there is none.
    package static func stamp(_ path: String) -> Stamp? {
        let files = FileManager.default
        guard let attributes = try? files.attributesOfItem(atPath: target(path)),
            let changedAt = attributes[.modificationDate] as? Date
        else { return nil }
        return Stamp(
            changedAt: changedAt, byteCount: (attributes[.size] as? NSNumber)?.uint64Value ?? 0,
            number: (attributes[.systemFileNumber] as? NSNumber)?.uint64Value ?? 0)
    }

    /// Gives the file the text that `change` makes of its own, in one step: whoever reads it finds
    /// the old text or the new one, also after a crash or a power cut. Mode and owner are those of a
    /// secret file of who owned it before.
    ///
    /// One process at a time: the draft beside the file, `NAME.new`, keeps others out.
    /// - Throws: `Failure`, or what `change` throws; the file is as it was then.
    package static func change(
        path: String, _ change: (_ text: String) throws -> String
    ) throws {
        let target = target(path)
        let draft = target + ".new"
        let file = try begin(draft, of: path)
        do {
            try file.closeAfter {
                guard let text = try load(target) else {
                    throw Failure(
                        path: path, reason: "there is none",
                        remedy: "check the path; the first start of a server makes it")
                }
                _ = try file.writeAll(Array(try change(text).utf8))
                try keepOwner(of: target, in: draft)
                try synchronize(file)
            }
            try LibC.rename(draft, to: target)
        } catch {
            try? FileManager.default.removeItem(atPath: draft)
            throw error
        }
        // The name is on disk once its folder is; the new text counts all the same.
        let folder = (target as NSString).deletingLastPathComponent
        if let folder = try? FileDescriptor.open(FilePath(folder.isEmpty ? "." : folder), .readOnly)
        {
            _ = try? folder.closeAfter { try synchronize(folder) }
        }
    }

    private static func begin(
        _ draft: String, of path: String
    ) throws(Failure) -> FileDescriptor {
        do {
            return try FileDescriptor.open(
                FilePath(draft), .writeOnly, options: [.create, .exclusiveCreate],
                permissions: [.ownerReadWrite])
        } catch Errno.fileExists {
            throw Failure(
                path: path, reason: "\(draft) lies beside it",
                remedy: "another command changes the keys now; if none does, one was interrupted: "
                    + "remove that file and try again")
        } catch {
            throw Failure(
                path: path, reason: "\(draft): \(error)", remedy: "make its folder writable")
        }
    }

    private static func synchronize(_ file: FileDescriptor) throws {
        try FileHandle(fileDescriptor: file.rawValue, closeOnDealloc: false).synchronize()
    }

    /// Who runs the command may not be who runs the server.
    private static func keepOwner(of path: String, in draft: String) throws {
        let files = FileManager.default
        let (old, new) = (
            try files.attributesOfItem(atPath: path), try files.attributesOfItem(atPath: draft)
        )
        for key in [FileAttributeKey.ownerAccountID, .groupOwnerAccountID] {
            guard let wanted = old[key] as? NSNumber, wanted != new[key] as? NSNumber else {
                continue
            }
            do {
                try files.setAttributes([key: wanted], ofItemAtPath: draft)
            } catch {
                throw Failure(
                    path: path, reason: "it belongs to another user",
                    remedy: "run the command as the user that the server runs as")
            }
        }
    }

    /// Where the file itself lies: a name is changed there, not a link to it.
    private static func target(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }
}

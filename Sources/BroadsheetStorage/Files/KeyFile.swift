internal import Foundation
internal import SystemPackage

/// A small secret file that nobody but its owner may read (mode 600).
package enum KeyFile {
    /// Why the file can't be read or made.
    package struct Failure: Error, Sendable, CustomStringConvertible {
        package let path: String
        package let reason: String

        package var description: String {
            "\(path): the key file can't be used (\(reason)): make its folder writable, or name "
                + "another place with BROADSHEET_KEY_FILE"
        }
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
    private static func load(_ path: String) throws(Failure) -> String? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw Failure(path: path, reason: "it can't be read")
        }
    }
}

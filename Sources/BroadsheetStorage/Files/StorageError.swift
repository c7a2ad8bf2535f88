/// Why one of the two database files cannot be opened, read or written.
///
/// The text says in one line what was found, what was expected and what to do.
package struct StorageError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was found.
    package enum Reason: Sendable, Hashable {
        /// There is no such file.
        case missing
        /// The folder that should hold the file does not exist.
        case missingFolder
        /// The path names a folder.
        case directory
        /// The file, or the folder for a new one, may not be read or written.
        case permissionDenied
        /// The file exists but SQLite did not write it.
        case notADatabase
        /// SQLite found pages that contradict each other.
        case corrupt(detail: String)
        /// A SQLite database that holds other tables than ours.
        case foreign
        /// A newer version of this program changed the schema.
        case newerSchema(found: Int, supported: Int)
        /// The file can't be written and an older version wrote it.
        case olderSchema(found: Int, needed: Int)
        /// Another process kept it locked for longer than the wait.
        case locked
        /// No space is left for it.
        case diskFull
        /// A change was asked of a file that is open for reading only.
        case readOnly
        /// The row breaks a rule of the schema.
        case refused(detail: String)
        /// Anything else that SQLite reports.
        case failed(detail: String)
    }

    package let file: DatabaseKind
    package let path: String
    package let reason: Reason

    package init(file: DatabaseKind, path: String, reason: Reason) {
        self.file = file
        self.path = path
        self.reason = reason
    }

    package var description: String { "\(path): \(finding)" }

    private var finding: String {
        let name = file.rawValue
        switch reason {
        case .missing:
            return "no such file; expected a Broadsheet \(name): "
                + (file == .catalogue
                    ? "check the path, or create it with `broadsheet import articles`"
                    : "check the path")
        case .missingFolder: return "its folder does not exist: create the folder first"
        case .directory:
            return "this is a folder; expected the file of a \(name): name a file in it"
        case .permissionDenied:
            return "permission denied; the \(name) must be readable, and its folder writable to "
                + "create or change it: fix the modes or run as another user"
        case .notADatabase:
            return "this file is no SQLite database; expected a Broadsheet \(name): "
                + "check the path; it has not been touched"
        case .corrupt(let detail):
            return "the database is damaged (\(detail)): restore a backup, or save what can be "
                + "read with `sqlite3 FILE .recover`"
        case .foreign:
            return "this SQLite database is not a Broadsheet \(name): check the path; "
                + "it has not been touched"
        case .newerSchema(let found, let supported):
            return "schema version \(found); this program knows versions up to \(supported): "
                + "use the newer Broadsheet that wrote it"
        case .olderSchema(let found, let needed):
            return "schema version \(found), and it can't be brought to version \(needed) on "
                + "read-only media: open it once where it is writable"
        case .locked:
            return "another process keeps the \(name) locked: wait until it is done, or end it"
        case .diskFull: return "no space left for the \(name): free some space and try again"
        case .readOnly:
            return "the \(name) is open for reading only: move it to a writable place to change it"
        case .refused(let detail): return "the \(name) refuses the row: \(detail)"
        case .failed(let detail): return "SQLite reports: \(detail)"
        }
    }
}

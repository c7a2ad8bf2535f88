internal import Foundation
internal import GRDB

/// How a database file is to be opened.
package enum OpenMode: Sendable, Hashable {
    /// For reading and writing; made when it is missing or empty.
    case create
    /// For reading and writing if the media allow it; must exist.
    case existing
    /// For reading only; must exist.
    case readOnly
}

/// One of our files with its connections: a reader that never writes, so that `data_version` tells
/// it of every change, and a writer unless the file can only be read.
struct DatabaseFile: Sendable {
    let kind: DatabaseKind
    let path: String
    let reader: DatabaseQueue
    /// nil when the file is open for reading only.
    let writer: DatabaseQueue?
    /// Whether SQLite was told that nobody can change the file (no locks, no `-wal`, no `-shm`).
    let isImmutable: Bool

    /// Opens the file, checks whose it is and brings it to the present schema.
    ///
    /// A file on media that can't be written is opened as immutable, because SQLite could create
    /// neither of its helper files there. Only when a `-wal` file lies beside it does somebody
    /// else (another user) write it; then it is opened as an ordinary reader.
    static func open(
        _ kind: DatabaseKind, path: String, mode: OpenMode, busyTimeout: Duration,
        isWritable: (String) -> Bool
    ) throws(StorageError) -> DatabaseFile {
        let path = URL(fileURLWithPath: path).path
        let location = DatabaseLocation(kind: kind, path: path)
        let place = try location.inspect(mode: mode, isWritable: isWritable)
        do {
            if place == .writable, mode != .readOnly {
                let writer = try location.openWriter(mode: mode, busyTimeout: busyTimeout)
                let reader = try location.openReader(immutable: false, busyTimeout: busyTimeout)
                return DatabaseFile(
                    kind: kind, path: path, reader: reader, writer: writer, isImmutable: false)
            }
            let immutable = place == .immutable
            let reader = try location.openReader(immutable: immutable, busyTimeout: busyTimeout)
            try location.check(reader)
            return DatabaseFile(
                kind: kind, path: path, reader: reader, writer: nil, isImmutable: immutable)
        } catch {
            throw location.storageError(error)
        }
    }

    /// Runs `body` in one read transaction.
    func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try reporting { try reader.read(body) }
    }

    /// Runs `body` on the reading connection without a transaction.
    func inspect<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try reporting { try reader.unsafeRead(body) }
    }

    /// Runs `body` in one immediate write transaction; whatever it throws leaves nothing behind.
    func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
        guard let writer else { throw StorageError(file: kind, path: path, reason: .readOnly) }
        let value = try reporting { try writer.write(body) }
        // Only a new catalogue's first rows are not written in WAL mode. What they were told is
        // kept holds even if somebody's lock delays the switch; the next write tries again.
        try? DatabaseLocation.switchToWAL(writer)
        return value
    }

    /// Closes the connections, the writing one last, which folds the `-wal` file in.
    func close() throws {
        try reader.close()
        try writer?.close()
    }

    /// Lets the file grow to `count` pages and no further: a full disk for tests.
    func limitPages(to count: Int) throws {
        try writer?.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA max_page_count = \(count)")
        }
    }

    private func reporting<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw DatabaseLocation(kind: kind, path: path).storageError(error)
        }
    }
}

internal import Foundation
internal import GRDB

/// The file that holds articles, slots and campaigns.
///
/// Any program may write it while it is open; triggers append what changed to its table `change`,
/// and `changes(since:)` reads from there. All methods may be called from any thread and block
/// until SQLite has answered; reads wait for other reads, writes for other writes.
package final class Catalogue: Sendable {
    let file: DatabaseFile

    private init(file: DatabaseFile) { self.file = file }

    /// Opens a catalogue.
    ///
    /// - Parameters:
    ///   - path: the file; its `-wal` and `-shm` lie beside it.
    ///   - mode: whether it may be made and written. On media that can't be written `.existing`
    ///     opens it for reading only; see `isReadOnly`.
    ///   - busyTimeout: how long to wait for a lock of another process.
    ///   - isWritable: says whether a file or folder can be written.
    /// - Throws: `StorageError`. A file that is not a catalogue is never changed.
    package static func open(
        path: String, mode: OpenMode, busyTimeout: Duration = .seconds(5),
        isWritable: (String) -> Bool = { FileManager.default.isWritableFile(atPath: $0) }
    ) throws(StorageError) -> Catalogue {
        Catalogue(
            file: try DatabaseFile.open(
                .catalogue, path: path, mode: mode, busyTimeout: busyTimeout,
                isWritable: isWritable))
    }

    /// The absolute path of the file.
    package var path: String { file.path }

    /// Whether every change is refused: opened so, or on media that can't be written.
    package var isReadOnly: Bool { file.writer == nil }

    /// Whether the file lies on media that nobody writes, so that it never changes while open.
    package var isImmutable: Bool { file.isImmutable }

    /// A number that differs from the last one when anybody has committed a change in between.
    /// Cheap enough to ask fifty times a second.
    package func dataVersion() throws -> Int64 {
        try file.inspect { db in
            try Int64.fetchOne(db.cachedStatement(sql: "PRAGMA data_version")) ?? 0
        }
    }

    /// Lets the file grow to `count` pages and no further: a full disk for tests.
    package func limitPages(to count: Int) throws { try file.limitPages(to: count) }

    /// Ends all connections; the file then stands alone, without `-wal` and `-shm`. Nothing may be
    /// asked of the catalogue afterwards.
    package func close() throws { try file.close() }
}

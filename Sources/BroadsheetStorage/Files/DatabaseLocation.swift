internal import Foundation
internal import GRDB

/// Where one of our files lies: the questions to ask before SQLite touches it, and its connections.
struct DatabaseLocation {
    /// What the media allow.
    enum Place: Equatable {
        case writable
        /// Not writable by us, but written by somebody: a `-wal` file lies beside it.
        case readable
        /// Writable by nobody we know of.
        case immutable
    }

    let kind: DatabaseKind
    let path: String

    /// Says what the media allow, or why the file can't be opened.
    func inspect(mode: OpenMode, isWritable: (String) -> Bool) throws(StorageError) -> Place {
        let files = FileManager.default
        // SQLite follows links and keeps its helper files beside the file itself.
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        let folder = target.deletingLastPathComponent().path
        guard files.fileExists(atPath: path) else {
            guard mode == .create else { throw error(.missing) }
            guard files.fileExists(atPath: folder) else { throw error(.missingFolder) }
            guard isWritable(folder) else { throw error(.permissionDenied) }
            return .writable
        }
        let isDirectory = try? target.resourceValues(forKeys: [.isDirectoryKey]).isDirectory
        if isDirectory == true { throw error(.directory) }
        guard files.isReadableFile(atPath: path) else { throw error(.permissionDenied) }
        if isWritable(path), isWritable(folder) { return .writable }
        if mode == .create { throw error(.permissionDenied) }
        return files.fileExists(atPath: target.path + "-wal") ? .readable : .immutable
    }

    /// Opens for writing, in WAL mode and at the present schema. Nothing is changed in a file that
    /// is not ours.
    func openWriter(mode: OpenMode, busyTimeout: Duration) throws -> DatabaseQueue {
        let writer = try DatabaseQueue(path: path, configuration: configuration(busyTimeout))
        let isNew = try mode == .create && writer.read(isEmpty)
        if !isNew { try writer.read(verify) }
        // A new catalogue waits for its first rows: written through a WAL, they would go to the
        // disk twice. See `DatabaseFile.write`.
        if !isNew || kind == .ledger { try Self.switchToWAL(writer) }
        try writer.writeWithoutTransaction { db in
            // FULL: what an import or a publish hook was told is done survives a power cut. The
            // cache, in KiB, holds an ordinary import, which else would spill and read back.
            try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA cache_size = -65536")
            // Every batch writes the last pages of all tables and indexes again, and those of line
            // items. In a `-wal` file ten times the usual 4 MiB most pages are there several
            // times, and go to the file itself once.
            if kind == .ledger { try db.execute(sql: "PRAGMA wal_autocheckpoint = 10000") }
        }
        if try writer.read({ try !kind.migrator.hasCompletedMigrations($0) }) {
            try kind.migrator.migrate(writer)
        }
        return writer
    }

    /// Lets readers go on while somebody writes. Nothing happens where that is so already. The
    /// read makes SQLite create the `-wal` file at once, which tells other users of the file that
    /// somebody has it open for writing.
    static func switchToWAL(_ writer: DatabaseQueue) throws {
        try writer.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA user_version")
        }
    }

    /// Opens for reading.
    func openReader(immutable: Bool, busyTimeout: Duration) throws -> DatabaseQueue {
        var configuration = configuration(busyTimeout)
        configuration.readonly = true
        let address =
            immutable ? URL(fileURLWithPath: path).absoluteString + "?immutable=1" : path
        return try DatabaseQueue(path: address, configuration: configuration)
    }

    /// Throws unless the file is ours and at the present schema.
    func check(_ reader: DatabaseQueue) throws {
        try reader.read { db in
            try verify(db)
            guard try kind.migrator.hasCompletedMigrations(db) else {
                let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
                throw error(.olderSchema(found: found, needed: kind.schemaVersion))
            }
        }
    }

    /// What `error` means for this file; errors that are ours already pass.
    func storageError(_ error: any Error) -> StorageError {
        if let error = error as? StorageError { return error }
        guard let error = error as? DatabaseError else {
            return self.error(.failed(detail: "\(error)"))
        }
        let detail = error.message ?? error.resultCode.description
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: return self.error(.locked)
        case .SQLITE_FULL: return self.error(.diskFull)
        case .SQLITE_NOTADB: return self.error(.notADatabase)
        case .SQLITE_CORRUPT: return self.error(.corrupt(detail: detail))
        case .SQLITE_READONLY: return self.error(.readOnly)
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH: return self.error(.permissionDenied)
        case .SQLITE_CONSTRAINT: return self.error(.refused(detail: detail))
        default: return self.error(.failed(detail: detail))
        }
    }

    private func error(_ reason: StorageError.Reason) -> StorageError {
        StorageError(file: kind, path: path, reason: reason)
    }

    private func configuration(_ busyTimeout: Duration) -> Configuration {
        var configuration = Configuration()
        let (seconds, attoseconds) = busyTimeout.components
        configuration.busyMode = .timeout(Double(seconds) + Double(attoseconds) / 1e18)
        configuration.label = "broadsheet.\(kind.rawValue)"
        return configuration
    }

    private func isEmpty(_ db: Database) throws -> Bool {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0
    }

    /// Throws when the file is somebody else's or from a newer version. A copy made with `.dump`
    /// has lost both header fields; its list of migrations still says whose it is.
    private func verify(_ db: Database) throws {
        let application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        let applied = try kind.migrator.appliedIdentifiers(db)
        let isOurs = application == 0 && !applied.isDisjoint(with: kind.migrator.migrations)
        guard application == kind.applicationID || isOurs else { throw error(.foreign) }
        let supersedes = try kind.migrator.hasBeenSuperseded(db)
        guard version <= kind.schemaVersion, !supersedes else {
            let found = max(version, kind.schemaVersion + 1)
            throw error(.newerSchema(found: found, supported: kind.schemaVersion))
        }
    }
}

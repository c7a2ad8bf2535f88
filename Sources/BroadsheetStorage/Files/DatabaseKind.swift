internal import GRDB

/// The two files that Broadsheet keeps, told apart by the `application_id` in their headers.
package enum DatabaseKind: String, Sendable, Hashable {
    /// Articles, campaigns and slots; any program may write it.
    case catalogue
    /// Decisions and what came of them; the engine's own.
    case ledger

    /// `PRAGMA application_id`: "Brdc" and "Brdl" in ASCII.
    var applicationID: Int {
        switch self {
        case .catalogue: 0x4272_6463
        case .ledger: 0x4272_646C
        }
    }

    /// `PRAGMA user_version`: the number of migrations applied.
    var schemaVersion: Int { migrator.migrations.count }

    /// How the file comes to its present schema.
    var migrator: DatabaseMigrator {
        switch self {
        case .catalogue: CatalogueSchema.migrator
        case .ledger: LedgerSchema.migrator
        }
    }

    /// Writes whose file this is and the version of its schema; part of each migration's own
    /// transaction, so that header and tables never disagree.
    func stamp(version: Int, in db: Database) throws {
        try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        try db.execute(sql: "PRAGMA user_version = \(version)")
    }
}

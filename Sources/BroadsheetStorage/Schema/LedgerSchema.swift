internal import GRDB

/// The tables of the ledger.
enum LedgerSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("ledger-1") { _ in }
        return migrator
    }
}

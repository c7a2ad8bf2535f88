internal import GRDB

/// The tables of the ledger. Columns may be added, never renamed.
enum LedgerSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("ledger-1") { db in
            try db.execute(sql: decisions)
            for kind in DeliveryEvent.Kind.allCases {
                try db.execute(sql: events(table: kind.rawValue))
            }
            try db.execute(sql: lists)
            try DatabaseKind.ledger.stamp(version: 1, in: db)
        }
        return migrator
    }

    private static let decisions = """
        CREATE TABLE decision(
            id TEXT PRIMARY KEY NOT NULL,
            at TEXT NOT NULL,
            slot TEXT NOT NULL,
            article_id TEXT,
            line_item_id TEXT,
            creative_id TEXT,
            no_fill TEXT,
            propensity REAL,
            policy TEXT,
            snapshot TEXT,
            request TEXT);
        CREATE INDEX decision_line_item_id ON decision(line_item_id);
        CREATE TABLE snapshot(
            hash TEXT PRIMARY KEY NOT NULL,
            content TEXT NOT NULL,
            at TEXT NOT NULL);
        """

    /// The index makes a second billable row impossible, whoever writes it.
    private static func events(table: String) -> String {
        """
        CREATE TABLE \(table)(
            seq INTEGER PRIMARY KEY,
            decision_id TEXT NOT NULL,
            at TEXT NOT NULL,
            verdict TEXT NOT NULL
                CHECK(verdict IN ('billable', 'late', 'duplicate', 'invalid', 'over_goal')),
            reason TEXT);
        CREATE UNIQUE INDEX \(table)_billable ON \(table)(decision_id) WHERE verdict = 'billable';
        """
    }

    /// A list as it was served (`list`), and what readers did with it.
    private static let lists = """
        CREATE TABLE list_event(
            seq INTEGER PRIMARY KEY,
            list_id TEXT NOT NULL,
            at TEXT NOT NULL,
            kind TEXT NOT NULL CHECK(kind IN ('list', 'seen', 'click')),
            article_id TEXT,
            position INTEGER,
            variant TEXT,
            propensity REAL,
            items TEXT,
            verdict TEXT NOT NULL CHECK(verdict IN ('counted', 'late', 'duplicate')));
        CREATE UNIQUE INDEX list_event_counted ON list_event(list_id, kind, ifnull(position, -1))
            WHERE verdict = 'counted';
        """
}

internal import BroadsheetAds
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
        migrator.registerMigration("ledger-2") { db in
            try db.execute(sql: budgets)
            try DatabaseKind.ledger.stamp(version: 2, in: db)
        }
        migrator.registerMigration("ledger-3") { db in
            try db.execute(sql: records)
            try DatabaseKind.ledger.stamp(version: 3, in: db)
        }
        migrator.registerMigration("ledger-4") { db in
            try db.execute(sql: forgotten)
            try DatabaseKind.ledger.stamp(version: 4, in: db)
        }
        return migrator
    }

    /// Readers to forget. Numbers are never given twice, so that a process which has read up to one
    /// finds all that came later, also when the rows before are gone.
    private static let forgotten = """
        CREATE TABLE forgotten(
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            reader TEXT NOT NULL,
            at TEXT NOT NULL);
        """

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

    /// What each decision was made from. The record comes last: it alone may be so long that a row
    /// goes on in another page. Nothing is copied, so a large ledger is migrated as fast as a small
    /// one, but for the index of times.
    private static let records = """
        ALTER TABLE decision ADD COLUMN plan TEXT;
        ALTER TABLE decision ADD COLUMN configuration TEXT;
        ALTER TABLE decision ADD COLUMN record BLOB;
        CREATE INDEX decision_at ON decision(at);
        ALTER TABLE snapshot ADD COLUMN kind TEXT NOT NULL DEFAULT 'campaigns';
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

    /// Counters of goals and budgets, the leases on them, who holds leases, and where the ledger's
    /// clock and numbers stand.
    ///
    /// The first CHECK is the promise that nothing is billed above what is booked, held in every
    /// transaction, whoever writes it. `goal.leased` is what the leases of that key have left,
    /// the sum of `units - committed`.
    private static let budgets = """
        CREATE TABLE goal(
            key TEXT PRIMARY KEY NOT NULL,
            booked INTEGER NOT NULL,
            committed INTEGER NOT NULL,
            leased INTEGER NOT NULL,
            CHECK(committed >= 0 AND leased >= 0 AND committed <= booked - leased)) WITHOUT ROWID;
        CREATE TABLE lease(
            id INTEGER PRIMARY KEY,
            holder TEXT NOT NULL,
            fence INTEGER NOT NULL,
            key TEXT NOT NULL,
            units INTEGER NOT NULL,
            committed INTEGER NOT NULL,
            granted_at TEXT NOT NULL,
            expires_at TEXT NOT NULL,
            CHECK(committed >= 0 AND committed <= units));
        CREATE UNIQUE INDEX lease_key ON lease(key, fence);
        CREATE INDEX lease_expires_at ON lease(expires_at);
        CREATE TABLE holder(
            name TEXT PRIMARY KEY NOT NULL,
            fence INTEGER NOT NULL);
        CREATE TABLE ledger_state(
            id INTEGER PRIMARY KEY CHECK(id = 1),
            microseconds INTEGER NOT NULL,
            last_fence INTEGER NOT NULL,
            last_lease INTEGER NOT NULL);
        INSERT INTO ledger_state VALUES(1, \(LedgerInstant.earliest.microseconds), 0, 0);
        """
}

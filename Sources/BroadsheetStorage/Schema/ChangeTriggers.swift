/// The change feed: triggers that write down the id of every row that a statement touches.
///
/// A reader of the feed looks the named row up, so a row named once too often does no harm (an
/// `INSERT OR IGNORE` that does nothing names the row it left alone); one that is missing would.
/// REPLACE is the hard case: it evicts every row that has the new one's key or its rowid, and
/// delete triggers see that only where `recursive_triggers` is on, which it is not in the sqlite3
/// shell. So the rows about to be evicted are written down before (`op` is `replace`).
enum ChangeTriggers {
    /// Tables of the first version that the engine serves from; `EditorialTable` has its own.
    static let watchedTables = [
        "article", "slot", "advertiser", "campaign", "line_item", "creative",
    ]

    /// The triggers of one table.
    ///
    /// - Parameters:
    ///   - key: its primary key.
    ///   - column: whose value the feed names the row by; "" where it is NULL.
    static func sql(table: String, key: [String] = ["id"], namedBy column: String = "id") -> String
    {
        let isSame = key.map { "\($0) = NEW.\($0)" }.joined(separator: " AND ")
        let evicted = "(\(isSame)) OR rowid = NEW.rowid"
        let moves = (key + ["rowid"]).map { "NEW.\($0) IS NOT OLD.\($0)" }
            .joined(separator: " OR ")
        func name(_ row: String) -> String { "coalesce(\(row)\(column), '')" }
        return """
            CREATE TRIGGER \(table)_insert_evicts BEFORE INSERT ON \(table) BEGIN
                INSERT INTO change(kind, op, id) SELECT '\(table)', 'replace', \(name(""))
                    FROM \(table) WHERE \(evicted);
            END;
            CREATE TRIGGER \(table)_update_evicts BEFORE UPDATE ON \(table)
            WHEN \(moves) BEGIN
                INSERT INTO change(kind, op, id) SELECT '\(table)', 'replace', \(name(""))
                    FROM \(table) WHERE (\(evicted)) AND rowid <> OLD.rowid;
            END;
            CREATE TRIGGER \(table)_inserted AFTER INSERT ON \(table) BEGIN
                INSERT INTO change(kind, op, id) VALUES('\(table)', 'insert', \(name("NEW.")));
            END;
            CREATE TRIGGER \(table)_renamed AFTER UPDATE ON \(table)
            WHEN NEW.\(column) IS NOT OLD.\(column) BEGIN
                INSERT INTO change(kind, op, id) VALUES('\(table)', 'delete', \(name("OLD.")));
            END;
            CREATE TRIGGER \(table)_updated AFTER UPDATE ON \(table) BEGIN
                INSERT INTO change(kind, op, id) VALUES('\(table)', 'update', \(name("NEW.")));
            END;
            CREATE TRIGGER \(table)_deleted AFTER DELETE ON \(table) BEGIN
                INSERT INTO change(kind, op, id) VALUES('\(table)', 'delete', \(name("OLD.")));
            END;
            """
    }
}

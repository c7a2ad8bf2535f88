/// The change feed: triggers that write down the id of every row that a statement touches.
///
/// A reader of the feed looks the named row up, so a row named once too often does no harm (an
/// `INSERT OR IGNORE` that does nothing names the row it left alone); one that is missing would.
/// REPLACE is the hard case: it evicts every row that has the new one's key or its rowid, and
/// delete triggers see that only where `recursive_triggers` is on, which it is not in the sqlite3
/// shell. So the rows about to be evicted are written down before (`op` is `replace`).
enum ChangeTriggers {
    /// Tables that the engine serves from.
    static let watchedTables = [
        "article", "slot", "advertiser", "campaign", "line_item", "creative",
    ]

    /// The triggers of one table.
    static func sql(table: String) -> String {
        """
        CREATE TRIGGER \(table)_insert_evicts BEFORE INSERT ON \(table) BEGIN
            INSERT INTO change(kind, op, id) SELECT '\(table)', 'replace', id FROM \(table)
                WHERE id = NEW.id OR rowid = NEW.rowid;
        END;
        CREATE TRIGGER \(table)_update_evicts BEFORE UPDATE ON \(table)
        WHEN NEW.id IS NOT OLD.id OR NEW.rowid IS NOT OLD.rowid BEGIN
            INSERT INTO change(kind, op, id) SELECT '\(table)', 'replace', id FROM \(table)
                WHERE (id = NEW.id OR rowid = NEW.rowid) AND rowid <> OLD.rowid;
        END;
        CREATE TRIGGER \(table)_inserted AFTER INSERT ON \(table) BEGIN
            INSERT INTO change(kind, op, id) VALUES('\(table)', 'insert', NEW.id);
        END;
        CREATE TRIGGER \(table)_renamed AFTER UPDATE ON \(table)
        WHEN NEW.id IS NOT OLD.id BEGIN
            INSERT INTO change(kind, op, id) VALUES('\(table)', 'delete', OLD.id);
        END;
        CREATE TRIGGER \(table)_updated AFTER UPDATE ON \(table) BEGIN
            INSERT INTO change(kind, op, id) VALUES('\(table)', 'update', NEW.id);
        END;
        CREATE TRIGGER \(table)_deleted AFTER DELETE ON \(table) BEGIN
            INSERT INTO change(kind, op, id) VALUES('\(table)', 'delete', OLD.id);
        END;
        """
    }
}

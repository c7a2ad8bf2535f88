/// Rules between tables: a child needs its parent, and a parent with children can't be deleted or
/// renamed.
///
/// Foreign keys would bind only writers that switch them on. A REPLACE of a parent is allowed,
/// also where `recursive_triggers` makes it fire the delete trigger: then the row's `replace` is
/// among the last entries of the change feed (two evictions and one deletion at most come between).
enum ReferenceTriggers {
    /// One column that names a row of another table.
    struct Reference {
        let child: String
        let column: String
        let parent: String
    }

    static let references = [
        Reference(child: "campaign", column: "advertiser_id", parent: "advertiser"),
        Reference(child: "line_item", column: "campaign_id", parent: "campaign"),
        Reference(child: "creative", column: "line_item_id", parent: "line_item"),
    ]

    /// The triggers of one reference.
    static func sql(_ reference: Reference) -> String {
        let (child, column, parent) = (reference.child, reference.column, reference.parent)
        let orphaned = """
            RAISE(ABORT, '\(child).\(column) names no row of \(parent): insert the \(parent) first')
            """
        let needed = """
            RAISE(ABORT, '\(parent) still has rows of \(child): delete those first, \
            or set its status to archived')
            """
        return """
            CREATE TRIGGER \(child)_needs_\(parent) BEFORE INSERT ON \(child)
            WHEN NOT EXISTS(SELECT 1 FROM \(parent) WHERE id = NEW.\(column)) BEGIN
                SELECT \(orphaned);
            END;
            CREATE TRIGGER \(child)_keeps_\(parent) BEFORE UPDATE OF \(column) ON \(child)
            WHEN NOT EXISTS(SELECT 1 FROM \(parent) WHERE id = NEW.\(column)) BEGIN
                SELECT \(orphaned);
            END;
            CREATE TRIGGER \(parent)_kept_for_\(child) BEFORE DELETE ON \(parent)
            WHEN EXISTS(SELECT 1 FROM \(child) WHERE \(column) = OLD.id)
                AND NOT EXISTS(SELECT 1 FROM change WHERE seq > (SELECT max(seq) - 3 FROM change)
                    AND kind = '\(parent)' AND op = 'replace' AND id = OLD.id) BEGIN
                SELECT \(needed);
            END;
            CREATE TRIGGER \(parent)_named_by_\(child) BEFORE UPDATE OF id ON \(parent)
            WHEN NEW.id IS NOT OLD.id
                AND EXISTS(SELECT 1 FROM \(child) WHERE \(column) = OLD.id) BEGIN
                SELECT \(needed);
            END;
            """
    }
}

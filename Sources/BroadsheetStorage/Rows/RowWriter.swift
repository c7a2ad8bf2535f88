internal import GRDB

/// What became of a row that was put.
enum RowOutcome {
    case new
    case updated
    case unchanged
}

/// Puts rows into one table by their key, the first column, and says what that changed.
///
/// An update compares all columns inside SQLite, byte by byte, and touches nothing when they are
/// equal: no trigger fires, no row of the change feed is written. Bound to the transaction of
/// `db`; not to be kept beyond it.
final class RowWriter {
    private let db: Database
    private let table: String
    private let find: Statement
    private var insert: Statement
    private var update: Statement
    private let insertSQL: String
    private let updateSQL: String

    /// What the last column becomes when its value is NULL, as SQL expressions.
    struct Unsaid {
        let inNewRow: String
        let inOldRow: String
    }

    /// - Parameter unsaid: nil when NULL in the last column means NULL.
    init(_ db: Database, table: String, columns: [String], unsaid: Unsaid? = nil) throws {
        self.db = db
        self.table = table
        let values = columns.indices.map { "?\($0 + 1)" }
        var inserted = values
        var updated = values
        if let unsaid, let last = columns.indices.last {
            inserted[last] = "coalesce(\(values[last]), \(unsaid.inNewRow))"
            updated[last] = "coalesce(\(values[last]), \(unsaid.inOldRow))"
        }
        let others = columns.dropFirst().joined(separator: ", ")
        let otherValues = updated.dropFirst().joined(separator: ", ")
        insertSQL = """
            INSERT INTO \(table)(\(columns.joined(separator: ", "))) \
            VALUES (\(inserted.joined(separator: ", ")))
            """
        updateSQL = """
            UPDATE \(table) SET (\(others)) = (\(otherValues)) \
            WHERE id = ?1 AND (\(others)) IS NOT (\(otherValues))
            """
        find = try db.makeStatement(sql: "SELECT 1 FROM \(table) WHERE id = ?")
        insert = try db.makeStatement(sql: insertSQL)
        update = try db.makeStatement(sql: updateSQL)
    }

    /// Whether the table has a row with this key.
    func contains(_ id: String) throws -> Bool {
        try Bool.fetchOne(find, arguments: [id]) ?? false
    }

    /// Inserts or updates the row whose key is the first of `values`.
    func put(_ values: [(any DatabaseValueConvertible)?], isKnown: Bool) throws -> RowOutcome {
        do {
            if isKnown {
                try update.execute(arguments: StatementArguments(values))
                return db.changesCount == 0 ? .unchanged : .updated
            }
            try insert.execute(arguments: StatementArguments(values))
            return .new
        } catch {
            // A statement that failed can't be reset to a usable state.
            insert = try db.makeStatement(sql: insertSQL)
            update = try db.makeStatement(sql: updateSQL)
            throw error
        }
    }
}

internal import GRDB

/// A place in the change feed: the newest row that a reader has seen.
///
/// It carries the whole row and not only its number, so that a reader notices when the catalogue
/// was replaced by another one that has counted as far.
package struct ChangePosition: Sendable, Hashable {
    /// Number of the row; 0 before the first.
    package let sequence: Int64
    /// What the row says of what changed.
    package let mark: String
    /// The bytes of its time, in hexadecimal.
    package let time: String

    package init(sequence: Int64, mark: String, time: String) {
        self.sequence = sequence
        self.mark = mark
        self.time = time
    }

    /// The newest row; position 0 when there has been none.
    static func newest(_ db: Database) throws -> ChangePosition {
        try one(db, "ORDER BY seq DESC LIMIT 1", [])
            ?? ChangePosition(sequence: 0, mark: "", time: "")
    }

    /// Whether the feed goes on from here without a gap: the row is still there, and the same.
    func isContinued(in db: Database) throws -> Bool {
        if sequence == 0 {
            return try (Int64.fetchOne(db, sql: "SELECT min(seq) FROM change") ?? 1) == 1
        }
        return try Self.one(db, "WHERE seq = ?", [sequence]) == self
    }

    private static func one(
        _ db: Database, _ clause: String, _ arguments: StatementArguments
    ) throws -> ChangePosition? {
        let mark = "hex(kind) || ' ' || hex(op) || ' ' || hex(id)"
        let statement = try db.cachedStatement(
            sql: "SELECT seq, \(mark), hex(at) FROM change \(clause)")
        return try Row.fetchOne(statement, arguments: arguments).map {
            ChangePosition(sequence: $0[0], mark: $0[1], time: $0[2])
        }
    }
}

internal import BroadsheetAds
internal import BroadsheetArticles
internal import GRDB

/// Values of rows that only the engine writes, read so that a row which somebody damaged can't
/// trap.
extension Row {
    /// A whole number; 0 for anything else.
    func number(_ column: Int) -> Int64 {
        let value: DatabaseValue = self[column]
        guard case .int64(let number) = value.storage else { return 0 }
        return number
    }

    /// A text; empty for anything else.
    func name(_ column: Int) -> String {
        let value: DatabaseValue = self[column]
        guard case .string(let text) = value.storage else { return "" }
        return text
    }
}

extension Lease {
    /// The columns that `init(_:)` reads.
    static let columns = "id, holder, fence, key, units, committed, granted_at, expires_at"

    /// nil when its times are broken, and then nobody can use it.
    init?(_ row: Row) {
        guard let granted = UTCTime.parse(row.name(6)), let ends = UTCTime.parse(row.name(7))
        else { return nil }
        self.init(
            id: row.number(0), holder: LeaseHolder(name: row.name(1), fence: row.number(2)),
            key: GoalKey(text: row.name(3)), units: row.number(4), committed: row.number(5),
            grantedAt: LedgerInstant(granted), expiresAt: LedgerInstant(ends))
    }
}

extension GoalCounters {
    /// The columns that `init(_:)` reads.
    static let columns = "key, booked, committed, leased"

    init(_ row: Row) {
        self.init(
            key: GoalKey(text: row.name(0)), booked: row.number(1), committed: row.number(2),
            leased: row.number(3))
    }
}

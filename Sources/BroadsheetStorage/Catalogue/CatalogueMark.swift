internal import BroadsheetArticles
package import Foundation
internal import GRDB

/// The state of a catalogue that something was derived from and kept outside of it.
///
/// A running reader has its `ChangePosition`; what outlives the process is told more strictly
/// whether the catalogue is the same one and went on without a gap.
package struct CatalogueMark: Sendable, Hashable {
    /// The newest change that is contained.
    package let position: ChangePosition
    /// `PRAGMA schema_version` when the articles were read as a whole. SQLite counts it up when a
    /// table or trigger is made or dropped, so that rows written in between without triggers are
    /// not passed over.
    package let schemaVersion: Int64

    package init(position: ChangePosition, schemaVersion: Int64) {
        self.position = position
        self.schemaVersion = schemaVersion
    }

    /// Whether the newest change is older than `now` by more than two seconds.
    ///
    /// Rows of the feed tell their second only. While it lasts, a catalogue made anew could count
    /// as far with the same row; afterwards it can't. The clocks are those of one machine.
    package func isSettled(at now: Date) -> Bool {
        guard let bytes = Self.bytes(hexadecimal: position.time),
            let time = UTCTime.parse(String(decoding: bytes, as: UTF8.self))
        else { return false }
        return now.timeIntervalSince(time) > 2
    }

    private static func bytes(hexadecimal text: String) -> [UInt8]? {
        let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == text.utf8.count, digits.count % 2 == 0 else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map {
            UInt8(truncatingIfNeeded: digits[$0] << 4 | digits[$0 + 1])
        }
    }
}

extension Catalogue {
    /// Ids of the articles that were written or removed since `mark`, by bytes; nil when that
    /// can't be told, so that nothing may be taken over from then.
    ///
    /// It can be told when the mark's row is the feed's or still in it, every row given a number
    /// since is there, and no table or trigger was made or dropped.
    package func articleIDs(changedSince mark: CatalogueMark) throws -> [String]? {
        try file.read { db in
            let newest = try ChangePosition.newest(db)
            let last = try Int64.fetchOne(
                db, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'change'")
            let sequence = mark.position.sequence
            guard try CatalogueSchema.version(db) == mark.schemaVersion,
                newest.sequence >= sequence, try mark.position.isContinued(in: db),
                (last ?? 0) == newest.sequence
            else { return nil }
            let count = try Int64.fetchOne(
                db, sql: "SELECT count(*) FROM change WHERE seq > ?", arguments: [sequence])
            guard count == newest.sequence - sequence else { return nil }
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT DISTINCT id FROM change WHERE seq > ? AND kind = 'article' ORDER BY id
                    """, arguments: [sequence])
            var ids: [String] = []
            while let row = try rows.next() {
                if let id = StoredRow.key(row, 0) { ids.append(id) }
            }
            return ids
        }
    }
}

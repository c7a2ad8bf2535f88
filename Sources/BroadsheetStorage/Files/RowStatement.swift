internal import GRDB
internal import GRDBSQLite

/// A prepared statement of the ledger's writer, bound and stepped without an array of values in
/// between: half of what a row cost went into those. The only file that calls SQLite by pointer.
///
/// Fill in the values from the first to the last, then `run`. Texts and blobs are copied into room
/// that is kept from row to row, and SQLite reads them there while it steps.
///
/// One at a time, on the connection that made it, inside its transactions.
final class RowStatement {
    private enum Value {
        case null
        case integer(Int64)
        case real(Double)
        /// Bytes of `room`.
        case text(Range<Int>)
        case blob(Range<Int>)
    }

    /// Keeps the pointer alive.
    private let statement: Statement
    private var values: [Value] = []
    private var room: [UInt8] = []
    private let sql: String

    init(_ db: Database, sql: String) throws {
        statement = try db.makeStatement(sql: sql)
        self.sql = sql
        values.reserveCapacity(16)
        room.reserveCapacity(4_096)
    }

    // MARK: Values

    func add(_ text: String?) {
        guard let text else { return values.append(.null) }
        let start = room.count
        room.append(contentsOf: text.utf8)
        values.append(.text(start..<room.count))
    }

    func add(_ bytes: [UInt8]?) {
        guard let bytes else { return values.append(.null) }
        let start = room.count
        room.append(contentsOf: bytes)
        values.append(.blob(start..<room.count))
    }

    func add(_ number: Double?) { values.append(number.map(Value.real) ?? .null) }

    func add(_ number: Int64?) { values.append(number.map(Value.integer) ?? .null) }

    // MARK: Running

    /// Runs the statement to its end with the values added, and forgets them.
    ///
    /// - Returns: whether it gave a row.
    /// - Throws: `DatabaseError`.
    @discardableResult
    func run() throws -> Bool {
        defer {
            values.removeAll(keepingCapacity: true)
            room.removeAll(keepingCapacity: true)
        }
        let handle = unsafe statement.sqliteStatement
        let code = unsafe room.withUnsafeBufferPointer { room in
            for index in values.indices {
                let code = unsafe bind(values[index], Int32(index + 1), handle, room)
                guard code == SQLITE_OK else { return code }
            }
            return unsafe sqlite3_step(handle)
        }
        let error = code == SQLITE_ROW || code == SQLITE_DONE ? nil : unsafe failure(code, handle)
        unsafe sqlite3_reset(handle)
        // What was bound points into the room.
        unsafe sqlite3_clear_bindings(handle)
        if let error { throw error }
        return code == SQLITE_ROW
    }

    private func bind(
        _ value: Value, _ index: Int32, _ handle: OpaquePointer,
        _ room: UnsafeBufferPointer<UInt8>
    ) -> Int32 {
        switch value {
        case .null: return unsafe sqlite3_bind_null(handle, index)
        case .integer(let number): return unsafe sqlite3_bind_int64(handle, index, number)
        case .real(let number): return unsafe sqlite3_bind_double(handle, index, number)
        case .text(let range):
            // The room is reserved at once, so it has an address even while it is empty.
            guard let base = room.baseAddress else { return SQLITE_NOMEM }
            let start = unsafe UnsafeRawPointer(base + range.lowerBound)
                .assumingMemoryBound(to: CChar.self)
            return unsafe sqlite3_bind_text(handle, index, start, Int32(range.count), nil)
        case .blob(let range):
            guard let base = room.baseAddress else { return SQLITE_NOMEM }
            let start = unsafe base + range.lowerBound
            return unsafe sqlite3_bind_blob(handle, index, start, Int32(range.count), nil)
        }
    }

    private func failure(_ code: Int32, _ handle: OpaquePointer) -> DatabaseError {
        let message = unsafe String(cString: sqlite3_errmsg(sqlite3_db_handle(handle)))
        return DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: sql)
    }
}

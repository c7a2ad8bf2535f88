internal import BroadsheetArticles
internal import Foundation
internal import GRDB

/// Reads columns by position from a row that any program may have written.
///
/// A value of the wrong kind is repaired or left out, with a warning that names the row; nothing
/// here can trap. Texts are read as bytes, because SQLite keeps whatever bytes it was given, and
/// C strings would end at the first NUL.
struct StoredRow {
    let row: Row
    let table: String
    /// The key of the row, for warnings.
    let id: String
    private(set) var warnings = StorageWarnings()

    /// nil when the key, column 0, is no usable text: invalid UTF-8, empty, or with a NUL in it.
    init?(_ row: Row, table: String) {
        guard let id = Self.key(row, 0) else { return nil }
        self.row = row
        self.table = table
        self.id = id
    }

    /// The text in `column` if it can be a key.
    static func key(_ row: Row, _ column: Int) -> String? {
        guard let bytes: Data = row[column], !bytes.isEmpty, !bytes.contains(0) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    /// A text that may be missing; invalid UTF-8 is repaired with U+FFFD.
    mutating func optionalText(_ column: Int) -> String? {
        guard let bytes: Data = row[column] else { return nil }
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        warn(column, "is not UTF-8; the bad bytes are replaced")
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A text; empty when it is missing.
    mutating func text(_ column: Int) -> String { optionalText(column) ?? "" }

    /// A text that is missing when it is empty, as `.import` of the sqlite3 shell writes it.
    mutating func filledText(_ column: Int) -> String? {
        guard let text = optionalText(column), !text.isEmpty else { return nil }
        return text
    }

    /// A list of texts; empty when it is missing or broken.
    mutating func list(_ column: Int) -> [String] {
        guard let json = optionalText(column) else { return [] }
        if let list = StoredList.list(json) { return list }
        warn(column, "is not a JSON array of texts; it is read as empty")
        return []
    }

    /// A UTC time; missing when it is broken.
    mutating func time(_ column: Int) -> Date? {
        guard let text = filledText(column) else { return nil }
        if let date = UTCTime.parse(text) { return date }
        warn(column, "is not a time like 2024-07-01T12:00:00Z; it is left out")
        return nil
    }

    /// A whole number; missing when it is something else.
    mutating func integer(_ column: Int) -> Int64? {
        let value: DatabaseValue = row[column]
        switch value.storage {
        case .null: return nil
        case .int64(let number): return number
        case .string(let text) where text.isEmpty: return nil
        default:
            warn(column, "is not a whole number; it is left out")
            return nil
        }
    }

    /// A number; missing when it is something else.
    mutating func number(_ column: Int) -> Double? {
        let value: DatabaseValue = row[column]
        switch value.storage {
        case .null: return nil
        case .int64(let number): return Double(number)
        case .double(let number): return number
        default:
            warn(column, "is not a number; it is left out")
            return nil
        }
    }

    /// One of the texts that `Value` knows; `fallback` when it is none of them.
    mutating func choice<Value: RawRepresentable<String>>(
        _ column: Int, else fallback: Value
    ) -> Value {
        if let value = Value(rawValue: text(column)) { return value }
        warn(column, "is none of the words allowed; it is read as \(fallback.rawValue)")
        return fallback
    }

    mutating func warn(_ problem: String) { warnings.add("\(table) \(id): \(problem)") }

    private mutating func warn(_ column: Int, _ problem: String) {
        let names = Array(row.columnNames)
        let name = names.indices.contains(column) ? names[column] : "column \(column)"
        warnings.add("\(table) \(id): \(name) \(problem)")
    }
}

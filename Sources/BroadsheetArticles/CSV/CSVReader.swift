/// Reads articles from a CSV file with a header row.
struct CSVReader: RecordReader {
    private let map: ColumnMap?
    private var parser: CSVParser
    private var columns: CSVColumns?

    init(map: ColumnMap?, delimiter: UInt8) {
        self.map = map
        parser = CSVParser(delimiter: delimiter)
    }

    mutating func consume(_ chunk: [UInt8]) throws(ArticleReadingError) -> [ImportRecord] {
        try records(parser.consume(chunk))
    }

    mutating func finish() throws(ArticleReadingError) -> [ImportRecord] {
        try records(parser.finish().map { [$0] } ?? [])
    }

    private mutating func records(
        _ rows: [CSVRow]
    ) throws(ArticleReadingError) -> [ImportRecord] {
        var records: [ImportRecord] = []
        records.reserveCapacity(rows.count)
        for row in rows {
            guard let columns else {
                if let problem = row.problem {
                    records.append(ImportRecord(position: "line 1", outcome: .problem(problem)))
                }
                columns = try CSVColumns(header: row, map: map)
                continue
            }
            records.append(record(row, columns: columns))
        }
        return records
    }

    private func record(_ row: CSVRow, columns: CSVColumns) -> ImportRecord {
        let position = "line \(row.line)"
        if let problem = row.problem {
            return ImportRecord(
                position: position,
                outcome: .problem("\(problem); quote the field and double the quotes in it"))
        }
        guard row.ends.count == columns.count else {
            return ImportRecord(
                position: position,
                outcome: .problem(
                    "found \(row.ends.count) fields, expected \(columns.count) as in the header"))
        }
        var values = CSVValues()
        for column in columns.columns {
            values.add(row.field(column.index), field: column.field)
        }
        var record = ImportRecord(position: position) { () throws(ArticleRecord.Problem) in
            try ArticleRecord.decode(
                values.record, identity: .required, knownKeys: [], warnings: values.warnings)
        }
        record.unknownKeys = columns.unreadCount
        return record
    }
}

/// The fields of one row as the members of an article record.
private struct CSVValues {
    private var members: [String: JSONValue] = [:]
    private var image: [String: JSONValue] = [:]
    private var source: [String: JSONValue] = [:]
    private(set) var warnings: [String] = []

    /// The record.
    var record: JSONValue {
        var members = members
        if !image.isEmpty { members["image"] = .object(image) }
        if !source.isEmpty { members["source"] = .object(source) }
        return .object(members)
    }

    /// Reads a field. An empty one says nothing.
    mutating func add(_ bytes: ArraySlice<UInt8>, field: String) {
        guard !bytes.isEmpty else { return }
        let (text, wasRepaired) = UTF8Text.decoded(bytes)
        if wasRepaired, !warnings.contains(UTF8Text.warning) { warnings.append(UTF8Text.warning) }
        switch field {
        case "tags", "authors", "ad_labels": members[field] = Self.list(text)
        case "evergreen": members[field] = Self.flag(text)
        case "image_url": image["url"] = .text(text)
        case "image_alt": image["alt"] = .text(text)
        case "image_width": image["width"] = Self.number(text)
        case "image_height": image["height"] = Self.number(text)
        case "source_name": source["name"] = .text(text)
        case "source_url": source["url"] = .text(text)
        default: members[field] = .text(text)
        }
    }

    /// A JSON list, or texts between `|`.
    private static func list(_ text: String) -> JSONValue {
        if text.utf8.first == UInt8(ascii: "["),
            let list = try? JSONValue(parsing: text.utf8), list.list != nil
        {
            return list
        }
        let parts = text.split(separator: "|").map { TextLine.trimmed($0) }
        return .list(parts.filter { !$0.isEmpty }.map { .text($0) })
    }

    private static func flag(_ text: String) -> JSONValue {
        switch TextLine.trimmed(text).lowercased() {
        case "true", "yes", "1": .bool(true)
        case "false", "no", "0", "": .bool(false)
        default: .text(text)
        }
    }

    private static func number(_ text: String) -> JSONValue {
        Double(TextLine.trimmed(text)).map { .number($0) } ?? .text(text)
    }
}

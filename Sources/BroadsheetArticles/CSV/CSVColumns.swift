/// The columns of one CSV file, matched to fields.
struct CSVColumns {
    /// A field and the place of its column.
    struct Column {
        let field: String
        let index: Int
    }

    /// How many columns the header has.
    let count: Int
    /// The columns that are read.
    let columns: [Column]

    /// Matches a header row.
    init(header: CSVRow, map: ColumnMap?) throws(ArticleReadingError) {
        let names = header.ends.indices.map { index in
            TextLine.trimmed(String(decoding: header.field(index), as: UTF8.self))
        }
        var columns: [Column] = []
        for entry in map?.entries ?? [] {
            guard let index = names.firstIndex(where: { $0.utf8.elementsEqual(entry.column.utf8) })
            else { throw .unknownColumn(entry.column, known: names) }
            columns.append(Column(field: entry.field, index: index))
        }
        for (index, name) in names.enumerated() {
            let isTaken = columns.contains { $0.field == name || $0.index == index }
            if !isTaken, ColumnMap.fields.contains(name) {
                columns.append(Column(field: name, index: index))
            }
        }
        guard columns.contains(where: { ["id", "url", "guid"].contains($0.field) }) else {
            throw .noIdentityColumn(known: names)
        }
        count = names.count
        self.columns = columns
    }

    /// How many columns nobody reads.
    var unreadCount: Int { count - Set(columns.map(\.index)).count }
}

/// Which column of a CSV file holds which field of the article record.
///
/// The fields are those of ``ArticleRecord``, with `image_url`, `image_width`, `image_height`,
/// `image_alt`, `source_name` and `source_url` for the parts of picture and source. A column whose
/// name is that of a field is read as it, unless the map gives the field another column.
package struct ColumnMap: Sendable, Hashable {
    /// The pairs in the order in which they were written.
    package let entries: [Entry]

    /// One field and the name of its column.
    package struct Entry: Sendable, Hashable {
        /// A field of the article record.
        package let field: String
        /// The name in the header row.
        package let column: String
    }

    /// Reads `field=column,field=column,…`; blanks around names are dropped.
    ///
    /// - Throws: ``ArticleReadingError`` for an entry of another form, and for a field that is
    ///   unknown or named twice.
    package init(_ text: String) throws(ArticleReadingError) {
        var entries: [Entry] = []
        for part in text.split(separator: ",") where !TextLine.trimmed(part).isEmpty {
            guard let equals = part.firstIndex(of: "=") else {
                throw .malformedMap(entry: String(part))
            }
            let field = TextLine.trimmed(part[..<equals])
            let column = TextLine.trimmed(part[part.index(after: equals)...])
            guard !field.isEmpty, !column.isEmpty else {
                throw .malformedMap(entry: String(part))
            }
            guard Self.fields.contains(field) else { throw .unknownField(field) }
            if entries.contains(where: { $0.field == field }) { throw .repeatedField(field) }
            entries.append(Entry(field: field, column: column))
        }
        self.entries = entries
    }

    /// All fields that a column can hold, in the order of the record.
    package static let fields = [
        "id", "guid", "url", "title", "summary", "body", "body_html", "section", "language",
        "tags", "authors", "image_url", "image_width", "image_height", "image_alt", "source_name",
        "source_url", "published_at", "updated_at", "expires_at", "status", "evergreen", "ads",
        "ad_labels",
    ]
}

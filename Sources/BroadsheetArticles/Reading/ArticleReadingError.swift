/// A wrong use of the importer: the options do not fit the file.
package enum ArticleReadingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// An entry of the map is not `field=column`.
    case malformedMap(entry: String)
    /// The map names a field that articles do not have.
    case unknownField(String)
    /// The map names a field twice.
    case repeatedField(String)
    /// The map names a column that the file does not have.
    case unknownColumn(String, known: [String])
    /// No column holds an identity.
    case noIdentityColumn(known: [String])
    /// A map for a file that is no CSV file.
    case mapWithoutColumns(format: ArticleFormat)

    /// What was found, what was expected and how to mend it, in one line.
    package var description: String {
        switch self {
        case .malformedMap(let entry):
            "map: found \(Excerpt.quoted(entry)), expected field=column; write for example "
                + "--map id=article_id,title=headline"
        case .unknownField(let field):
            "map: found the field \(Excerpt.quoted(field)), expected one of "
                + ColumnMap.fields.joined(separator: ", ")
        case .repeatedField(let field):
            "map: found the field \(Excerpt.quoted(field)) twice; name each field once"
        case .unknownColumn(let column, let known):
            "map: found the column \(Excerpt.quoted(column)), expected one of "
                + Self.list(known)
        case .noIdentityColumn(let known):
            "columns: found \(Self.list(known)), expected one named id or url; name it with "
                + "--map id=COLUMN or --map url=COLUMN"
        case .mapWithoutColumns(let format):
            "map: found a file in the format \(format.rawValue), expected csv; leave --map out or "
                + "read the file with --as csv"
        }
    }

    /// Names of columns on one line, cut after a few dozen.
    private static func list(_ names: [String]) -> String {
        guard !names.isEmpty else { return "no columns" }
        let shown = names.prefix(40).map { Excerpt.quoted($0) }.joined(separator: ", ")
        return names.count > 40 ? shown + ", …" : shown
    }
}

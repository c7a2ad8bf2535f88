import BroadsheetArticles
import Foundation

/// Reads a whole file from memory in chunks of one size.
func records(
    _ bytes: [UInt8], as format: ArticleFormat = .auto, named name: String = "file",
    map: ColumnMap? = nil, id: String? = nil, chunkSize: Int = 1 << 20
) throws -> [ImportRecord] {
    var offset = 0
    var records: [ImportRecord] = []
    let options = ArticleReader.Options(format: format, name: name, map: map, id: id)
    try ArticleReader.read(
        options,
        from: {
            guard offset < bytes.count else { return nil }
            let end = min(offset + chunkSize, bytes.count)
            defer { offset = end }
            return Array(bytes[offset..<end])
        },
        each: { record, _ in records.append(record) })
    return records
}

/// Reads a whole file from a text.
func records(
    _ text: String, as format: ArticleFormat = .auto, named name: String = "file",
    map: ColumnMap? = nil, id: String? = nil, chunkSize: Int = 1 << 20
) throws -> [ImportRecord] {
    try records(
        Array(text.utf8), as: format, named: name, map: map, id: id, chunkSize: chunkSize)
}

/// The bytes of a file in the folder `Fixtures`.
func fixture(_ name: String, file: String = #filePath) throws -> [UInt8] {
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
    let path = folder.appendingPathComponent("Fixtures").appendingPathComponent(name)
    return Array(try Data(contentsOf: path))
}

/// The articles of a fixture.
func articles(inFixture name: String) throws -> [Article] {
    try records(try fixture(name), named: name).compactMap(\.article)
}

internal import CBroadsheetResources

/// A file that is compiled into the program: demo articles, templates, styles, stop lists.
///
/// The one Swift file that touches the C table; everything above it sees plain bytes and text.
package enum EmbeddedFile {
    /// Paths of all embedded files, sorted.
    package static let paths: [String] = table.keys.sorted()

    /// The bytes of the file at `path`, or nil when nothing is embedded under that name.
    package static func bytes(_ path: String) -> [UInt8]? {
        guard let resource = table[path] else { return nil }
        return unsafe Array(
            UnsafeBufferPointer(start: resource.bytes, count: resource.byteCount))
    }

    /// The text of the file at `path`; empty when nothing is embedded under that name.
    package static func text(_ path: String) -> String {
        String(decoding: bytes(path) ?? [], as: UTF8.self)
    }

    // Safe because the table is constant data in the binary that nobody writes.
    private nonisolated(unsafe) static let table: [String: BroadsheetResource] = {
        var table: [String: BroadsheetResource] = [:]
        for index in 0..<broadsheet_resource_count() {
            let resource = unsafe broadsheet_resource(index)
            unsafe table[String(cString: resource.path)] = resource
        }
        return unsafe table
    }()
}

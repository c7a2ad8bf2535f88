internal import CBroadsheetResources

/// A file that is compiled into the program: demo articles, templates, styles, stop lists.
///
/// The one Swift file that touches the C table; everything above it sees plain bytes and text.
package enum EmbeddedFile {
    /// Paths of all embedded files, sorted.
    package static let paths: [String] = indexes.keys.sorted()

    /// The bytes of the file at `path`, or nil when nothing is embedded under that name.
    package static func bytes(_ path: String) -> [UInt8]? {
        guard let index = indexes[path] else { return nil }
        let resource = unsafe broadsheet_resource(index)
        return unsafe Array(
            UnsafeBufferPointer(start: resource.bytes, count: resource.byteCount))
    }

    /// The text of the file at `path`; empty when nothing is embedded under that name.
    package static func text(_ path: String) -> String {
        String(decoding: bytes(path) ?? [], as: UTF8.self)
    }

    /// Place of each path in the C table.
    private static let indexes: [String: Int] = {
        var indexes: [String: Int] = [:]
        for index in 0..<broadsheet_resource_count() {
            let resource = unsafe broadsheet_resource(index)
            unsafe indexes[String(cString: resource.path)] = index
        }
        return indexes
    }()
}

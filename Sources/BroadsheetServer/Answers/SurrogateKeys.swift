/// Keys by which an edge cache drops all answers that show an article: `related-ID article-ID…`.
///
/// Ids are percent-encoded, so that a key is printable ASCII without blanks.
struct SurrogateKeys: Sendable, Hashable {
    /// Bytes that caches take in one key (Fastly: 1,024).
    static let keyByteCount = 1_024
    /// Bytes of the whole value. Fastly takes 16,384, but nginx as it comes refuses an answer whose
    /// header is over 4 or 8 KB (`proxy_buffer_size`).
    static let headerByteCount = 3_072

    /// The header's value.
    let text: String

    /// - Parameters:
    ///   - names: keys of the answer itself.
    ///   - articles: ids of the articles that it shows or stands beside. Keys beyond what caches
    ///     take are left out, the last first: such an answer goes by its age.
    init(_ names: [String], articles: [String]) {
        var text = ""
        for key in names + articles.map({ "article-" + PercentCoding.encode($0) }) {
            guard key.utf8.count <= Self.keyByteCount,
                text.utf8.count + key.utf8.count < Self.headerByteCount
            else { continue }
            text += text.isEmpty ? key : " " + key
        }
        self.text = text
    }
}

internal import HTTPTypes

/// Requests that fetch what nobody has asked for yet.
enum Prefetch {
    /// `Sec-Purpose` (Fetch Standard, "Sec-Purpose"; also with `;prerender`, Speculation Rules), and
    /// what browsers sent before it.
    private static let fields: [(name: HTTPField.Name, words: Set<String>)] = [
        ("Sec-Purpose", ["prefetch"]), ("Purpose", ["prefetch"]), ("X-Moz", ["prefetch"]),
        ("X-Purpose", ["prefetch", "preview"]),
    ].compactMap { name, words in HTTPField.Name(name).map { ($0, words) } }

    /// Whether the header of a request says that it is one.
    static func isAsked(_ header: HTTPFields) -> Bool {
        fields.contains { name, words in
            header[values: name].contains { value in
                value.split { $0 == "," || $0 == ";" || $0 == " " || $0 == "\t" }
                    .contains { words.contains($0.lowercased()) }
            }
        }
    }
}

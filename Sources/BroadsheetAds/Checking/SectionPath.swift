/// A section as a path: `World` contains `World/Asia`, not `Worldwide`.
///
/// Compared part by part, case-sensitively, by UTF-8 bytes.
struct SectionPath: Sendable {
    private let parts: [ExactID]

    init(_ text: String) {
        parts = text.split(separator: "/", omittingEmptySubsequences: false)
            .map { ExactID(String($0)) }
    }

    /// Whether the other section is this one or lies below it.
    func contains(_ other: SectionPath) -> Bool { other.parts.starts(with: parts) }

    /// Whether a part is empty, as in `World/`.
    var hasEmptyPart: Bool { parts.contains { $0.text.isEmpty } }
}
